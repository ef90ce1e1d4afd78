import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0014_signatures_and_approval'),
    ]

    operations = [
        migrations.AddField(
            model_name='house',
            name='linked_days',
            field=models.PositiveSmallIntegerField(default=30, help_text='What is too large for a mail goes as a link; after these days it ends.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days in which a linked file can be fetched'),
        ),
    ]
