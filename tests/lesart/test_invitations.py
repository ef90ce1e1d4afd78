"""Invitations: what, when in whatever time zone, and how often."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lesart import Invitation
from lesart.invitations import read_invitation
from lesart.zones import named_zone
from tests.lesart.builder import multipart, with_head

BERLIN = ZoneInfo("Europe/Berlin")


def turn(kind: str, before: str, after: str, rule: str) -> str:
    rule = f"RRULE:{rule}\r\n" if rule else ""
    return (
        f"BEGIN:{kind}\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\nTZNAME:x\r\n{rule}"
        f"X-EIGENES:1\r\nEND:{kind}\r\n"
    )


def zone(name: str, winter: str, summer: str) -> str:
    return (
        f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nX-LIC-LOCATION:Nirgends\r\n"
        + turn("STANDARD", summer, winter, "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10")
        + turn("DAYLIGHT", winter, summer, "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")
        + "END:VTIMEZONE\r\n"
    )


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:7@post.example", "SUMMARY:Abholung", *lines, "END:VEVENT", ""])


def invitation(*parts: str) -> Invitation:
    text = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" + "".join(parts) + "END:VCALENDAR\r\n"
    found = read_invitation(text.encode(), "utf-8")
    assert found is not None
    return found


def in_berlin(moment: datetime | None) -> str:
    assert moment is not None and moment.tzinfo is not None
    return moment.astimezone(BERLIN).strftime("%d.%m. %H:%M")


OWN = [
    ("Hauszeit", "+0530", "+0530", "Hauszeit", "12.01. 05:30"),
    ("Customized Time Zone", "-0600", "-0500", "Customized Time Zone", "12.01. 17:00"),
    ("Europe/Berlin", "+0000", "+0100", "Europe/Berlin", "12.01. 11:00"),
    ("(UTC-03:30) Neufundland", "-0330", "-0230", '"(UTC-03:30) Neufundland"', "12.01. 14:30"),
    ("(UTC+02:00) Hausstadt, Nebenan", "+0200", "+0300", "(UTC+02:00) Hausstadt, Nebenan", "12.01. 09:00"),
    (r"(UTC+03:00) Hausen\, Nebenan", "+0300", "+0300", '"(UTC+03:00) Hausen, Nebenan"', "12.01. 08:00"),
    ("/anbieter.example/2024/Irgendwo", "+0900", "+0900", "/anbieter.example/2024/Irgendwo", "12.01. 02:00"),
]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("20260112T090000+0200", "12.01. 08:00"), ("20260112T0900-05:00", "12.01. 15:00"),
     ("20260112T090000+9900", "11.01. 20:00"), ("20260112T090000z", "12.01. 10:00")],
)  # fmt: skip
def test_a_bare_offset_behind_a_time_counts(written: str, expected: str) -> None:
    assert in_berlin(invitation(event(f"DTSTART:{written}")).start) == expected


@pytest.mark.parametrize(("name", "winter", "summer", "written", "expected"), OWN)
def test_a_zone_that_the_file_defines_counts_as_defined(
    name: str, winter: str, summer: str, written: str, expected: str
) -> None:
    found = invitation(zone(name, winter, summer), event(f"DTSTART;TZID={written}:20260112T100000"))
    assert in_berlin(found.start) == expected


def test_summer_and_winter_of_a_defined_zone_are_told_apart() -> None:
    texts = [
        invitation(zone("Haus", "-0500", "-0400"), event(f"DTSTART;TZID=Haus:2026{day}T100000"))
        for day in ("0112", "0712")
    ]
    assert [in_berlin(found.start) for found in texts] == ["12.01. 16:00", "12.07. 16:00"]
    assert [found.start and found.start.utcoffset() for found in texts] == [
        datetime(2026, 1, 12, tzinfo=ZoneInfo("America/New_York")).utcoffset(),
        datetime(2026, 7, 12, tzinfo=ZoneInfo("America/New_York")).utcoffset(),
    ]


def test_two_files_may_give_one_name_to_two_zones() -> None:
    first = invitation(zone("Haus", "+0900", "+0900"), event("DTSTART;TZID=Haus:20260112T100000"))
    second = invitation(zone("Haus", "+0100", "+0100"), event("DTSTART;TZID=Haus:20260112T100000"))
    assert (in_berlin(first.start), in_berlin(second.start)) == ("12.01. 02:00", "12.01. 10:00")


UNSOUND = [
    "FREQ=SECONDLY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;INTERVAL=0;BYMONTH=3",
    "FREQ=YEARLY;BYMONTH=3;BYSETPOS=1",
    "Unsinn",
]


@pytest.mark.parametrize("rule", UNSOUND)
def test_a_definition_that_cannot_be_worked_out_gives_way_to_the_name(rule: str) -> None:
    bad = f"BEGIN:VTIMEZONE\r\nTZID:Europe/Lisbon\r\n{turn('STANDARD', '+0500', '+0600', rule)}END:VTIMEZONE\r\n"
    found = invitation(bad, event("DTSTART;TZID=Europe/Lisbon:20260112T100000"))
    assert in_berlin(found.start) == "12.01. 11:00"


NAMED = {
    "W. Europe Standard Time": "Europe/Berlin",
    "Tokyo Standard Time": "Asia/Tokyo",
    "India Standard Time": "Asia/Calcutta",
    "Pacific Daylight Time": "America/Los_Angeles",
    "E. Europe": "Europe/Chisinau",
    "Turkey Standard Time": "Europe/Istanbul",
    "Eastern Standard Time 2": "America/New_York",
    "/mozilla.org/20070129_1/Europe/Zurich": "Europe/Zurich",
    "/softwarestudio.org/Olson_20011030_5/America/Argentina/Salta": "America/Argentina/Salta",
    "europe/vienna": "Europe/Vienna",
    "Europe-Vienna": "Europe/Vienna",
    "(UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris": "Europe/Brussels",
    "(GMT+01.00) Wien / Prag": "Europe/Vienna",
    "(UTC+02:00) Athen, Bukarest": "Europe/Athens",
    "(UTC-08:00) Pacific Time (US & Canada)": "America/Los_Angeles",
    "Mitteleuropäische Zeit": "Europe/Berlin",
    "Lissabon": "Europe/Lisbon",
}


@pytest.mark.parametrize("name", NAMED)
def test_a_zone_is_known_by_the_name_that_a_program_gives_it(name: str) -> None:
    assert str(named_zone(name)) == NAMED[name]


@pytest.mark.parametrize(
    ("name", "hours"), [("UTC", 0), ("tzone://Microsoft/Utc", 0), ("GMT+0200", 2), ("UTC-03:00", -3), ("+05:30", 5.5)]
)
def test_an_offset_for_a_name_is_that_offset(name: str, hours: float) -> None:
    found = named_zone(name)
    assert found is not None
    offset = found.utcoffset(datetime(2026, 7, 1))
    assert offset is not None and offset.total_seconds() == hours * 3_600


@pytest.mark.parametrize(
    "name", ["Customized Time Zone", "Hauszeit", "(UTC+01:00) Tokio", "UTC+99", "", "../etc/passwd"]
)
def test_a_zone_that_nobody_knows_is_none(name: str) -> None:
    assert named_zone(name) is None


def test_the_name_of_an_unknown_zone_is_told_with_the_time_as_written() -> None:
    found = invitation(event("DTSTART;TZID=Hauszeit:20260112T100000"))
    assert (found.start, found.zone) == (datetime(2026, 1, 12, 10), "Hauszeit")


LENGTHS = {
    "PT45M": "12.01. 10:45",
    "P1DT2H": "13.01. 12:00",
    "P1W": "19.01. 10:00",
    "+PT90S": "12.01. 10:01",
}


@pytest.mark.parametrize("length", LENGTHS)
def test_a_duration_gives_the_end(length: str) -> None:
    found = invitation(event("DTSTART;TZID=Europe/Berlin:20260112T100000", f"DURATION:{length}"))
    assert in_berlin(found.end) == LENGTHS[length]


def test_hours_of_a_duration_pass_by_the_clock_and_days_by_the_calendar() -> None:
    night = "DTSTART;TZID=Europe/Berlin:20260328T220000"
    ends = [invitation(event(night, f"DURATION:{length}")).end for length in ("PT8H", "P1D")]
    assert [in_berlin(end) for end in ends] == ["29.03. 07:00", "29.03. 22:00"]


def test_the_length_of_an_alarm_is_not_that_of_the_event() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "SUMMARY:Wecker", "END:VALARM")
    found = invitation(event("DTSTART:20260112T100000Z", *alarm))
    assert (found.summary, found.end) == ("Abholung", None)


def test_whole_days_are_told_and_end_before_the_day_after() -> None:
    found = invitation(event("DTSTART;VALUE=DATE:20260112", "DTEND;VALUE=DATE:20260114"))
    assert (found.whole_day, found.start, found.end) == (True, datetime(2026, 1, 12), datetime(2026, 1, 14))


def test_a_series_is_told_even_below_its_moved_dates() -> None:
    moved = event("RECURRENCE-ID:20260119T090000Z", "DTSTART:20260120T150000Z")
    series = event("DTSTART:20260112T090000Z", "RRULE:FREQ=WEEKLY;COUNT=5")
    found = invitation(moved, series)
    assert (in_berlin(found.start), found.repeats, found.moved, found.one_of_series) == (
        "12.01. 10:00",
        "FREQ=WEEKLY;COUNT=5",
        1,
        False,
    )


def test_one_date_of_a_series_is_told_as_such() -> None:
    found = invitation(event("RECURRENCE-ID:20260119T090000Z", "DTSTART:20260120T150000Z"))
    assert (in_berlin(found.start), found.one_of_series, found.moved) == ("20.01. 16:00", True, 0)


def test_further_events_of_a_file_are_counted() -> None:
    other = event("DTSTART:20260220T090000Z").replace("UID:7@", "UID:8@")
    assert invitation(event("DTSTART:20260112T090000Z"), other).others == 1


FILE = b"BEGIN:VCALENDAR\r\n" + event("DTSTART:20260112T090000Z").encode() + b"END:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: application/octet-stream; name=termin.ics",
        b"Content-Type: application/octet-stream; name=ohne-endung",
        b"Content-Type: text/plain; name=termin.ics\r\nContent-Disposition: attachment",
        b"Content-Type: text/x-vcalendar",
        b"Content-Type: application/x-ics; name=termin.ics",
        b"Content-Type: binary/octet-stream; name=termin.ICS",
        b"Content-Type: application/force-download; name=a",
        b"Content-Type: application/ics; name=a",
    ],
)
def test_a_calendar_is_read_whatever_its_type_says(head: bytes) -> None:
    mail = with_head(multipart(b"mixed", b"\r\nTermin", head + b"\r\n\r\n" + FILE))
    item = mail.attachments[0]
    assert (item.kind, item.invitation and item.invitation.summary) == ("invitation", "Abholung")


def test_a_file_that_only_bears_the_name_of_a_calendar_stays_a_file() -> None:
    part = b"Content-Type: application/octet-stream; name=liste.ics\r\n\r\nkein Kalender"
    assert with_head(multipart(b"mixed", b"\r\nHallo", part)).attachments[0].kind == "file"
