"""From words and tags to cases, without ever walking through all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kulanz.core.prefix import begins_with
from kulanz.events.actor import Actor
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind

from ..models import Case
from .merging import first_ids, parts_for

# Words are looked for in the newest subjects only: a LIKE over a million rows would stop the desk.
NEWEST_SEARCHED = 2000
MOST_HITS = 1000
MOST_PEOPLE = 200
_Tagged = Case.tags.through


def found_ids(actor: Actor, *, tag: str, channel: str, words: str) -> list[int] | None:
    """Return the ids of the few cases that the filter may leave, or ``None`` where an ordered walk finds them sooner.

    Words look for a case number, the beginning of a customer's name or address, or words in the newest subjects that
    the actor may see. Which of the hits they may see, and what else was asked for, is for the caller to say.
    """
    if words:
        return _with_words(actor, words)
    if tag and (tagged := _few(_Tagged.objects.filter(tag__name=tag).values_list("case_id", flat=True))) is not None:
        return tagged
    return _few(Case.objects.filter(channel=channel).order_by().values_list("pk", flat=True)) if channel else None


def _few(ids: QuerySet[Any, int]) -> list[int] | None:
    found = list(ids[: MOST_HITS + 1])
    return None if len(found) > MOST_HITS else found


def carries(tag: str) -> Exists:
    """Return the condition that a case carries a tag; for tags that many cases have."""
    return Exists(_Tagged.objects.filter(case_id=OuterRef("pk"), tag__name=tag))


def _with_words(actor: Actor, words: str) -> list[int]:
    """Two queries: who is meant, and which cases. The newest hits, at most a thousand."""
    points = ContactPoint.objects.filter(begins_with("value", words.casefold()), kind=ContactKind.MAIL.value)
    named = Customer.objects.filter(begins_with("name", words, words.title(), words.capitalize()))
    people = points.order_by().values_list("customer_id").union(named.values_list("id"), all=True)[:MOST_PEOPLE]
    newest = first_ids(parts_for(Case.objects.all(), actor), NEWEST_SEARCHED, by="-last_entry_at")
    found = Case.objects.filter(number__in={words, words.upper()}).values_list("id")
    theirs = Case.objects.filter(customer_id__in=[customer for (customer,) in people]).values_list("id")
    said = Case.objects.filter(pk__in=newest, subject__icontains=words).values_list("id")
    return [case for (case,) in found.union(theirs, said).order_by("-id")[:MOST_HITS]]
