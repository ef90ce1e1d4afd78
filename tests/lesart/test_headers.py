"""Header fields: encoded words, folding, parameters, and what broken programs write instead."""

import pytest

from lesart.headers import parse_parameters, split_head
from lesart.words import decode_words
from tests.lesart.builder import read

WORDS = {
    "quoted_printable": (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln"),
    "base64": (b"=?UTF-8?B?UsO8Y2tnYWJl?=", "Rückgabe"),
    "two_words_split_inside_a_character": (b"=?utf-8?Q?K=C3?= =?utf-8?Q?=B6ln?=", "Köln"),
    "two_charsets_side_by_side": (b"=?utf-8?Q?=C3=A4?= =?iso-8859-1?Q?=F6?=", "äö"),
    "blank_between_words_and_text": (b"Lampe =?utf-8?Q?gr=C3=BCn?= 60 W", "Lampe grün 60 W"),
    "words_glued_together": (b"=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
    "blanks_inside_a_word": (b"=?utf-8?Q?zwei W=C3=B6rter?=", "zwei Wörter"),
    "a_question_mark_inside": (b"=?utf-8?Q?Wann?_Heute=3F?=", "Wann? Heute?"),
    "language_suffix": (b"=?utf-8*de?Q?M=C3=A4rz?=", "März"),
    "raw_utf8": ("Rücksendung für Jürgen".encode(), "Rücksendung für Jürgen"),
    "raw_latin_1": ("Rücksendung".encode("latin-1"), "Rücksendung"),
    "unknown_charset": (b"=?x-none?Q?=C3=BC?=", "ü"),
    "charset_with_a_nul": (b"=?utf\0-8?Q?=C3=BC?=", "ü"),
    "encoded_twice": (b"=?utf-8?Q?=3D=3Futf-8=3FQ=3Fgr=3DC3=3DBCn=3F=3D?=", "grün"),
    "base64_without_padding": (b"=?utf-8?B?w7w?=", "ü"),
    "no_end": (b"=?utf-8?Q?offen", "=?utf-8?Q?offen"),
    "japanese_in_two_words": (
        b"=?ISO-2022-JP?B?GyRCJF4kXxsoQg==?=\r\n =?ISO-2022-JP?B?GyRCJGAbKEI=?=",
        "まみむ",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_subject_is_decoded_completely(name: str) -> None:
    raw, expected = WORDS[name]
    assert decode_words(raw) == expected


def test_a_folded_subject_becomes_one_line() -> None:
    assert read(b"Subject: Frage zu\r\n\tmeiner\r\n Lampe\r\n\r\nHallo").subject == "Frage zu meiner Lampe"


def test_a_field_of_many_thousand_characters_is_read() -> None:
    assert read(b"Subject: " + b"a" * 5_000 + b"\r\n\r\nHallo").subject == "a" * 5_000


def test_a_mail_with_lone_carriage_returns_has_header_and_body() -> None:
    mail = read(b"From: a@b.example\rSubject: Alt\r\rErste Zeile\rZweite Zeile")
    assert (mail.subject, mail.text) == ("Alt", "Erste Zeile\nZweite Zeile")


def test_the_line_of_a_mailbox_file_is_no_field() -> None:
    assert read(b"From a@b.example Mon Mar  2 10:00:00 2026\nSubject: Hallo\n\nText").subject == "Hallo"


def test_empty_lines_before_the_header_do_not_hide_it() -> None:
    assert read(b"\r\n\r\nSubject: Hallo\r\n\r\nText").subject == "Hallo"


def test_a_broken_fold_does_not_end_the_header() -> None:
    mail = read(b"Subject: Frage zu\nmeiner Lampe\nFrom: a@b.example\n\nText")
    assert (mail.subject, mail.text) == ("Frage zu meiner Lampe", "Text")


def test_a_body_without_an_empty_line_before_it_is_kept() -> None:
    assert read(b"Subject: Hallo\nGuten Tag, die Lampe flackert.").text == "Guten Tag, die Lampe flackert."


def test_a_blank_before_the_colon_is_allowed() -> None:
    assert read(b"Subject : Hallo\n\nText").subject == "Hallo"


def test_a_hundred_thousand_fields_are_read() -> None:
    head = b"".join(b"X-%d: a\n" % number for number in range(100_000))
    assert read(head + b"Subject: Ende\n\nText").subject == "Ende"


PARAMETERS = {
    "plain": (b"text/plain; charset=UTF-8", ("text/plain", {"charset": "UTF-8"})),
    "quoted": (b'a/b; name="zwei; drei.pdf"', ("a/b", {"name": "zwei; drei.pdf"})),
    "no_closing_quote": (b'a/b; name="offen.pdf', ("a/b", {"name": "offen.pdf"})),
    "encoded_word": (b'a/b; name="=?utf-8?Q?M=C3=A4rz.pdf?="', ("a/b", {"name": "März.pdf"})),
    "raw_utf8": ('a/b; name="März.pdf"'.encode(), ("a/b", {"name": "März.pdf"})),
    "percent": (b"a/b; filename*=utf-8''M%C3%A4rz.pdf", ("a/b", {"filename": "März.pdf"})),
    "continued": (
        b"a/b; filename*1*=%A4rz; filename*0*=utf-8''M%C3; filename*2=.pdf",
        ("a/b", {"filename": "März.pdf"}),
    ),
    "twice": (b"a/b; name=eins; name=zwei", ("a/b", {"name": "eins"})),
    "upper_case": (b"TEXT/Plain; CHARSET=utf-8", ("text/plain", {"charset": "utf-8"})),
    "nothing": (b";;=", ("", {})),
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_read(name: str) -> None:
    raw, expected = PARAMETERS[name]
    assert parse_parameters(raw) == expected


def test_the_body_begins_after_the_first_empty_line() -> None:
    raw = b"A: 1\r\nB: 2\r\n\r\nC: 3\r\n\r\n"
    headers, begin = split_head(raw, 0, len(raw))
    assert (headers.items, raw[begin:]) == ([("a", b"1"), ("b", b"2")], b"C: 3\r\n\r\n")


@pytest.mark.parametrize("line", ["Hinweis: bitte morgen anrufen.", "From: Ina an alle", "a@b.example: geht nicht"])
def test_a_part_without_fields_keeps_a_first_line_that_looks_like_one(line: str) -> None:
    body = b"\r\n--q\r\n\r\n" + line.encode() + b"\r\nGruss, Ina\r\n--q--\r\n"
    mail = read(b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=q\r\n" + body)
    assert mail.text.splitlines() == [line, "Gruss, Ina"]


def test_an_empty_line_before_the_fields_of_a_part_is_passed_over() -> None:
    body = b"\r\n--q\r\n\r\nContent-Type: text/html\r\n\r\n<p>Hallo</p>\r\n--q--\r\n"
    mail = read(b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=q\r\n" + body)
    assert mail.text.strip() == "Hallo"
