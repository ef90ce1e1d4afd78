from itertools import islice

from django.db import migrations


def mark(apps, schema_editor):
    """Mark ourselves among the recipients of letters that are there: a letter that comes is marked when it comes."""
    from kulanz.cases.audience import is_own, marked

    own = {address.lower() for address in apps.get_model("people", "Brand").objects.values_list("sender_address", flat=True)}
    for address, aliases in apps.get_model("channels", "Mailbox").objects.values_list("address", "aliases"):
        own.update(each.lower() for each in (address, *aliases))
    own.update(each.lower() for each in apps.get_model("people", "User").objects.values_list("email", flat=True))
    Message = apps.get_model("cases", "Message")
    rows = Message.objects.filter(direction="in").exclude(recipients=[]).only("recipients").order_by("id").iterator()
    while batch := list(islice(rows, 500)):
        changed = [each for each in batch if any(is_own(one["address"], own) for one in each.recipients)]
        for message in changed:
            message.recipients = marked(message.recipients, own)
        Message.objects.bulk_update(changed, ["recipients"])


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0005_reports_reported'),
        ('cases', '0005_audience_filled'),
        ('people', '0003_beginnings'),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
