"""Slots: places of a page where rooms show what they know. The wiring fills them, so that no page knows its rooms.

A room says in its ``panels.py`` what it shows; config/panels.py says which rooms are asked, and in which order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.template import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from .navigation import COMMANDS, Place


class Slot(StrEnum):
    """The places. What ``read`` is given there: a ``ShownCase``, a ``ShownDay`` or a ``ShownToCustomer``."""

    CASE_FACTS = "case-facts"  # in the head of a case, after its status
    CASE_MENU = "case-menu"  # among the steps in the menu of the head
    CASE_TOP = "case-top"  # above the thread; drawn anew with it when news come
    CASE_LETTER = "case-letter"  # below the text of each letter, which is ``message`` there
    CASE_COMPOSER = "case-composer"  # above the text of the answer, inside its form
    CASE_SENDING = "case-sending"  # among the buttons that send
    CASE_MARGIN = "case-margin"  # beside the answer
    CASE_SIDE_FIRST = "case-side-first"  # above who the person is: only what must not be missed
    CASE_SIDE = "case-side"  # below who the person is
    CASE_WISHES = "case-wishes"  # below how the customer likes it
    TODAY_LEAD = "today-lead"  # a sentence of the headline
    TODAY = "today"
    PORTAL_CASE = "portal-case"  # on the customer's page, below the progress


Read = Callable[[Any], Mapping[str, Any] | None]


def always(shown: object) -> Mapping[str, Any]:
    """Read nothing: the names that the page gives are enough."""
    return {}


@dataclass(frozen=True, slots=True)
class Panel:
    """What a room shows in a slot: a template, and what it needs beside the names of the page.

    ``read`` is called once a page, whatever the number of its panels, and returns names for the template; ``None``
    shows nothing. Its queries are counted: see the pages' tests. ``beside_letters`` names one-to-one relations to a
    message that the page reads along with its letters, at no query. ``below`` says whether it stands below a letter,
    by what was read and the letter: most panels concern one of them, and a page has dozens.
    """

    slot: Slot
    template: str
    read: Read = always
    beside_letters: tuple[str, ...] = ()
    below: Callable[[Mapping[str, Any], Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Along:
    """Rows of another table that lists read along with each case, under a name: a query of ``core.json_rows``."""

    name: str
    rows: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Sign:
    """What a room shows in the rows of lists: ``draw`` makes HTML of a case, a piece for each reason or none.

    What is not marked as safe is shown as the text that it is.

    ``beside`` names columns of one-to-one relations to a case ("mood__level") that the lists read along, at no query.
    ``along`` are rows of another table that are read along with them. ``part`` is the part of a row that somebody can
    switch off. Rows are plain string work: a page has dozens of them, and no sign asks the database. ``veils`` says
    whether the words of the newest letter are to be asked for before they are read; a row does not show them then.
    """

    draw: Callable[[Any], Sequence[SafeString]]
    beside: tuple[str, ...] = ()
    veils: Callable[[Any], bool] = lambda case: False
    along: Along | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a room knows of cases by which lists can be narrowed, under ``name`` in their addresses.

    ``choices`` are the values it takes, with their words. ``case_ids`` makes of a value a query for ids of cases, which
    an index should answer. It is no way around a sight: the list leaves out what its reader may not see.

    Without choices ``read`` makes of a value the one that is kept, or raises ``ValueError``, and ``says`` puts it into
    words. ``names_person``: the value is the id of one of us or "me", and the list holds what is fair to tell of them.
    """

    name: str
    label: str | Promise
    choices: tuple[tuple[str, str | Promise], ...]
    case_ids: Callable[[str], Any]
    read: Callable[[str], str] | None = None
    says: Callable[[str], str] | None = None
    names_person: bool = False

    def kept(self, value: str) -> str:
        """Return a value of an address as it is kept. Raises ``ValueError`` for what makes no sense."""
        if self.read is not None:
            return self.read(value)
        if value not in {known for known, _words in self.choices}:
            raise ValueError(value)
        return value

    def words(self, value: str) -> str:
        """Return a value in words."""
        return self.says(value) if self.says is not None else str(dict(self.choices)[value])


