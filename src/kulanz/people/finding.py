"""Finding customers by any word of name, address, number or organisation, blind to capitals, accents and umlauts.

The one place that knows how: whoever looks for customers, or for organisations, asks here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from kulanz.core.prefix import begins_with
from kulanz.core.text import words_of

from .models import ContactPoint, Customer, CustomerWord, Organisation
from .naming import without_titles
from .rules import ContactKind, normal_contact

MOST_TYPED = 8
# Up to this many hits are sorted; more lie so close in the sorted list that walking through it finds them sooner. The
# ids are fetched first: told to find and to sort in one statement, PostgreSQL walks through the house for ten hits.
MOST_SORTED = 5_000
_MOST_COUNTED = 20_000
MOST_ALIKE = 5
_NUMBER = re.compile(r"(?<![\w@.])[+(]*\d[\d\s()/.\-–]{3,}\d(?![\w@.])")


def typed_words(text: str) -> list[str]:
    """Return the words looked for, folded, at most eight. The digits of one phone number are one word."""
    numbers = ["".join(filter(str.isdecimal, found.replace("(0)", ""))) for found in _NUMBER.findall(text)]
    plain = [number.removeprefix("00") for number in numbers]
    return list(dict.fromkeys([*plain, *words_of(_NUMBER.sub(" ", text))]))[:MOST_TYPED]


def find_customers(text: str) -> QuerySet[Customer]:
    """Return the customers of whom every word in ``text`` begins some word, by their names; all where there is none.

    Whoever goes on in another is found as that one, by the words of either.
    """
    rows: QuerySet[Customer] = Customer.objects.known().order_by("sort_key", "id")
    words = typed_words(text)
    if not words:
        # Signs alone, such as "%", are a search that finds nobody.
        return rows if not text.strip() else rows.none()
    ids = _some_ids(words, MOST_SORTED + 1)
    if len(ids) <= MOST_SORTED:
        return rows.filter(pk__in=set(ids))
    for word in words:
        rows = rows.filter(Exists(_with(word).filter(customer_id=OuterRef("pk"))))
    return rows


def find_customer_ids(text: str, most: int) -> list[int]:
    """Return the ids of customers of whom every word in ``text`` begins some word: any ``most`` of them.

    All rows of one person are among them.
    """
    words = typed_words(text)
    # A customer may have several words that begin so.
    return list(dict.fromkeys(_some_ids(words, most * 4)))[:most] if words else []


def customers_like(name: str, contacts: Sequence[tuple[ContactKind, str]]) -> list[Customer]:
    """Return who may be meant by somebody new, five at most: first who has such a contact point, then alike names.

    A name is alike where each of its words, titles apart, begins a word of the other; a single word must be the whole
    name. What is no contact point is nobody's.
    """
    owners = [owner for kind, written in contacts if (owner := owner_of(kind, written)) is not None]
    words = typed_words(without_titles(name))
    alike: list[Customer] = []
    if words:
        alike = list(find_customers(" ".join(words))[: MOST_ALIKE * 4])
    if len(words) == 1:
        alike = [each for each in alike if words_of(without_titles(each.name)) == words]
    found = {each.pk: each for each in [*(owner.goes_on_as for owner in owners), *alike]}
    return list(found.values())[:MOST_ALIKE]


def find_organisations(text: str) -> QuerySet[Organisation]:
    """Return the organisations whose name or number holds every word of ``text``, by their names; all without a word.

    One that goes on in another is found as that one, by the names and numbers of either.
    """
    rows: QuerySet[Organisation] = Organisation.objects.known().order_by("name", "id")
    for word in text.split()[:MOST_TYPED]:
        held = _holds(word)
        merged = Organisation.objects.filter(held, merged_into__isnull=False).order_by().values("merged_into")
        rows = rows.filter(held | Q(pk__in=merged))
    return rows


def _holds(word: str) -> Q:
    """SQLite knows no capitals but those without marks: "öko" would not find "Öko"."""
    held = Q()
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        held |= Q(name__icontains=form) | Q(number__icontains=form)
    return held


def owner_of(kind: ContactKind, written: str) -> Customer | None:
    """Return whose a contact point is, ``None`` where it is nobody's or none at all."""
    try:
        value = normal_contact(kind, written)
    except ValueError:
        return None
    points = ContactPoint.objects.filter(kind=kind.value, value=value).select_related("customer__merged_into")
    point = points.first()
    return point.customer if point is not None else None


def _with(word: str) -> QuerySet[CustomerWord]:
    return CustomerWord.objects.filter(begins_with("word", word)).order_by()


def _some_ids(words: list[str], most: int) -> list[int]:
    """Begin at the rarest word; whoever has it must have the others. An id may come more than once."""
    rarest = _rarest(words)
    rows = _with(rarest)
    for word in words:
        if word != rarest:
            rows = rows.filter(Exists(_with(word).filter(customer_id=OuterRef("customer_id"))))
    return list(rows.values_list("customer_id", flat=True)[:most])


def _rarest(words: list[str]) -> str:
    """Return the word that fewest have; of very common ones any."""
    if len(words) == 1:
        return words[0]
    return min(words, key=lambda word: _with(word).values("pk")[:_MOST_COUNTED].count())
