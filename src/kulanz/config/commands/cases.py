"""``kulanz cases``: one line per case, for scripts and checks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from kulanz.cases.models import Case
from kulanz.core.console import gettext as _
from kulanz.core.console import say
from kulanz.fields.queries import read_along, values_in_files
from kulanz.fields.rules import written
from kulanz.fields.shown import said_among_many
from kulanz.people.models import ContactPoint
from kulanz.people.rules import ContactKind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Form of the output."""
    parser.add_argument("--json", action="store_true", help=_("one JSON object per line"))


def run(options: argparse.Namespace) -> int:
    """Print every case, oldest first."""
    for line in case_lines():
        if options.json:
            say(json.dumps(line, ensure_ascii=False))
        else:
            say("{number}  {status:<18} {customer:<30} {messages:>4}  {subject}".format(**line))
    return 0


def case_lines() -> Iterator[dict[str, Any]]:
    """Yield number, subject, status, customer (first mail address, else empty), channel and messages of every case.

    "fields" are the own fields in which something stands: by their name in German the value as it is kept, of options
    the name; who of us stands in one only where the case is open (``cases.fairness``).
    """
    address = ContactPoint.objects.filter(customer=OuterRef("customer"), kind=ContactKind.MAIL).order_by("id")
    cases = Case.objects.order_by("id").annotate(
        address=Coalesce(Subquery(address.values("value")[:1]), Value("")),
        amount=Count("messages"),
        fields=values_in_files(),
    )
    names = ("number", "subject", "status", "customer", "channel", "messages")
    for case in cases.only("number", "subject", "status", "channel", "is_open").iterator(chunk_size=1000):
        told = vars(case)
        row = (case.number, case.subject, case.status, told["address"], case.channel, told["amount"])
        yield {**dict(zip(names, row, strict=True)), "fields": _fields(case)}


def _fields(case: Case) -> dict[str, str]:
    found = ((held, said_among_many(held, is_open=case.is_open, reader_id=None)) for held in read_along(case, "fields"))
    return {held.name: words if held.named else written(held.value) for held, words in found if words}
