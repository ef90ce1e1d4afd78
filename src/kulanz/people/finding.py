"""Finding customers by any word of name, address, number or organisation, blind to capitals, accents and umlauts.

The one place that knows how: whoever looks for customers asks here.
"""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef, QuerySet

from kulanz.core.prefix import begins_with
from kulanz.core.text import words_of

from .models import Customer, CustomerWord

MOST_TYPED = 8
# Up to this many rows of one word are sorted; more lie so close in the sorted list that walking finds them sooner.
MOST_SORTED = 20_000
_NUMBER = re.compile(r"(?<![\w@.])[+(]*\d[\d\s()/.\-–]{3,}\d(?![\w@.])")


def typed_words(text: str) -> list[str]:
    """Return the words looked for, folded, at most eight. The digits of one phone number are one word."""
    numbers = ["".join(filter(str.isdecimal, found.replace("(0)", ""))) for found in _NUMBER.findall(text)]
    plain = [number.removeprefix("00") for number in numbers]
    return list(dict.fromkeys([*plain, *words_of(_NUMBER.sub(" ", text))]))[:MOST_TYPED]


def find_customers(text: str) -> QuerySet[Customer]:
    """Return the customers of whom every word in ``text`` begins some word, by their names; all where there is none."""
    rows = Customer.objects.order_by("sort_key", "id")
    words = typed_words(text)
    if not words:
        return rows if not text.strip() else rows.none()
    rarest, many = _rarest(words)
    if many:
        for word in words:
            rows = rows.filter(Exists(_with(word).filter(customer_id=OuterRef("pk"))))
        return rows
    return rows.filter(pk__in=_ids(words, rarest))


def find_customer_ids(text: str, most: int) -> list[int]:
    """Return the ids of customers of whom every word in ``text`` begins some word: any ``most`` of them."""
    words = typed_words(text)
    return list(_ids(words, _rarest(words)[0]).distinct()[:most]) if words else []


def _with(word: str) -> QuerySet[CustomerWord]:
    return CustomerWord.objects.filter(begins_with("word", word)).order_by()


def _ids(words: list[str], rarest: str) -> QuerySet[CustomerWord, int]:
    """Begin at the rarest word; whoever has it must have the others."""
    rows = _with(rarest)
    for word in words:
        if word != rarest:
            rows = rows.filter(Exists(_with(word).filter(customer_id=OuterRef("customer_id"))))
    return rows.values_list("customer_id", flat=True)


def _rarest(words: list[str]) -> tuple[str, bool]:
    """Return the word that fewest have, and whether even that one is in many rows."""
    amounts = {word: _with(word).values("pk")[: MOST_SORTED + 1].count() for word in words}
    rarest = min(words, key=amounts.__getitem__)
    return rarest, amounts[rarest] > MOST_SORTED
