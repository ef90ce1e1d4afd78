"""Subjects without prefixes, and mails a colleague passed on."""

import pytest

from lesart import Address
from lesart.subjects import is_forward, plain_subject
from tests.lesart.builder import multipart, read

SUBJECTS = {
    "AW: Lampe": "Lampe",
    "Re[2]: Lampe": "Lampe",
    "RE: AW: WG: Lampe": "Lampe",
    "Antw.: Lampe": "Antw.: Lampe",
    "Antw: Fwd: SV: Odp: Lampe": "Lampe",
    "Re^3: Lampe": "Lampe",
    "AW (2): Lampe": "Lampe",
    "TR : Lampe": "Lampe",
    "[Fwd: Lampe]": "Lampe]",
    "回复：Lampe": "Lampe",
    "Rechnung: Lampe": "Rechnung: Lampe",
    "Ref: 4711": "Ref: 4711",
    "Award: Lampe": "Award: Lampe",
    "re": "re",
    "": "",
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_prefixes_leave_the_subject(subject: str) -> None:
    assert plain_subject(subject) == SUBJECTS[subject]


ABROAD = [
    "RV: x",
    "PD: x",
    "TR: x",
    "I: x",
    "VB: x",
    "Doorst: x",
    "Továbbítás: x",
    "İLT: x",
    "ΠΡΘ: x",
    "轉寄：x",
    "Fw[2]: x",
]


@pytest.mark.parametrize("subject", ABROAD)
def test_the_prefixes_of_other_languages_hand_on_as_well(subject: str) -> None:
    assert (is_forward(subject), plain_subject(subject)) == (True, "x")


@pytest.mark.parametrize(("subject", "forward"), [("WG: x", True), ("Fwd: AW: x", True), ("AW: WG: x", False)])
def test_the_outermost_prefix_decides_about_a_forward(subject: str, forward: bool) -> None:
    assert is_forward(subject) is forward


OUTLOOK = (
    "Bitte übernehmen.\n\nVon: Eva Brandt <eva@kunde.example>\nGesendet: Montag, 2. "
    "März 2026\nAn: Kai\nBetreff: Lampe\n\nHallo"
)
OLD_OUTLOOK = (
    "-----Ursprüngliche Nachricht-----\nVon: Eva Brandt [mailto:eva@kunde.example]\nGesendet: heute\nAn: Kai\n\nHallo"
)
THUNDERBIRD = (
    "-------- Weitergeleitete Nachricht --------\nBetreff: Lampe\nDatum: "
    "heute\nVon: Eva Brandt <eva@kunde.example>\n\nHallo"
)
APPLE = "> Anfang der weitergeleiteten Nachricht:\n>\n> Von: Eva Brandt <eva@kunde.example>\n> Datum: heute\n>\n> Hallo"
GMAIL = "---------- Forwarded message ---------\nFrom: Eva Brandt <eva@kunde.example>\nDate: today\nSubject: x\n\nHello"


def forwarded(subject: str, body: str) -> Address | None:
    head = f"From: kai@laden.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    return read((head + body).encode()).forwarded_from


@pytest.mark.parametrize("body", [OUTLOOK, OLD_OUTLOOK, THUNDERBIRD, APPLE, GMAIL])
def test_the_original_sender_of_a_forward_is_found(body: str) -> None:
    assert forwarded("WG: Lampe", body) == Address("Eva Brandt", "eva@kunde.example")


@pytest.mark.parametrize("body", [THUNDERBIRD, APPLE, GMAIL])
def test_a_line_that_says_forwarded_is_enough_without_a_prefix(body: str) -> None:
    assert forwarded("Lampe", body) == Address("Eva Brandt", "eva@kunde.example")


def test_an_answer_with_a_quoted_header_is_no_forward() -> None:
    assert forwarded("AW: Lampe", OUTLOOK) is None


def test_a_forward_without_an_address_names_nobody() -> None:
    assert forwarded("WG: Lampe", "Von: Eva Brandt\nGesendet: heute\nAn: Kai\n\nHallo") is None


def test_an_attached_message_names_its_sender() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\nFrom: Eva Brandt <eva@kunde.example>\r\nSubject: Lampe\r\n\r\nHallo"
    raw = b"From: kai@laden.example\r\nSubject: Fwd: Lampe\r\n" + multipart(b"mixed", b"\r\nBitte", inner)
    assert read(raw).forwarded_from == Address("Eva Brandt", "eva@kunde.example")


def test_a_mail_that_only_hands_on_a_message_is_read_as_that_message() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\nFrom: Eva <eva@kunde.example>\r\n" + multipart(
        b"mixed", b"\r\nDie Lampe flackert.", b"Content-Type: image/png; name=lampe.png\r\n\r\nPNG"
    ).replace(b"grenze", b"innen")
    mail = read(b"From: kai@laden.example\r\nSubject: Fwd: Lampe\r\n" + multipart(b"mixed", inner))
    assert (mail.text, mail.forwarded_from) == ("Die Lampe flackert.", Address("Eva", "eva@kunde.example"))
    assert [item.kind for item in mail.attachments] == ["message", "file"]


def test_a_quoted_answer_is_split_from_the_new_words() -> None:
    body = (
        "Danke, das hilft.\n\nAm 02.03.2026 um 10:00 schrieb Laden <hilfe@laden.example>:\n> Bitte neu einschrauben.\n"
    )
    mail = read(b"From: eva@kunde.example\nSubject: AW: Lampe\n\n" + body.encode())
    assert (mail.visible_reply, "Bitte neu einschrauben." in mail.hidden_rest) == ("Danke, das hilft.", True)


def test_an_html_answer_is_split_by_its_structure() -> None:
    body = (
        b'<div>Danke.</div><div class="gmail_quote"><div class="gmail_attr">Am '
        b"Mo., 2. M&auml;rz 2026 um 10:00 Uhr "
        b"schrieb Laden:<br></div><blockquote>Bitte warten.</blockquote></div>"
    )
    mail = read(b"From: eva@kunde.example\nSubject: AW: Lampe\nContent-Type: text/html\n\n" + body)
    assert (mail.visible_reply, "Bitte warten." in mail.hidden_rest) == ("Danke.", True)
