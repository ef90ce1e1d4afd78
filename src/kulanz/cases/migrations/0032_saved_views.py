"""Lists under a name, and an index for each order in which lists are read."""

import django.db.models.deletion
import kulanz.core.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0031_call_notes'),
        ('people', '0011_look_of_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('icon', models.CharField(blank=True, max_length=30, verbose_name='icon')),
                ('query', models.CharField(max_length=2000)),
                ('place', models.IntegerField(default=0)),
                ('made_at', models.DateTimeField(default=kulanz.core.clock.now)),
            ],
            options={
                'ordering': ['place', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['opened_at', 'id'], name='case_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['opened_at', 'id'], name='case_open_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['assignee', 'opened_at', 'id'], name='case_open_by_person_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['team', 'opened_at', 'id'], name='case_by_team_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['team', 'opened_at', 'id'], name='case_open_by_team_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['team', 'assignee', 'opened_at', 'id'], name='case_open_by_place_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', False)), fields=['assignee', '-last_entry_at', '-id'], name='case_closed_by_person'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['brand', 'id'], name='case_by_brand'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since', 'id'], name='case_waiting'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['team', 'waiting_since', 'id'], name='case_waiting_by_team'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.team'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner', None), ('team__isnull', False)), models.Q(('owner__isnull', False), ('team', None)), _connector='OR'), name='view_of_a_person_or_a_team'),
        ),
    ]
