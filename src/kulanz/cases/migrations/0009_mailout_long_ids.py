from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_desk_words")]

    operations = [
        migrations.AlterField(
            model_name="message", name="mail_id", field=models.CharField(blank=True, max_length=1000)
        ),
    ]
