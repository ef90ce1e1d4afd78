from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0036_pressing_in_pile'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='alt_text',
            field=models.CharField(blank=True, default='', max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='attachment',
            name='linked_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='draftfile',
            name='alt_text',
            field=models.CharField(blank=True, default='', max_length=300),
            preserve_default=False,
        ),
    ]
