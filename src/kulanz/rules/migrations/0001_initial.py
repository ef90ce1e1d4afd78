import django.db.models.deletion
import kulanz.core.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Macro',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('text', models.TextField(blank=True, max_length=10000, verbose_name='text')),
                ('text_informal', models.TextField(blank=True, max_length=10000, verbose_name='text for customers whom we call Du')),
                ('text_english', models.TextField(blank=True, max_length=10000, verbose_name='text in English')),
                ('effects', models.JSONField(default=list)),
                ('archived_at', models.DateTimeField(null=True)),
                ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.brand', verbose_name='for the brand')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.team', verbose_name='for the team')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('place', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=False)),
                ('stops', models.BooleanField(default=False, verbose_name='stops the rules behind it')),
                ('trigger', models.CharField(max_length=40)),
                ('content', models.JSONField(default=dict)),
                ('number', models.PositiveIntegerField(default=0)),
                ('on_since', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['place', 'id'],
                'indexes': [models.Index(condition=models.Q(('is_active', True)), fields=['trigger'], name='rule_by_trigger')],
            },
        ),
        migrations.CreateModel(
            name='RuleRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('event_id', models.BigIntegerField(null=True)),
                ('since', models.DateTimeField(null=True)),
                ('fits', models.BooleanField(default=True)),
                ('changed', models.BooleanField(default=False)),
                ('chain', models.JSONField(default=list)),
                ('did', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rule_runs', to='cases.case')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='rules.rule')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'rule', 'at'], name='run_by_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('event_id__isnull', False)), fields=('event_id', 'rule'), name='rule_once_an_event'), models.UniqueConstraint(condition=models.Q(('since__isnull', False)), fields=('rule', 'case', 'since'), name='rule_once_a_state')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('stops', models.BooleanField(default=False)),
                ('content', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='rules.rule')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('rule', 'number'), name='once_a_number')],
            },
        ),
    ]
