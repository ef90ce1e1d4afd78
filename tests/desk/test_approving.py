"""A letter that waits for a second pair of eyes, as its writer, its reader and everybody else see it at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Case, Draft, Message
from kulanz.fields.models import CaseField
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from tests.factories import make_team, make_user
from tests.pages import in_one_line

from .conftest import Arrive, SignIn

Do = Callable[..., object]
WAITS = "Wartet auf ein zweites Augenpaar"


@pytest.fixture
def case(arrive: Arrive, agent: User) -> Case:
    """A case in which an agent writes whose letters wait."""
    User.objects.filter(pk=agent.pk).update(needs_approval=True)
    return arrive()


@pytest.fixture
def lead(sign_in: SignIn, db: None) -> Client:
    """The browser of somebody who approves letters."""
    return sign_in(make_user(name="Karin Lead", is_lead=True))


@pytest.fixture
def letter(desk: Client, case: Case) -> Message:
    """A letter that waits."""
    desk.post(f"/cases/{case.number}/replies/", {"text": "Sie kommt am Freitag.", "then": "wait"})
    return Message.objects.get(direction="out")


def page(browser: Client, case: Case) -> str:
    return in_one_line(browser.get(f"/cases/{case.number}/").content.decode())


def step(browser: Client, letter: Message, end: str = "", **fields: object):
    return browser.post(f"/cases/{letter.case.number}/approvals/{letter.pk}/{end}", fields)


def test_its_writer_sees_that_it_waits_and_can_take_it_back(desk: Client, case: Case, letter: Message) -> None:
    shown = page(desk, case)
    assert (WAITS in shown, "Freigeben und senden" in shown) == (True, False)

    desk.post(f"/cases/{case.number}/withdrawals/{letter.pk}/")
    assert Draft.objects.get().text == "Sie kommt am Freitag."


def test_a_colleague_sees_only_that_it_waits(sign_in: SignIn, team: Team, case: Case, letter: Message) -> None:
    colleague = sign_in(make_user(teams=(team,)))
    shown = page(colleague, case)
    assert (WAITS in shown, "Freigeben und senden" in shown, "Zurücknehmen" in shown) == (True, False, False)

    assert (step(colleague, letter, text="x").status_code, step(colleague, letter, "return/").status_code) == (403, 403)


def test_who_approves_finds_it_and_sends_it(lead: Client, case: Case, letter: Message) -> None:
    assert f"/cases/{case.number}/#message-{letter.pk}" in lead.get("/").content.decode()
    assert "Freigeben und senden" in page(lead, case)
    answer = step(lead, letter, text="Sie kommt am Freitag.", seen_message=letter.pk, seen_note="0")

    letter.refresh_from_db()
    assert (answer.status_code, letter.delivery) == (302, "held")
    assert "Karin Lead hat den Brief freigegeben" in page(lead, case)


def test_news_stop_it_with_the_changed_words_kept(lead: Client, case: Case, letter: Message, arrive: Arrive) -> None:
    arrive(text="Hat sich erledigt.", case_id=case.pk)
    answer = step(lead, letter, text="Sie kommt am Montag.", seen_message=letter.pk, seen_note="0")

    shown = in_one_line(answer.content.decode())
    assert (answer.status_code, "Sie kommt am Montag.</textarea>" in shown) == (422, True)
    assert "Es ist etwas Neues gekommen" in shown
    letter.refresh_from_db()
    assert letter.delivery == "awaiting"


def test_an_open_gap_is_told_and_can_be_meant(lead: Client, letter: Message) -> None:
    answer = step(lead, letter, text="Sie kommt am ‹Tag›.")
    assert (answer.status_code, 'name="meant"' in answer.content.decode()) == (422, True)

    step(lead, letter, text="Sie kommt am ‹Tag›.", meant="1")
    letter.refresh_from_db()
    assert (letter.delivery, letter.text) == ("held", "Sie kommt am ‹Tag›.")


def test_a_letter_given_back_tells_its_writer_alone_why(
    desk: Client, lead: Client, case: Case, letter: Message
) -> None:
    step(lead, letter, "return/", remark="Bitte <ohne> Datum.")

    assert (
        "Bitte &lt;ohne&gt; Datum." in page(desk, case)
        and "Bitte &lt;ohne&gt; Datum." in desk.get("/").content.decode()
    )
    assert "Bitte &lt;ohne" not in page(lead, case)
    desk.post(f"/cases/{case.number}/replies/", {"text": "Sie kommt.", "regained": str(letter.pk)})
    assert "Bitte &lt;ohne" not in page(desk, case)


def test_a_letter_of_another_team_is_no_ones_who_may_not_see_the_case(
    sign_in: SignIn, case: Case, letter: Message
) -> None:
    stranger = sign_in(make_user(teams=(make_team(),), is_admin=False))
    assert step(stranger, letter, text="x").status_code in {403, 404}


def test_an_id_of_another_letter_does_nothing(lead: Client, case: Case, letter: Message) -> None:
    other = actions.send_reply(case_id=case.pk, by=actor_for(make_user(is_lead=True)), text="Anderes.")
    assert step(lead, other, text="x").status_code == 422


def test_the_switch_is_on_the_pages_of_person_and_brand(sign_in: SignIn, agent: User, brand: Brand) -> None:
    admin = sign_in(make_user(is_admin=True))
    for address in (f"/office/people/{agent.pk}/", f"/office/brands/{brand.pk}/"):
        assert 'name="needs_approval"' in admin.get(address).content.decode()


def test_what_knowing_does_not_answer_offers_no_button_that_would_do_nothing(
    desk: Client, lead: Client, case: Case
) -> None:
    desk.post(f"/cases/{case.number}/replies/", {"text": "Sie leuchtet wieder.", "anyway": "propose"})
    letter = Message.objects.get(direction="out")
    CaseField.objects.create(name="Ursache", kind="text", needed_to_solve=True, place=1)

    answer = step(lead, letter, text="Sie leuchtet nun wieder.")

    html = answer.content.decode()
    assert (answer.status_code, "Ursache" in html, 'name="anyway"' in html) == (422, True, False)
