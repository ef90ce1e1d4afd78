"""Reading is linear in the size of a mail and bounded in files; a limit that a mail meets becomes a warning."""

from binascii import b2a_uu
from functools import partial

import pytest
from bench.shapes import SHAPES

from kulanz.channels import email
from kulanz.channels.email.parse_warnings import PARSE_WARNINGS
from lesart import Inbound
from lesart.contents import MOST_FILES, MOST_TEXT, MOST_TEXT_BYTES
from tests.lesart.builder import multipart, read, with_head
from tests.steps import steps

SMALL, LARGE = 3_000, 30_000


@pytest.mark.parametrize("name", SHAPES)
def test_the_steps_of_reading_grow_with_the_size_of_a_mail_alone(name: str) -> None:
    shape = SHAPES[name]
    few, many = (steps(email, partial(read, shape(size))) for size in (SMALL, LARGE))
    assert many <= 1.3 * (LARGE / SMALL) * max(few, 1_000)


def test_there_are_shapes_enough() -> None:
    assert len(SHAPES) >= 50


def uu(number: int) -> bytes:
    return b"begin 644 datei%d.txt\r\n" % number + b2a_uu(b"Inhalt %d" % number) + b"`\r\nend\r\n"


def told(mail: Inbound) -> tuple[int, bool]:
    return len(mail.attachments), "truncated-files" in mail.warnings


def test_files_in_a_text_count_for_the_limit() -> None:
    mail = with_head(b"\r\nHallo\r\n" + b"".join(map(uu, range(3_000))) + b"Ende\r\n")
    assert (told(mail), mail.text.split()) == ((MOST_FILES, True), ["Hallo", "Ende"])


def test_files_of_all_kinds_count_together() -> None:
    pictures = [b"Content-Type: image/png; name=a.png\r\n\r\nPNG"] * 600
    text = b"\r\nHallo\r\n" + b"".join(map(uu, range(600)))
    assert told(with_head(multipart(b"mixed", text, *pictures))) == (MOST_FILES, True)


def test_files_of_a_mail_in_the_mail_count_too() -> None:
    inner = b"Subject: innen\r\n\r\nHallo\r\n" + b"".join(map(uu, range(1_200)))
    mail = with_head(multipart(b"mixed", b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert told(mail) == (MOST_FILES, True)


def test_a_mail_below_the_limit_is_told_nothing() -> None:
    assert told(with_head(b"\r\nHallo\r\n" + b"".join(map(uu, range(40))))) == (40, False)


def test_a_text_longer_than_a_book_is_cut_and_kept_as_a_file() -> None:
    words = b"Wort und Wort. " * 80_000
    mail = with_head(b"\r\n" + words)
    assert (len(mail.text), mail.visible_reply == mail.text, "truncated-text" in mail.warnings) == (
        MOST_TEXT,
        True,
        True,
    )
    assert [item.size for item in mail.attachments] == [len(words)]


def test_a_page_longer_than_a_book_is_cut_in_what_people_work_with() -> None:
    mail = with_head(b"Content-Type: text/html\r\n\r\n<p>" + b"Wort und <b>Wort</b>. " * 70_000)
    assert (len(mail.visible_reply), "truncated-text" in mail.warnings) == (MOST_TEXT, True)


def test_a_part_too_large_for_a_text_is_a_file_as_well() -> None:
    mail = with_head(b"\r\n" + b"x" * (MOST_TEXT_BYTES + 10))
    assert (len(mail.text), mail.attachments[0].size) == (MOST_TEXT, MOST_TEXT_BYTES + 10)


def test_pages_beyond_the_bound_are_files() -> None:
    page = b"Content-Type: text/html\r\n\r\n" + b"<i>a</i> " * 130_000
    mail = with_head(multipart(b"mixed", page, page, page))
    assert (len(mail.attachments), "truncated-text" in mail.warnings) == (1, True)


@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b"Eva <eva@post.example>, " * 4_000 + b"\r\n\r\nHallo",
        b"Subject: " + b"lang " * 20_000 + b"\r\n\r\nHallo",
        b"X-A: b\r\n" * 6_000 + b"Subject: spaet\r\n\r\nHallo",
    ],
)
def test_a_header_that_is_cut_is_told(raw: bytes) -> None:
    mail = read(raw)
    assert ("truncated-head" in mail.warnings, mail.text) == (True, "Hallo")


def test_a_page_no_parser_could_bear_is_told() -> None:
    assert "unbearable-html" in with_head(b"Content-Type: text/html\r\n\r\n" + b"<div>" * 2_000 + b"Hallo").warnings


def test_every_warning_of_a_limit_has_its_words() -> None:
    codes = "nesting parts files text head"
    assert {f"truncated-{code}" for code in codes.split()} | {"unbearable-html"} <= {*PARSE_WARNINGS}


def test_a_large_mail_without_the_parts_that_it_announces_is_kept_whole_and_read_once() -> None:
    raw = b'From: ina@post.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b1\r\n" * 200_000

    mail = read(raw)

    assert [(file.name, file.kind, file.size > 1_000_000) for file in mail.attachments] == [
        ("undivided.eml", "file", True)
    ]
    assert (mail.text, mail.forwarded, mail.warnings.count("multipart-without-parts")) == ("", (), 1)
