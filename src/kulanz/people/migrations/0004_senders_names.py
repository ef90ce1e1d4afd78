"""Names sorted as Germans sort them, customers found by any word."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Both columns hold plain small letters. Compared byte by byte they sort alike on both databases, whatever the
# language of the server, and an ordinary index answers "begins with".
COLUMNS = (("people_customer", "sort_key", 200), ("people_customerword", "word", 40))


def compare_bytes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX customer_name_begins")
        for table, column, length in COLUMNS:
            editor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"')


def compare_words(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE INDEX customer_name_begins ON people_customer (name varchar_pattern_ops)")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_beginnings")]
    operations = [
        migrations.AddField(
            model_name="customer",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="CustomerWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="people.customer",
                    ),
                ),
            ],
        ),
        migrations.RunPython(compare_bytes, compare_words),
        migrations.RemoveIndex(model_name="customer", name="customer_by_name"),
        migrations.AddIndex(
            model_name="customer", index=models.Index(fields=["sort_key", "id"], name="customer_sorted")
        ),
        migrations.AddIndex(
            model_name="customerword", index=models.Index(fields=["word", "customer"], name="customer_word")
        ),
        migrations.AddIndex(
            model_name="customerword", index=models.Index(fields=["customer", "word"], name="customer_word_of")
        ),
    ]
