"""Snoozing a case in the words of the desk: moments to choose from, and those that people type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from kulanz.coach.advising import calendar_of
from kulanz.people.models import Brand
from kulanz.ui.language import page_language
from kulanz.ui.templatetags.ui import short_when

from .days import moment_in
from .waking import AFTERNOON, FURTHEST, LONGEST, wakes_at

REPLY = "reply"
_UNTIL_REPLY = re.compile(r"(?:bis\s+)?(?:zur\s+)?antwort|(?:until\s+)?(?:a\s+|the\s+)?reply", re.IGNORECASE)
_MEANT = re.compile(r"(?:schlummern?|snooze)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Until:
    """How long a case is snoozed: to a ``moment`` (aware), or without one until its customer writes."""

    moment: datetime | None
    name: str = ""

    @property
    def value(self) -> str:
        """What a form says for it."""
        return self.moment.isoformat() if self.moment is not None else REPLY


def offered_untils(brand: Brand) -> list[Until]:
    """Return the moments that are offered at this hour, by the brand's opening hours; until a reply comes last."""
    calendar, at = calendar_of(brand), timezone.now()
    today = calendar.local(at).date()
    found: dict[datetime, Until] = {}
    for words in ("heute nachmittag", "morgen früh", "montag früh", "in einer woche"):
        moment = wakes_at(words, at=at, calendar=calendar, language="de")
        name = _name_of(words, moment, (moment.date() - today).days) if moment is not None else ""
        if moment is not None and name:
            found.setdefault(moment, Until(moment, name))
    return [*found.values(), Until(None, _("Until a reply"))]


def _name_of(words: str, moment: datetime, days: int) -> str:
    """Name a moment ``days`` ahead by what it has come to be, for a holiday moves it; empty where no name is right."""
    if words == "heute nachmittag":
        return _("This afternoon") if days == 0 and moment.time() == AFTERNOON else ""
    if words == "in einer woche":
        return _("In a week")
    if words == "morgen früh" and days == 1:
        return _("Tomorrow morning")
    if moment.weekday() == 0:
        return _("Monday morning")
    return _("On the next working day") if words == "morgen früh" else ""


def until_in(words: str, brand: Brand, name: str = "") -> Until | None:
    """Read until when something is snoozed, in German or English; ``None`` where the words say no moment ahead."""
    if _UNTIL_REPLY.fullmatch(" ".join(words.split())):
        return Until(None, name)
    first = page_language()
    for language in (first, "en" if first == "de" else "de"):
        moment = wakes_at(words, at=timezone.now(), calendar=calendar_of(brand), language=language)
        if moment is not None:
            return Until(moment, name)
    return None


def until_of(value: str) -> Until:
    """Return what a button of a form says. Raises ``Http404`` for what none says, such as a moment years ahead."""
    moment = None if value == REPLY else moment_in(value)
    if moment is not None and moment > timezone.now() + FURTHEST:
        raise Http404
    return Until(moment)


def words_meant(typed: str) -> str:
    """Return until when to snooze for who types "snooze tomorrow 9"; empty where they want something else."""
    meant = _MEANT.fullmatch(typed.strip()[: LONGEST + 20])
    return meant[1] if meant else ""


def said_of(until: datetime | None) -> str:
    """Say what was done, for the way back."""
    if until is None:
        return _("Snoozed until a reply comes.")
    return _("Snoozed until %(when)s.") % {"when": short_when(until)}
