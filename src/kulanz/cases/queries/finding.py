"""From words and tags to cases, without ever walking through all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from kulanz.core.prefix import begins_with
from kulanz.core.text import words_of
from kulanz.events.actor import Actor
from kulanz.people.finding import MOST_TYPED, find_customer_ids
from kulanz.people.models import Brand, CustomerWord
from kulanz.ui.panels import condition

from ..fairness import holds_closed, is_own
from ..models import Case, ReadMark
from .filters import ListFilter
from .parts import first_ids, parts_for
from .tags import bearing

# Words are looked for in the newest cases only: a LIKE over a million rows would stop the desk.
NEWEST_SEARCHED = 10_000
MOST_HITS = 1000
MOST_PEOPLE = 200
# From this length on a word is found inside others, too: "lampe" in "Pendellampe". Shorter ones begin a word.
INSIDE = 4
_SPOKEN = re.compile(r"([^\W\d_]+)\s*(\d+)")


def found_ids(actor: Actor, wanted: ListFilter) -> list[int] | None:
    """Return the ids of the few cases that the filter may leave, or ``None`` where an ordered walk finds them sooner.

    Which of the hits the actor may see, and what else was asked for, is for the caller to say.
    """
    if words := wanted.words.strip():
        return find_cases(actor, words)
    for rare in _rare(actor, wanted):
        if (found := _few(rare)) is not None:
            return found
    return None


def _rare(actor: Actor, wanted: ListFilter) -> Iterator[QuerySet[Any, int]]:
    """The ids behind each condition that may hold for few cases only, in an order in which it pays to ask."""
    if wanted.customer is not None:
        yield Case.objects.of_person(wanted.customer).order_by().values_list("pk", flat=True)
    if wanted.organisation is not None:
        yield Case.objects.of_organisation(wanted.organisation).order_by().values_list("pk", flat=True)
    for name, value in wanted.rooms:
        yield ids_of_room(actor, name, value)
    if wanted.snoozed:
        yield Case.objects.filter(wakes_at__isnull=False).order_by().values_list("pk", flat=True)
    if wanted.unread is False:
        mine = ReadMark.objects.filter(user_id=actor.user_id or 0, seen_at__gte=F("case__last_entry_at"))
        yield mine.filter(case__is_open=True).values_list("case_id", flat=True)
    if wanted.tag:
        yield bearing(wanted.tag)
    if wanted.channel:
        yield Case.objects.filter(channel=wanted.channel).order_by().values_list("pk", flat=True)
    if wanted.brand is not None:
        yield Case.objects.filter(brand=wanted.brand).order_by().values_list("pk", flat=True)


def ids_of_room(actor: Actor, name: str, value: str) -> QuerySet[Any, int]:
    """Return the ids of the cases that meet the condition of an upper room, whoever may see them."""
    known = condition(name)
    assert known is not None  # a filter holds only names that were known when it was read
    is_me = known.names_person and is_own(value, actor.user_id)
    ids: QuerySet[Any, int] = known.case_ids(str(actor.user_id or 0) if is_me else value)
    return ids


def names_colleague(actor: Actor, name: str, value: str) -> bool:
    """Say whether a condition of an upper room is about one of us who does not read themselves."""
    known = condition(name)
    return known is not None and known.names_person and not holds_closed(value, actor.user_id)


def _few(ids: QuerySet[Any, int]) -> list[int] | None:
    found = list(ids[: MOST_HITS + 1])
    return None if len(found) > MOST_HITS else found


def find_cases(actor: Actor, text: str) -> list[int]:
    """Return the ids of the cases that have every word of ``text``: the newest hits, at most a thousand.

    A word may stand in the number ("LA-31" or "31"), the subject, a letter or a note, or in what the customer is found
    by. All but the last are looked for in the newest cases that the actor may see; a number, and customers who have
    all the words themselves, lead to older ones. Which of the hits the actor may see is for the caller to say. One
    query more than it takes to find customers.

    The one place that knows how cases are found by words.
    """
    words = words_of(text)[:MOST_TYPED]
    newest = Case.objects.filter(pk__in=first_ids(parts_for(Case.objects.all(), actor), NEWEST_SEARCHED, by=_NEWEST))
    if not words:  # signs alone, such as "%"
        return list(newest.filter(subject__icontains=text).order_by("-id").values_list("id", flat=True)[:MOST_HITS])
    for word in words:
        newest = newest.filter(_said(word) | Q(customer_id__in=_people(word)))
    theirs = _going_on(Case.with_merged.filter(customer_id__in=find_customer_ids(text, MOST_PEOPLE)))
    found = newest.values_list("id").union(theirs.values_list("id"), _numbered(text, words).values_list("id"))
    return [case for (case,) in found.order_by("-id")[:MOST_HITS]]


_NEWEST = "-last_entry_at"


def _said(word: str) -> Q:
    return Q(found_by__words__contains=word if len(word) >= INSIDE else f" {word}")


def _people(word: str) -> QuerySet[CustomerWord, int]:
    return CustomerWord.objects.filter(begins_with("word", word)).order_by().values_list("customer_id", flat=True)


def _numbered(text: str, words: list[str]) -> QuerySet[Case]:
    """The case whose whole number was typed, or all of it but its brand's letters."""
    if len(words) == 1 and words[0].isdecimal():
        numbers = Brand.objects.annotate(whole=Concat("prefix", Value(f"-{words[0]}"))).order_by().values("whole")
        return _going_on(Case.with_merged.filter(number__in=numbers))
    spoken = _SPOKEN.fullmatch(text)  # nobody says the dash
    written = {text, text.upper(), *([f"{spoken[1]}-{spoken[2]}".upper()] if spoken else [])}
    return _going_on(Case.with_merged.filter(number__in=written))


def _going_on(named: QuerySet[Case]) -> QuerySet[Case]:
    """The number of a merged case leads to the one in which it goes on."""
    return Case.objects.filter(pk__in=named.values_list(Coalesce("merged_into_id", "pk")))
