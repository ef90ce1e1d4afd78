"""Sort keys and words of the customers there are already."""

from collections import defaultdict

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from kulanz.people.models.words import found_by
from kulanz.people.naming import sort_key

BATCH = 1000


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    customers, points = apps.get_model("people", "Customer"), apps.get_model("people", "ContactPoint")
    words = apps.get_model("people", "CustomerWord")
    last = 0
    while rows := list(customers.objects.select_related("organisation").filter(pk__gt=last).order_by("pk")[:BATCH]):
        reached = defaultdict(list)
        for customer_id, kind, value in points.objects.filter(
            customer_id__gte=rows[0].pk, customer_id__lte=rows[-1].pk
        ).values_list("customer_id", "kind", "value"):
            reached[customer_id].append((kind, value))
        found = []
        for row in rows:
            row.sort_key = sort_key(row.name, prefixes_apart=settings.SORT_PREFIXES_APART)
            firm = row.organisation.name if row.organisation else ""
            found += [words(word=word, customer_id=row.pk) for word in found_by(row.name, firm, reached[row.pk])]
        customers.objects.bulk_update(rows, ["sort_key"], batch_size=200)
        words.objects.bulk_create(found, batch_size=400)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0004_senders_names")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
