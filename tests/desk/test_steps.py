"""Steps of the open case: undone in half a minute, told with their values."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case, Waiting
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.promises.models import Promise
from tests.factories import make_team, make_user
from tests.pages import in_one_line

from .conftest import Arrive


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A new case of the team."""
    return arrive()


def undo(desk: Client) -> str:
    return str(desk.post(f"/inbox/undo/{desk.session['undo']['key']}/", follow=True).content.decode())


def status(case: Case) -> tuple[str, int | None]:
    case.refresh_from_db()
    return case.status, case.assignee_id


@pytest.mark.parametrize(
    ("step", "fields", "done"),
    [
        ("takeover", {}, "with-us"),
        ("waiting", {"whom": "others", "reason": "Spedition"}, "waiting-others"),
        ("waiting", {"whom": "customer"}, "waiting-customer"),
    ],
)
def test_a_step_on_a_new_case_is_undone_completely(
    desk: Client, case: Case, step: str, fields: dict[str, str], done: str
) -> None:
    desk.post(f"/cases/{case.number}/{step}/", fields)
    after = status(case)[0]
    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert (after, 'data-key="z"' in page) == (done, True)
    assert "Zurückgenommen." in undo(desk)
    assert status(case) == ("new", None)
    assert "hat das zurückgenommen" in desk.get(f"/cases/{case.number}/").content.decode()


def test_a_hand_over_of_one_case_is_undone(desk: Client, agent: User, case: Case) -> None:
    other, elsewhere = make_user(teams=(case.team,)), make_team("Lager")
    desk.post(f"/cases/{case.number}/assignments/", {"to": f"person-{other.pk}"})
    undo(desk)
    person = status(case)
    desk.post(f"/cases/{case.number}/assignments/", {"to": f"team-{elsewhere.pk}"})
    undo(desk)

    assert (person, status(case), case.team.name) == (("new", None), ("new", None), "Werkstatt")


def test_many_taken_by_mistake_are_new_again(desk: Client, arrive: Arrive) -> None:
    cases = [arrive(sender_address=f"k{number}@post.example") for number in range(3)]
    desk.post("/inbox/selection/?view=open", {"case": [each.pk for each in cases], "step": "take"})

    undo(desk)

    assert {status(each) for each in cases} == {("new", None)}


