"""Addresses open a customer's list only once they are proven; sign-in links work once, and devices can be signed out."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, OuterRef, Subquery


def prove_first(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The first address is what made somebody a customer; who put the others in is not known any more."""
    points = apps.get_model("people", "ContactPoint").objects.filter(kind="mail").order_by("id")
    first = points.filter(customer_id=OuterRef("customer_id")).values("pk")[:1]
    ids = list(points.annotate(first=Subquery(first)).filter(pk=F("first")).values_list("pk", flat=True))
    for place in range(0, len(ids), 500):
        points.filter(pk__in=ids[place : place + 500]).update(proven_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("people", "0005_senders_words")]
    operations = [
        migrations.AddField(
            model_name="contactpoint", name="proven_at", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddField(
            model_name="customer",
            name="links_used",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="customer",
            name="signed_out_times",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(prove_first, migrations.RunPython.noop),
    ]
