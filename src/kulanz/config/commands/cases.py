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
    """Yield number, subject, status, customer (first mail address, else empty), channel and messages of every case."""
    address = ContactPoint.objects.filter(customer=OuterRef("customer"), kind=ContactKind.MAIL).order_by("id")
    cases = Case.objects.order_by("id").annotate(
        address=Coalesce(Subquery(address.values("value")[:1]), Value("")), amount=Count("messages")
    )
    rows = cases.values_list("number", "subject", "status", "address", "channel", "amount")
    for row in rows.iterator(chunk_size=1000):
        yield dict(zip(("number", "subject", "status", "customer", "channel", "messages"), row, strict=True))
