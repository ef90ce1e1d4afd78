"""The other case to which an open one may belong: what its letters name, and what else its customer waits for."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from kulanz.events.actor import Actor

from ..belonging import Candidate, Why, case_numbers_in, likeliest, order_numbers_in
from ..models import Case
from .page import CasePage
from .parts import first_ids, parts_for

LETTERS = 3  # the customer's newest ones are read
NEWEST_SEARCHED = 300  # open cases in which an order is looked for


def belongs_to(actor: Actor, page: CasePage) -> Candidate | None:
    """Return the case about which a person should be asked. At most one query, and none where no letter names anything.

    Nothing that the actor may not see is ever meant.
    """
    if not page.case.is_open:
        return None
    letters = [entry.message for entry in page.entries if entry.message is not None and entry.message.is_incoming]
    said = "\n".join(f"{letter.subject}\n{letter.text}" for letter in letters[-LETTERS:])
    numbers = case_numbers_in(said, {page.case.brand.prefix})
    orders = order_numbers_in(said)
    found = [
        Candidate(each.number, each.subject, Why.SAME_CUSTOMER, each.state.is_open, each.opened_at)
        for each in page.earlier
        if each.brand_id == page.case.brand_id
    ]
    named = {*numbers} - {page.case.number}
    if named or orders:
        found += [_candidate(each, named, orders) for each in _named(actor, page.case, named, orders)]
    settled = {
        *page.denied,
        *page.duplicates,
        *(one.number for one in page.merged),
        *(one.number for one in page.related),
    }
    return likeliest(found, opened_at=page.case.opened_at, settled=settled)


def _named(actor: Actor, case: Case, numbers: set[str], orders: tuple[str, ...]) -> QuerySet[Case]:
    """The cases whose number or order a letter names; of those that were merged the ones in which they go on."""
    merged = Case.with_merged.filter(number__in=numbers, merged_into__isnull=False)
    meant = Q(number__in=numbers) | Q(pk__in=merged.values("merged_into"))
    if orders:
        said = Q()
        for order in orders:
            said |= Q(found_by__words__contains=f" {_digits(order)} ")
        newest = first_ids(parts_for(Case.objects.open(), actor), NEWEST_SEARCHED, by="-last_entry_at")
        meant |= Q(pk__in=newest) & said
    rows = Case.objects.visible_to(actor).filter(meant, brand_id=case.brand_id).exclude(pk=case.pk)
    return rows.only("number", "subject", "is_open", "opened_at", "found_by__words").select_related("found_by")[:20]


def _candidate(case: Case, numbers: set[str], orders: tuple[str, ...]) -> Candidate:
    words = case.found_by.words
    order = next((each for each in orders if f" {_digits(each)} " in words), "")
    is_named = case.number in numbers or not order
    why = Why.NAMED if is_named else Why.SAME_ORDER
    return Candidate(case.number, case.subject, why, case.is_open, case.opened_at, "" if is_named else order)


def _digits(order: str) -> str:
    """The part of an order's number that stands alone among the words of a case."""
    parts: list[str] = re.findall(r"\d+", order)
    return max(parts, key=len)
