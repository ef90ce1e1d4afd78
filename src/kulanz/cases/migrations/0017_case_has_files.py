"""A list row says whether a customer has sent files."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def fill(apps, schema_editor):
    cases, messages = apps.get_model("cases", "Case"), apps.get_model("cases", "Message")
    came = messages.objects.filter(case=OuterRef("pk"), direction="in", has_files=True)
    cases.objects.filter(Exists(came)).update(has_files=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_draft_files")]

    operations = [
        migrations.AddField("case", "has_files", models.BooleanField(default=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
