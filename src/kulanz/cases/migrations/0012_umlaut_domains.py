"""Domains with umlauts are compared as name servers know them: what is kept for comparing follows."""

from django.db import migrations

from kulanz.people.rules import mail_key

_BEYOND_ASCII = "[^ -~\n]"


def compare_anew(apps, schema_editor):
    points = apps.get_model("people", "ContactPoint").objects.filter(kind="mail")
    for point in points.filter(value__regex=_BEYOND_ASCII):
        key = mail_key(point.value)
        # Two customers who were one person all along stay two until a person says so.
        if key and not points.filter(value=key).exists():
            points.filter(pk=point.pk).update(value=key)
    messages = apps.get_model("cases", "Message").objects
    for pk, audience in messages.filter(audience__regex=_BEYOND_ASCII).values_list("pk", "audience"):
        lines = (mail_key(line) or line for line in audience.split("\n"))
        messages.filter(pk=pk).update(audience="\n".join(lines))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0011_missed"),
        ("people", "0008_faces_hours"),
    ]

    operations = [migrations.RunPython(compare_anew, migrations.RunPython.noop)]
