"""The customer's word: solved or not yet, a letter, a wish. Only a press of a button says anything."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.models import Attachment, Case, CaseLink, Confirmation, Message, Reopening
from kulanz.events.actor import Actor
from kulanz.events.models import Event, Job
from kulanz.people.models import Customer
from tests.factories import make_customer

STEPS = {"answer": {"solved": "yes"}, "messages": {"text": "Hallo"}, "preferences": {"detail": "result"}}


def state() -> list[object]:
    """Everything that looking must leave alone."""
    return [
        list(Case.objects.values()),
        list(Customer.objects.values()),
        list(CaseLink.objects.values("secret", "expires_at", "revoked_at")),  # when it was last used may change
        [model.objects.count() for model in (Message, Confirmation, Reopening, Event, Job)],
    ]


@pytest.fixture
def proposed(case: Case, agent: Actor) -> Case:
    """The case after somebody asked whether it is solved."""
    message = actions.send_reply(case_id=case.pk, by=agent, text="Ist es gelöst?", proposes_solution=True)
    actions.mark_sent(message_id=message.pk)
    return case


@pytest.mark.parametrize("step", ["", *(f"{step}/" for step in STEPS), "?solved=yes", "answer/?solved=yes"])
def test_looking_says_nothing(client: Client, proposed: Case, key: str, step: str) -> None:
    before = state()

    statuses = {client.get(key + step).status_code, client.head(key + step).status_code}

    assert (statuses <= {200, 405}, state()) == (True, before)


@pytest.mark.parametrize("step", STEPS)
def test_a_form_from_elsewhere_says_nothing(proposed: Case, key: str, step: str) -> None:
    before = state()

    answer = Client(enforce_csrf_checks=True).post(f"{key}{step}/", STEPS[step])

    assert (answer.status_code, state()) == (403, before)


def test_the_customers_word_makes_it_solved(client: Client, proposed: Case, key: str) -> None:
    answer = client.post(f"{key}answer/", {"solved": "yes", "words": " Danke für Ihre Mühe! "})

    proposed.refresh_from_db()
    confirmation = Confirmation.objects.get()
    assert (answer.headers["Location"], proposed.status) == (key, "confirmed")
    assert (confirmation.words, confirmation.via, confirmation.accepted_by) == ("Danke für Ihre Mühe!", "page", None)
    assert "Gelöst. Das haben Sie selbst gesagt." in client.get(key).content.decode()


def test_pressed_twice_it_is_said_once(client: Client, proposed: Case, key: str) -> None:
    answers = [client.post(f"{key}answer/", {"solved": "yes"}).status_code for _ in range(2)]

    assert (answers, Confirmation.objects.count()) == ([302, 302], 1)
    assert Event.objects.filter(kind="solution-confirmed").count() == 1


def test_not_yet_brings_the_case_back_with_the_words(client: Client, proposed: Case, key: str) -> None:
    answer = client.post(f"{key}answer/", {"solved": "no", "words": "Sie flackert noch."})

    proposed.refresh_from_db()
    assert (answer.headers["Location"], proposed.status, proposed.waiting_since is None) == (
        key, "with-us", False,
    )  # fmt: skip
    assert Reopening.objects.get().words == "Sie flackert noch."


def test_a_customer_may_change_their_mind(client: Client, proposed: Case, key: str) -> None:
    states = []
    for word in ("yes", "no", "yes"):
        client.post(f"{key}answer/", {"solved": word})
        proposed.refresh_from_db()
        states.append(proposed.status)

    assert states == ["confirmed", "with-us", "confirmed"]


@pytest.mark.parametrize("fields", [{}, {"solved": ""}, {"solved": "maybe"}, {"solved": "YES"}, {"words": "ja"}])
def test_neither_of_the_two_is_no_word(client: Client, proposed: Case, key: str, fields: dict[str, str]) -> None:
    answer = client.post(f"{key}answer/", fields)

    proposed.refresh_from_db()
    assert (answer.status_code, proposed.status) == (422, "solution-proposed")
    assert "Bitte wählen Sie eines von beiden." in answer.content.decode()


def test_very_long_words_and_odd_signs_are_taken(client: Client, proposed: Case, key: str) -> None:
    client.post(f"{key}answer/", {"solved": "yes", "words": "\0" + "ü" * 5000})

    assert Confirmation.objects.get().words == "ü" * 2000


def test_somebody_else_in_the_case_cannot_speak_for_the_customer(client: Client, proposed: Case) -> None:
    other = make_customer()
    token = queries.link_token(actions.create_link(case_id=proposed.pk, customer_id=other.pk))
    before = state()[0]

    answers = [client.post(f"/c/{token}/answer/", {"solved": word}).status_code for word in ("yes", "no")]

    assert (answers, state()[0]) == ([403, 403], before)


def test_a_letter_joins_the_case_and_wakes_it(client: Client, proposed: Case, key: str) -> None:
    answer = client.post(f"{key}messages/", {"text": " Sie flackert wieder. "})

    proposed.refresh_from_db()
    letter = Message.objects.get(channel="page")
    assert (answer.headers["Location"], letter.text, letter.case) == (
        key,
        "Sie flackert wieder.",
        proposed,
    )
    assert (letter.customer, letter.sender_address, proposed.status) == (
        proposed.customer, "anna@post.example", "with-us",
    )  # fmt: skip


def test_a_letter_sent_twice_is_there_once(client: Client, case: Case, key: str) -> None:
    for _ in range(2):
        client.post(f"{key}messages/", {"text": "Hallo?"})
    for _ in range(2):
        client.post(f"{key}messages/", {"text": "Anbei", "files": SimpleUploadedFile("a.txt", b"a")})
    client.post(f"{key}messages/", {"text": "Anbei", "files": SimpleUploadedFile("a.txt", b"other")})

    texts = list(Message.objects.filter(channel="page").order_by("id").values_list("text", flat=True))
    assert (texts, Attachment.objects.count()) == (["Hallo?", "Anbei", "Anbei"], 2)


def test_files_alone_are_a_letter_too(client: Client, key: str) -> None:
    client.post(f"{key}messages/", {"files": [SimpleUploadedFile("a.jpg", b"a"), SimpleUploadedFile("b.jpg", b"b")]})

    assert list(Attachment.objects.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]


def test_an_empty_letter_is_refused(client: Client, key: str) -> None:
    answer = client.post(f"{key}messages/", {"text": " \n"})

    assert (answer.status_code, Message.objects.filter(channel="page").count()) == (422, 0)


def test_a_file_that_is_too_large_is_refused_and_the_text_stays(client: Client, key: str, settings) -> None:
    settings.UPLOAD_SIZE_LIMIT = 1024 * 1024

    answer = client.post(
        f"{key}messages/", {"text": "Mein langer Text", "files": SimpleUploadedFile("film.mp4", b"x" * 1024 * 1025)}
    )

    page = answer.content.decode()
    assert (answer.status_code, "Mein langer Text" in page, "film.mp4" in page, "größer als 1 MB" in page) == (
        422, True, True, True,
    )  # fmt: skip
    assert Message.objects.filter(channel="page").count() == 0


def test_no_word_of_a_long_letter_is_lost(client: Client, key: str) -> None:
    client.post(f"{key}messages/", {"text": "Wort " * 30_000 + "Ende"})

    assert Message.objects.get(channel="page").text.endswith("Wort Ende")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b.txt", "ä" * 300 + ".txt", '"><script>.png'])
def test_a_file_with_an_odd_name_is_kept(client: Client, key: str, name: str) -> None:
    answer = client.post(f"{key}messages/", {"text": "x", "files": SimpleUploadedFile(name, b"x", "a/b\0c")})

    assert answer.status_code == 302
    assert [len(each.name) <= 255 and "/" not in each.name for each in Attachment.objects.all()] in ([True], [])


@pytest.mark.parametrize(("detail", "kept"), [("result", "result"), ("nothing", "essentials"), ("", "essentials")])
def test_how_much_somebody_wants_to_hear_is_remembered(
    client: Client, case: Case, key: str, detail: str, kept: str
) -> None:
    answer = client.post(f"{key}preferences/", {"detail": detail})

    case.customer.refresh_from_db()
    assert (answer.status_code, case.customer.detail) == (302 if detail == kept else 422, kept)
