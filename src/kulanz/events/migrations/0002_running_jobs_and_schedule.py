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
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NextRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Waiting"), ("running", "Running"), ("failed", "Failed")],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.RunPython(wake, unwake),
    ]
