"""Points and spans of time in the words people use, in German and English.

All functions take aware date-times; `now` is passed in. Both are shown in the zone of `now`, so callers
convert `now` to the site's zone first. `language` is a code such as "de" or "en"; everything that does not
begin with "de" is written in English.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

DAY = timedelta(days=1)


class TimeFormatter(Protocol):
    """Writes a moment (aware) as it is said at the moment ``now``, in "de" or "en"."""

    def __call__(self, at: datetime, *, now: datetime, language: str) -> str:
        """Return the words."""
        ...


@dataclass(frozen=True)
class TimeWords:
    """The words of one language for days, months and stretches of time."""

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    today: str
    yesterday: str
    tomorrow: str
    day_month: str
    noon_style: str
    minutes: str
    hours: str
    hours_minutes: str
    one_day: str
    days: str
    moment: str


def _each(line: str) -> tuple[str, ...]:
    return tuple(line.split())


GERMAN = TimeWords(
    weekdays=_each("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
    short_weekdays=_each("Mo. Di. Mi. Do. Fr. Sa. So."),
    months=_each("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    short_months=_each("Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez."),
    today="heute",
    yesterday="gestern",
    tomorrow="morgen",
    day_month="{day}. {month}",
    noon_style="{clock} Uhr",
    minutes="{m} Min.",
    hours="{h} Std.",
    hours_minutes="{h} Std. {m} Min.",
    one_day="1 Werktag",
    days="{d} Werktage",
    moment="gerade eben",
)
ENGLISH = TimeWords(
    weekdays=_each("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    short_weekdays=_each("Mon Tue Wed Thu Fri Sat Sun"),
    months=_each("January February March April May June July August September October November December"),
    short_months=_each("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    today="today",
    yesterday="yesterday",
    tomorrow="tomorrow",
    day_month="{day} {month}",
    noon_style="{clock}",
    minutes="{m} min",
    hours="{h} hr",
    hours_minutes="{h} hr {m} min",
    one_day="1 working day",
    days="{d} working days",
    moment="just now",
)


def words_for(language: str) -> TimeWords:
    """The words of a language: German for every kind of it, else English."""
    return GERMAN if language.startswith("de") else ENGLISH


def short_time(at: datetime, *, now: datetime, language: str) -> str:
    """For list rows: '10:02' today, 'Mi.' within six days either way, '12. Nov.' this year, else with the year."""
    at, words = local(at, now), words_for(language)
    days = (at.date() - now.date()).days
    if days == 0:
        return _clock(at)
    if abs(days) < 7:
        return words.short_weekdays[at.weekday()]
    return _day_month(at.date(), now.date(), words.short_months, words)


def short_when(at: datetime, *, now: datetime, language: str) -> str:
    """For entries and reasons: 'heute, 08:52', 'Fr., 15:40', 'Di., 17. Nov., 16:20'."""
    at, words = local(at, now), words_for(language)
    days = (at.date() - now.date()).days
    if abs(days) < 7:
        near = _near_day(days, words) or words.short_weekdays[at.weekday()]
        return f"{near}, {_clock(at)}"
    day = _day_month(at.date(), now.date(), words.short_months, words)
    return f"{words.short_weekdays[at.weekday()]}, {day}, {_clock(at)}"


def short_day(day: date, *, now: datetime, language: str) -> str:
    """For days in reasons: 'heute', 'morgen', 'Fr.' within six days, 'Di., 17. Nov.'."""
    words, days = words_for(language), (day - now.date()).days
    if abs(days) < 7:
        return _near_day(days, words) or words.short_weekdays[day.weekday()]
    return f"{words.short_weekdays[day.weekday()]}, {_day_month(day, now.date(), words.short_months, words)}"


def long_when(at: datetime, *, now: datetime, language: str) -> str:
    """For sentences: 'heute, 08:52' near now, else 'Freitag, 20. November, 12 Uhr'."""
    at, words = local(at, now), words_for(language)
    near = _near_day((at.date() - now.date()).days, words)
    if near:
        return f"{near}, {_clock(at)}"
    clock = words.noon_style.format(clock=_spoken_clock(at, words))
    return f"{long_day(at, now=now, language=language)}, {clock}"


def on_paper(at: datetime, *, now: datetime, language: str) -> str:
    """For print, where no day is 'today' for long: 'Di., 17. Nov. 2026, 16:20'."""
    at, words = local(at, now), words_for(language)
    day = words.day_month.format(day=at.day, month=words.short_months[at.month - 1])
    return f"{words.short_weekdays[at.weekday()]}, {day} {at.year}, {_clock(at)}"


def iso(at: datetime, now: datetime) -> str:
    """For `<time datetime>`: '2026-11-17T16:20+01:00'."""
    return local(at, now).isoformat(timespec="minutes")


def local(at: datetime, now: datetime) -> datetime:
    """A moment in the zone of `now`; one at the edge of the calendar, where no zone reaches, as it stands."""
    try:
        return at.astimezone(now.tzinfo)
    except OverflowError:
        return at


def long_day(at: datetime, *, now: datetime, language: str) -> str:
    """'Freitag, 20. November', with the year when it is not this one."""
    at, words = local(at, now), words_for(language)
    return f"{words.weekdays[at.weekday()]}, {_day_month(at.date(), now.date(), words.months, words)}"


def full_day(at: datetime, *, now: datetime, language: str) -> str:
    """'8. Dezember 2026', '8 December 2026': for letters, which are read in another year, too."""
    at, words = at.astimezone(now.tzinfo), words_for(language)
    return f"{words.day_month.format(day=at.day, month=words.months[at.month - 1])} {at.year}"


def since(at: datetime, *, now: datetime, language: str) -> str:
    """How long something waits: '18 Min.', '1 Std. 22 Min.', from a full day on in Werktage (Mon to Sat).

    Sundays do not count, holidays do: the exact count belongs to the service clocks. A future `at` waits
    no time at all.
    """
    words, passed = words_for(language), max(now - at, timedelta())
    if passed >= DAY:
        days = max(1, (passed - DAY * _sundays(local(at, now).date(), now.date())) // DAY)
        return words.one_day if days == 1 else words.days.format(d=days)
    hours, minutes = divmod(int(passed.total_seconds()) // 60, 60)
    if hours:
        return (words.hours_minutes if minutes else words.hours).format(h=hours, m=minutes)
    return words.minutes.format(m=minutes) if minutes else words.moment


def filesize(size: int, language: str) -> str:
    """Bytes in units of 1,000, as file managers show them: '312 B', '84 KB', '1,8 MB'."""
    if size < 1000:
        return f"{size} B"
    # From here on it would be rounded to 1000 KB.
    if size < 999_500:
        return f"{size / 1000:.0f} KB"
    unit, amount = ("MB", size / 1e6) if size < 999_500_000 else ("GB", size / 1e9)
    text = f"{amount:.1f}" if amount < 10 else f"{amount:.0f}"
    return f"{text.replace('.', ',') if language.startswith('de') else text} {unit}"


def _sundays(first: date, last: date) -> int:
    """Sundays after `first`, up to and including the day before `last`."""
    # Day 1 of Python's calendar is a Monday: the multiples of seven are Sundays.
    return max(0, (last.toordinal() - 1) // 7 - first.toordinal() // 7)


def _near_day(days: int, words: TimeWords) -> str:
    return {0: words.today, -1: words.yesterday, 1: words.tomorrow}.get(days, "")


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


def _spoken_clock(at: datetime, words: TimeWords) -> str:
    return str(at.hour) if words is GERMAN and at.minute == 0 else _clock(at)


def _day_month(day: date, today: date, months: tuple[str, ...], words: TimeWords) -> str:
    text = words.day_month.format(day=day.day, month=months[day.month - 1])
    return text if day.year == today.year else f"{text} {day.year}"
