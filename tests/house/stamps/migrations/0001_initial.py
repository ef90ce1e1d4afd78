import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("motto", models.CharField(max_length=50)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="stamps", to="cases.case")),
                ("message", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="stamp", to="cases.message")),
            ],
        ),
    ]
