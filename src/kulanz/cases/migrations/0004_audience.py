import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_together'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='answers_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='recipients',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='message',
            name='answers',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.message'),
        ),
        migrations.AddField(
            model_name='message',
            name='audience',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='message',
            name='reply_to',
            field=models.JSONField(default=list),
        ),
    ]
