"""What is too large for a mail: a link for those who got the letter, until its time is over or the letter is back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, Message, Postponement
from kulanz.cases.queries import case_page, file_token
from kulanz.core import clock
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import House, User
from tests.factories import make_user

SMALL, LARGE = Upload("Skizze.txt", "text/plain", b"12345"), Upload("Film.mp4", "video/mp4", b"0" * 20)


@pytest.fixture
def letter(case: Case, agent: Actor, settings) -> Message:
    """A letter that was sent, with a small file and one that is too large for it."""
    settings.LETTER_SIZE_LIMIT, settings.LINKED_SIZE_LIMIT = 10, 40
    House.objects.create(pk=1, linked_days=7)
    actions.attach_to_draft(case_id=case.pk, by=agent, uploads=[LARGE, SMALL])
    sent = actions.send_reply(case_id=case.pk, by=agent, text="Anbei der Film.", stops_are_known=True)
    Message.objects.filter(pk=sent.pk).update(delivery="sent")
    return sent


def linked() -> str:
    return f"/files/{file_token(Attachment.objects.exclude(linked_until=None).get())}/"


def test_only_what_does_not_fit_is_linked_and_says_until_when(client: Client, letter: Message) -> None:
    page = client.get(linked())
    file = client.get(f"{linked()}content/")

    assert {each.name: each.linked_until is not None for each in letter.attachments.all()} == {
        "Film.mp4": True, "Skizze.txt": False,
    }  # fmt: skip
    assert Attachment.objects.get(name="Film.mp4").linked_until == letter.at + timedelta(days=7)
    assert "Film.mp4" in page.content.decode()
    assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert (file.getvalue(), file.headers["Content-Type"]) == (LARGE.data, "application/octet-stream")


@pytest.mark.parametrize("state", ["held", "withdrawn", "later", "awaiting"])
def test_what_was_not_said_gives_nothing_away(client: Client, letter: Message, state: str) -> None:
    Message.objects.filter(pk=letter.pk).update(delivery=state)
    page = client.get(linked())

    assert (page.status_code, "Film.mp4" in page.content.decode()) == (404, False)
    assert client.get(f"{linked()}content/").status_code == 404


def test_it_ends_and_forged_keys_or_those_of_attached_files_open_nothing(client: Client, letter: Message) -> None:
    attached = file_token(letter.attachments.get(linked_until=None))
    opened = [client.get(f"/files/{token}/").status_code for token in (attached, "forged", f"x{attached}")]
    with clock.standing_at(clock.now() + timedelta(days=8)):
        late = client.get(linked())

    assert opened == [404, 404, 404]
    assert (late.status_code, "lässt sich nicht mehr abholen" in late.content.decode()) == (404, True)


def test_its_days_count_from_when_a_letter_goes_however_long_it_waited(
    case: Case, agent: Actor, letter: Message
) -> None:
    User.objects.filter(pk=agent.id).update(needs_approval=True)
    agent = actor_for(User.objects.get(pk=agent.id))
    actions.attach_to_draft(case_id=case.pk, by=agent, uploads=[LARGE, SMALL])
    waiting = actions.send_reply(case_id=case.pk, by=agent, text="Noch einmal der Film.", stops_are_known=True)
    film, at = waiting.attachments.get(name="Film.mp4"), clock.now()
    lead = actor_for(make_user(name="Karin Lead", is_lead=True))
    with clock.standing_at(at + timedelta(days=8)):
        actions.approve_letter(message_id=waiting.pk, by=lead)
    film.refresh_from_db()
    approved = film.linked_until
    Message.objects.filter(pk=waiting.pk).update(delivery="later")
    wish = {"until": at + timedelta(days=30), "by_id": agent.id, "waits": False, "at": at}
    Postponement.objects.create(case=case, message=waiting, only_in_silence=False, **wish)
    with clock.standing_at(at + timedelta(days=9)):
        actions.send_postponed(message_id=waiting.pk, by=agent)
    film.refresh_from_db()

    assert (approved, film.linked_until) == (at + timedelta(days=15), at + timedelta(days=16))


def test_taken_back_it_is_a_file_of_the_draft_again(case: Case, agent: Actor, letter: Message) -> None:
    Message.objects.filter(pk=letter.pk).update(delivery="held")
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert [file.name for file in case_page(agent, case.number).reply_files] == ["Film.mp4", "Skizze.txt"]
