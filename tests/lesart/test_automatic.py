"""Automatic answers, receipts, lists: what nobody wrote by hand, and what somebody did."""

from datetime import date

import pytest

from lesart.automatic import absent_until
from tests.lesart.builder import multipart, read, with_head

PERSON = b"From: eva@kunde.example\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Auto-Submitted: auto-replied\r\nSubject: Lampe",
        b"Auto-Submitted: auto-generated (vacation); owner=eva\r\nSubject: Lampe",
        b"X-Autoreply: yes\r\nSubject: Lampe",
        b"Precedence: auto_reply\r\nSubject: Lampe",
        b"Subject: Automatische Antwort: Ihre Lampe",
        b"Subject: =?utf-8?Q?Automatische_Antwort=3A_Gr=C3=BC=C3=9Fe?=",
        b"Subject: Automatic reply: Your lamp",
        b"Subject: Abwesenheitsnotiz: Ihre Lampe",
        b"Subject: Out of Office: Your lamp",
        b"Subject: Abwesenheitsnotiz\r\nReturn-Path: <>",
        b"Subject: Ich bin im Urlaub\r\nX-Auto-Response-Suppress: All",
        b"Subject: Urlaubsnachricht (Ihre Lampe)\r\nPrecedence: bulk",
    ],
)
def test_an_automatic_answer_is_known(head: bytes) -> None:
    assert read(PERSON + head + b"\r\n\r\nIch bin nicht im Haus.").is_auto_reply is True


def test_an_absence_in_answer_to_us_is_automatic() -> None:
    raw = PERSON + b"Subject: Abwesenheit\r\nIn-Reply-To: <1@laden.example>\r\n\r\nIch bin im Urlaub."
    assert read(raw).is_auto_reply is True


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: Lampe",
        b"Auto-Submitted: no\r\nSubject: Lampe",
        b"Subject: AW: Automatische Antwort: Ihre Lampe",
        b"Subject: Abwesenheitsnotiz einrichten",
        b"Subject: Automatische Antwort funktioniert nicht",
        b"Subject: Out of office chairs?",
        b"Precedence: bulk\r\nList-Id: <neues.laden.example>\r\nSubject: Angebote",
        b"X-Auto-Response-Suppress: All\r\nSubject: Lampe",
        b"Subject: Im Urlaub kaputtgegangen",
    ],
)
def test_a_person_who_writes_is_not_automatic(head: bytes) -> None:
    assert read(PERSON + head + b"\r\n\r\nIch bin bis 14. im Urlaub, bitte danach anrufen.").is_auto_reply is False


ABSENCES = {
    "Ich bin bis 14. im Urlaub.": date(2026, 3, 14),
    "Ich bin bis zum 14.3. nicht im Büro.": date(2026, 3, 14),
    "Ich bin bis einschließlich Freitag, den 13.03.2026 abwesend.": date(2026, 3, 13),
    "bis 1. April 2026 nicht erreichbar": date(2026, 4, 1),
    "vom 27.2. bis 5.1.": date(2027, 1, 5),
    "I am out of the office until March 9th.": date(2026, 3, 9),
    "I will be away until 9 March 2026.": date(2026, 3, 9),
    "Ab dem 16.03. bin ich wieder erreichbar.": date(2026, 3, 15),
    "I will be back on 16 March.": date(2026, 3, 15),
    "Bin bis 1. weg.": date(2026, 4, 1),
    "Ich bin im Urlaub.": None,
    "bis 31.2.2026": None,
    "Wir melden uns innerhalb von 3 Tagen.": None,
}


@pytest.mark.parametrize("text", ABSENCES)
def test_the_last_day_of_absence_is_read(text: str) -> None:
    assert absent_until(text, on=date(2026, 3, 2)) == ABSENCES[text]


def test_an_automatic_answer_says_until_when() -> None:
    mail = with_head(b"Auto-Submitted: auto-replied\r\n\r\nIch bin bis 14.3. im Urlaub.")
    assert (mail.auto_submitted, mail.auto_reply_until) == ("auto-replied", date(2026, 3, 14))


def test_a_read_receipt_is_no_bounce_and_no_answer() -> None:
    note = (
        b"Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed"
    )
    mail = with_head(multipart(b"report; report-type=disposition-notification", b"\r\nGelesen.", note))
    assert (mail.is_receipt, mail.is_bounce, mail.is_auto_reply) == (True, False, True)


def test_a_mailing_list_is_known_by_its_fields() -> None:
    mail = with_head(
        b"List-Id: Neues <neues.laden.example>\r\nList-Unsubscribe: <mailto:ab@laden.example>\r\n\r\nHallo"
    )
    assert (mail.is_list, mail.list_id, mail.list_unsubscribe) == (
        True,
        "neues.laden.example",
        "<mailto:ab@laden.example>",
    )


def test_a_de_mail_is_known_by_its_fields() -> None:
    assert with_head(b"X-de-mail-message-type: normal\r\n\r\nHallo").de_mail is True


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (b"Ich habe die Lampe und bitte um eine Antwort.", "de"),
        (b"I have the lamp and would like to return it.", "en"),
        (b"12345", None),
    ],
)
def test_the_language_is_a_hint(text: bytes, language: str | None) -> None:
    assert with_head(b"\r\n" + text).language == language
