"""Every address that leads to ourselves, for answers that must not come back to us."""

from __future__ import annotations

from typing import Any

from django.db.models import F, JSONField, QuerySet, Value
from django.db.models.functions import Concat

from kulanz.core.prepared import prepared
from kulanz.people.models import Brand, User
from kulanz.people.rules import mail_key

from .models import Mailbox


def own_among(audience: str) -> frozenset[str]:
    """Return all addresses we receive at or write from, and of our people those in ``audience``. One query.

    Our people read a case at the desk: an answer that also went to their mailbox would come back as a letter.
    """
    found = _addresses(audience)
    return frozenset(mail_key(each) for address, others in found for each in (address, *others)) - {""}


@prepared
def _addresses(audience: str) -> QuerySet[Any, tuple[str, list[str]]]:
    none = Value([], output_field=JSONField())
    boxes = Mailbox.objects.order_by().values_list("address", "aliases")
    senders = Brand.objects.order_by().annotate(others=none).values_list("sender_address", "others")
    line = Concat(Value("\n"), F("email"), Value("\n"))
    active = User.objects.order_by().filter(is_active=True).annotate(others=none, asked=Value(audience))
    people = active.filter(asked__contains=line).values_list("email", "others")
    return boxes.union(senders, people, all=True)
