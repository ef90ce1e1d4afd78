"""What is too much is said in the page, in the customer's words, and their text stays."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases.models import Case, Message
from kulanz.channels.form import honeypot, limits
from kulanz.channels.form.receiving import LONGEST_TEXT
from kulanz.channels.models import Channel
from kulanz.core.uploads import FILES_AT_ONCE, total_limit
from kulanz.people.models import Brand

MEGABYTE = 1024 * 1024


@pytest.fixture
def channel(brand: Brand) -> Channel:
    """The form of the brand."""
    return Channel.objects.create(kind="form", name="Formular", brand=brand)


def files_of(*sizes: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"bild{place}.jpg", b"x" * size) for place, size in enumerate(sizes)]


def fill(client: Client, **more: object):
    typed = {"name": "Rike", "address": "rike@post.example", "subject": "Speiche", "text": "Sie ist krumm."}
    return client.post("/contact/", {**typed, "stamp": honeypot.opened_stamp(), **more})


@pytest.mark.parametrize("megabytes", [1, 5, 33])
def test_the_limits_that_a_page_tells_are_the_ones_that_hold(
    client: Client, channel: Channel, key: str, settings, megabytes: int
) -> None:
    settings.UPLOAD_SIZE_LIMIT = megabytes * MEGABYTE

    pages = [client.get(path).content.decode() for path in ("/contact/", key)]

    said = f"Je Datei bis {megabytes} MB, zusammen bis {FILES_AT_ONCE * megabytes} MB."
    assert [(said in page, f'data-max-bytes="{megabytes * MEGABYTE}"' in page) for page in pages] == [(True, True)] * 2


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ([11], "bild0.jpg ist größer als"),
        ([1, 12, 1], "bild1.jpg ist größer als"),
        ([10, 10, 10, 10, 10, 1], "Zusammen sind die Dateien größer als"),
        ([9] * 7, "Zusammen sind die Dateien größer als"),
    ],
)
@pytest.mark.parametrize("place", ["form", "page"])
def test_files_that_are_too_large_are_told_and_the_text_stays(
    client: Client, channel: Channel, key: str, settings, sizes: list[int], said: str, place: str
) -> None:
    settings.UPLOAD_SIZE_LIMIT = 10
    before = Message.objects.count()

    if place == "form":
        answer = fill(client, files=files_of(*sizes), text="Die Speiche vorn links.")
    else:
        answer = client.post(f"{key}messages/", {"text": "Die Speiche vorn links.", "files": files_of(*sizes)})

    page = answer.content.decode()
    assert (answer.status_code, Message.objects.count() - before) == (422, 0)
    assert (said in page, "Die Speiche vorn links.</textarea>" in page) == (True, True)


def test_as_much_as_is_allowed_is_taken(client: Client, channel: Channel, key: str, settings) -> None:
    settings.UPLOAD_SIZE_LIMIT = 10

    answers = [
        fill(client, files=files_of(*[10] * FILES_AT_ONCE)),
        client.post(f"{key}messages/", {"text": "Hier", "files": files_of(*[10] * FILES_AT_ONCE)}),
    ]

    assert [answer.status_code for answer in answers] == [200, 302]


@pytest.mark.parametrize(("length", "status"), [(LONGEST_TEXT, 200), (LONGEST_TEXT + 1, 422), (60_000, 422)])
def test_a_text_that_is_too_long_is_told_so_and_not_that_it_is_missing(
    client: Client, channel: Channel, length: int, status: int
) -> None:
    answer = fill(client, text="ö" * length)

    page = answer.content.decode()
    long, missing = "länger als 50.000 Zeichen" in page, "worum es geht." in page
    assert (answer.status_code, long, missing) == (status, status == 422, False)


@pytest.mark.parametrize("address", ["a@b", "rike@post", "rike@post.", "rike@.example", "rike@post.e"])
def test_an_address_where_no_answer_could_arrive_is_asked_for_again(
    client: Client, channel: Channel, address: str
) -> None:
    answer = fill(client, address=address)

    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert "Bitte prüfen Sie Ihre E-Mail-Adresse" in answer.content.decode()


@pytest.mark.parametrize("address", ["rike@post.example", "rike@grün.example", "jörg@post.example", "a@b.co"])
def test_an_address_where_an_answer_can_arrive_is_taken(client: Client, channel: Channel, address: str) -> None:
    assert fill(client, address=address).status_code == 200


def test_the_page_of_a_key_takes_ten_letters_an_hour_and_keeps_the_eleventh_text(client: Client, key: str) -> None:
    before = Message.objects.count()

    answers = [client.post(f"{key}messages/", {"text": f"Brief {n}"}) for n in range(limits.PER_KEY + 1)]

    last = answers[-1].content.decode()
    assert [answer.status_code for answer in answers] == [302] * limits.PER_KEY + [422]
    assert ("Sie haben gerade mehrmals geschrieben" in last, f"Brief {limits.PER_KEY}</textarea>" in last) == (
        True, True,
    )  # fmt: skip
    assert Message.objects.count() - before == limits.PER_KEY


def test_a_nervous_finger_uses_up_nothing_of_it(client: Client, key: str) -> None:
    statuses = [client.post(f"{key}messages/", {"text": "Einmal"}).status_code for _ in range(limits.PER_KEY + 3)]

    assert set(statuses) == {302}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/contact/", "Das war zu groß und ist nicht angekommen."),
        ("/contact/?lang=en", "That was too large to arrive."),
        ("/my/sign-in/", "Das war zu groß und ist nicht angekommen."),
        ("/account/login/", "Das war zu groß und ist nicht angekommen."),
    ],
)
def test_what_nobody_kept_is_told_on_a_page_of_its_own(client: Client, channel: Channel, path: str, said: str) -> None:
    answer = client.post(path, **{"kulanz.body_dropped": True})

    page = answer.content.decode()
    assert (answer.status_code, said in page, f"{total_limit() // MEGABYTE} MB" in page) == (413, True, True)
    assert ("Radhaus" in page) == (not path.startswith("/account"))


def test_a_desk_is_told_at_once_what_is_too_large_for_it(client: Client, settings) -> None:
    settings.UPLOAD_SIZE_LIMIT = 1000

    answer = client.post("/account/login/", {"login": "x" * 6000})

    assert answer.status_code == 413
