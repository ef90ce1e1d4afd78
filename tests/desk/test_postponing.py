"""Sending later at the desk: the moment is asked for, the letter stands in the thread, and nothing is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from kulanz.cases import actions, tasks
from kulanz.cases.errors import WrongState
from kulanz.cases.models import Case, Draft, Message, Postponement
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.pages import in_one_line

from .conftest import Arrive

# A Monday, ten o'clock in Berlin.
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TEXT = "Guten Tag, Ihre Lampe ist heute auf den Weg gegangen."
BUTTON = re.compile(r'name="until" value="([^"]+)"')


@pytest.fixture
def case(arrive: Arrive, clock) -> Case:
    """A customer's new case, on a Monday morning."""
    clock.at = MONDAY
    return arrive()


def page_of(desk: Client, case: Case) -> str:
    return in_one_line(desk.get(f"/cases/{case.number}/").content.decode())


def write(desk: Client, case: Case, text: str = TEXT, **more: str) -> str:
    """Press "send later" on the case page; return the address that this leads to."""
    answer = desk.post(f"/cases/{case.number}/replies/?view=mine", {"text": text, "then": "later", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def press(desk: Client, address: str, **more: str):  # type: ignore[no-untyped-def]
    """Press the first moment of the page that asks for one."""
    page = in_one_line(desk.get(address).content.decode())
    carried = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items() if name != "list"}
    fields = {"until": BUTTON.findall(page)[1], "silent": "1", "then": "wait", **carried, **more}
    return desk.post(address, {name: value for name, value in fields.items() if value is not None})


def letters(case: Case) -> list[str]:
    return list(case.messages.filter(direction="out").order_by("id").values_list("delivery", flat=True))


def test_a_letter_is_held_for_the_moment_that_was_chosen(desk: Client, case: Case, agent: User) -> None:
    asked = desk.get(write(desk, case)).content.decode()
    done = press(desk, write(desk, case))
    page = page_of(desk, case)

    assert ("Wann geht der Brief hinaus?" in asked, TEXT in asked) == (True, True)
    assert (done.headers["Location"], letters(case)) == (f"/cases/{case.number}/?view=mine", ["later"])
    held = Postponement.objects.get()
    assert (held.until, held.waits, held.only_in_silence) == (MONDAY + timedelta(hours=23), True, True)
    assert "Geht hinaus: morgen, 09:00, wenn vorher keine Nachricht kommt" in page
    assert all(word in page for word in ("Jetzt senden", "Ändern", "Verwerfen", "geht später"))
    assert not Draft.objects.exists()


def test_what_is_typed_is_shown_as_it_is_read(desk: Client, case: Case) -> None:
    address = write(desk, case)
    page = in_one_line(desk.post(address, {"read": "1", "words": "morgen 8 Uhr", "then": "propose"}).content.decode())
    part = desk.get(
        f"/cases/{case.number}/postponement/",
        {"words": "morgen 8 Uhr"},
        headers={"HX-Request": "true", "HX-Target": "postpone-reading"},
    )

    assert "Senden: morgen, 08:00" in page
    assert '<option value="propose" selected>' in page
    assert re.search(r'name="silent" value="1" *>', page)  # it was taken away, and stays so
    assert "Senden: morgen, 08:00" in in_one_line(part.content.decode())
    assert letters(case) == []


def test_the_tick_can_be_taken_away_and_the_letter_asks_whether_it_is_solved(desk: Client, case: Case, clock) -> None:
    press(desk, write(desk, case), silent="", then="propose")
    held = Postponement.objects.get()
    assert (held.only_in_silence, held.message.proposes_solution) == (True, True)
    address = write(desk, case, "Und noch einer.")
    page = in_one_line(desk.get(address).content.decode())
    desk.post(address, {"until": BUTTON.findall(page)[0], "then": ""})

    last = Postponement.objects.latest("id")
    assert (last.only_in_silence, last.waits, last.message.proposes_solution) == (False, False, False)


def test_z_puts_it_back_into_the_draft(desk: Client, case: Case) -> None:
    press(desk, write(desk, case))
    offered = "Geht morgen, 09:00 hinaus." in page_of(desk, case)
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")

    assert (offered, letters(case), Draft.objects.get().text) == (True, ["withdrawn"], TEXT)


@pytest.mark.parametrize(
    ("step", "delivery", "drafts"),
    [("sending", "held", 0), ("withdrawals", "withdrawn", 1), ("discarding", "withdrawn", 0)],
)
def test_until_then_it_is_sent_changed_or_discarded(
    desk: Client, case: Case, step: str, delivery: str, drafts: int
) -> None:
    press(desk, write(desk, case))
    letter = Message.objects.get(delivery="later")
    desk.post(f"/cases/{case.number}/{step}/{letter.pk}/")

    assert (letters(case), Draft.objects.count()) == ([delivery], drafts)


def test_a_colleague_sees_it_and_decides_nothing(desk: Client, case: Case, agent: User, sign_in) -> None:
    from tests.factories import make_user  # noqa: PLC0415 - beside its only use

    colleague = sign_in(make_user(teams=tuple(each.team for each in agent.memberships.all())))
    press(desk, write(desk, case))
    page = page_of(colleague, case)
    letter = Message.objects.get(delivery="later")

    assert ("Geht hinaus: morgen, 09:00" in page, "Jetzt senden" in page) == (True, False)
    assert colleague.post(f"/cases/{case.number}/sending/{letter.pk}/").status_code == 422
    assert letters(case) == ["later"]


def test_a_message_before_is_told_on_the_case_and_today(desk: Client, case: Case, arrive: Arrive, clock) -> None:
    press(desk, write(desk, case))
    clock.advance(hours=1)
    arrive("Ist sie schon unterwegs?", case_id=case.pk)
    warned = "aber nicht von selbst: Inzwischen kam eine Nachricht" in page_of(desk, case)
    clock.advance(days=1)
    tasks.release_letter.run(message_id=Message.objects.get(delivery="later").pk)
    page, today = page_of(desk, case), in_one_line(desk.get("/").content.decode())

    assert (warned, letters(case)) == (True, ["withdrawn"])
    assert "Die Antwort für später ging nicht hinaus: Vorher kam eine Nachricht." in page
    assert f"{TEXT}</textarea>" in page
    assert ("Nicht gesendet: Vorher kam eine Nachricht" in today, "Ihr Brief ist wieder ein Entwurf" in today) == (
        True,
        True,
    )


def test_our_own_letter_and_automatic_mail_warn_of_nothing(
    desk: Client, case: Case, agent: User, arrive: Arrive
) -> None:
    press(desk, write(desk, case))
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Vorab: wir sind dran.")
    arrive("Bin im Urlaub", case_id=case.pk, is_automatic=True)

    assert "wenn vorher keine Nachricht kommt" in page_of(desk, case)


def test_what_speaks_against_a_letter_is_asked_before_it_is_held(desk: Client, case: Case) -> None:
    stopped = press(desk, write(desk, case, "Wir melden uns ‹Tag, Uhrzeit›."))
    page = in_one_line(stopped.content.decode())
    assert (stopped.status_code, letters(case)) == (422, [])
    assert 'name="meant" value="later"' in page

    press(desk, write(desk, case, "Wir melden uns ‹Tag, Uhrzeit›.", meant="later"))

    assert letters(case) == ["later"]


def test_news_that_were_not_seen_stop_it_too(desk: Client, case: Case, arrive: Arrive) -> None:
    seen = case.messages.get().pk
    arrive("Noch etwas!", case_id=case.pk)
    stopped = press(desk, write(desk, case, seen_message=str(seen)))

    assert (stopped.status_code, letters(case)) == (422, [])
    assert 'name="read" value="later"' in in_one_line(stopped.content.decode())


def test_an_empty_letter_is_refused_and_no_draft_leads_back(desk: Client, case: Case) -> None:
    empty = desk.post(f"/cases/{case.number}/replies/", {"text": " ", "then": "later"})

    assert empty.status_code == 422
    assert desk.get(f"/cases/{case.number}/postponement/").status_code == 302


def test_htmx_is_led_to_the_page_that_asks(desk: Client, case: Case) -> None:
    fields = {"text": TEXT, "then": "later"}
    answer = desk.post(f"/cases/{case.number}/replies/", fields, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(f"/cases/{case.number}/postponement/?")


def test_files_and_people_of_the_draft_go_with_it(desk: Client, case: Case, agent: User) -> None:
    from kulanz.cases.arrival import Upload  # noqa: PLC0415 - beside its only use

    actions.attach_to_draft(case_id=case.pk, by=actor_for(agent), uploads=[Upload("plan.txt", "text/plain", b"Plan")])
    press(desk, write(desk, case))

    assert [each.name for each in Message.objects.get(delivery="later").attachments.all()] == ["plan.txt"]


def test_what_was_discarded_waits_for_its_moment_again_with_z(desk: Client, case: Case, clock) -> None:
    press(desk, write(desk, case))
    letter = Message.objects.get(delivery="later")
    until = letter.postponed.until
    desk.post(f"/cases/{case.number}/discarding/{letter.pk}/")
    offered = "Der Brief wurde verworfen." in page_of(desk, case)

    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")

    assert (offered, letters(case), Draft.objects.count()) == (True, ["later"], 0)
    clock.at = until + timedelta(seconds=1)
    actions.release_when_due(message_id=letter.pk)
    assert letters(case) == ["held"]


@pytest.mark.parametrize("late", [timedelta(minutes=1), timedelta(days=3)])
def test_what_was_discarded_long_ago_stays_so(case: Case, agent: User, late: timedelta, clock) -> None:
    by = actor_for(agent)
    wish = actions.PostponementWish(MONDAY + timedelta(days=1))
    letter = actions.send_reply(case_id=case.pk, by=by, text=TEXT, later=wish)
    actions.discard_postponed(message_id=letter.pk, by=by)
    clock.at += late

    with pytest.raises(WrongState):
        actions.undo_discarding(message_id=letter.pk, by=by)


def test_what_was_answered_at_once_is_no_letter_to_wait_again(case: Case, agent: User) -> None:
    by = actor_for(agent)
    letter = actions.send_reply(case_id=case.pk, by=by, text=TEXT)
    actions.withdraw_reply(message_id=letter.pk, by=by)

    with pytest.raises(WrongState):
        actions.undo_discarding(message_id=letter.pk, by=by)


def test_one_that_somebody_else_has_to_approve_first_says_so_and_z_puts_it_back(
    desk: Client, case: Case, agent: User
) -> None:
    User.objects.filter(pk=agent.pk).update(needs_approval=True)

    answer = press(desk, write(desk, case))
    waits = letters(case)
    told = "Wartet auf ein zweites Augenpaar" in desk.session["undo"]["text"]
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")

    assert (answer.status_code, waits, told, letters(case)) == (302, ["awaiting"], True, ["withdrawn"])
    assert Draft.objects.get().text == TEXT
