"""Of two forms of the same letter, the one that says something is read."""

import pytest

from lesart import Inbound
from lesart.likeness import only_stands_in
from tests.lesart.builder import multipart, with_head

LETTER = "<p>Der Stuhl aus Lieferung 5120 wackelt, bitte tauschen Sie ihn.</p>"
WORDS = "Der Stuhl aus Lieferung 5120 wackelt, bitte tauschen Sie ihn."


def two_forms(plain: str, html: str) -> Inbound:
    return with_head(
        multipart(
            b"alternative",
            b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + plain.encode(),
            b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode(),
        )
    )


STAND_INS = [
    "Ihr Mailprogramm kann diese Nachricht nicht anzeigen.",
    "This is an HTML message. Please use a client that can display it.",
    "Pour lire ce message, utilisez un logiciel compatible.",
    "https://mail.laden.example/ansicht/77",
    "[cid:logo.png@01DC]",
    "[image: Logo]",
    "null",
    "\u200b\u200b \u00a0",
    "Öffnen Sie bitte https://laden.example/a im Browser.",
    "----------",
]


@pytest.mark.parametrize("plain", STAND_INS)
def test_a_text_that_only_stands_in_for_the_page_gives_way_to_its_words(plain: str) -> None:
    mail = two_forms(plain, LETTER)
    assert (mail.text, mail.visible_reply, len(mail.texts)) == (WORDS, WORDS, 2)


SAME = [
    (WORDS, LETTER),
    (WORDS.upper(), LETTER),
    ("Der Stuhl aus Lieferung 5120\r\nwackelt, bitte tauschen\r\nSie ihn.", LETTER + "<img src='cid:logo'>"),
    ("Passt, danke!", "<p>Passt, danke!</p><blockquote>" + "Frage von gestern " * 30 + "</blockquote>"),
    ("Wo finde ich das Programm online?", "<p>Wo finde ich das Programm <i>online</i>?</p>"),
    ("我的椅子坏了,请更换", "<p>我的椅子坏了,<br>请更换</p>"),
    (WORDS, "<p><img src='cid:logo'></p>"),
    (WORDS, "<style>p{}</style><p>&nbsp;</p>"),
    (WORDS, "<p>Ihr Laden</p>"),
    ("Nur https://laden.example/a?b", "<a href='https://laden.example/a?b'>Nur https://laden.example/a?b</a>"),
]


@pytest.mark.parametrize(("plain", "html"), SAME)
def test_a_text_that_says_what_the_page_says_is_read(plain: str, html: str) -> None:
    assert two_forms(plain, html).text == plain.replace("\r\n", "\n")


def test_a_line_that_points_to_the_page_gives_way_although_the_page_repeats_it() -> None:
    plain = "Diese Nachricht im Browser ansehen"
    html = f"<a href='https://laden.example/v'>{plain}</a><p>" + "Ihre Bestellung ist heute unterwegs. " * 10 + "</p>"
    assert only_stands_in(plain, html) is True
    assert "unterwegs" in two_forms(plain, html).visible_reply


def test_a_long_text_is_never_taken_for_a_stand_in() -> None:
    plain = "Das steht nur hier und sonst nirgends im Brief. " * 20
    assert two_forms(plain, "<p>" + "Anderes und mehr davon. " * 400 + "</p>").text == plain.strip("\n")


def test_a_picture_in_the_text_is_called_by_the_name_of_its_file() -> None:
    picture = b"Content-Type: image/png; name=Riss.png\r\nContent-ID: <bild7@post>\r\n\r\nPNG"
    mail = with_head(multipart(b"related", b"\r\nHier: [cid:bild7@post] und [CID:image002.png@01DC.77]", picture))
    assert mail.visible_reply == "Hier: [Riss.png] und [image002.png]"


def test_forms_for_other_programs_are_neither_body_nor_file() -> None:
    amp = b"Content-Type: text/x-amp-html; charset=utf-8\r\n\r\n<!doctype html><html amp4email>anders</html>"
    watch = b"Content-Type: text/watch-html\r\n\r\n<b>kurz</b>"
    page = b"Content-Type: text/html\r\n\r\n<p>Der Stuhl</p>"
    mail = with_head(multipart(b"alternative", b"\r\nDer Stuhl", amp, watch, page))
    assert (mail.text, mail.html, mail.attachments, len(mail.texts)) == ("Der Stuhl", "<p>Der Stuhl</p>", (), 2)
