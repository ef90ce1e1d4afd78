"""What holds a letter: open gaps, news, an empty file. Each is answered by a button of its own, and no text is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases.models import Case, Draft, Message, Note

from .conftest import Arrive

Send = Callable[..., object]
GAPPY = "Guten Tag, ich melde mich bis ‹Tag, Uhrzeit›."


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A new case of the team."""
    return arrive()


@pytest.fixture
def send(desk: Client, case: Case) -> Send:
    """Sends an answer from the case page as it was shown first."""
    seen = {"seen_message": case.messages.get().pk, "seen_note": 0}

    def post(text: str, **fields: object):
        return desk.post(f"/cases/{case.number}/replies/", {"text": text, **seen, **fields})

    return post


def sent() -> list[tuple[str, bool]]:
    return list(Message.objects.filter(direction="out").values_list("text", "proposes_solution"))


@pytest.mark.parametrize("how", [{"then": "wait"}, {"then": ""}, {"anyway": "wait"}, {"read": "propose"}, {}])
def test_no_way_to_send_leads_past_an_open_gap(send: Send, how: dict[str, str]) -> None:
    answer = send(GAPPY, **how)

    page = answer.content.decode()
    assert (answer.status_code, sent()) == (422, [])
    assert ("Noch auszufüllen: ‹Tag, Uhrzeit›" in page, GAPPY in page) == (True, True)
    assert ('name="meant"' in page, 'name="anyway"' in page) == (True, False)


def test_a_gap_that_is_filled_goes_out(send: Send) -> None:
    send(GAPPY, then="wait")
    send("Guten Tag, ich melde mich bis morgen, 12 Uhr.", then="wait")

    assert sent() == [("Guten Tag, ich melde mich bis morgen, 12 Uhr.", False)]


def test_a_gap_that_is_meant_goes_out_the_way_it_was_sent(send: Send) -> None:
    stopped = send(GAPPY, then="propose").content.decode()
    meant = re.search(r'name="meant" value="(\w*)"', stopped)

    send(GAPPY, meant=meant[1])  # type: ignore[index]

    assert sent() == [(GAPPY, True)]


def test_gaps_and_other_faults_are_told_together(send: Send) -> None:
    page = send("Im Anhang finden Sie die Rechnung vom ‹Datum›.", then="wait").content.decode()

    assert ("Noch auszufüllen: ‹Datum›" in page, "kündigt eine Datei an" in page) == (True, True)


def test_news_hold_a_letter_until_their_own_button(send: Send, case: Case, arrive: Arrive) -> None:
    arrive("Hat sich erledigt!", case_id=case.pk)
    first, second = send("Kommt Freitag.", then="wait"), send("Kommt Freitag.", then="wait")
    shown = first.context["page"]

    assert (first.status_code, second.status_code, sent()) == (422, 422, [])
    assert "Hat sich erledigt!" in first.content.decode()
    newest = {"newest_message": shown.newest_message_id, "newest_note": shown.newest_note_id}
    assert send("Kommt Freitag.", read="wait", **newest).status_code == 302
    assert sent() == [("Kommt Freitag.", False)]


def test_news_that_came_after_the_button_was_shown_hold_it_again(send: Send, case: Case, arrive: Arrive) -> None:
    arrive("Hat sich erledigt!", case_id=case.pk)
    shown = send("Kommt Freitag.", then="wait").context["page"]
    arrive("Oder doch nicht!", case_id=case.pk)

    newest = {"newest_message": shown.newest_message_id, "newest_note": shown.newest_note_id}

    assert send("Kommt Freitag.", read="wait", **newest).status_code == 422


def test_a_fault_after_news_does_not_bring_the_news_back(send: Send, case: Case, arrive: Arrive) -> None:
    arrive("Hat sich erledigt!", case_id=case.pk)
    shown = send(GAPPY, meant="wait").context["page"]
    newest = {"newest_message": shown.newest_message_id, "newest_note": shown.newest_note_id}

    stopped = send(GAPPY, read="wait", **newest)

    assert stopped.context["composer"].seen_message == shown.newest_message_id
    assert send(GAPPY, meant="wait", seen_message=shown.newest_message_id).status_code == 302


