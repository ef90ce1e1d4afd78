"""One colour per brand: the design system makes it readable on light and dark ground."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="brand", name="accent_dark"),
        migrations.RenameField(model_name="brand", old_name="accent_light", new_name="accent"),
        migrations.AlterField(
            model_name="brand",
            name="accent",
            field=models.CharField(
                default="#0B5C66",
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator("^#[0-9A-Fa-f]{6}$", "Use a colour such as #0B5C66.")
                ],
                verbose_name="colour",
            ),
        ),
    ]
