import django.core.serializers.json
import kulanz.core.clock
from django.db import migrations, models


# One notification per statement, delivered at the commit: the live news of every process wake up.
WAKE = """
CREATE FUNCTION kulanz_event_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY kulanz_events;
    RETURN NULL;
END;
$$;
CREATE TRIGGER kulanz_event_written AFTER INSERT ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION kulanz_event_written();
"""
UNWAKE = """
DROP TRIGGER kulanz_event_written ON events_event;
DROP FUNCTION kulanz_event_written();
"""


def wake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WAKE)


def unwake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNWAKE)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('role', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='NextRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('due_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('kind', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('actor_kind', models.CharField(choices=[('user', 'user'), ('customer', 'customer'), ('system', 'system')], max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=200)),
                ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'id'], name='event_by_subject'), models.Index(fields=['kind', 'id'], name='event_by_kind')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('arguments', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('priority', models.SmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('key', models.CharField(max_length=200, null=True)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=kulanz.core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-priority', 'due_at', 'id'], name='job_in_turn'), models.Index(fields=['state', 'due_at'], name='job_by_time')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key__isnull', False), ('state', 'waiting')), fields=('key',), name='job_waits_once_per_key')],
            },
        ),
        migrations.RunPython(wake, unwake),
    ]
