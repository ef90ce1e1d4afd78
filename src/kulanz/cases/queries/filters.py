"""What a list shows, as values and as an address: every state of a list can be shared, kept and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

from django.utils.timezone import get_current_timezone

from kulanz.core.clock import now
from kulanz.core.ids import id_in
from kulanz.ui.panels import CONDITIONS, condition

from ..fairness import ME, NOBODY, SOMEBODY
from ..rules import CaseStatus


class View(StrEnum):
    """The views of the inbox."""

    MINE = "mine"
    MENTIONED = "mentioned"
    SNOOZED = "snoozed"
    UNASSIGNED = "unassigned"
    WITH_US = "with-us"
    SOLVED = "solved"
    CUSTOMER = "customer"
    OTHERS = "others"
    OPEN = "open"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    ALL = "all"


class Sort(StrEnum):
    """The orders of a list. What is snoozed comes by when it is back, whatever was wished."""

    LAST_WORD = "last-word"
    WAITING = "waiting"  # who waits longest first; only where somebody waits
    NEWEST = "newest"
    OLDEST = "oldest"

    @property
    def narrows(self) -> bool:
        """Whether the order leaves something out."""
        return self is Sort.WAITING


class Given(Protocol):
    """The parts of an address, such as a ``QueryDict``."""

    def get(self, name: str, default: str, /) -> Any:
        """Return the last value of a name."""

    def getlist(self, name: str, /) -> Sequence[Any]:
        """Return all values of a name."""

    def __iter__(self) -> Iterator[str]:
        """Return the names."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list shows; everything set narrows the ``view`` further.

    ``person`` is who is accountable: "me", "nobody", "somebody" or an id. ``untagged`` is a tag that it does not bear.
    ``waiting`` and ``quiet`` say since when at least somebody waits, or nothing was said; ``heard`` since when
    something was: "3d", "12h" or a day in ISO 8601.
    ``rooms`` are conditions of upper rooms by their names (``ui.panels.Condition``), in the order of the names.
    ``saved`` is the saved view from which it came, ``after`` the key of the last case of the page before,
    "<microseconds>-<id>".
    """

    view: View = View.MINE
    statuses: tuple[CaseStatus, ...] = ()
    person: str = ""
    team: int | None = None
    brand: int | None = None
    channel: str = ""
    tag: str = ""
    untagged: str = ""
    customer: int | None = None
    organisation: int | None = None
    waiting: str = ""
    quiet: str = ""
    heard: str = ""
    files: bool | None = None
    unread: bool | None = None
    snoozed: bool | None = None
    rooms: tuple[tuple[str, str], ...] = ()
    words: str = ""
    sort: Sort = Sort.LAST_WORD
    saved: int | None = None
    after: str = ""

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """Return this filter with ``changes`` as names and values of an address; what is not set is left out."""
        state = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        found = [("view", state.view.value), *(("status", each.value) for each in state.statuses)]
        found += [
            (_NAMES.get(each.name, each.name), _written(getattr(state, each.name)))
            for each in fields(state)
            if each.name not in {"view", "statuses", "rooms", "sort", "saved", "after"}
        ]
        found += state.rooms
        found.append(("sort", "" if state.sort is Sort.LAST_WORD else state.sort.value))
        found += [("saved", _written(state.saved)), ("after", state.after)]
        return [(name, value) for name, value in found if value]

    def query(self, **changes: object) -> str:
        """Return the query string of this filter with ``changes``."""
        return urlencode(self.pairs(**changes))

    @property
    def bare(self) -> ListFilter:
        """The same conditions, without a page, an order and a name."""
        return replace(self, sort=Sort.LAST_WORD, saved=None, after="")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows the view."""
        return self.bare != ListFilter(view=self.view)


_NAMES = {"words": "q"}  # what a part is called in addresses, where that differs
_YES_NO = {"yes": True, "no": False}
SPAN = re.compile(r"([1-9][0-9]{0,2})([hd])")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class FilterReading:
    """A filter as an address says it, and the parts ("name=value") that say nothing and were left out."""

    wanted: ListFilter
    left_out: tuple[str, ...] = ()


def read_filter(given: Given) -> FilterReading:
    """Read a filter from an address. Never an error: what makes no sense is left out and named."""
    left_out: list[str] = []

    def one(name: str, read: Callable[[str], Any], otherwise: Any) -> Any:
        value = given.get(name, "") or ""
        if not value:
            return otherwise
        try:
            return read(value)
        except (ValueError, KeyError):
            left_out.append(f"{name}={value[:40]}")
            return otherwise

    def several() -> tuple[CaseStatus, ...]:
        known = {each.value: each for each in CaseStatus}
        values = [value for value in given.getlist("status") if value]
        left_out.extend(f"status={value[:40]}" for value in values if value not in known)
        return tuple(status for value, status in known.items() if value in values)

    known = {name: found for name in {*CONDITIONS, *given} if (found := condition(name)) is not None}
    named = {name: one(name, known[name].kept, "") for name in sorted(known)}
    wanted = ListFilter(
        view=one("view", View, View.MINE),
        statuses=several(),
        person=one("person", _person, ""),
        **{name: one(name, _id, None) for name in ("team", "brand", "customer", "organisation", "saved")},
        **{name: one(name, _since, "") for name in ("waiting", "quiet", "heard")},
        **{name: one(name, _YES_NO.__getitem__, None) for name in ("files", "unread", "snoozed")},
        channel=_typed(given.get("channel", ""), 20),
        tag=_typed(given.get("tag", ""), 50),
        untagged=_typed(given.get("untagged", ""), 50),
        words=_typed(given.get("q", ""), 100),
        rooms=tuple((name, value) for name, value in named.items() if value),
        sort=one("sort", Sort, Sort.LAST_WORD),
        after=given.get("after", ""),
    )
    return FilterReading(wanted, tuple(left_out))


def _typed(value: str, longest: int) -> str:
    # Keyboards of telephones leave a space behind a word.
    return value.strip()[:longest].rstrip()


def _id(value: str) -> int:
    if not (found := id_in(value)):  # no row is 0; to the counters that is nobody, and no team
        raise ValueError(value)
    return found


def _person(value: str) -> str:
    return value if value in {ME, NOBODY, SOMEBODY} else str(_id(value))


def _since(value: str) -> str:
    moment_of(value, now())
    return value


def moment_of(since: str, at: datetime, *, end: bool = False) -> datetime:
    """Return the moment that "3d", "12h" or a day means at ``at`` (aware); of a day its beginning or its ``end``.

    Days begin in the site's zone. Raises ``ValueError`` for anything else.
    """
    if span := SPAN.fullmatch(since):
        return at - timedelta(**{"hours" if span[2] == "h" else "days": int(span[1])})
    day = date.fromisoformat(since)
    if not 2000 <= day.year < 2200 or since != day.isoformat():
        raise ValueError(since)
    return datetime.combine(day + timedelta(days=1) if end else day, time(), get_current_timezone())
