from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_audience_filled")]
    operations = [
        migrations.AddField(
            model_name="message", name="sender_verified", field=models.BooleanField(default=False)
        )
    ]
