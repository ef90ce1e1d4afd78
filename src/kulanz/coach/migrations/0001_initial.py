import django.db.models.deletion
import kulanz.core.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BrandVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.JSONField(blank=True, default=dict)),
                ('phrases', models.JSONField(blank=True, default=list)),
                ('levels', models.JSONField(blank=True, default=dict)),
                ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='voice', to='people.brand')),
            ],
            options={
                'ordering': ['brand'],
            },
        ),
        migrations.CreateModel(
            name='CaseMood',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('calm', 'calm'), ('upset', 'upset'), ('urgent', 'urgent')], max_length=6)),
                ('is_veiled', models.BooleanField(default=False)),
                ('message_id', models.BigIntegerField()),
                ('message_at', models.DateTimeField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mood', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='LetterReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(blank=True, max_length=2)),
                ('address', models.CharField(default='none', max_length=8)),
                ('mood', models.CharField(choices=[('calm', 'calm'), ('upset', 'upset'), ('urgent', 'urgent')], default='calm', max_length=6)),
                ('mood_cues', models.JSONField(default=list)),
                ('abuse', models.CharField(blank=True, max_length=10)),
                ('abuse_spans', models.JSONField(default=list)),
                ('questions', models.JSONField(default=list)),
                ('summary', models.JSONField(default=dict)),
                ('sides', models.JSONField(default=list)),
                ('expertise', models.CharField(blank=True, max_length=6)),
                ('expertise_cues', models.JSONField(default=list)),
                ('read_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading', to='cases.message')),
            ],
        ),
    ]
