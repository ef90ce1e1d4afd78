"""Whoever looks for a job reads those in turn, not all that wait."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_running_heartbeat'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='job',
            name='job_next',
        ),
        migrations.RemoveIndex(
            model_name='job',
            name='job_by_state',
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['state', '-priority', 'due_at', 'id'], name='job_in_turn'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['state', 'due_at'], name='job_by_time'),
        ),
    ]
