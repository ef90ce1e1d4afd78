"""Answers that are held are found without reading every letter."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_message_by_source'),
        ('people', '0008_faces_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('delivery', 'held')), fields=['held_until'], name='message_held'),
        ),
    ]
