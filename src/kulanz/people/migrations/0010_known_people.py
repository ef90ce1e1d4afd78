"""Customers and organisations that are one go on together; customer numbers of firms, preferred contact points."""

import django.db.models.deletion
import kulanz.core.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_blocked_sender'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AlterModelOptions(
            name='contactpoint',
            options={'ordering': ['-is_preferred', 'kind', 'id']},
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='is_preferred',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='customer',
            name='merged_into',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='people.customer'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='merged_into',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='number',
            field=models.CharField(blank=True, max_length=60, verbose_name='customer number'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='note',
            field=models.TextField(blank=True, help_text='For us alone. No page and no letter shows it.', verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='note',
            field=models.TextField(blank=True, help_text='For us alone. No page and no letter shows it.', verbose_name='note'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='customer_merged'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='organisation_merged'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('is_preferred', True)), fields=('customer',), name='one_preferred_contact_point'),
        ),
        migrations.AddField(
            model_name='customermerge',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='customermerge',
            name='into',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.customer'),
        ),
        migrations.AddField(
            model_name='customermerge',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='people.customer'),
        ),
        migrations.AddField(
            model_name='organisationmerge',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='organisationmerge',
            name='into',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='organisationmerge',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='people.organisation'),
        ),
    ]
