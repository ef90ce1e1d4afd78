"""A draft knows which letters came back into it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_saved_views")]
    operations = [
        migrations.AddField(model_name="draft", name="regained", field=models.JSONField(default=list)),
    ]
