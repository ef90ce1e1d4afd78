"""The contact form: a case for people, a wall for machines, in a frame on the brand's own site too."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Attachment, Case, CaseLink, Message
from kulanz.channels.form import honeypot, limits
from kulanz.channels.models import Channel
from kulanz.core.clock import now
from kulanz.people.models import Brand
from tests.pages import in_one_line

FORM = {
    "name": "Anna Meier",
    "address": "anna@post.example",
    "phone": "030/123-45",
    "subject": "Helm",
    "text": "Zu klein.",
}


@pytest.fixture
def channel(brand: Brand) -> Channel:
    """The form of the brand."""
    return Channel.objects.create(kind="form", name="Formular", brand=brand)


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page that was opened ten seconds ago."""
    opened = time.time() - 10
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: opened)
        return honeypot.opened_stamp()


def send(client: Client, opened: str, path: str = "/contact/", **more: object):
    return client.post(path, {**FORM, "stamp": opened, "website": "", **more})


def test_a_form_is_a_case_and_says_its_number(client: Client, channel: Channel, stamp: str) -> None:
    answer = send(client, stamp, files=SimpleUploadedFile("helm.jpg", b"jpg"))

    case = Case.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, case.number in page, "anna@post.example" in page) == (200, True, True)
    assert (case.customer.name, case.subject, Attachment.objects.get().name) == ("Anna Meier", "Helm", "helm.jpg")


def test_the_thank_you_page_leads_to_the_case_for_an_hour(client: Client, channel: Channel, stamp: str) -> None:
    page = send(client, stamp).content.decode()

    found = re.search(r'href="(/c/[^"/]+/)"', page)
    assert found is not None
    opened = client.get(found[1])
    assert (opened.status_code, "Zu klein." in opened.content.decode()) == (200, True)
    assert CaseLink.objects.get().expires_at <= now() + timedelta(hours=1)
    CaseLink.objects.update(expires_at=now())
    assert client.get(found[1]).status_code == 404


def test_the_short_key_of_a_form_is_never_the_one_that_mails_bring(
    client: Client, channel: Channel, stamp: str
) -> None:
    send(client, stamp)
    case = Case.objects.get()

    lasting = actions.create_link(case_id=case.pk, customer_id=case.customer_id)

    assert lasting.expires_at > now() + timedelta(days=80)
    assert CaseLink.objects.count() == 2


def test_the_thank_you_page_in_a_frame_opens_the_case_outside_it(client: Client, channel: Channel, stamp: str) -> None:
    page = in_one_line(send(client, stamp, f"/contact/{channel.pk}/embed/").content.decode())

    assert re.search(r'href="/c/[^"/]+/" target="_blank" rel="noopener"', page)


def test_the_page_of_a_form_takes_one_query_and_keeps_nothing(
    client: Client, channel: Channel, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/contact/")

    assert answer.headers["Cache-Control"] == "no-store"
    assert (Case.objects.count(), "csrfmiddlewaretoken" in answer.content.decode()) == (0, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"website": "https://spam.example"},
        {"stamp": ""},
        {"stamp": "forged"},
        {"address": "anna"},
        {"address": ""},
        {"address": "anna@post.example\nBcc: x@y.example"},
        {"text": "  "},
        {"text": "x" * 50_001},
        {"files": [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(11)]},
    ],
)
def test_a_wrong_form_is_refused_with_what_was_typed_kept(
    client: Client, channel: Channel, stamp: str, wrong: dict[str, object]
) -> None:
    answer = send(client, stamp, **{"subject": "Mein Betreff", **wrong})

    page = answer.content.decode()
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert ('value="Mein Betreff"' in page, 'role="alert"' in page) == (True, True)


def test_a_file_that_is_too_large_is_refused(client: Client, channel: Channel, stamp: str, settings) -> None:
    settings.UPLOAD_SIZE_LIMIT = 10

    answer = send(client, stamp, files=SimpleUploadedFile("a.jpg", b"x" * 11))

    assert (answer.status_code, Case.objects.count(), "Zu klein." in answer.content.decode()) == (422, 0, True)


def test_a_form_that_was_refused_is_taken_when_sent_again(client: Client, channel: Channel) -> None:
    refused = send(client, "forged")

    answer = send(client, refused.context["stamp"])

    assert (refused.status_code, answer.status_code, Case.objects.count()) == (422, 200, 1)


