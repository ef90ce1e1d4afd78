"""Does a case belong to another one? Pure rules; they are never sure, so a person is asked.

Named is what a letter says: the number of a case, or that of an order. A number counts as one of an order only behind
a word that says so: years, prices and postcodes stand everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

MOST_NAMED = 5
LONGEST_READ = 20_000

_NUMBER = re.compile(r"(?<![\w-])([A-Z]{1,6})[- ]?(\d{1,12})(?![\w-])")
_ORDER = re.compile(
    r"\b(?:bestell|auftrag|rechnung|liefer|sendung|order|invoice|shipment)[a-zäöüß]*"
    r"(?:[- ]?(?:nummer|number|nr|no|id)\b)?\.?\s{0,3}[:#]?\s{0,3}#?"
    r"([A-Z0-9]{0,6}-?\d{4,12})(?![\w.,:-]*\d)",
    re.IGNORECASE,
)


class Why(IntEnum):
    """Why two cases may belong together, the strongest reason first."""

    NAMED = 1
    SAME_ORDER = 2
    SAME_CUSTOMER = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be meant. ``order`` is the number of an order that both name, empty where they name none."""

    number: str
    subject: str
    why: Why
    is_open: bool
    opened_at: datetime
    order: str = ""


def case_numbers_in(text: str, prefixes: Collection[str]) -> tuple[str, ...]:
    """Return the numbers of cases that a text names: "LA-31", also "LA 31" and "LA31", for the prefixes there are."""
    found = (f"{prefix}-{number}" for prefix, number in _NUMBER.findall(text[:LONGEST_READ]) if prefix in prefixes)
    return tuple(dict.fromkeys(found))[:MOST_NAMED]


def order_numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers of orders, invoices and deliveries that a text names. A year alone is none."""
    found = (each.upper() for each in _ORDER.findall(text[:LONGEST_READ]))
    return tuple(dict.fromkeys(each for each in found if not re.fullmatch(r"(?:19|20)\d\d", each)))[:MOST_NAMED]


def likeliest(candidates: Iterable[Candidate], *, opened_at: datetime, settled: Collection[str]) -> Candidate | None:
    """Return the case about which a person is asked, or nobody.

    ``settled`` are numbers about which somebody has decided. Save where its number is named, only an open case that is
    older is meant: the younger of the two asks, and both at once would ask twice.
    """
    meant = [
        each
        for each in candidates
        if each.number not in settled and (each.why is Why.NAMED or (each.is_open and each.opened_at < opened_at))
    ]
    return min(meant, key=lambda each: (each.why, -each.opened_at.timestamp(), each.number), default=None)
