"""Reading the demo company's texts: TOML in, plain values out."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Berlin")


@cache
def company() -> dict[str, Any]:
    """Return brand, teams, people, organisations and customers."""
    return tomllib.loads((HERE / "company.toml").read_text(encoding="utf-8"))


def cases() -> list[dict[str, Any]]:
    """Return every case with its entries."""
    files = sorted((HERE / "cases").glob("*.toml"))
    return [case for file in files for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def moment(written: str, *, at: datetime) -> datetime:
    """Return the time meant by "3 09:14": three working days before ``at`` (aware), at 09:14 in Germany.

    What would lie in the future is moved to shortly before ``at``: the demo loads at any hour.
    """
    days, clock = written.split()
    local = at.astimezone(ZONE)
    day = _working_days_before(local.date(), int(days))
    meant = datetime.combine(day, time.fromisoformat(clock), ZONE)
    if meant < local - timedelta(minutes=1):
        return meant
    minutes = meant.hour * 60 + meant.minute
    # A day in the minutes before now, in its own order: what is said last lies closest.
    return local - timedelta(minutes=1 + (24 * 60 - minutes) / 60)


def due(written: str, *, said_at: datetime, at: datetime) -> datetime:
    """Return when a promise said at ``said_at`` is due: "today 16:00", "monday 17:00" (the next), or as ``moment``."""
    day, clock = written.split()
    if day == "today":
        return datetime.combine(at.astimezone(ZONE).date(), time.fromisoformat(clock), ZONE)
    if day == "monday":
        said = said_at.astimezone(ZONE).date()
        return datetime.combine(said + timedelta(days=7 - said.weekday()), time.fromisoformat(clock), ZONE)
    return datetime.combine(_working_days_before(at.astimezone(ZONE).date(), int(day)), time.fromisoformat(clock), ZONE)


def _working_days_before(day: date, days: int) -> date:
    while day.weekday() > 4:
        day -= timedelta(days=1)
    for _ in range(days):
        day -= timedelta(days=3 if day.weekday() == 0 else 1)
    return day
