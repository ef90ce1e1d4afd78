"""An invitation to an appointment in words: what, when, how often, where, by whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.template.defaultfilters import date as in_words
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kulanz.ui.when import local

_DAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_PLAIN_DAYS = re.compile(r"(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*")
_WHOLE_DAY = len("2026-01-12")


def appointment(found: Mapping[str, Any]) -> str:
    """Return the sentence for the plain values that the mail room noted about an invitation."""
    head = {
        "CANCEL": _("Appointment cancelled: %(title)s"),
        "REPLY": _("Answer to an invitation: %(title)s"),
    }.get(found.get("method", ""), _("Invitation: %(title)s"))
    parts = [
        head % {"title": found.get("title") or _("without a title")},
        _span(found.get("start", ""), found.get("end", "")),
        _("in the time zone “%(zone)s”, which we do not know") % {"zone": found["zone"]} if found.get("zone") else "",
        _series(found),
        found.get("where", ""),
        _("invited by %(name)s") % {"name": found["organiser"]} if found.get("organiser") else "",
        _others(found.get("others", 0)),
    ]
    return " · ".join(part for part in parts if part)


def _span(start: str, end: str) -> str:
    """Two moments in ISO 8601 as one stretch of time in words; floating ones as they stand."""
    if not start:
        return ""
    begins, ends = _local(start), _local(end) if end else None
    day = in_words(begins, _("D, j F Y"))
    if len(start) == _WHOLE_DAY and ends is not None and ends.date() > begins.date():
        return f"{day} – {in_words(ends, _('D, j F Y'))}"
    if begins.time() == datetime.min.time() and (ends is None or ends.time() == datetime.min.time()):
        return day
    hours = begins.strftime("%H:%M")
    if ends is None or ends.date() != begins.date():
        return f"{day}, {hours}" + (f" – {in_words(ends, _('D, j F Y'))}, {ends:%H:%M}" if ends else "")
    return f"{day}, {hours}–{ends:%H:%M}"


def _local(moment: str) -> datetime:
    read = datetime.fromisoformat(moment)
    return local(read, timezone.localtime()) if read.tzinfo is not None else read


def _series(found: Mapping[str, Any]) -> str:
    """How often a series takes place, and whether dates of it were moved; empty for a single appointment."""
    if found.get("one_of_series"):
        return _("one date of a series")
    rule = dict(part.partition("=")[::2] for part in str(found.get("repeats", "")).upper().split(";"))
    if not rule.get("FREQ"):
        return ""
    moved = int(found.get("moved", 0))
    return ", ".join(
        part
        for part in (
            _how_often(rule),
            _until(rule),
            ngettext("%(count)s date of it moved", "%(count)s dates of it moved", moved) % {"count": moved}
            if moved
            else "",
        )
        if part
    )


def _how_often(rule: Mapping[str, str]) -> str:
    every = int(rule["INTERVAL"]) if rule.get("INTERVAL", "").isdecimal() and len(rule["INTERVAL"]) < 5 else 1
    words = {
        "DAILY": ngettext("every day", "every %(count)s days", every),
        "WEEKLY": ngettext("every week", "every %(count)s weeks", every),
        "MONTHLY": ngettext("every month", "every %(count)s months", every),
        "YEARLY": ngettext("every year", "every %(count)s years", every),
    }.get(rule["FREQ"], _("repeatedly"))
    days = rule.get("BYDAY", "")
    often = words % {"count": every}
    if not _PLAIN_DAYS.fullmatch(days) or rule["FREQ"] != "WEEKLY":
        return often
    names = [str(WEEKDAYS[_DAYS[day]]) for day in days.split(",")]
    return _("%(often)s (%(days)s)") % {"often": often, "days": ", ".join(names)}


def _until(rule: Mapping[str, str]) -> str:
    times = rule.get("COUNT", "")
    if times.isdecimal() and len(times) < 6:
        return ngettext("%(count)s time", "%(count)s times", int(times)) % {"count": times}
    last = _last_day(rule.get("UNTIL", ""))
    return _("until %(day)s") % {"day": in_words(last, "j. F Y")} if last is not None else ""


def _last_day(value: str) -> datetime | None:
    try:
        if value.endswith("Z"):
            return timezone.localtime(datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
        return datetime.strptime(value[:8], "%Y%m%d")  # noqa: DTZ007 - a wall clock's day
    except (ValueError, OverflowError):
        return None


def _others(count: int) -> str:
    if not count:
        return ""
    return ngettext("and one more appointment", "and %(count)s more appointments", count) % {"count": count}
