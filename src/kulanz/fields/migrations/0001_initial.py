import django.db.models.deletion
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
            name='CaseField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('kind', models.CharField(choices=[('text', 'text'), ('number', 'number'), ('day', 'date'), ('choice', 'choice'), ('person', 'person of ours'), ('yesno', 'yes or no')], max_length=10, verbose_name='kind')),
                ('help_text', models.CharField(blank=True, max_length=200, verbose_name='what belongs there')),
                ('in_lists', models.BooleanField(default=False, verbose_name='shown in the rows of lists')),
                ('needed_to_end', models.BooleanField(default=False, verbose_name='needed before a case ends without an answer')),
                ('needed_to_solve', models.BooleanField(default=False, verbose_name='needed before an answer is sent as the solution')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('archived_at', models.DateTimeField(null=True)),
                ('brands', models.ManyToManyField(blank=True, related_name='+', to='people.brand', verbose_name='for the brands')),
            ],
            options={
                'ordering': ['place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FieldOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('archived_at', models.DateTimeField(null=True)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='fields.casefield')),
            ],
            options={
                'ordering': ['place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FieldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=500)),
                ('key', models.CharField(blank=True, max_length=100)),
                ('number', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('day', models.DateField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='cases.case')),
                ('field', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='fields.casefield')),
                ('merged_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case')),
                ('option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fields.fieldoption')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['field', 'key'], name='value_by_text', opclasses=['int8_ops', 'varchar_pattern_ops']), models.Index(condition=models.Q(('number__isnull', False)), fields=['field', 'number'], name='value_by_number'), models.Index(condition=models.Q(('day__isnull', False)), fields=['field', 'day'], name='value_by_day')],
                'constraints': [models.UniqueConstraint(fields=('case', 'field'), name='one_value_of_a_field')],
            },
        ),
    ]
