"""A note may tell of a telephone call: who called whom."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_forwarded")]
    operations = [
        migrations.AddField(
            model_name="note",
            name="call",
            field=models.CharField(blank=True, choices=[("in", "in"), ("out", "out")], default="", max_length=3),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="note",
            name="spoke_with",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
