import django.db.models.deletion
import kulanz.core.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('acknowledges', models.BooleanField(default=True, verbose_name='Send acknowledgements')),
                ('settings', models.JSONField(blank=True, default=dict)),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.brand', verbose_name='brand')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team', verbose_name='team')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='FormUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
                ('amount', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['since'], name='form_use_by_time')],
                'constraints': [models.UniqueConstraint(fields=('who', 'since'), name='form_use_once_an_hour')],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254, unique=True, verbose_name='address')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='other addresses')),
                ('imap_host', models.CharField(blank=True, max_length=200, verbose_name='IMAP server')),
                ('imap_port', models.PositiveIntegerField(default=993, verbose_name='port')),
                ('imap_security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'none')], default='tls', max_length=8, verbose_name='security')),
                ('imap_user', models.CharField(blank=True, max_length=200, verbose_name='user name')),
                ('imap_secret', models.TextField(blank=True)),
                ('imap_folder', models.CharField(default='INBOX', max_length=200, verbose_name='folder')),
                ('plus_addresses', models.BooleanField(default=False, verbose_name='The IMAP server delivers addresses such as name+word@ here too')),
                ('uidvalidity', models.BigIntegerField(null=True)),
                ('last_fetch_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, choices=[('password', 'The mail server does not accept user name and password.'), ('sealed', 'The stored password can no longer be read. Please enter it again.'), ('name', 'There is no server of this name. Is it written correctly?'), ('refused', 'The server takes no connection on this port. Are server and port right?'), ('silent', 'The server does not answer in time.'), ('certificate', "The server's certificate cannot be trusted. Is its name written correctly?"), ('security', 'The server does not speak this kind of security on this port.'), ('folder', 'The folder does not exist in this mailbox.'), ('partly', 'The server does not hand out some of the mails.'), ('ended', 'The server ended the connection.'), ('other', 'The mailbox cannot be fetched at present.')], max_length=11)),
                ('last_error', models.TextField(blank=True)),
                ('held_by', models.CharField(blank=True, max_length=120)),
                ('held_until', models.DateTimeField(null=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to='channels.channel')),
            ],
            options={
                'ordering': ['address'],
            },
        ),
        migrations.CreateModel(
            name='Original',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('source', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('kept', 'waiting to be read'), ('read', 'has become a message'), ('failed', 'could not be read'), ('ignored', 'left out')], default='kept', max_length=7)),
                ('reason', models.TextField(blank=True)),
                ('envelope_from', models.TextField(blank=True)),
                ('peer', models.CharField(blank=True, max_length=300)),
                ('recipients', models.TextField(blank=True)),
                ('sha256', models.CharField(max_length=64)),
                ('dedupe', models.CharField(max_length=64)),
                ('addressed', models.CharField(default='', max_length=16)),
                ('size', models.PositiveBigIntegerField()),
                ('sender', models.CharField(blank=True, max_length=254)),
                ('is_automatic', models.BooleanField(default=False)),
                ('verdicts', models.CharField(blank=True, max_length=120)),
                ('reader_version', models.PositiveSmallIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('message_id', models.BigIntegerField(null=True)),
                ('raw', models.BinaryField()),
                ('channel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.channel')),
                ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.mailbox')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'kept')), fields=['state', 'id'], name='raw_waiting'), models.Index(condition=models.Q(('state', 'failed')), fields=['state', '-id'], name='raw_failed'), models.Index(condition=models.Q(('state', 'ignored')), fields=['state', '-id'], name='raw_left_out'), models.Index(condition=models.Q(('reason', ''), _negated=True), fields=['-id'], name='raw_with_reason'), models.Index(condition=models.Q(('is_automatic', True)), fields=['sender', 'received_at'], name='raw_automatic'), models.Index(condition=models.Q(('message_id__isnull', False)), fields=['message_id'], name='raw_by_message')],
                'constraints': [models.UniqueConstraint(fields=('dedupe', 'addressed'), name='kept_once')],
            },
        ),
        migrations.CreateModel(
            name='MailOnServer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.BigIntegerField()),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('mailbox', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.mailbox')),
                ('original', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.original')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mailbox', 'uid'), name='dealt_with_once')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(db_default='email', default='email', max_length=20)),
                ('state', models.CharField(choices=[('held', 'may still be taken back'), ('queued', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'could not be sent'), ('uncertain', 'perhaps sent'), ('withdrawn', 'taken back')], default='queued', max_length=9)),
                ('mail_id', models.CharField(max_length=300, unique=True)),
                ('envelope_from', models.CharField(max_length=254)),
                ('recipients', models.TextField()),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('due_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('receipt', models.TextField(blank=True)),
                ('reported', models.JSONField(blank=True, default=dict)),
                ('raw', models.BinaryField()),
                ('acknowledges', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.message')),
                ('is_by_rule', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_at'], name='outgoing_by_state'), models.Index(fields=['created_at'], name='outgoing_by_time'), models.Index(condition=models.Q(('acknowledges__isnull', False)), fields=['created_at'], name='outgoing_acknowledged')],
            },
        ),
        migrations.CreateModel(
            name='MailCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('on_server', models.PositiveIntegerField()),
                ('kept', models.PositiveIntegerField()),
                ('counted_at', models.DateTimeField()),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='channels.mailbox')),
            ],
            options={
                'ordering': ['-day'],
                'constraints': [models.UniqueConstraint(fields=('mailbox', 'day'), name='counted_once_a_day')],
            },
        ),
    ]
