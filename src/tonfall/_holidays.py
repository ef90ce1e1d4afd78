"""Public holidays of the sixteen German states, computed without any table of dates.

Sources: the states' holiday acts as of 2026; Easter by the Gregorian rule of Butcher and Meeus (from 1583
on).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# Communities that keep days of their own: the Catholic ones of Bavaria, Saxony and Thuringia, and the city of Augsburg.
MUNICIPALITIES = frozenset({"", "catholic", "augsburg"})
STATES = frozenset({"BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"})

# Days that are free everywhere: (month, day), and days counted from Easter Sunday.
_FIXED = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
_FROM_EASTER = (-2, 1, 39, 50)

_EPIPHANY = frozenset({"BW", "BY", "ST"})
_CORPUS_CHRISTI = frozenset({"BW", "BY", "HE", "NW", "RP", "SL"})
_ALL_SAINTS = frozenset({"BW", "BY", "NW", "RP", "SL"})
_REFORMATION = frozenset({"BB", "MV", "SN", "ST", "TH"})
_REFORMATION_SINCE_2018 = frozenset({"HB", "HH", "NI", "SH"})
_WOMENS_DAY_SINCE = {"BE": 2019, "MV": 2023}


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of ``year`` (Gregorian calendar, 1583 or later)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def repentance_day(year: int) -> date:
    """Return Buß- und Bettag of ``year``: the Wednesday before 23 November."""
    anchor = date(year, 11, 22)
    return anchor - timedelta(days=(anchor.weekday() - 2) % 7)


@lru_cache(maxsize=256)
def public_holidays(year: int, state: str, municipality: str = "") -> frozenset[date]:
    """Return the days of ``year`` that are public holidays in ``state`` (two letters, as ``BE``).

    An empty ``state`` gives the holidays that all states share. ``municipality`` adds what only some
    communities keep: "catholic" Assumption Day in Bavaria and Corpus Christi in Saxony and Thuringia,
    "augsburg" the peace feast as well. Raises ``ValueError`` for an unknown state or municipality.
    """
    if (state and state not in STATES) or municipality not in MUNICIPALITIES:
        raise ValueError(f"unknown state {state!r} or municipality {municipality!r}")
    easter = easter_sunday(year)
    days = {date(year, month, day) for month, day in _FIXED}
    days |= {easter + timedelta(days=offset) for offset in _FROM_EASTER}
    return frozenset(days | _state_days(year, state, easter) | _municipal_days(year, state, easter, municipality))


def _municipal_days(year: int, state: str, easter: date, municipality: str) -> set[date]:
    kept = (
        (state == "BY" and municipality != "", date(year, 8, 15)),
        (state == "BY" and municipality == "augsburg", date(year, 8, 8)),
        (state in {"SN", "TH"} and municipality == "catholic", easter + timedelta(days=60)),
    )
    return {day for is_kept, day in kept if is_kept}


def _state_days(year: int, state: str, easter: date) -> set[date]:
    kept = (
        (state in _EPIPHANY, date(year, 1, 6)),
        (year >= _WOMENS_DAY_SINCE.get(state, 9999), date(year, 3, 8)),
        (state == "BE" and year in {2020, 2025}, date(year, 5, 8)),
        (state == "BE" and year == 2028, date(year, 6, 17)),
        (state == "BB", easter),
        (state == "BB", easter + timedelta(days=49)),
        (state in _CORPUS_CHRISTI, easter + timedelta(days=60)),
        (state == "SL", date(year, 8, 15)),
        (state == "TH" and year >= 2019, date(year, 9, 20)),
        (_keeps_reformation(year, state), date(year, 10, 31)),
        (state in _ALL_SAINTS, date(year, 11, 1)),
        (state == "SN", repentance_day(year)),
    )
    return {day for is_kept, day in kept if is_kept}


def _keeps_reformation(year: int, state: str) -> bool:
    since_2018 = state in _REFORMATION_SINCE_2018 and year >= 2018
    return state in _REFORMATION or since_2018 or year == 2017
