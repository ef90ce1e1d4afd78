"""Business hours as people write them: over midnight, until 24:00, days of every year, holidays of communities."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.test import Client

from kulanz.coach.advising import calendar_of
from kulanz.people import written_hours as written
from kulanz.people.hours import hours_of
from kulanz.people.models import EVERY_YEAR, Brand, ClosedDay
from tests.factories import make_brand

BERLIN = ZoneInfo("Europe/Berlin")
EMPTY = {**{f"day_{day}": "" for day in range(7)}, "state": "BE", "municipality": "", "zone": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def _nothing_is_known_yet() -> None:
    """Calendars are kept for a minute, longer than a test takes."""
    caches["local"].clear()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9-12:30", [("09:00", "12:30")]),
        ("10-14", [("10:00", "14:00")]),
        ("9-12, 13-17", [("09:00", "12:00"), ("13:00", "17:00")]),
        ("13-17; 9-12", [("09:00", "12:00"), ("13:00", "17:00")]),
        ("9 - 12 und 14 - 18", [("09:00", "12:00"), ("14:00", "18:00")]),
        ("9 Uhr bis 17 Uhr", [("09:00", "17:00")]),
        ("8.30–16.15 Uhr", [("08:30", "16:15")]),
        ("22:00-06:00", [("22:00", "06:00")]),
        ("22-6", [("22:00", "06:00")]),
        ("9-24", [("09:00", "00:00")]),
        ("09:00-24:00", [("09:00", "00:00")]),
        ("0-24", [("00:00", "00:00")]),
        ("9-12, 20-2", [("09:00", "12:00"), ("20:00", "02:00")]),
        ("", []),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, read: list[tuple[str, str]]) -> None:
    assert [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in written.read_day(text)] == read


@pytest.mark.parametrize(
    "text", ["9", "9-", "25-26", "9:60-10", "9-9", "9-12, 11-13", "22-6, 23-24", "vormittags", "-", "24-25", "9--12"]
)
def test_what_is_no_stretch_of_hours_is_not_guessed_at(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        written.read_day(text)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("24.12.2026 Heiligabend", [(date(2026, 12, 24), "Heiligabend")]),
        ("31.12. Silvester", [(date(EVERY_YEAR, 12, 31), "Silvester")]),
        ("31. 12. Silvester", [(date(EVERY_YEAR, 12, 31), "Silvester")]),
        ("1.5.27: Betriebsausflug", [(date(2027, 5, 1), "Betriebsausflug")]),
        ("2026-12-24 Heiligabend", [(date(2026, 12, 24), "Heiligabend")]),
        ("29.2. Schalttag", [(date(EVERY_YEAR, 2, 29), "Schalttag")]),
        ("30.12.-2.1. Pause", [(date(EVERY_YEAR, *day), "Pause") for day in ((12, 30), (12, 31), (1, 1), (1, 2))]),
        ("30.12.-1.1.2027", [(date(2026, 12, 30), ""), (date(2026, 12, 31), ""), (date(2027, 1, 1), "")]),
        ("3.8.2026 bis 4.8.2026 Urlaub", [(date(2026, 8, 3), "Urlaub"), (date(2026, 8, 4), "Urlaub")]),
    ],
)
def test_closed_days_are_read_as_people_write_them(line: str, read: list[tuple[date, str]]) -> None:
    assert written.read_closed(line) == read


@pytest.mark.parametrize(
    "line",
    ["Heiligabend", "32.12.2026", "24.13. x", "29.2.2026 x", "1.1.7 x", "1.1.1999", "1.1.2026-1.1.2027 x", "24."],
)
def test_what_is_no_day_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        written.read_closed(line)


@pytest.mark.parametrize(
    ("day_0", "closes"),
    [("9-17", (16, 17)), ("9-24", (17, 0)), ("22-6", (17, 6)), ("8-12, 20-2", (17, 2)), ("0-24", (17, 0))],
)
def test_the_end_of_business_may_lie_on_the_next_day(
    office: Client, brand: Brand, day_0: str, closes: tuple[int, int]
) -> None:
    answer = office.post(f"/office/brands/{brand.pk}/hours/", {**EMPTY, "day_0": day_0})

    monday = date(2026, 11, 16)
    end = datetime(2026, 11, closes[0], closes[1], tzinfo=BERLIN)
    found = hours_of(Brand.objects.get())
    assert (answer.status_code, found.closing(monday)) == (302, end)
    assert calendar_of(brand).end_of_business(monday) == end


def test_hours_are_shown_as_they_can_be_typed_again(office: Client, brand: Brand) -> None:
    path = f"/office/brands/{brand.pk}/hours/"
    typed = {**EMPTY, "day_0": "9-12:30, 14-24", "day_4": "22-6", "closed": "31.12. Silvester\n3.8.2026 Ausflug"}
    office.post(path, typed)

    form = office.get(path).context["form"]
    shown = {name: str(form[name].value()) for name in ("day_0", "day_4", "closed")}

    assert shown == {
        "day_0": "09:00-12:30, 14:00-24:00", "day_4": "22:00-06:00", "closed": "31.12. Silvester\n03.08.2026 Ausflug",
    }  # fmt: skip


def test_a_day_of_every_year_is_closed_every_year(brand: Brand) -> None:
    ClosedDay.objects.create(brand=brand, date=date(EVERY_YEAR, 12, 24), name="Heiligabend")
    ClosedDay.objects.create(brand=brand, date=date(EVERY_YEAR, 2, 29), name="Schalttag")

    found, calendar = hours_of(brand), calendar_of(brand)

    assert [found.is_working_day(date(year, 12, 24)) for year in (2026, 2027, 2029)] == [False] * 3
    assert [calendar.is_working_day(date(year, 12, 24)) for year in (2026, 2027, 2029)] == [False] * 3
    assert (date(2028, 2, 29) in found.closed, date(2027, 3, 1) in found.closed) == (True, False)


def test_a_new_brand_is_offered_the_two_days_that_most_houses_have(office: Client, brand: Brand) -> None:
    path = f"/office/brands/{brand.pk}/hours/"
    offered = str(office.get(path).context["form"]["closed"].value())

    office.post(path, {**EMPTY, "day_0": "9-17", "closed": ""})

    assert offered == "24.12. Heiligabend\n31.12. Silvester"
    assert office.get(path).context["form"]["closed"].value() == ""


@pytest.mark.parametrize(
    ("state", "municipality", "free", "open_"),
    [
        ("BY", "catholic", [(2028, 8, 15)], [(2028, 8, 8)]),
        ("BY", "augsburg", [(2028, 8, 15), (2028, 8, 8)], []),
        ("BY", "", [], [(2028, 8, 15), (2028, 8, 8)]),
        ("SN", "catholic", [(2026, 6, 4)], [(2028, 8, 15)]),
        ("TH", "catholic", [(2026, 6, 4)], [(2028, 8, 15)]),
        ("TH", "", [], [(2026, 6, 4)]),
    ],
)
def test_communities_keep_days_of_their_own_for_deadlines_and_for_reading(
    office: Client, brand: Brand, state: str, municipality: str, free: list, open_: list
) -> None:
    chosen = {**EMPTY, "state": state, "municipality": municipality}

    answer = office.post(f"/office/brands/{brand.pk}/hours/", chosen)

    saved = Brand.objects.get()
    found, calendar = hours_of(saved), calendar_of(saved)
    assert answer.status_code == 302
    for days, is_open in ((free, False), (open_, True)):
        assert [found.is_working_day(date(*day)) for day in days] == [is_open] * len(days)
        assert [calendar.is_working_day(date(*day)) for day in days] == [is_open] * len(days)


@pytest.mark.parametrize(("state", "municipality"), [("BE", "catholic"), ("SN", "augsburg"), ("BY", "munich")])
def test_a_community_that_the_state_does_not_have_is_refused(
    office: Client, brand: Brand, state: str, municipality: str
) -> None:
    answer = office.post(f"/office/brands/{brand.pk}/hours/", {**EMPTY, "state": state, "municipality": municipality})

    assert (answer.status_code, Brand.objects.get().municipality) == (422, "")


def test_the_form_says_what_empty_means_and_calls_no_weekday_voluntary(office: Client, brand: Brand) -> None:
    page = office.get(f"/office/brands/{brand.pk}/hours/").content.decode()

    assert ("Alle sieben leer: Montag bis Freitag" in page, page.count("(freiwillig)")) == (True, 2)


def test_a_new_brand_has_its_days_of_silence_filled_in(office: Client, db: None) -> None:
    form = office.get("/office/brands/new/").context["form"]

    assert form["silence_days"].value() == 10


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lampe.example/datenschutz", "https://lampe.example/datenschutz"),
        ("www.lampe.example", "https://www.lampe.example"),
        ("http://lampe.example/a", "http://lampe.example/a"),
        ("", ""),
    ],
)
def test_an_address_without_its_scheme_is_completed_and_not_refused_by_the_browser(
    office: Client, db: None, typed: str, kept: str
) -> None:
    fields = {
        "name": "Lampe", "prefix": "LP", "sender_name": "Lampe", "sender_address": "hilfe@lampe.example",
        "register": "formal", "language": "de", "accent": "#0B5C66", "silence_days": "10", "privacy_url": typed,
    }  # fmt: skip
    page = office.get("/office/brands/new/").content.decode()

    answer = office.post("/office/brands/new/", fields)

    assert (answer.status_code, Brand.objects.get().privacy_url, 'type="url"' in page) == (302, kept, False)


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "kein Platz hier", "ftp//x"])
def test_what_is_no_web_address_is_still_refused(office: Client, db: None, bad: str) -> None:
    brand = make_brand()
    fields = {
        "name": "Lampe", "prefix": "LP", "sender_name": "Lampe", "sender_address": "hilfe@lampe.example",
        "register": "formal", "language": "de", "accent": "#0B5C66", "silence_days": "10", "imprint_url": bad,
    }  # fmt: skip

    answer = office.post(f"/office/brands/{brand.pk}/", fields)

    assert (answer.status_code, Brand.objects.get().imprint_url) == (422, "")
