"""Filters of lists in words: what is set, as chips that can be taken off, and what about an address makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.defaultfilters import date as in_words
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kulanz.cases.fairness import ME, NOBODY, SOMEBODY, holds_closed
from kulanz.cases.models import STATUS_CHOICES
from kulanz.cases.queries import FilterReading, ListFilter, Sort, View
from kulanz.cases.queries.filters import SPAN
from kulanz.cases.queries.finding import names_colleague
from kulanz.cases.queries.narrowing import CLOSED_VIEWS
from kulanz.cases.rules import CLOSED
from kulanz.channels.registry import kinds
from kulanz.events.actor import Actor
from kulanz.people.models import Brand, Customer, Organisation, Team, User
from kulanz.ui.panels import condition

Lazy = str | Promise
GROUPS: tuple[tuple[Lazy, tuple[tuple[View, Lazy], ...]], ...] = (
    ("", (
        (View.MINE, gettext_lazy("With me")),
        (View.MENTIONED, gettext_lazy("Mentioned")),
        (View.SNOOZED, gettext_lazy("Snoozed")),
    )),
    (gettext_lazy("Team"), (
        (View.UNASSIGNED, gettext_lazy("Unassigned")),
        (View.WITH_US, gettext_lazy("With us")),
        (View.SOLVED, gettext_lazy("Solved?")),
        (View.OPEN, gettext_lazy("All open")),
    )),
    (gettext_lazy("Waiting for"), (
        (View.CUSTOMER, pgettext_lazy("waiting for", "Customer")),
        (View.OTHERS, pgettext_lazy("waiting for", "Others")),
    )),
    (gettext_lazy("Closed"), (
        (View.CONFIRMED, gettext_lazy("Confirmed solved")),
        (View.ENDED, gettext_lazy("Not confirmed")),
        (View.ALL, gettext_lazy("Everything")),
    )),
)  # fmt: skip
TITLES: dict[View, Lazy] = {
    **{view: title for _group, views in GROUPS for view, title in views},
    View.CUSTOMER: gettext_lazy("Waiting for the customer"),
    View.OTHERS: gettext_lazy("Waiting for others"),
}
SORTS: dict[Sort, Lazy] = {
    Sort.LAST_WORD: gettext_lazy("Last word first"),
    Sort.WAITING: gettext_lazy("Longest waiting first"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.OLDEST: gettext_lazy("Oldest first"),
}
PEOPLE: dict[str, Lazy] = {
    ME: pgettext_lazy("accountable", "me"),
    NOBODY: pgettext_lazy("accountable", "nobody"),
    SOMEBODY: pgettext_lazy("accountable", "somebody"),
}
SPANS = ("1d", "2d", "3d", "7d", "14d", "30d")
BY_HAND = ("desk", gettext_lazy("opened by hand"))


@dataclass(frozen=True, slots=True)
class ConditionChip:
    """One condition in words: what it is about, what it says, and the query of the list without it.

    ``name`` is that of the condition in the filter.
    """

    name: str
    about: str
    says: str
    without: str


def chips_of(wanted: ListFilter) -> list[ConditionChip]:
    """Return the conditions of a filter in words. One query for each that names a row of a table."""
    told = _told(wanted)
    return [ConditionChip(next(iter(rest)), about, says, wanted.query(**rest, after="")) for about, says, rest in told]


def _told(wanted: ListFilter) -> Iterator[tuple[str, str, dict[str, Any]]]:
    labels = dict(STATUS_CHOICES)
    for status in wanted.statuses:
        rest = tuple(each for each in wanted.statuses if each is not status)
        yield _("Status"), str(labels[status.value]), {"statuses": rest}
    if wanted.person:
        yield _("Accountable"), person_name(wanted.person), {"person": ""}
    for name, label, model in _TABLES:
        if (pk := getattr(wanted, name)) is not None:
            yield str(label), name_of(model, pk), {name: None}
    if wanted.channel:
        yield _("Channel"), channel_name(wanted.channel), {"channel": ""}
    if wanted.tag:
        yield _("Tag"), wanted.tag, {"tag": ""}
    if wanted.untagged:
        yield _("without the tag"), wanted.untagged, {"untagged": ""}
    for name, in_span, by_day in _TIMES:
        if since := getattr(wanted, name):
            about = in_span() if SPAN.fullmatch(since) else by_day()
            yield about, since_words(since), {name: ""}
    for name, yes, no in _MARKS:
        if (is_set := getattr(wanted, name)) is not None:
            yield "", str(yes if is_set else no), {name: None}
    for name, value in wanted.rooms:
        rest_of_rooms = tuple(each for each in wanted.rooms if each[0] != name)
        if (known := condition(name)) is not None:
            yield str(known.label), known.words(value), {"rooms": rest_of_rooms}
    if wanted.words:
        yield _("Words"), _("“%(words)s”") % {"words": wanted.words}, {"words": ""}


_TABLES: tuple[tuple[str, Lazy, type[Any]], ...] = (
    ("team", gettext_lazy("Team"), Team),
    ("brand", gettext_lazy("Brand"), Brand),
    ("customer", gettext_lazy("Customer"), Customer),
    ("organisation", gettext_lazy("Organisation"), Organisation),
)
_TIMES: tuple[tuple[str, Callable[[], str], Callable[[], str]], ...] = (
    ("waiting", lambda: _("waiting for at least"), lambda: _("waiting since at least")),
    ("quiet", lambda: _("last word at least this long ago"), lambda: _("last word by")),
    ("heard", lambda: _("last word within"), lambda: _("last word since")),
)
_MARKS: tuple[tuple[str, Lazy, Lazy], ...] = (
    ("files", gettext_lazy("with files"), gettext_lazy("without files")),
    ("unread", gettext_lazy("unread"), gettext_lazy("read by me")),
    ("snoozed", gettext_lazy("snoozed"), gettext_lazy("not snoozed")),
)


def since_words(since: str) -> str:
    """Return a span such as "3d" or "12h", or a day in ISO 8601, in words."""
    if (span := SPAN.fullmatch(since)) is None:
        return in_words(date.fromisoformat(since), _("D, j F Y"))
    amount = int(span[1])
    if span[2] == "h":
        return ngettext("%(n)s hour", "%(n)s hours", amount) % {"n": amount}
    return ngettext("%(n)s day", "%(n)s days", amount) % {"n": amount}


def person_name(person: str) -> str:
    """Return who is accountable in words. One query for the id of a person."""
    return str(PEOPLE[person]) if person in PEOPLE else name_of(User, int(person))


def channel_name(key: str) -> str:
    """Return what a channel is called, by its key where no folder brings it."""
    if key == BY_HAND[0]:
        return str(BY_HAND[1])
    kind = kinds().get(key)
    return str(kind.label) if kind is not None else key


def name_of(model: type[Any], pk: int) -> str:
    """Return the name of a row, or that there is none. One query."""
    name = model.objects.filter(pk=pk).values_list("name", flat=True).first()
    return str(name) if name is not None else pgettext("filter", "does not exist")


def remarks_on(reading: FilterReading, actor: Actor) -> list[str]:
    """Return what is to be said about a filter: what makes no sense, what nobody is told, what cannot be at once."""
    wanted, said = reading.wanted, []
    if reading.left_out:
        parts = ", ".join(reading.left_out)
        said.append(_("This is no filter and was left out of the address: %(parts)s") % {"parts": parts})
    if wanted.team is not None and not actor.sight.covers(wanted.team):
        said.append(_("There is no such team, or its cases are not yours to see."))
    of_others = any(names_colleague(actor, name, value) for name, value in wanted.rooms)
    if (of_others or not holds_closed(wanted.person, actor.user_id)) and _asks_for_closed(wanted):
        said.append(_("What colleagues have closed is shown to nobody but themselves: you see open work only."))
    return said


def _asks_for_closed(wanted: ListFilter) -> bool:
    return (
        wanted.view in CLOSED_VIEWS
        or bool(CLOSED & set(wanted.statuses))
        or (wanted.view is View.ALL and not wanted.statuses)
    )
