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
            name='PushKeys',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(max_length=100)),
                ('private', models.TextField()),
                ('made_at', models.DateTimeField(default=kulanz.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='NoticeChoices',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ways', models.JSONField(default=dict)),
                ('quiet', models.BooleanField(default=True, verbose_name='quiet outside my working hours')),
                ('digest', models.CharField(choices=[('off', 'never'), ('morning', 'when my work begins'), ('hourly', 'every hour while I work')], default='off', max_length=7, verbose_name='mail with what is new')),
                ('digest_at', models.DateTimeField(null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.TextField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('public_key', models.CharField(max_length=100)),
                ('secret', models.CharField(max_length=40)),
                ('browser', models.CharField(blank=True, max_length=60)),
                ('made_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('program', models.CharField(choices=[('teams', 'Microsoft Teams'), ('slack', 'Slack'), ('mattermost', 'Mattermost'), ('matrix', 'Matrix (hookshot)')], max_length=10, verbose_name='program')),
                ('address', models.TextField()),
                ('kinds', models.JSONField(default=list, verbose_name='what it hears of')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('in_hours', models.BooleanField(default=True, verbose_name='only while the brand of a case is open')),
                ('is_on', models.BooleanField(default=True, verbose_name='switched on')),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('troubled_at', models.DateTimeField(null=True)),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='people.team', verbose_name='teams')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('event_id', models.BigIntegerField(default=0)),
                ('read_at', models.DateTimeField(null=True)),
                ('waits_until', models.DateTimeField(null=True)),
                ('in_page', models.BooleanField(default=True)),
                ('to_push', models.BooleanField(default=False)),
                ('to_mail', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='cases.case')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-at', '-id'], name='notice_newest'), models.Index(condition=models.Q(('in_page', True), ('read_at', None), ('waits_until', None)), fields=['user'], name='notice_counted'), models.Index(condition=models.Q(('waits_until__isnull', False)), fields=['waits_until'], name='notice_waits'), models.Index(condition=models.Q(('read_at__isnull', False)), fields=['read_at'], name='notice_read'), models.Index(condition=models.Q(('to_mail', True)), fields=['user'], name='notice_to_mail')],
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'case'), name='notice_each')],
            },
        ),
    ]
