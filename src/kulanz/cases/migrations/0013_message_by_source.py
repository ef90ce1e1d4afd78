"""The originals of letters are found by an index of their own, without the letters that have none."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_umlaut_domains'),
        ('people', '0008_faces_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='source_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id__isnull', False)), fields=('source_id',), name='message_by_source'),
        ),
    ]
