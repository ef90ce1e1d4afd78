from django.db import migrations, models


class WidenText(migrations.AlterField):
    """A wider text column. SQLite holds any length in one already: its table, with every mail in it, is not copied."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    database_backwards = database_forwards


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0011_missed"),
        ("channels", "0009_acknowledged"),
    ]

    operations = [
        migrations.RenameModel(old_name="RawMail", new_name="Original"),
        migrations.RenameModel(old_name="OutgoingMail", new_name="Outgoing"),
        WidenText(model_name="channel", name="kind", field=models.CharField(max_length=20, verbose_name="kind")),
        WidenText(model_name="original", name="source", field=models.CharField(max_length=20)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                # Both databases do this without touching a row.
                migrations.RunSQL(
                    "ALTER TABLE channels_outgoing ADD COLUMN channel varchar(20) DEFAULT 'email' NOT NULL",
                    "ALTER TABLE channels_outgoing DROP COLUMN channel",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="outgoing",
                    name="channel",
                    field=models.CharField(db_default="email", default="email", max_length=20),
                )
            ],
        ),
    ]