def test_a_form_sent_twice_is_one_case(client: Client, channel: Channel, stamp: str) -> None:
    submission = client.get("/contact/").context["submission"]

    numbers = {send(client, stamp, submission=submission).context["number"] for _ in range(2)}

    assert (len(numbers), Case.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_one_address_writes_five_times_an_hour(client: Client, channel: Channel, stamp: str) -> None:
    statuses = [send(client, stamp, text=f"Nummer {number}").status_code for number in range(limits.PER_ADDRESS + 1)]

    assert statuses == [200] * 5 + [422]
    assert Case.objects.count() == 5


def test_one_network_writes_twenty_times_an_hour(client: Client, channel: Channel, stamp: str) -> None:
    statuses = [
        send(client, stamp, address=f"k{number}@post.example").status_code for number in range(limits.PER_NETWORK + 1)
    ]

    assert statuses == [200] * 20 + [422]


def test_only_the_embedded_form_may_stand_in_a_frame(client: Client, channel: Channel) -> None:
    alone, framed = client.get("/contact/"), client.get(f"/contact/{channel.pk}/embed/")

    policies = [answer.headers["Content-Security-Policy"] for answer in (alone, framed)]
    ancestors = [policy.partition("frame-ancestors ")[2].partition(";")[0] for policy in policies]
    assert ancestors == ["'none'", "*"]
    assert "X-Frame-Options" not in framed.headers
    assert ('href="/my/?' in alone.content.decode(), 'href="/my/?' in framed.content.decode()) == (True, False)


def test_the_embedded_form_is_sent_without_cookies(channel: Channel, stamp: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    framed, alone = send(strict, stamp, f"/contact/{channel.pk}/embed/"), send(strict, stamp)

    assert (framed.status_code, alone.status_code, Case.objects.count()) == (200, 403, 1)


@pytest.mark.parametrize("place", ["/contact/", "/contact/{id}/", "/contact/{id}/embed/"])
def test_a_form_that_is_switched_off_is_not_found(client: Client, channel: Channel, stamp: str, place: str) -> None:
    Channel.objects.update(is_active=False)
    path = place.format(id=channel.pk)

    assert [client.get(path).status_code, send(client, stamp, path).status_code] == [404, 404]


@pytest.mark.parametrize("place", ["/contact/999999/", "/contact/0/", f"/contact/{'9' * 30}/embed/", "/contact/x/"])
def test_a_form_that_does_not_exist_is_not_found(client: Client, db: None, place: str) -> None:
    assert client.get(place).status_code == 404


def test_a_mail_channel_is_no_form(client: Client, brand: Brand) -> None:
    mail = Channel.objects.create(kind="email", name="Post", brand=brand)

    assert client.get(f"/contact/{mail.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("register", "language", "query", "said"),
    [
        ("formal", "de", "", "Was können wir für Sie tun?"),
        ("informal", "de", "", "Was können wir für dich tun?"),
        ("formal", "en", "", "What can we do for you?"),
        ("informal", "de", "?lang=en", "What can we do for you?"),
        ("formal", "en", "?lang=de", "Was können wir für Sie tun?"),
    ],
)
def test_the_form_speaks_as_the_brand_does_or_as_asked(
    client: Client, channel: Channel, register: str, language: str, query: str, said: str
) -> None:
    Brand.objects.update(register=register, language=language)

    assert said in client.get(f"/contact/{query}").content.decode()


def test_who_writes_in_english_is_answered_in_english(client: Client, channel: Channel, stamp: str) -> None:
    wrong = send(client, stamp, "/contact/?lang=en", text="")
    send(client, stamp, "/contact/?lang=en")

    assert ("Please write what it is about." in wrong.content.decode(), Case.objects.get().language) == (True, "en")


def test_nothing_that_was_typed_becomes_markup(client: Client, channel: Channel, stamp: str) -> None:
    evil = "<script>alert(1)</script>\"'></textarea>"

    pages = [
        send(client, stamp, **dict.fromkeys(FORM, evil)).content.decode(),
        send(client, stamp, name=evil, subject=evil, text=evil, phone=evil, submission=evil).content.decode(),
    ]

    assert [("<script>alert" in page, '</textarea>"' in page) for page in pages] == [(False, False)] * 2


def test_odd_signs_and_missing_fields_break_nothing(client: Client, channel: Channel, stamp: str) -> None:
    odd = send(client, stamp, name="\0Anna", text="Guten\0 Tag 😀", subject="", phone="x" * 200)
    empty = client.post("/contact/")

    assert (odd.status_code, empty.status_code, Message.objects.get().text) == (200, 422, "Guten Tag 😀")


def test_a_form_without_a_subject_has_one_all_the_same(client: Client, channel: Channel, stamp: str) -> None:
    send(client, stamp, subject=" ", text="Der Helm ist zu klein.\nUnd blau.")

    assert Case.objects.get().subject == "Der Helm ist zu klein."


def test_a_brands_colours_are_a_style_sheet(client: Client, brand: Brand) -> None:
    answer = client.get(f"/brands/{brand.pk}/colours.css")

    assert (answer.status_code, answer.headers["Content-Type"].startswith("text/css")) == (200, True)
    assert client.get("/brands/999999/colours.css").status_code == 404


def test_an_empty_file_is_named_on_the_page_of_thanks(client: Client, channel: Channel, stamp: str) -> None:
    answer = send(client, stamp, files=[SimpleUploadedFile("leer.jpg", b""), SimpleUploadedFile("voll.jpg", b"x")])

    page = answer.content.decode()
    assert "„leer.jpg“ war leer und ist nicht mitgekommen." in page
    assert (page.count("voll.jpg"), Case.objects.get().messages.get().attachments.get().name) == (0, "voll.jpg")
