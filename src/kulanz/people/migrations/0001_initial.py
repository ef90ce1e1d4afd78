import datetime
import django.core.validators
import django.db.models.deletion
import kulanz.core.clock
import kulanz.people.models.users
from django.conf import settings
from django.db import migrations, models


# Both columns hold plain small letters. Compared byte by byte they sort alike on both databases, whatever the
# language of the server, and an ordinary index answers "begins with".
PLAIN = (("people_customer", "sort_key", 200), ("people_customerword", "word", 40))


def begin(apps, schema_editor):
    """Let PostgreSQL find beginnings by index; SQLite finds them in the indexes it has."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column, length in PLAIN:
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"')
        schema_editor.execute("CREATE INDEX contact_begins ON people_contactpoint (value varchar_pattern_ops)")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('prefix', models.CharField(max_length=6, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{1,6}$', 'Use one to six capital letters.')], verbose_name='case number prefix')),
                ('sender_name', models.CharField(max_length=100, verbose_name='sender name')),
                ('sender_address', models.EmailField(max_length=254, verbose_name='sender address')),
                ('register', models.CharField(choices=[('formal', 'formal (Sie)'), ('informal', 'informal (Du)')], default='formal', max_length=10, verbose_name='form of address')),
                ('language', models.CharField(choices=[('de', 'German'), ('en', 'English')], default='de', max_length=2, verbose_name='language')),
                ('footer', models.TextField(blank=True, verbose_name='footer of mails')),
                ('signature', models.TextField(blank=True, help_text="Stands below every letter, before the footer. {name} is the name that customers see, {own} the person's own part, {team} the team of the case, {brand} the sender name, {phone} your phone number. A line that has nothing to say is left out.", max_length=1000, verbose_name='signature')),
                ('signature_informal', models.TextField(blank=True, help_text='Empty: the one above.', max_length=1000, verbose_name='signature for customers whom you call Du')),
                ('signature_english', models.TextField(blank=True, help_text='Empty: English letters end with the sender name.', max_length=1000, verbose_name='signature in English')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('privacy_url', models.URLField(blank=True, verbose_name='address of the privacy notice')),
                ('imprint_url', models.URLField(blank=True, verbose_name='address of the imprint')),
                ('accent', models.CharField(default='#0B5C66', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9A-Fa-f]{6}$', 'Use a colour such as #0B5C66.')], verbose_name='colour')),
                ('zone', models.CharField(default='Europe/Berlin', max_length=50, verbose_name='time zone')),
                ('state', models.CharField(choices=[('BW', 'Baden-Württemberg'), ('BY', 'Bayern'), ('BE', 'Berlin'), ('BB', 'Brandenburg'), ('HB', 'Bremen'), ('HH', 'Hamburg'), ('HE', 'Hessen'), ('MV', 'Mecklenburg-Vorpommern'), ('NI', 'Niedersachsen'), ('NW', 'Nordrhein-Westfalen'), ('RP', 'Rheinland-Pfalz'), ('SL', 'Saarland'), ('SN', 'Sachsen'), ('ST', 'Sachsen-Anhalt'), ('SH', 'Schleswig-Holstein'), ('TH', 'Thüringen')], default='BE', max_length=2, verbose_name='federal state')),
                ('municipality', models.CharField(blank=True, choices=[('', 'only those of the state'), ('catholic', 'Catholic community: 15 August in Bavaria, Corpus Christi in Saxony and Thuringia'), ('augsburg', 'Augsburg: 8 and 15 August')], default='', max_length=10, verbose_name='holidays of the community')),
                ('silence_days', models.PositiveSmallIntegerField(default=10, verbose_name='working days of silence before a case ends')),
                ('needs_approval', models.BooleanField(default=False, help_text='A lead or an administrator sees each letter of an agent before it goes.', verbose_name='letters wait for a second pair of eyes')),
                ('acknowledges', models.BooleanField(default=True, verbose_name='Send acknowledgements')),
                ('acknowledgement', models.TextField(blank=True, help_text="Empty: a short text of ours. Number, link and footer stand below it. Customers whose language or form of address is another than the brand's always get ours.", max_length=2000, verbose_name='own text of acknowledgements')),
                ('last_number', models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='what this team is for')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='mail address')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('service_name', models.CharField(blank=True, help_text='For example a first name. Empty: the name above.', max_length=100, verbose_name='name shown to customers')),
                ('signature', models.TextField(blank=True, help_text='Stands in the signature of your letters, for example what you are there for.', max_length=500, verbose_name='my part of the signature')),
                ('signature_english', models.TextField(blank=True, help_text='Empty: nothing of it stands in English letters.', max_length=500, verbose_name='my part of the signature in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_agent', models.BooleanField(default=True, verbose_name='agent')),
                ('is_lead', models.BooleanField(default=False, verbose_name='lead')),
                ('is_boss', models.BooleanField(default=False, verbose_name='boss')),
                ('is_admin', models.BooleanField(default=False, verbose_name='administrator')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('theme', models.CharField(choices=[('system', 'as the system'), ('light', 'light'), ('dark', 'dark')], default='system', max_length=6, verbose_name='light or dark')),
                ('shortcuts', models.CharField(choices=[('single', 'single keys'), ('alt', 'only together with Alt'), ('off', 'off')], default='single', max_length=6, verbose_name='keyboard')),
                ('undo_seconds', models.PositiveSmallIntegerField(choices=[(0, 'none'), (10, '10 seconds'), (15, '15 seconds'), (30, '30 seconds')], default=15, verbose_name='time to take back a sent answer')),
                ('list_density', models.CharField(choices=[('comfortable', 'comfortable'), ('compact', 'compact')], default='comfortable', max_length=11, verbose_name='rows of lists')),
                ('list_parts', models.JSONField(default=kulanz.people.models.users.usual_row_parts)),
                ('coach_on', models.BooleanField(default=True, verbose_name='coach')),
                ('needs_approval', models.BooleanField(default=False, help_text='For example while somebody is new. A lead or an administrator sees each letter before it goes.', verbose_name='letters wait for a second pair of eyes')),
                ('joined_at', models.DateTimeField(default=kulanz.core.clock.now, editable=False)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='BlockedSender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254, unique=True)),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='House',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agents_make_tags', models.BooleanField(default=True, help_text='Otherwise leads and administrators alone: the others choose among those that are there.', verbose_name='everybody may make new tags')),
                ('linked_days', models.PositiveSmallIntegerField(default=30, help_text='What is too large for a mail goes as a link; after these days it ends.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days in which a linked file can be fetched')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_house')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='customer number')),
                ('mail_domain', models.CharField(blank=True, help_text='New customers from this domain belong here.', max_length=190, verbose_name='mail domain')),
                ('note', models.TextField(blank=True, help_text='For us alone. No page and no letter shows it.', verbose_name='note')),
                ('merged_into', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='people.organisation')),
            ],
            options={
                'ordering': ['name'],
                'indexes': [models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='organisation_merged')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('mail_domain', ''), _negated=True), fields=('mail_domain',), name='one_organisation_per_domain')],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sort_key', models.CharField(editable=False, max_length=200)),
                ('form_of_address', models.CharField(choices=[('unknown', 'as the brand does'), ('formal', 'Sie'), ('informal', 'Du')], default='unknown', max_length=10, verbose_name='form of address')),
                ('language', models.CharField(blank=True, choices=[('de', 'German'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('detail', models.CharField(choices=[('every-step', 'every step'), ('essentials', 'only what matters'), ('result', 'the result')], default='essentials', max_length=12, verbose_name='wants to hear')),
                ('expertise', models.CharField(choices=[('unknown', 'not known'), ('novice', 'new to it'), ('normal', 'familiar'), ('expert', 'expert')], default='unknown', max_length=10, verbose_name='knowledge of the matter')),
                ('needs', models.CharField(blank=True, help_text='For example: please in writing, hard of hearing.', max_length=200, verbose_name='communication needs')),
                ('note', models.TextField(blank=True, help_text='For us alone. No page and no letter shows it.', verbose_name='note')),
                ('created_at', models.DateTimeField(default=kulanz.core.clock.now, editable=False)),
                ('links_used', models.PositiveIntegerField(default=0, editable=False)),
                ('signed_out_times', models.PositiveIntegerField(default=0, editable=False)),
                ('merged_into', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='people.customer')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='customers', to='people.organisation', verbose_name='organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['sort_key', 'id'], name='customer_sorted'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='customer_merged')],
            },
        ),
        migrations.CreateModel(
            name='CustomerMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.customer')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='people.customer')),
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
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='people.organisation')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'team'), name='in_a_team_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('roles', models.JSONField(default=list)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=kulanz.core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('teams', models.ManyToManyField(blank=True, to='people.team')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('name', models.CharField(max_length=100, verbose_name='reason')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='people.brand')),
            ],
            options={
                'ordering': ['date'],
                'constraints': [models.UniqueConstraint(fields=('brand', 'date'), name='closed_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mail', 'mail'), ('phone', 'phone')], max_length=5, verbose_name='kind')),
                ('value', models.CharField(max_length=254)),
                ('as_written', models.CharField(max_length=254, verbose_name='address or number')),
                ('proven_at', models.DateTimeField(editable=False, null=True)),
                ('is_preferred', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(default=kulanz.core.clock.now, editable=False)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='people.customer')),
            ],
            options={
                'ordering': ['-is_preferred', 'kind', 'id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='contact_point_belongs_to_one'), models.UniqueConstraint(condition=models.Q(('is_preferred', True)), fields=('customer',), name='one_preferred_contact_point')],
            },
        ),
        migrations.CreateModel(
            name='CustomerWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='words', to='people.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['word', 'customer'], name='customer_word'), models.Index(fields=['customer', 'word'], name='customer_word_of')],
            },
        ),
        migrations.CreateModel(
            name='OpeningTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='weekday')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_times', to='people.brand')),
            ],
            options={
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weekday_is_one'), models.CheckConstraint(condition=models.Q(models.Q(('closes', models.F('opens')), _negated=True), ('opens', datetime.time(0, 0)), _connector='OR'), name='opens_for_some_time'), models.UniqueConstraint(fields=('brand', 'weekday', 'opens'), name='opens_once')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='teams',
            field=models.ManyToManyField(related_name='members', through='people.Membership', to='people.team'),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
