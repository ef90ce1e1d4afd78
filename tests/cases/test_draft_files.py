"""Files of an answer that is being written: kept for its writer alone, gone with the letter, back with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.errors import LetterTooLarge, NotAllowed, NotFound, UploadRefused
from kulanz.cases.models import Attachment, Case, DraftFile, Message
from kulanz.cases.models.entries import attachment_storage
from kulanz.cases.queries import case_page, file_of_draft
from kulanz.core import clock
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.factories import make_team, make_user

Receive = Callable[..., Case]
BILL = Upload("Rechnung.pdf", "application/pdf", b"%PDF bill")
PHOTO = Upload("Foto.jpg", "image/jpeg", b"photo")


@pytest.fixture
def case(receive: Receive) -> Case:
    """A case in which a letter has come."""
    return receive()


def attach(case: Case, by: Actor, *uploads: Upload) -> None:
    actions.attach_to_draft(case_id=case.pk, by=by, uploads=uploads)


def chosen(case: Case, by: Actor) -> list[str]:
    return [file.name for file in case_page(by, case.number).reply_files]


def answer(case: Case, by: Actor, text: str = "Anbei die Rechnung.", **wish: bool) -> Message:
    return actions.send_reply(case_id=case.pk, by=by, text=text, stops_are_known=True, **wish)


def files_of(letter: Message) -> list[str]:
    return [file.name for file in letter.attachments.all()]


def in_storage(upload: Upload) -> bool:
    digest = hashlib.sha256(upload.data).hexdigest()
    return attachment_storage().exists(f"{digest[:2]}/{digest}")


def test_several_choices_add_up_and_the_same_file_is_there_once(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    attach(case, agent, PHOTO, BILL)

    assert chosen(case, agent) == ["Rechnung.pdf", "Foto.jpg"]


def test_nobody_else_sees_them_or_sends_them(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    other = actor_for(make_user(name="Ruth Kern", is_lead=True))

    letter = answer(case, other, "Kommt morgen.")

    assert (chosen(case, other), files_of(letter), chosen(case, agent)) == ([], [], ["Rechnung.pdf"])
    with pytest.raises(NotFound):
        file_of_draft(other, DraftFile.objects.get().public_id)
    actions.detach_from_draft(case_id=case.pk, by=other, public_id=DraftFile.objects.get().public_id)
    assert chosen(case, agent) == ["Rechnung.pdf"]


def test_who_may_not_open_the_case_keeps_no_file_in_it(receive: Receive) -> None:
    with pytest.raises(NotAllowed):
        attach(receive(team_id=make_team().pk), actor_for(make_user(name="Fremd")), BILL)


def test_the_letter_takes_them_along_once(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL, PHOTO)
    letter = answer(case, agent)

    assert (files_of(letter), letter.has_files, chosen(case, agent)) == (["Rechnung.pdf", "Foto.jpg"], True, [])
    assert answer(case, agent) == letter
    assert Attachment.objects.count() == 2


def test_a_late_upload_of_what_has_left_is_the_same_letter_and_leaves_nothing_behind(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    letter = answer(case, agent)
    attach(case, agent, BILL)

    assert answer(case, agent) == letter
    assert (chosen(case, agent), Attachment.objects.count()) == ([], 1)


def test_the_same_words_with_another_file_are_another_letter(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    letter = answer(case, agent)
    attach(case, agent, PHOTO)

    assert files_of(answer(case, agent)) == ["Foto.jpg"]
    assert files_of(letter) == ["Rechnung.pdf"]


def test_another_wish_for_the_same_letter_keeps_its_files(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    answer(case, agent, waits=True)

    assert files_of(answer(case, agent, proposes_solution=True)) == ["Rechnung.pdf"]


def test_a_letter_that_is_taken_back_gives_its_files_back(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    letter = answer(case, agent)
    attach(case, agent, PHOTO)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert chosen(case, agent) == ["Foto.jpg", "Rechnung.pdf"]
    assert files_of(answer(case, agent)) == ["Foto.jpg", "Rechnung.pdf"]


def test_files_outlive_a_draft_whose_words_are_gone(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    for text in ("Anbei", ""):
        actions.save_draft(case_id=case.pk, by=agent, kind="reply", text=text)

    assert chosen(case, agent) == ["Rechnung.pdf"]


def test_empty_large_and_too_many_files_are_refused_each_with_its_name(case: Case, agent: Actor, settings) -> None:
    settings.LINKED_SIZE_LIMIT = 12
    for upload, is_empty in (
        (Upload("leer.txt", "text/plain", b""), True),
        (Upload("b", "text/plain", b"0" * 13), False),
    ):
        with pytest.raises(UploadRefused) as refused:
            attach(case, agent, upload)
        assert (refused.value.name, refused.value.is_empty) == (upload.name, is_empty)
    attach(case, agent, BILL)
    with pytest.raises(LetterTooLarge) as too_much:
        attach(case, agent, PHOTO)

    assert (too_much.value.name, chosen(case, agent)) == ("Foto.jpg", ["Rechnung.pdf"])


def test_a_letter_that_outgrew_the_limit_is_held(case: Case, agent: Actor, settings) -> None:
    attach(case, agent, BILL, PHOTO)
    settings.LINKED_SIZE_LIMIT = 10

    with pytest.raises(LetterTooLarge):
        answer(case, agent)


def test_what_was_taken_out_is_swept_after_a_day_unless_a_letter_has_it(case: Case, agent: Actor) -> None:
    attach(case, agent, BILL)
    answer(case, agent)
    attach(case, agent, BILL, PHOTO)
    for file in DraftFile.objects.all():
        actions.detach_from_draft(case_id=case.pk, by=agent, public_id=file.public_id)
    actions.sweep_draft_files()
    assert (chosen(case, agent), in_storage(PHOTO), DraftFile.objects.count()) == ([], True, 2)

    with clock.standing_at(clock.now() + timedelta(days=2)):
        actions.sweep_draft_files()

    assert (in_storage(PHOTO), in_storage(BILL), DraftFile.objects.count()) == (False, True, 0)


def test_a_file_that_somebody_chose_again_meanwhile_is_not_swept(case: Case, agent: Actor, receive: Receive) -> None:
    attach(case, agent, PHOTO)
    actions.detach_from_draft(case_id=case.pk, by=agent, public_id=DraftFile.objects.get().public_id)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        attach(case, agent, PHOTO)
        actions.sweep_draft_files()

    assert (in_storage(PHOTO), chosen(case, agent)) == (True, ["Foto.jpg"])


def test_old_drafts_keep_their_words_and_lose_their_files(case: Case, agent: Actor) -> None:
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Anbei")
    attach(case, agent, PHOTO)
    with clock.standing_at(clock.now() + timedelta(days=91)):
        actions.sweep_draft_files()

    page = case_page(agent, case.number)
    assert (page.reply_draft, page.reply_files, in_storage(PHOTO)) == ("Anbei", [], False)


def test_the_words_for_a_picture_go_with_its_letter_and_come_back_with_it(case: Case, agent: Actor) -> None:
    attach(case, agent, PHOTO, BILL)
    photo, _bill = DraftFile.objects.order_by("id")
    other = actor_for(make_user(name="Ruth Kern"))
    for by, words in ((agent, " Der Kratzer,\0\n unten "), (other, "fremd")):
        actions.describe_draft_files(case_id=case.pk, by=by, alt_texts={photo.public_id: words})
    letter = answer(case, agent)
    said = {file.name: file.alt_text for file in letter.attachments.all()}
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert said == {"Foto.jpg": "Der Kratzer, unten", "Rechnung.pdf": ""}
    assert [file.alt_text for file in case_page(agent, case.number).reply_files] == ["Der Kratzer, unten", ""]
