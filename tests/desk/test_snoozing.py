"""Snoozing at the desk: moments to choose from, words that are read, told on the case, undone by z."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions, tasks
from kulanz.cases.models import Case, Snooze
from kulanz.core.clock import now
from kulanz.desk.snoozing import offered_untils, until_in
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, User
from tests.factories import make_user
from tests.pages import in_one_line

from .conftest import Arrive

# A Monday, ten o'clock in Berlin.
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BUTTON = re.compile(r'name="until" value="([^"]+)"')


@pytest.fixture
def case(arrive: Arrive, agent: User) -> Case:
    """A case that the agent works on."""
    case = arrive()
    actions.take_case(case_id=case.pk, by=actor_for(agent))
    return case


@pytest.fixture
def monday(clock: object) -> datetime:
    """Let it be Monday morning."""
    clock.at = MONDAY  # type: ignore[attr-defined]
    return MONDAY


def page_of(desk: Client, case: Case) -> str:
    return in_one_line(desk.get(f"/cases/{case.number}/").content.decode())


def snooze(desk: Client, case: Case, until: str) -> int:
    return desk.post(f"/cases/{case.number}/snooze/", {"until": until}).status_code


def undo(desk: Client) -> str:
    return str(desk.post(f"/inbox/undo/{desk.session['undo']['key']}/", follow=True).content.decode())


def is_snoozed(*cases: Case) -> list[bool]:
    return [Case.objects.get(pk=case.pk).is_snoozed for case in cases]


def offers(brand: Brand) -> list[str]:
    return [
        f"{each.name} {each.moment:%a %d.%m. %H:%M}" if each.moment else each.name for each in offered_untils(brand)
    ]


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        ("2026-11-16T09:00", ["Heute Nachmittag Mon 16.11. 14:00", "Morgen früh Tue 17.11. 09:00",
                              "Montag früh Mon 23.11. 09:00", "Bis zur Antwort"]),
        ("2026-11-18T14:00", ["Morgen früh Thu 19.11. 09:00", "Montag früh Mon 23.11. 09:00",
                              "In einer Woche Wed 25.11. 09:00", "Bis zur Antwort"]),
        ("2026-11-20T15:00", ["Montag früh Mon 23.11. 09:00", "In einer Woche Fri 27.11. 09:00", "Bis zur Antwort"]),
        ("2027-03-25T15:00", ["Am nächsten Arbeitstag Tue 30.03. 09:00", "In einer Woche Thu 01.04. 09:00",
                              "Bis zur Antwort"]),
    ],
    ids=["monday morning", "wednesday afternoon", "friday", "before easter"],
)  # fmt: skip
def test_the_moments_that_are_offered_are_what_their_names_say(
    brand: Brand, clock, at: str, offered: list[str]
) -> None:
    clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC)

    assert offers(brand) == offered


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("morgen 9", "Tue 17.11. 09:00"),
        ("tomorrow 9", "Tue 17.11. 09:00"),
        ("nächsten Di 15 Uhr", "Tue 17.11. 15:00"),
        ("in 3 days", "Thu 19.11. 09:00"),
        ("bis zur Antwort", "reply"),
        ("until a reply", "reply"),
        ("Antwort", "reply"),
        ("irgendwann", ""),
    ],
)
def test_words_of_both_languages_are_read(brand: Brand, monday: datetime, words: str, moment: str) -> None:
    until = until_in(words, brand)

    said = "" if until is None else f"{until.moment:%a %d.%m. %H:%M}" if until.moment else until.value
    assert said == moment


def test_a_case_is_snoozed_with_one_press_says_so_and_is_undone(desk: Client, case: Case, monday: datetime) -> None:
    form = in_one_line(desk.get(f"/cases/{case.number}/snooze/").content.decode())
    answered = snooze(desk, case, BUTTON.findall(form)[1])
    page = page_of(desk, case)

    assert (answered, is_snoozed(case)) == (302, [True])
    assert "schlummert bis morgen, 09:00, auf Wunsch von Mara Lindner" in page
    assert "lässt es bis morgen, 09:00 schlummern" in page
    assert ("Schlummert bis morgen, 09:00." in page, 'data-key="z"' in page) == (True, True)
    assert "Zurückgenommen." in undo(desk)
    assert is_snoozed(case) == [False]
    page = page_of(desk, case)
    assert ("hat das zurückgenommen" in page, "auf Wunsch von" in page) == (True, False)


def test_until_a_reply_needs_no_moment(desk: Client, case: Case) -> None:
    snooze(desk, case, "reply")

    page = page_of(desk, case)
    assert "schlummert bis zur Antwort, auf Wunsch von Mara Lindner" in page
    assert "lässt es bis zur Antwort schlummern" in page


def test_what_is_typed_is_shown_as_it_is_read_before_it_counts(desk: Client, case: Case, monday: datetime) -> None:
    typed = desk.post(f"/cases/{case.number}/snooze/", {"read": "1", "words": "nächsten Di 15 Uhr"})
    page = in_one_line(typed.content.decode())

    assert (typed.status_code, is_snoozed(case)) == (200, [False])
    assert "Schlummern bis morgen, 15:00" in page
    assert snooze(desk, case, BUTTON.findall(page)[-1]) == 302
    assert Snooze.objects.get().until == MONDAY + timedelta(days=1, hours=5)


def test_what_makes_no_moment_is_said(desk: Client, case: Case) -> None:
    page = desk.post(f"/cases/{case.number}/snooze/", {"read": "1", "words": "irgendwann"}).content.decode()

    assert "Noch kein Zeitpunkt." in page


def test_the_dialog_is_fetched_and_reads_along(desk: Client, case: Case, monday: datetime) -> None:
    def part(target: str, **given: str) -> str:
        headers = {"HX-Request": "true", "HX-Target": target}
        return desk.get(f"/cases/{case.number}/snooze/", given, headers=headers).content.decode().strip()

    assert part("snooze-form").startswith("<form")
    assert "Schlummern bis morgen, 09:00" in in_one_line(part("snooze-reading", words="morgen 9"))
    assert part("snooze-reading", words="") == ""


def test_nonsense_and_what_is_over_snoozes_nothing(desk: Client, case: Case) -> None:
    assert snooze(desk, case, "bald") == 404
    assert snooze(desk, case, (now() - timedelta(hours=1)).isoformat()) == 422
    assert snooze(desk, case, "9999-12-31T23:59:59+00:00") == 404
    assert is_snoozed(case) == [False]


def test_it_is_woken_by_hand_and_comes_back_by_itself(desk: Client, case: Case, agent: User, clock) -> None:
    snooze(desk, case, "reply")
    desk.post(f"/cases/{case.number}/waking/")
    woken = "hat es geweckt" in page_of(desk, case)
    snooze(desk, case, (now() + timedelta(hours=1)).isoformat())
    clock.advance(hours=1)
    tasks.wake_case.run(snooze_id=Snooze.objects.latest("id").pk)

    assert (woken, is_snoozed(case)) == (True, [False])
    assert "Wieder da, wie von Mara Lindner gewünscht" in page_of(desk, case)
    today = in_one_line(desk.get("/").content.decode())
    assert ("Wieder da" in today, "wie gewünscht" in today) == (True, True)


def test_a_row_says_until_when_it_sleeps(desk: Client, case: Case, monday: datetime) -> None:
    snooze(desk, case, (monday + timedelta(days=1)).isoformat())

    page = desk.get("/inbox/?view=snoozed").content.decode()
    assert ("schlummert bis morgen, 10:00" in page, 'snoozed" data-row' in page) == (True, True)


def test_picked_rows_are_snoozed_together_and_undone(
    desk: Client, case: Case, arrive: Arrive, monday: datetime
) -> None:
    cases = [case, arrive(sender_address="b@post.example")]
    picked = [("case", str(each.pk)) for each in cases]
    fields = {"case": [value for _name, value in picked]}
    asked = desk.post("/inbox/selection/?view=open", {"step": "snooze", **fields})
    page = in_one_line(desk.get(asked.headers["Location"]).content.decode())
    done = desk.post("/inbox/selection/", {"step": "snooze", "until": BUTTON.findall(page)[0], **fields}, follow=True)

    assert ("2 Anliegen schlummern." in done.content.decode(), is_snoozed(*cases)) == (True, [True, True])
    undo(desk)
    assert is_snoozed(*cases) == [False, False]


def test_words_for_picked_rows_are_read_first(desk: Client, case: Case, monday: datetime) -> None:
    fields = {"step": "snooze", "case": str(case.pk), "words": "morgen 9"}
    page = in_one_line(desk.post("/inbox/selection/", fields, follow=True).content.decode())

    assert ("Schlummern bis morgen, 09:00" in page, is_snoozed(case)) == (True, [False])


@pytest.mark.parametrize("typed", ["schlummern morgen 9", "snooze tomorrow 9", "Schlummern bis morgen 9 Uhr"])
def test_the_palette_understands_a_moment_beside_an_open_case(
    desk: Client, case: Case, monday: datetime, typed: str
) -> None:
    def offered(address: str) -> str:
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
        return in_one_line(desk.get("/palette/", {"q": typed}, headers=headers).content.decode())

    beside = offered(f"/cases/{case.number}/?view=mine")
    assert f'action="/cases/{case.number}/snooze/?view=mine"' in beside
    assert ("Schlummern bis morgen, 09:00" in beside, len(BUTTON.findall(beside))) == (True, 1)
    assert [BUTTON.findall(offered(each)) for each in ("/inbox/", "/cases/XX-1/", "/nowhere")] == [[], [], []]


def test_the_palette_offers_no_case_that_is_closed_or_of_others(
    desk: Client, outsider: Client, case: Case, monday: datetime
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/cases/{case.number}/"}
    theirs = outsider.get("/palette/", {"q": "snooze tomorrow"}, headers=headers).content.decode()
    desk.post(f"/cases/{case.number}/ending/", {"end": "spam"})
    closed = desk.get("/palette/", {"q": "snooze tomorrow"}, headers=headers).content.decode()

    assert (BUTTON.findall(theirs), BUTTON.findall(closed)) == ([], [])


def test_snoozing_costs_no_page_a_query(desk: Client, case: Case) -> None:
    def asked(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    addresses = [f"/cases/{case.number}/", "/inbox/?view=open", "/"]
    before = [asked(address) for address in addresses]
    snooze(desk, case, "reply")

    assert [asked(address) for address in addresses] == before


@pytest.mark.parametrize("rows", [1, 30])
def test_what_is_snoozed_takes_five_queries_whatever_its_rows(
    desk: Client, arrive: Arrive, agent: User, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(rows):
        each = arrive(sender_address=f"k{number}@post.example")
        actions.snooze_case(case_id=each.pk, by=actor_for(agent), until=now() + timedelta(hours=number + 1))

    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        page = desk.get("/inbox/?view=snoozed").content.decode()

    assert page.count("data-row ") == rows


def test_somebody_of_another_team_snoozes_nothing(outsider: Client, case: Case) -> None:
    assert (snooze(outsider, case, "reply"), is_snoozed(case)) == (403, [False])


def test_a_colleague_reads_who_wished_it(desk: Client, case: Case, agent: User, clock, sign_in) -> None:
    colleague = make_user(name="Amara Diallo", teams=tuple(each.team for each in agent.memberships.all()))
    actions.snooze_case(case_id=case.pk, by=actor_for(colleague), until=now() + timedelta(hours=1))
    clock.advance(hours=1)
    tasks.wake_case.run(snooze_id=Snooze.objects.get().pk)

    assert "wie von Amara Diallo gewünscht" in in_one_line(desk.get("/").content.decode())
