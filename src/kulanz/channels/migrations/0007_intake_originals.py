from django.db import migrations, models
import django.db.models.deletion

from kulanz.channels.fingerprint import addressed, fingerprint


def tell_apart(apps, schema_editor):
    """Give every original the key that it would get today; a repeat of former days stays a row of its own."""
    RawMail = apps.get_model("channels", "RawMail")
    seen = set()
    for original in RawMail.objects.order_by("id").only("id", "raw", "recipients").iterator(chunk_size=100):
        dedupe, whom = fingerprint(bytes(original.raw)), addressed(original.recipients.split("\n"))
        if (dedupe, whom) in seen:
            whom = f"{original.pk:016x}"
        seen.add((dedupe, whom))
        RawMail.objects.filter(pk=original.pk).update(dedupe=dedupe, addressed=whom)


class Migration(migrations.Migration):

    dependencies = [
        ("channels", "0006_audience_ours"),
    ]

    operations = [
        migrations.RemoveIndex(model_name='rawmail', name='raw_by_uid'),
        migrations.RemoveField(model_name='rawmail', name='uid'),
        migrations.RemoveField(model_name='mailbox', name='last_uid'),
        migrations.AddField(model_name='mailbox', name='held_by', field=models.CharField(blank=True, default='', max_length=120), preserve_default=False),
        migrations.AddField(model_name='mailbox', name='held_until', field=models.DateTimeField(null=True)),
        migrations.AddField(model_name='mailbox', name='trouble', field=models.CharField(blank=True, choices=[('password', 'The mail server does not accept user name and password.'), ('sealed', 'The stored password can no longer be read. Please enter it again.'), ('name', 'There is no server of this name. Is it written correctly?'), ('refused', 'The server takes no connection on this port. Are server and port right?'), ('silent', 'The server does not answer in time.'), ('certificate', "The server's certificate cannot be trusted. Is its name written correctly?"), ('security', 'The server does not speak this kind of security on this port.'), ('folder', 'The folder does not exist in this mailbox.'), ('partly', 'The server does not hand out some of the mails.'), ('ended', 'The server ended the connection.'), ('other', 'The mailbox cannot be fetched at present.')], default='', max_length=11), preserve_default=False),
        migrations.RunSQL("UPDATE channels_mailbox SET uidvalidity = NULL", migrations.RunSQL.noop),
        migrations.AlterField(model_name='rawmail', name='dedupe', field=models.CharField(max_length=64)),
        migrations.AddField(model_name='rawmail', name='addressed', field=models.CharField(default='', max_length=16)),
        migrations.AddField(model_name='rawmail', name='tries', field=models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(tell_apart, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(model_name='rawmail', constraint=models.UniqueConstraint(fields=('dedupe', 'addressed'), name='kept_once')),
        migrations.CreateModel(
            name='MailOnServer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.BigIntegerField()),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('mailbox', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.mailbox')),
                ('original', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.rawmail')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mailbox', 'uid'), name='dealt_with_once')],
            },
        ),
    ]
