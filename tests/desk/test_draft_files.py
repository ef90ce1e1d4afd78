"""Files of an answer at the desk: chosen, shown, taken out, and nobody else's business."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases.models import Case, Draft, DraftFile
from tests.factories import make_user

from .conftest import Arrive, SignIn

Upload = Callable[..., object]


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A new case of the team."""
    return arrive()


@pytest.fixture
def upload(desk: Client, case: Case) -> Upload:
    """Chooses a file for the answer."""

    def post(name: str = "Rechnung.pdf", content: bytes = b"%PDF", kind: str = "application/pdf"):
        file = SimpleUploadedFile(name, content, content_type=kind)
        return desk.post(f"/cases/{case.number}/drafts/reply/files/", {"files": file}, headers={"HX-Request": "true"})

    return post


def test_a_chosen_file_is_answered_with_all_that_are_there(upload: Upload) -> None:
    upload()
    answer = upload("Foto vom Paket.pdf").content.decode()

    assert (answer.count("<li"), answer.count("Foto vom Paket.pdf</span>")) == (2, 0)
    assert 'title="Rechnung.pdf"' in answer
    assert 'title="Foto vom Paket.pdf"' in answer


def test_a_file_that_cannot_come_along_is_answered_with_a_sentence(upload: Upload, settings) -> None:
    settings.LINKED_SIZE_LIMIT = 6
    upload()
    too_much, empty = upload("b.txt", b"bbb"), upload("leer.txt", b"")

    assert (too_much.status_code, empty.status_code) == (422, 422)
    assert too_much.content.decode() == "„b.txt“ passt nicht mehr dazu: Zusammen dürfen die Dateien 0 MB haben."
    assert empty.content.decode() == "„leer.txt“ ist leer und kam nicht mit."


def test_files_stand_on_the_page_and_open_the_writing_place(upload: Upload, desk: Client, case: Case) -> None:
    before = desk.get(f"/cases/{case.number}/").content.decode()
    upload()
    after = desk.get(f"/cases/{case.number}/").content.decode()

    assert ("data-open" in before, "data-open" in after) == (False, True)
    assert 'title="Rechnung.pdf"' in after


def test_the_writing_place_is_open_for_words_and_a_note_opens_its_own_tab(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/drafts/note/", {"text": "Lager fragen"})
    noted = desk.get(f"/cases/{case.number}/").context
    desk.post(f"/cases/{case.number}/drafts/reply/", {"text": "Guten Tag"})
    written = desk.get(f"/cases/{case.number}/").context

    assert (noted["is_writing"], noted["writes_note"]) == (True, True)
    assert (written["is_writing"], written["writes_note"]) == (True, False)


def test_a_file_is_downloaded_by_its_writer_alone(upload: Upload, desk: Client, sign_in: SignIn) -> None:
    upload()
    address = f"/draft-files/{DraftFile.objects.get().public_id}/"

    own, foreign = desk.get(address), sign_in(make_user(name="Ruth Kern", is_lead=True)).get(address)

    assert (b"".join(own.streaming_content), foreign.status_code) == (b"%PDF", 404)
    assert own.headers["Content-Disposition"] == 'attachment; filename="Rechnung.pdf"'


def test_without_script_a_file_is_taken_out_by_a_button_and_the_words_stay(
    upload: Upload, desk: Client, case: Case
) -> None:
    upload()
    public_id = DraftFile.objects.get().public_id
    answer = desk.post(f"/cases/{case.number}/drafts/reply/files/{public_id}/removal/", {"text": "Halb fertig"})

    assert (answer.status_code, Draft.objects.get().text) == (302, "Halb fertig")
    assert desk.get(f"/cases/{case.number}/").context["draft_files"] == []


def test_enter_in_a_field_of_the_answer_neither_sends_nor_takes_anything_out(
    upload: Upload, desk: Client, case: Case
) -> None:
    upload("Foto.png", b"\x89PNG\r\n\x1a\n", "image/png")
    form = desk.get(f"/cases/{case.number}/").content.decode().partition('id="reply"')[2]

    # A browser presses the first button of a form; where that one is disabled, it presses none.
    assert re.findall(r"<button[^>]*>", form)[0].split() == ["<button", "hidden", "disabled>"]


def test_what_a_picture_shows_is_kept_with_the_draft_and_goes_with_the_letter(
    upload: Upload, desk: Client, case: Case
) -> None:
    upload("Skizze.png", b"png", "image/png")
    field = f"alt-{DraftFile.objects.get().public_id}"
    desk.post(f"/cases/{case.number}/drafts/reply/", {"text": "", field: "Die Stange"})
    kept = desk.get(f"/cases/{case.number}/").content.decode()
    desk.post(f"/cases/{case.number}/replies/", {"text": "Anbei die Skizze.", field: "Die Stange, neu"})
    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert 'value="Die Stange"' in kept
    assert 'alt="Die Stange, neu"' in page
