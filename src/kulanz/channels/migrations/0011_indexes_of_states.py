"""Indexes by state that SQLite uses as well as PostgreSQL."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_message_held'),
        ('channels', '0010_one_outbox'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='original',
            name='raw_waiting',
        ),
        migrations.RemoveIndex(
            model_name='original',
            name='raw_trouble',
        ),
        migrations.RemoveIndex(
            model_name='outgoing',
            name='outgoing_open',
        ),
        migrations.AddIndex(
            model_name='original',
            index=models.Index(condition=models.Q(('state', 'kept')), fields=['state', 'id'], name='raw_waiting'),
        ),
        migrations.AddIndex(
            model_name='original',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['state', '-id'], name='raw_failed'),
        ),
        migrations.AddIndex(
            model_name='original',
            index=models.Index(condition=models.Q(('state', 'ignored')), fields=['state', '-id'], name='raw_left_out'),
        ),
        migrations.AddIndex(
            model_name='original',
            index=models.Index(condition=models.Q(('reason', ''), _negated=True), fields=['-id'], name='raw_with_reason'),
        ),
        migrations.AddIndex(
            model_name='outgoing',
            index=models.Index(fields=['state', 'due_at'], name='outgoing_by_state'),
        ),
    ]