@dataclass(frozen=True, slots=True)
class Family:
    """Conditions that people define themselves, with names that begin with ``prefix``.

    ``named`` returns the one of a name without a query, ``None`` for none; ``fields`` what the filter builder asks
    about them, form fields by these names.
    """

    prefix: str
    named: Callable[[str], Condition | None]
    fields: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Display:
    """Everything that a room shows on pages of others.

    Panels, signs in lists, conditions of lists, commands of the palette, scripts of the desk.
    """

    panels: tuple[Panel, ...] = ()
    signs: tuple[Sign, ...] = ()
    conditions: tuple[Condition, ...] = ()
    families: tuple[Family, ...] = ()
    commands: tuple[Place, ...] = ()
    scripts: tuple[str, ...] = ()


# Filled once by the wiring at start.
PANELS: dict[Slot, list[Panel]] = {slot: [] for slot in Slot}
SIGNS: list[Sign] = []
CONDITIONS: dict[str, Condition] = {}
FAMILIES: list[Family] = []
SCRIPTS: list[str] = []


def fill(displays: Iterable[Display]) -> None:
    """Take what rooms show, in the order in which they stand in each slot. Called by the wiring table."""
    displays = list(displays)
    PANELS.update({slot: [panel for each in displays for panel in each.panels if panel.slot is slot] for slot in Slot})
    SIGNS[:] = [sign for each in displays for sign in each.signs]
    CONDITIONS.clear()
    CONDITIONS.update({each.name: each for display in displays for each in display.conditions})
    FAMILIES[:] = [family for each in displays for family in each.families]
    COMMANDS[:] = [command for each in displays for command in each.commands]
    SCRIPTS[:] = [script for each in displays for script in each.scripts]


def beside_letters() -> tuple[str, ...]:
    """Return what case pages read along with their letters."""
    return tuple(dict.fromkeys(name for found in PANELS.values() for panel in found for name in panel.beside_letters))


def beside_cases() -> tuple[str, ...]:
    """Return what lists read along with their cases."""
    return tuple(dict.fromkeys(name for sign in SIGNS for name in sign.beside))


def along_cases(parts: Collection[str]) -> tuple[Along, ...]:
    """Return which rows of other tables lists read along, for somebody who wants to see these parts of a row."""
    return tuple(sign.along for sign in SIGNS if sign.along is not None and (not sign.part or sign.part in parts))


def condition(name: str) -> Condition | None:
    """Return the condition of a name in an address; ``None`` where no room knows it."""
    if name in CONDITIONS:
        return CONDITIONS[name]
    return next((found for each in FAMILIES if (found := each.named(name)) is not None), None)


class PagePanels:
    """The panels of one page. ``shown`` is what the page shows; a template draws a slot with ``{% slot "…" %}``."""

    def __init__(self, shown: object) -> None:
        self._shown = shown
        self._known: dict[Read, Mapping[str, Any] | None] = {}

    def read(self, read: Read) -> Mapping[str, Any] | None:
        """Return what a panel reads on this page, asked only once."""
        if read not in self._known:
            self._known[read] = read(self._shown)
        return self._known[read]

    def has(self, slot: Slot) -> bool:
        """Say whether anything is shown in a slot."""
        return any(self.read(panel.read) is not None for panel in PANELS[slot])

    def has_for(self, slot: Slot, below: object) -> bool:
        """Say whether anything is shown in a slot below one letter."""
        return any(
            (names := self.read(panel.read)) is not None and (panel.below is None or panel.below(names, below))
            for panel in PANELS[slot]
        )

    def draw(self, slot: Slot, context: Context) -> SafeString:
        """Draw what stands in a slot, with the names of the page and those that each panel reads."""
        parts = []
        for panel in PANELS[slot]:
            names = self.read(panel.read)
            if names is not None and (panel.below is None or panel.below(names, context["message"])):
                template = context.template.engine.get_template(panel.template)  # type: ignore[union-attr]
                with context.push(**names):
                    parts.append(template.render(context))
        return mark_safe("".join(parts))  # noqa: S308 - templates escape
