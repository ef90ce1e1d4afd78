import django.core.validators
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
            name='CaseWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('low', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='priority low')),
                ('normal', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='priority normal')),
                ('high', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='priority high')),
                ('urgent', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='priority urgent')),
                ('elsewhere', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='waits for customer or others, or is snoozed')),
                ('heavy', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(50)], verbose_name='on top: upset or hurtful letter')),
                ('capacity', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='usual capacity of a person')),
            ],
        ),
        migrations.CreateModel(
            name='LeftInPile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=20)),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='left_in_pile', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='SignOfLife',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sign_of_life', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('channels', models.JSONField(blank=True, default=list, verbose_name='channels')),
                ('brands', models.ManyToManyField(blank=True, related_name='+', to='people.brand', verbose_name='brands')),
                ('tags', models.ManyToManyField(blank=True, related_name='+', to='cases.tag', verbose_name='tags')),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='people.team', verbose_name='teams')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TeamRouting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('off', 'nobody: people take them from the pile'), ('round', 'in turn: whoever was given none the longest'), ('fit', 'the best fit: known person, skill, language, room')], default='off', max_length=5, verbose_name='who gives out its cases')),
                ('silent_hours', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(400)], verbose_name='a case lies still after so many working hours')),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='routing', to='people.team')),
            ],
        ),
        migrations.CreateModel(
            name='WorkProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='capacity')),
                ('hours', models.JSONField(blank=True, default=dict)),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('given_at', models.DateTimeField(null=True)),
                ('skills', models.ManyToManyField(blank=True, related_name='people', to='routing.skill', verbose_name='skills')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='work_profile', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins', models.DateField(verbose_name='first day away')),
                ('ends', models.DateField(verbose_name='last day away')),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['begins', 'id'],
                'indexes': [models.Index(fields=['ends'], name='absence_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('begins'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('stand_in', None), models.Q(('stand_in', models.F('user')), _negated=True), _connector='OR'), name='nobody_stands_in_for_self')],
            },
        ),
        migrations.CreateModel(
            name='OffDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='off_duty', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
