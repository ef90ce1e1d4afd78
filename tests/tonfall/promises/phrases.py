"""Due phrases with their right answers, worked out by plain date arithmetic and the holidays library.

Nothing here uses tonfall: the answers must not come from the parser they judge.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import holidays

STATE = "BE"
_OFF = holidays.Germany(subdiv=STATE, years=range(2024, 2028))

DE_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DE_MONTH_NAMES = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
DE_MONTHS = tuple(_DE_MONTH_NAMES.split())
EN_MONTHS = tuple(calendar.month_name)[1:]
COUNTS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 20)
_DE_COUNTS = "einem zwei drei vier fünf sechs sieben acht zehn zwölf vierzehn zwanzig"
_EN_COUNTS = "one two three four five six seven eight ten twelve fourteen twenty"
DE_NUMBERS = dict(zip(COUNTS, _DE_COUNTS.split(), strict=True))
EN_NUMBERS = dict(zip(COUNTS, _EN_COUNTS.split(), strict=True))


@dataclass(frozen=True)
class Phrase:
    """Due words and the local day they mean, with the time of day where one is said."""

    words: str
    day: date
    clock: time | None = None


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in _OFF


def working_days_on(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_open(day)
    return day


def werktage_on(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 6 and day not in _OFF
    return day


def last_open_day(first: date, last: date) -> date:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if is_open(day)][-1]


def next_weekday(day: date, number: int) -> date:
    return day + timedelta(days=(number - day.weekday() - 1) % 7 + 1)


def month_end(day: date, months: int = 0) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def german(now: datetime) -> Iterator[Phrase]:
    yield from _german_days(now)
    yield from _german_counts(now)
    yield from _german_periods(now)
    yield from _german_clocks(now)


def _german_days(now: datetime) -> Iterator[Phrase]:
    today = now.date()
    for number, name in enumerate(DE_DAYS[:6]):
        day = next_weekday(today, number)
        for lead in (
            "am",
            "bis",
            "bis spätestens",
            "spätestens am",
            "noch vor Ablauf dieser Frist am",
            "gleich am",
        ):
            if not lead.startswith("noch"):
                yield Phrase(f"{lead} {name}", day)
        yield Phrase(f"am kommenden {name}", day)
        yield Phrase(f"bis {name}, den {day.day}.{day.month}.,", day)
        yield Phrase(f"am {name}, dem {day.day}. {DE_MONTHS[day.month - 1]},", day)
        yield Phrase(f"{name} in einer Woche", day + timedelta(days=7))
        yield Phrase(f"am {name}vormittag", day, time(12))
        yield Phrase(f"am {name} gegen 15 Uhr", day, time(15))
    for words, ahead in (("heute", 0), ("morgen", 1), ("übermorgen", 2)):
        for lead in ("", "noch ", "bis ", "bis spätestens ", "gleich "):
            yield Phrase(lead + words, today + timedelta(days=ahead))
    for ahead in (9, 17, 26, 40, 75):
        day = today + timedelta(days=ahead)
        for lead in ("am", "bis zum", "spätestens am", "zum"):
            yield Phrase(f"{lead} {day.day}. {DE_MONTHS[day.month - 1]}", day)
            yield Phrase(f"{lead} {day.day:02}.{day.month:02}.{day.year}", day)
            yield Phrase(f"{lead} {day.day}.{day.month}.", day)


def _german_counts(now: datetime) -> Iterator[Phrase]:
    today = now.date()
    for count, word in DE_NUMBERS.items():
        for said in {word, str(count)} - {"1"}:
            for lead in ("in", "innerhalb von", "binnen", "spätestens in", "in etwa", "in den nächsten"):
                if lead == "in den nächsten" and count == 1:
                    continue
                tail = "n" if count > 1 else ""
                yield Phrase(f"{lead} {said} Tag{'en' if tail else ''}", today + timedelta(days=count))
                yield Phrase(f"{lead} {said} Werktag{'en' if tail else ''}", werktage_on(today, count))
                yield Phrase(f"{lead} {said} Arbeitstag{'en' if tail else ''}", working_days_on(today, count))
                feminine = "einer" if count == 1 else said
                yield Phrase(f"{lead} {feminine} Woche{tail}", today + timedelta(days=7 * count))
                moment = now + timedelta(hours=count)
                yield Phrase(f"{lead} {feminine} Stunde{tail}", moment.date(), moment.time())
    for words, minutes in (
        ("einer halben Stunde", 30),
        ("anderthalb Stunden", 90),
        ("einer Viertelstunde", 15),
    ):
        moment = now + timedelta(minutes=minutes)
        yield Phrase(f"in {words}", moment.date(), moment.time())
    for low, high in ((1, 2), (2, 3), (3, 5)):
        yield Phrase(f"in {low} bis {high} Tagen", today + timedelta(days=high))
        yield Phrase(f"innerhalb von {low}-{high} Werktagen", werktage_on(today, high))


def _german_periods(now: datetime) -> Iterator[Phrase]:
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    for words, weeks in (("dieser", 0), ("nächster", 1), ("kommender", 1), ("der übernächsten", 2)):
        first = monday + timedelta(days=7 * weeks)
        end = last_open_day(first, first + timedelta(days=6))
        yield Phrase(f"bis Ende {words} Woche", end)
        if weeks:
            yield Phrase(f"bis Mitte {words} Woche", last_open_day(first, first + timedelta(days=2)))
            yield Phrase(f"im Laufe {'der nächsten' if weeks == 1 else words} Woche", end)
            yield Phrase(f"am Dienstag {words} Woche", first + timedelta(days=1))
    yield Phrase("noch diese Woche", last_open_day(monday, monday + timedelta(days=6)))
    yield Phrase("bis zum Monatsende", month_end(today))
    yield Phrase("bis Ende des Monats", month_end(today))
    yield Phrase("bis Ende nächsten Monats", month_end(today, 1))
    for ahead in (1, 2, 4):
        end = month_end(today, ahead)
        yield Phrase(f"bis Ende {DE_MONTHS[end.month - 1]}", end)
        yield Phrase(f"bis Mitte {DE_MONTHS[end.month - 1]}", end.replace(day=15))
    for ahead in (1, 2, 3):
        first = monday + timedelta(days=7 * ahead)
        yield Phrase(f"in KW {first.isocalendar().week}", last_open_day(first, first + timedelta(days=6)))


def _german_clocks(now: datetime) -> Iterator[Phrase]:
    tomorrow = now.date() + timedelta(days=1)
    yield Phrase("morgen früh um 9", tomorrow, time(9))
    yield Phrase("morgen um halb elf", tomorrow, time(10, 30))
    yield Phrase("morgen um Viertel vor vier", tomorrow, time(15, 45))
    yield Phrase("morgen zwischen 8 und 12 Uhr", tomorrow, time(12))
    yield Phrase("morgen von 14 bis 16 Uhr", tomorrow, time(16))
    yield Phrase("morgen im Laufe des Vormittags", tomorrow, time(12))
    yield Phrase("bis morgen Mittag", tomorrow, time(12))
    yield Phrase("bis morgen, 10:30 Uhr,", tomorrow, time(10, 30))
    yield Phrase("bis 17:45 Uhr", now.date(), time(17, 45))
    yield Phrase("heute bis Geschäftsschluss", now.date(), time(18))


def english(now: datetime) -> Iterator[Phrase]:
    yield from _english_days(now)
    yield from _english_counts(now)
    yield from _english_periods(now)


def _english_days(now: datetime) -> Iterator[Phrase]:
    today = now.date()
    for number, name in enumerate(EN_DAYS[:6]):
        day = next_weekday(today, number)
        for lead in ("on", "by", "no later than", "by the end of", "before noon on"):
            yield Phrase(f"{lead} {name}", day, time(12) if "noon" in lead else None)
        yield Phrase(f"by {name} at the latest", day)
        yield Phrase(f"on {name} at 3 pm", day, time(15))
        yield Phrase(f"on {name} between 8 and 11am", day, time(11))
        yield Phrase(f"a week on {name}", day + timedelta(days=7))
        yield Phrase(f"on {name}, {EN_MONTHS[day.month - 1]} {day.day},", day)
    for words, ahead in (
        ("today", 0),
        ("later today", 0),
        ("tomorrow", 1),
        ("by tomorrow", 1),
        ("the day after tomorrow", 2),
    ):
        yield Phrase(words, today + timedelta(days=ahead))
    yield Phrase("tomorrow afternoon", today + timedelta(days=1), time(17))
    yield Phrase("by noon tomorrow", today + timedelta(days=1), time(12))
    yield Phrase("by close of business", today, time(18))
    yield Phrase("tomorrow at half past nine", today + timedelta(days=1), time(9, 30))
    for ahead in (9, 17, 26, 40, 75):
        day = today + timedelta(days=ahead)
        month = EN_MONTHS[day.month - 1]
        for said in (
            f"{day.day} {month}",
            f"{month} {day.day}",
            f"{month} {day.day}, {day.year}",
            day.isoformat(),
        ):
            yield Phrase(f"by {said}", day)
            yield Phrase(f"on {said}", day)


def _english_counts(now: datetime) -> Iterator[Phrase]:
    today = now.date()
    for count, word in EN_NUMBERS.items():
        for said in (word, str(count)):
            plural = "s" if count > 1 else ""
            for lead in ("in", "within", "in about", "in no more than"):
                yield Phrase(f"{lead} {said} day{plural}", today + timedelta(days=count))
                yield Phrase(f"{lead} {said} working day{plural}", working_days_on(today, count))
                yield Phrase(f"{lead} {said} business day{plural}", working_days_on(today, count))
                yield Phrase(f"{lead} {said} week{plural}", today + timedelta(days=7 * count))
                moment = now + timedelta(hours=count)
                yield Phrase(f"{lead} {said} hour{plural}", moment.date(), moment.time())
            yield Phrase(f"{said} day{plural} from now", today + timedelta(days=count))
    moment = now + timedelta(minutes=30)
    yield Phrase("in half an hour", moment.date(), moment.time())
    yield Phrase("within the next two days", today + timedelta(days=2))
    yield Phrase("in a fortnight", today + timedelta(days=14))
    yield Phrase("in two to three weeks", today + timedelta(days=21))


def _english_periods(now: datetime) -> Iterator[Phrase]:
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    this, following = (last_open_day(monday + timedelta(days=n), monday + timedelta(days=n + 6)) for n in (0, 7))
    yield Phrase("this week", this)
    yield Phrase("by the end of the week", this)
    yield Phrase("next week", following)
    yield Phrase("by the end of next week", following)
    yield Phrase("by the middle of next week", last_open_day(monday + timedelta(days=7), monday + timedelta(days=9)))
    yield Phrase("by the end of the month", month_end(today))
    yield Phrase("by the end of next month", month_end(today, 1))
    for ahead in (1, 3):
        end = month_end(today, ahead)
        yield Phrase(f"by the end of {EN_MONTHS[end.month - 1]}", end)
        yield Phrase(f"by mid-{EN_MONTHS[end.month - 1]}", end.replace(day=15))
