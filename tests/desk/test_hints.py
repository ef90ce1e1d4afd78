"""What the house noticed about a letter is told at the desk, in words, with the one step that settles it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import kulanz
from kulanz.cases.models import Case, Message

from .conftest import Arrive

SOURCE = Path(kulanz.__path__[0])
GIVEN = re.compile(r'(?:"code": |hinted\()"([a-z-]+)"')
PROTECTED = ("signed", "encrypted")


def codes() -> list[str]:
    """Every code that some room gives to a letter."""
    files = [path for room in ("channels", "cases") for path in (SOURCE / room).rglob("*.py")]
    found = {code for path in files for code in GIVEN.findall(path.read_text(encoding="utf-8"))}
    return sorted(found | set(PROTECTED))


def offers(desk: Client, arrive: Arrive, **hint: object) -> str:
    case = arrive(hints=(hint,))
    page = desk.get(f"/cases/{case.number}/").content.decode()
    return "".join(re.findall(r'<form\s+class="offer.*?</form>|<p class="offer.*?</p>', page, re.DOTALL))


@pytest.mark.parametrize("code", codes())
def test_every_hint_that_a_letter_can_carry_is_told(desk: Client, arrive: Arrive, code: str) -> None:
    told = offers(desk, arrive, code=code, numbers=["RL-7"], name="Otto & Söhne", until="2026-11-30")

    assert (code == "receipt") == (told == "")  # a receipt is a line of the thread, not a letter


def test_an_unknown_hint_is_left_out(desk: Client, arrive: Arrive) -> None:
    assert offers(desk, arrive, code="tomorrow", numbers=["RL-7"]) == ""
    assert offers(desk, arrive) == ""


def test_a_letter_that_may_belong_elsewhere_is_moved_with_one_press(desk: Client, arrive: Arrive) -> None:
    other = arrive(subject="Rechnung")
    told = offers(desk, arrive, code="belongs-to", numbers=[other.number])
    message = Message.objects.exclude(case=other).get()

    action = re.search(r'action="([^"]+)"', told)
    assert action is not None
    assert f'name="number" value="{other.number}"' in told
    desk.post(action[1], {"number": other.number})

    message.refresh_from_db()
    assert (message.case, message.hints) == (other, [])


@pytest.mark.parametrize("code", ["long-closed", "subject-changed"])
def test_a_new_matter_is_split_off_with_one_press(desk: Client, arrive: Arrive, code: str) -> None:
    case = arrive()
    arrive("Etwas ganz anderes", case_id=case.pk, hints=({"code": code},))

    page = desk.get(f"/cases/{case.number}/").content.decode()
    action = re.search(r'<form\s+class="offer"\s+method="post"\s+action="([^"]+)"', page)
    assert action is not None
    answer = desk.post(action[1])

    assert (answer.status_code, Message.objects.get(text="Etwas ganz anderes").case_id != case.pk) == (302, True)


def test_a_name_in_a_hint_is_escaped_once(desk: Client, arrive: Arrive) -> None:
    told = offers(desk, arrive, code="forwarded-by", name="Otto & <b>Söhne</b>")

    assert "Otto &amp; &lt;b&gt;Söhne&lt;/b&gt;" in told


def test_an_absence_says_until_when(desk: Client, arrive: Arrive) -> None:
    assert "Abwesend bis 30. November 2026." in offers(desk, arrive, code="automatic", until="2026-11-30")


APPOINTMENTS = [
    ({"start": "2026-12-01T13:00:00-06:00", "end": "2026-12-01T13:30:00-06:00"}, "Di, 1. Dezember 2026, 20:00–20:30"),
    ({"start": "2026-12-01", "end": "2026-12-03"}, "Di, 1. Dezember 2026 – Do, 3. Dezember 2026"),
    ({"start": "2026-12-01", "end": "2026-12-01"}, "Di, 1. Dezember 2026"),
    ({"start": "2026-12-01T09:00:00", "zone": "Hauszeit"}, "in der Zeitzone „Hauszeit“, die wir nicht kennen"),
    ({"repeats": "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270301"}, "wöchentlich (Montag, Mittwoch), bis 1. März 2027"),
    ({"repeats": "FREQ=DAILY;INTERVAL=3;COUNT=5", "moved": 2}, "alle 3 Tage, 5-mal, 2 Termine davon verlegt"),
    ({"repeats": "FREQ=MONTHLY;BYDAY=1MO;UNTIL=unlesbar"}, "monatlich"),
    ({"one_of_series": True}, "ein einzelner Termin einer Serie"),
    ({"others": 1}, "und ein weiterer Termin"),
]


@pytest.mark.parametrize(("values", "told"), APPOINTMENTS)
def test_an_invitation_says_when_and_how_often(
    desk: Client, arrive: Arrive, values: dict[str, object], told: str
) -> None:
    words = offers(desk, arrive, code="invitation", title="Abholung", method="REQUEST", **values)

    assert told in words


def head(desk: Client, case: Case) -> str:
    """The words at the head of the letter of a case."""
    page = desk.get(f"/cases/{case.number}/").content.decode()
    found = re.search(r'<article class="entry".*?<header>(.*?)</h3>\s*<span class="to">(.*?)</span>', page, re.DOTALL)
    assert found is not None
    return " | ".join(re.sub(r"<[^>]+>", "", part).strip() for part in found.groups())


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"sender_name": "Tilo Brand", "hints": ({"code": "forwarded-by", "name": "Mara Lindner"},)},
            "Tilo Brand | weitergeleitet von Mara Lindner · geschrieben von Tilo Brand",
        ),
        (
            {"sender_name": "Tilo <b>&", "hints": ({"code": "forwarded-by", "name": "Mara & Söhne"},)},
            "Tilo &lt;b&gt;&amp; | weitergeleitet von Mara &amp; Söhne · geschrieben von Tilo &lt;b&gt;&amp;",
        ),
        (
            {
                "sender_name": "Tilo Brand",
                "hints": (
                    {"code": "forwarded-by", "name": "Mara Lindner"},
                    {"code": "forward-unsplit", "name": "Mara Lindner"},
                ),
            },
            "Tilo Brand | weitergeleitet von Mara Lindner · geschrieben von Tilo Brand",
        ),
        ({"sender_name": "Tilo Brand"}, "Tilo Brand | per E-Mail"),
    ],
)
def test_the_head_of_a_letter_says_who_passed_it_on_and_who_wrote_it(
    desk: Client, arrive: Arrive, values: dict[str, object], told: str
) -> None:
    assert head(desk, arrive(**values)) == told
