"""A draft knows which letters came back into it; drafts and letters say whether a signature stands below them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_tags_with_colours")]
    operations = [
        migrations.AddField(model_name="draft", name="regained", field=models.JSONField(default=list)),
        migrations.AddField(model_name="draft", name="is_signed", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="message", name="is_signed", field=models.BooleanField(default=True)),
    ]