def test_the_part_that_htmx_fetches_brings_the_way_back(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/takeover/")

    answer = desk.get(f"/cases/{case.number}/", headers={"HX-Request": "true", "HX-Target": "sheet"})

    page = in_one_line(answer.content.decode())
    assert page.count("<template data-undo-offer>") == 1
    assert "Das Anliegen liegt jetzt bei Ihnen." in page


def test_whom_a_case_waits_for_and_until_when_is_told(desk: Client, agent: User, case: Case, clock) -> None:
    desk.post(f"/cases/{case.number}/takeover/")
    asked = desk.get(f"/cases/{case.number}/waiting/").content.decode()
    desk.post(f"/cases/{case.number}/waiting/", {"whom": "others", "reason": "Spedition", "until": "2026-11-18"})

    page = desk.get(f"/cases/{case.number}/").content.decode()
    assert 'name="until"' in asked
    assert "Spedition, bis Mi, 18. November 2026" in re.sub(r"\s+", " ", page)
    assert "Wartet auf Dritte: Spedition, bis Mi, 18. November 2026" in page
    early = desk.get("/").context["today"].overdue_waits
    clock.advance(days=2)
    assert (early, [each.case for each in desk.get("/").context["today"].overdue_waits]) == ([], [case])
    assert "gewartet bis Mi, 18. November 2026" in desk.get("/").content.decode()


@pytest.mark.parametrize(
    "until", ["9999-12-31", "0001-01-01", "2026-11-15", "2028-01-01", "x", "2026-13-45", "٢٠٢٦-١٢-٠١"]
)
def test_a_day_that_makes_no_sense_is_no_day(desk: Client, case: Case, clock, until: str) -> None:
    answer = desk.post(f"/cases/{case.number}/waiting/", {"whom": "others", "until": until})

    assert (answer.status_code, Waiting.objects.get().until) == (302, None)


@pytest.mark.parametrize("due", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2050-01-01T12:00:00+01:00"])
def test_a_promise_of_an_absurd_day_is_refused_and_the_page_opens(desk: Client, case: Case, due: str) -> None:
    answer = desk.post(f"/cases/{case.number}/promises/", {"due": due, "words": "Wir melden uns."})

    assert (answer.status_code, Promise.objects.count()) == (422, 0)
    assert "Dieser Tag liegt zu weit weg." in answer.content.decode()


@pytest.mark.parametrize("years", [-2000, 7900])
def test_a_page_opens_although_an_absurd_day_stands_in_it(desk: Client, agent: User, case: Case, years: int) -> None:
    due = now().replace(year=now().year + years, month=1 if years < 0 else 12, day=1 if years < 0 else 31)
    Promise.objects.create(case=case, words="Wir melden uns.", due_at=due, promised_by=agent)
    case.messages.update(at=due)

    assert desk.get(f"/cases/{case.number}/").status_code == 200


def test_a_change_says_from_what_to_what(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/priority/", {"priority": "2"})
    desk.post(f"/cases/{case.number}/subject/", {"subject": "Dimmer <surrt>"})
    desk.post(f"/cases/{case.number}/goal/", {"goal": "Licht " * 40})

    page = desk.get(f"/cases/{case.number}/").content.decode()
    assert "hat geändert: die Priorität: normal → dringend" in page
    assert "der Betreff: „Dimmer &lt;surrt&gt;“" in page
    assert "Licht Licht …" in page


def test_a_bare_link_shows_the_list_in_which_the_case_stands(desk: Client, agent: User, arrive: Arrive) -> None:
    mine, free, waits = (arrive(sender_address=f"v{number}@post.example") for number in range(3))
    actions.take_case(case_id=mine.pk, by=actor_for(agent))
    actions.assign_case(case_id=waits.pk, by=actor_for(agent), user_id=make_user(is_lead=True).pk)
    desk.post(f"/cases/{waits.number}/waiting/", {"whom": "others"})

    views = [desk.get(f"/cases/{each.number}/").context["wanted"].view.value for each in (mine, free, waits)]

    assert views == ["mine", "unassigned", "others"]
    assert desk.get(f"/cases/{mine.number}/?view=all").context["wanted"].view.value == "all"


def test_a_case_far_down_its_list_begins_the_list(desk: Client, arrive: Arrive) -> None:
    old = arrive(at=now() - timedelta(days=2))
    for number in range(30):
        arrive(sender_address=f"k{number}@post.example", at=now() - timedelta(minutes=number))

    cases = desk.get(f"/cases/{old.number}/").context["cases"]

    assert [each.pk for each in cases] == [old.pk]


def test_what_is_folded_away_is_given_for_paper_with_whole_dates(desk: Client, outsider: Client, case: Case) -> None:
    case.messages.update(hidden="> Am Montag schrieben Sie <b>")

    page = desk.get(f"/cases/{case.number}/").content.decode()
    folded = desk.get(f"/cases/{case.number}/rests/")

    message = case.messages.get()
    assert folded.json() == {str(message.pk): "> Am Montag schrieben Sie <b>"}
    assert (f'data-rest="{message.pk}"' in page, f'data-rests="/cases/{case.number}/rests/"' in page) == (True, True)
    assert outsider.get(f"/cases/{case.number}/rests/").status_code == 403
    assert re.search(
        r'<time datetime="[^"]+" data-paper="\w\w\., \d+\. \S+ \d{4}, \d\d:\d\d">heute, \d\d:\d\d</time>', page
    )


@pytest.mark.parametrize(
    ("kind", "size", "is_shown"),
    [("image/jpeg", 9, True), ("image/png", 9, True), ("image/svg+xml", 9, False), ("text/html", 9, False),
     ("image/jpeg", 8_000_001, False)],
)  # fmt: skip
def test_light_pictures_are_shown_small_and_nothing_else(
    desk: Client, arrive: Arrive, kind: str, size: int, is_shown: bool
) -> None:
    case = arrive(uploads=(Upload("foto", kind, b"x" * size),))

    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert ('class="thumbnail"' in page, "?picture" in page) == (is_shown, is_shown)


def test_a_letter_sent_after_a_step_is_what_z_takes_back(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/takeover/")
    desk.post(f"/cases/{case.number}/replies/", {"text": "Ja.", "then": "wait"})

    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert (page.count('data-key="z"'), page.count('<div class="toast" data-undo')) == (1, 0)


def test_news_leave_unveiled_what_was_unveiled_and_unfolded_what_was_unfolded(desk: Client, case: Case) -> None:
    pages = [desk.get(f"/cases/{case.number}/?view=all{more}").content.decode() for more in ("", "&words&everything")]

    asked = [re.findall(r'hx-get="[^"]+\?([^"]+)" hx-trigger="case-changed', in_one_line(page)) for page in pages]
    assert asked == [["view=all"], ["view=all&amp;words&amp;everything"]]
