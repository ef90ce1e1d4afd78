"""Senders and recipients."""

import pytest

from lesart import Address
from lesart.addresses import read_addresses
from tests.lesart.builder import read

FIELDS = {
    "bare": (b"eva@kunde.example", [("", "eva@kunde.example")]),
    "with_name": (b"Eva Brandt <Eva@Kunde.Example>", [("Eva Brandt", "Eva@kunde.example")]),
    "quoted_comma": (b'"Brandt, Eva" <e@k.example>', [("Brandt, Eva", "e@k.example")]),
    "comma_in_an_encoded_word": (
        b"=?utf-8?Q?Br=C3=BCll,_Eva?= <e@k.example>",
        [("Brüll, Eva", "e@k.example")],
    ),
    "comment_as_name": (b"e@k.example (Eva Brandt)", [("Eva Brandt", "e@k.example")]),
    "comments_everywhere": (b"Eva(die \\) Kundin) <e(x)@k.example(y)>", [("Eva", "e@k.example")]),
    "group": (b"Laden: a@x.example, b@y.example;", [("", "a@x.example"), ("", "b@y.example")]),
    "empty_group": (b"undisclosed-recipients:;", []),
    "semicolons": (b"a@x.example; b@y.example", [("", "a@x.example"), ("", "b@y.example")]),
    "route": (b"<@relay.example:e@k.example>", [("", "e@k.example")]),
    "address_as_name": (b'"e@k.example" <e@k.example>', [("", "e@k.example")]),
    "at_sign_in_the_name": (b"Eva @ Laden <e@k.example>", [("Eva @ Laden", "e@k.example")]),
    "no_closing_bracket": (b"Eva <e@k.example", [("Eva", "e@k.example")]),
    "encoded_address": (b"=?utf-8?Q?e=40k=2Eexample?=", [("", "e@k.example")]),
    "umlaut_domain": ("Eva <e@küche.example>".encode(), [("Eva", "e@küche.example")]),
    "mailto": (b"<mailto:e@k.example>", [("", "e@k.example")]),
    "commas_without_quotes": (
        b"Roth, Miriam, Einkauf <m.roth@k.example>",
        [("Roth, Miriam, Einkauf", "m.roth@k.example")],
    ),
    "several_with_commas_without_quotes": (
        b"Roth, Miriam <m@k.example>, Lenz, Udo <u@k.example>; c@k.example",
        [("Roth, Miriam", "m@k.example"), ("Lenz, Udo", "u@k.example"), ("", "c@k.example")],
    ),
    "commas_inside_a_group": (b"Laden: Roth, Miriam <m@k.example>;", [("Roth, Miriam", "m@k.example")]),
    "comma_and_a_bare_address": (b"Miriam Roth, m@k.example", [("Miriam Roth", "m@k.example")]),
    "two_names_and_one_address": (
        b"erste Kasse, zweite kasse2@k.example",
        [("erste Kasse, zweite kasse2", "kasse2@k.example")],
    ),
    "a_bare_address_that_repeats_the_name": (
        b"Roth, Miriam miriam.roth@k.example",
        [("Roth, Miriam", "miriam.roth@k.example")],
    ),
    "a_remark_before_the_comma": (
        b"Roth (Einkauf), Miriam <m@k.example>",
        [("Roth (Einkauf), Miriam", "m@k.example")],
    ),
    "a_name_with_empty_brackets_joins_nobody": (
        b"Mail Delivery System <>, Eva <e@k.example>",
        [("Mail Delivery System", ""), ("Eva", "e@k.example")],
    ),
    "quoted_local_part": (b'Eva <"eva brandt"@K.example>', [("Eva", '"eva brandt"@k.example')]),
    "quoted_local_part_without_brackets": (b'"eva brandt"@k.example', [("", '"eva brandt"@k.example')]),
    "quoted_local_part_with_an_at_sign": (b'<"eva@buero"@k.example>', [("", '"eva@buero"@k.example')]),
    "quoted_local_part_with_a_bracket": (b'Eva <"e>b"@k.example>', [("Eva", '"e>b"@k.example')]),
    "quotes_that_change_nothing": (b'<"eva.brandt"@k.example>', [("", "eva.brandt@k.example")]),
    "umlaut_local_part": ("Jörn <jörn@k.example>".encode(), [("Jörn", "jörn@k.example")]),
    "umlaut_local_part_in_latin_1": ("Jörn <jörn@k.example>".encode("latin-1"), [("Jörn", "jörn@k.example")]),
    "umlaut_local_part_decomposed": ("jo\u0308rn@k.example".encode(), [("", "jörn@k.example")]),
    "umlaut_local_part_as_an_encoded_word": (
        b"=?utf-8?Q?J=C3=B6rn?= <=?utf-8?Q?j=C3=B6rn?=@k.example>",
        [("Jörn", "jörn@k.example")],
    ),
    "rubbish": (b'<@>,,;:\xff "', [("ÿ", "")]),
}


@pytest.mark.parametrize("name", FIELDS)
def test_an_address_field_is_split(name: str) -> None:
    raw, expected = FIELDS[name]
    assert [(item.name, item.address) for item in read_addresses(raw)] == expected


def test_the_sender_is_the_address_of_from() -> None:
    mail = read(b"Sender: a@x.example\nFrom: Eva <e@k.example>\nReply-To: r@k.example\n\nText")
    assert (mail.sender, mail.reply_to) == (Address("Eva", "e@k.example"), (Address("", "r@k.example"),))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"From: \nSender: s@x.example\nReply-To: r@x.example", "s@x.example"),
        (b"From: <>\nReply-To: r@x.example\nReturn-Path: <p@x.example>", "r@x.example"),
        (b"Return-Path: <p@x.example>", "p@x.example"),
    ],
)
def test_without_from_the_next_field_names_the_sender(head: bytes, expected: str) -> None:
    sender = read(head + b"\n\nText").sender
    assert sender and sender.address == expected


def test_a_sender_is_never_invented() -> None:
    mail = read(b"Subject: Hallo\nReturn-Path: <>\n\nIch bin eva@kunde.example")
    assert (mail.sender, "no-sender" in mail.warnings) == (None, True)


def test_brackets_by_the_hundred_thousand_end() -> None:
    assert read(b"From: " + b"(" * 300_000 + b"<" * 300_000 + b"\n\nText").sender is None


def test_identifiers_stand_without_brackets() -> None:
    mail = read(b"Message-ID: <1@a>\nIn-Reply-To: <0@a> (von gestern)\nReferences: <x@a>\n <0@a> <x@a>\n\nText")
    assert (mail.message_id, mail.in_reply_to, mail.references) == ("1@a", "0@a", ("x@a", "0@a"))