def test_a_held_letter_can_be_left_as_a_draft(desk: Client, case: Case) -> None:
    answer = desk.post(f"/cases/{case.number}/drafts/reply/?view=all", {"text": "Kommt\r\nFreitag.", "leave": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.number}/?view=all")
    assert Draft.objects.get().text == "Kommt\nFreitag."


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "„Rechnung Müller.pdf“ ist leer und kam nicht mit."), (b"x" * 1001, "ist größer als 0 MB.")],
)
def test_a_file_that_cannot_come_along_is_named_with_its_reason(
    send: Send, settings, content: bytes, words: str
) -> None:
    settings.LINKED_SIZE_LIMIT = 1000

    answer = send("Anbei die Rechnung.", files=[SimpleUploadedFile("Rechnung Müller.pdf", content)])

    page = answer.content.decode()
    assert (answer.status_code, words in page, "Anbei die Rechnung." in page, sent()) == (422, True, True, [])


def test_the_page_knows_how_large_files_may_be(desk: Client, case: Case, settings) -> None:
    settings.LINKED_SIZE_LIMIT = 70 * 1024 * 1024

    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert ('data-max-bytes="73400320"' in page, 'data-most-bytes="73400320"' in page) == (True, True)
    assert "bis 70 MB, über 25 MB als Link" in " ".join(page.split())


def test_a_double_press_leads_both_times_to_the_case(send: Send, desk: Client, case: Case) -> None:
    answers = [send("Guten Tag,\r\n\r\nja.", then="wait"), send("Guten Tag,\r\n\r\nja.", then="wait")]
    notes = [desk.post(f"/cases/{case.number}/notes/", {"text": "Eins\r\nZwei"}) for _ in range(2)]

    assert [answer.status_code for answer in (*answers, *notes)] == [302] * 4
    assert (len(sent()), Note.objects.count()) == (1, 1)


def bill() -> SimpleUploadedFile:
    return SimpleUploadedFile("Rechnung.pdf", b"%PDF", content_type="application/pdf")


REFUSED = {
    "gap": (GAPPY, {"then": "wait"}, GAPPY, {"meant": "wait"}),
    "fault": ("Wie Sie sagen; hast du Zeit?", {"then": "wait"}, "Wie Sie sagen; hast du Zeit?", {"anyway": "wait"}),
    "no text": (" ", {"then": "wait"}, "Die Rechnung.", {"then": "wait"}),
    "nobody": ("Hallo", {"then": "", "to": "wer"}, "Hallo", {"then": "", "to": "anna@post.example"}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_files_that_came_with_a_refused_letter_go_out_with_the_next_one(send: Send, why: str) -> None:
    before, first, text, second = REFUSED[why]
    refused = send(before, **first, files=bill())

    assert (refused.status_code, "Rechnung.pdf" in refused.content.decode(), sent()) == (422, True, [])
    assert send(text, **second).status_code == 302
    assert [file.name for file in Message.objects.get(direction="out").attachments.all()] == ["Rechnung.pdf"]


def test_files_that_are_attached_anew_after_a_stop_go_out_once(send: Send) -> None:
    send(GAPPY, then="wait", files=bill())

    assert send(GAPPY, meant="wait", files=bill()).status_code == 302
    assert Message.objects.get(direction="out").attachments.get().name == "Rechnung.pdf"


def test_a_file_too_large_takes_no_good_one_with_it(send: Send, settings) -> None:
    settings.LINKED_SIZE_LIMIT = 1000

    page = send("Anbei", then="wait", files=[bill(), SimpleUploadedFile("Film.mp4", b"x" * 1001)]).content.decode()

    assert ("„Film.mp4“ ist größer als 0 MB." in page, "Rechnung.pdf" in page, "Anbei" in page) == (True, True, True)
    assert sent() == []


def test_files_that_are_too_much_together_hold_the_letter_with_a_word(send: Send, settings) -> None:
    settings.LINKED_SIZE_LIMIT = 6

    page = send("Anbei", then="wait", files=[bill(), SimpleUploadedFile("b.txt", b"bbb")]).content.decode()

    assert ("„b.txt“ passt nicht mehr dazu: Zusammen dürfen die Dateien 0 MB haben." in page, sent()) == (True, [])
