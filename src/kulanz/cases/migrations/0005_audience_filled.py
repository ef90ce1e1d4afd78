from itertools import islice

from django.db import migrations


def fill(apps, schema_editor):
    """Say of every message that is there who wrote or received it; an answer went to where its customer wrote last."""
    from kulanz.cases.audience import audience_of, page_address

    Message = apps.get_model("cases", "Message")
    ContactPoint = apps.get_model("people", "ContactPoint")
    last = {}  # case -> where its customer wrote from
    rows = Message.objects.select_related("case__customer").order_by("case_id", "at", "id").iterator(chunk_size=500)
    while batch := list(islice(rows, 500)):
        for message in batch:
            case = message.case
            if message.direction == "in":
                if message.customer_id == case.customer_id and "@" in message.sender_address:
                    last[case.pk] = (message.sender_name, message.sender_address)
            elif not message.recipients:
                name, address = last.get(case.pk, ("", ""))
                if not address:
                    point = ContactPoint.objects.filter(customer_id=case.customer_id, kind="mail").order_by("id").first()
                    address = point.as_written if point else page_address(case.customer_id)
                message.recipients = [{"name": name or case.customer.name, "address": address, "role": "to"}]
            message.audience = audience_of(message.sender_address, message.recipients)
        Message.objects.bulk_update(batch, ["audience", "recipients"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_audience'),
        ('people', '0003_beginnings'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
