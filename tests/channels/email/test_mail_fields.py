"""Ids and addresses in the head of what we send: exactly what was read, never an encoded word inside one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from kulanz.channels.email import composing, fields
from kulanz.channels.email.composing import Answer, compose
from kulanz.channels.email.fields import BadAddress, sendable
from lesart.addresses import read_addresses


def answer(**changes: Any) -> Answer:
    given: dict[str, Any] = {
        "mail_id": "eigene@laden.example",
        "sender": ("Laden", "hilfe@laden.example"),
        "reply_to": "hilfe+7-abc@laden.example",
        "to": [("Rita Moll", "rita@kundin.example")],
        "subject": "Re: Lampe",
        "text": "Guten Tag",
        "number": "LA-7",
        "link": "https://laden.example/c/x/",
        "language": "de",
        "zone": "Europe/Berlin",
        "at": datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    }
    return Answer(**{**given, **changes})


def head(raw: bytes) -> dict[str, str]:
    """The fields as bytes on the wire, by name."""
    lines = re.split(rb"\r\n(?![ \t])", raw.partition(b"\r\n\r\n")[0])
    return {name.decode(): value.decode() for name, value in (line.split(b":", 1) for line in lines)}


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


EXCHANGE = "DB9PR03MB7766A1B2C3D4E5F60718293A4B5C6D7E8F90A@DB9PR03MB7766.eurprd03.prod.outlook.example"


@pytest.mark.parametrize(
    "mail_id",
    [
        EXCHANGE,
        "x" * 300 + "@lang.example",
        "a=b?c=d_e=?x?=@fragen.example",
        "[kein]{normaler}|teil@beispiel.example",
        "ohne-at-zeichen",
        "1.2.3$4%5@[192.0.2.7]",
    ],
)
def test_an_id_is_cited_letter_by_letter(mail_id: str) -> None:
    raw = compose(answer(references=["erste@kundin.example", mail_id]))
    assert head(raw)["In-Reply-To"] == f" <{mail_id}>"
    assert head(raw)["References"].split() == ["<erste@kundin.example>", f"<{mail_id}>"]
    assert head(raw)["Message-ID"] == " <eigene@laden.example>"


def test_a_long_chain_is_folded_between_its_ids_only() -> None:
    chain = [f"{number:03}.{EXCHANGE}" for number in range(60)]
    references = head(compose(answer(references=chain)))["References"]
    assert [line.strip() for line in references.split("\r\n")] == [f"<{each}>" for each in [chain[0], *chain[-29:]]]


@pytest.mark.parametrize(
    "odd", ["grün@kundin.example", "zwei worte@x.example", "<eckig>@x.example", "y" * 990, "a\r\nb"]
)
def test_an_id_that_no_mail_can_carry_is_left_out(odd: str) -> None:
    given = head(compose(answer(references=["gut@kundin.example", odd])))
    assert (given["In-Reply-To"], given["References"]) == (" <gut@kundin.example>", " <gut@kundin.example>")
    assert "References" not in head(compose(answer(references=[odd])))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Rita.Moll@Kundin.Example", "Rita.Moll@Kundin.Example"),
        ('"rita moll"@kundin.example', '"rita moll"@kundin.example'),
        ("rita moll@kundin.example", '"rita moll"@kundin.example'),
        ('"moll, rita"@kundin.example', '"moll, rita"@kundin.example'),
        ('a"b@kundin.example', '"a\\"b"@kundin.example'),
        ("rita..moll@kundin.example", "rita..moll@kundin.example"),
        ("o'hara+x=y/z@kundin.example", "o'hara+x=y/z@kundin.example"),
        ("rita(alt)@kundin.example", '"rita(alt)"@kundin.example'),
        ("jürgen@kundin.example", "jürgen@kundin.example"),
        ("rita@straße.example", "rita@xn--strae-oqa.example"),
        ("rita@strasse.example", "rita@strasse.example"),
        ("rita@BÜCHER.example", "rita@xn--bcher-kva.example"),
        ("rita@faß.bücher.example", "rita@xn--fa-hia.xn--bcher-kva.example"),
        ("rita@[192.0.2.7]", "rita@[192.0.2.7]"),
    ],
)
def test_an_address_is_sent_to_as_it_was_read(written: str, sent: str) -> None:
    assert sendable(written) == sent
    raw = compose(answer(to=[("Rita Moll", written)]))
    assert head(raw)["To"] == f" Rita Moll <{sent}>"
    assert "=?" not in head(raw)["To"]


@pytest.mark.parametrize(
    "written",
    ["", "rita", "@kundin.example", "rita@", "a\nb@x.example", "r@\u2603.example", "x" * 250 + "@y.example"],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddress):
        sendable(written)


@pytest.mark.parametrize(
    "name",
    [
        "Rita Moll",
        "Moll, Rita",
        "Jürgen Groß",
        'Rita "Ri" Moll',
        "Dr. Rita Moll (Einkauf)",
        "山田 太郎",
        "Ein sehr langer Name " * 9 + "Ende",
        "Größe " * 30 + "Ende",
        "a\\b",
        "<script>",
    ],
)
def test_a_name_arrives_as_it_was_given(name: str) -> None:
    raw = compose(answer(to=[(name, "rita@kundin.example"), ("Kai", "kai@kundin.example")]))
    assert [(each.name, each.address) for each in read_addresses(head(raw)["To"].encode())] == [
        (name, "rita@kundin.example"),
        ("Kai", "kai@kundin.example"),
    ]
    assert max(map(len, raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_many_recipients_are_folded_between_them() -> None:
    people = [(f"Person Nummer {number}", f"person{number}@kundin.example") for number in range(40)]
    raw = compose(answer(to=people[:1], cc=people[1:]))
    assert [(each.display_name, each.addr_spec) for each in read(raw)["Cc"].addresses] == people[1:]


def test_a_name_cannot_bring_a_field_of_its_own() -> None:
    raw = compose(answer(to=[("Rita\r\nBcc: boese@x.example", "rita@kundin.example")], subject="a\r\nBcc: b@x.example"))
    assert "Bcc" not in head(raw)
    assert head(raw)["Subject"] == " a Bcc: b@x.example"


def test_the_head_is_utf8_only_where_an_address_asks_for_it() -> None:
    plain = compose(answer(to=[("Jürgen", "rita@straße.example")], subject="Grüße"))
    asks = compose(answer(to=[("Jürgen", "jürgen@kundin.example")], subject="Grüße"))
    assert plain.isascii()
    assert head(asks)["To"].endswith("?= <jürgen@kundin.example>")


def test_the_signature_mark_stands_only_where_nothing_follows() -> None:
    quote = composing.Quote(at=datetime(2026, 11, 19, 9, 0, tzinfo=UTC), name="Rita", text="Sie flackert.")
    alone, with_quote = (read(compose(answer(quotes=each))) for each in ((), (quote,)))
    assert "\n-- \nLaden\n" in text_of(alone)
    assert "\n-- \n" not in text_of(with_quote)
    assert text_of(with_quote).index("Laden") < text_of(with_quote).index("> Sie flackert.")


def test_only_our_own_letters_have_marks_where_they_are_quoted_or_passed_on() -> None:
    words, at = "[bank.example](https://boese.example/x)", datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
    quotes = [composing.Quote(at, "Rita", words, is_ours=ours) for ours in (False, True)]
    mails = [read(compose(answer(quotes=[each]))) for each in quotes]
    passed_on = read(compose(answer(forwarded=words, letter="forward")))
    shown = [">bank.example</a>" in mail.get_body(("html",)).get_content() for mail in (*mails, passed_on)]

    assert shown == [False, True, False]


def test_a_signature_mark_that_the_author_typed_cuts_off_nothing() -> None:
    mail = read(compose(answer(text="Bis bald\n-- \nJule\n--\n-- x")))
    assert text_of(mail).startswith("Bis bald\n--\nJule\n--\n-- x\n")


def test_a_day_in_an_english_mail_is_not_american() -> None:
    mail = read(compose(answer(language="en", lapses_at=datetime(2026, 12, 8, 9, 0, tzinfo=UTC))))
    assert "by 8 December 2026, we will close" in text_of(mail)


def test_the_head_of_a_mail_asks_for_nothing_that_a_line_cannot_hold() -> None:
    assert fields.citable("x" * fields.LONGEST_ID)
    longest = compose(answer(references=["x" * fields.LONGEST_ID]))
    assert max(map(len, longest.split(b"\r\n"))) <= 998


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
