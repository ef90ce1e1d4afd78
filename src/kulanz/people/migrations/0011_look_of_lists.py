"""How the rows of lists look to a person."""

import kulanz.people.models.users
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_known_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='list_density',
            field=models.CharField(choices=[('comfortable', 'comfortable'), ('compact', 'compact')], default='comfortable', max_length=11, verbose_name='rows of lists'),
        ),
        migrations.AddField(
            model_name='user',
            name='list_parts',
            field=models.JSONField(default=kulanz.people.models.users.usual_row_parts),
        ),
    ]
