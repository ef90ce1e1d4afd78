"""Which words a mail holds, and where they are shown."""

import email
from base64 import b64encode
from email.message import EmailMessage

import pytest

from lesart.tree import build_tree
from lesart.walk import unflow
from tests.lesart.builder import multipart, read, with_head


def test_a_plain_mail_has_its_words_as_text() -> None:
    mail = with_head(b"\r\nDie Lampe\r\nflackert.\r\n")
    assert (mail.text, mail.html, len(mail.texts), mail.attachments) == ("Die Lampe\nflackert.", None, 1, ())


def test_of_two_forms_the_plain_one_is_the_text_and_both_are_kept() -> None:
    mail = with_head(
        multipart(
            b"alternative",
            b"Content-Type: text/plain\r\n\r\nPlatz eins",
            b"Content-Type: text/html\r\n\r\n<p>Platz <b>eins</b></p>",
        )
    )
    assert (mail.text, mail.html) == ("Platz eins", "<p>Platz <b>eins</b></p>")
    assert [part.content_type for part in mail.texts] == ["text/plain", "text/html"]


def test_an_empty_plain_form_gives_way_to_the_words_of_the_html() -> None:
    mail = with_head(multipart(b"alternative", b"\r\n \r\n", b"Content-Type: text/html\r\n\r\n<p>Hallo</p>"))
    assert mail.text == "Hallo"


def test_texts_between_pictures_stay_in_order() -> None:
    picture = b"Content-Type: image/png; name=a.png\r\n\r\nPNG"
    mail = with_head(multipart(b"mixed", b"\r\nvorher", picture, b"\r\nnachher"))
    assert (mail.text, [item.name for item in mail.attachments]) == ("vorher\n\nnachher", ["a.png"])


def test_the_first_words_of_a_part_without_a_header_may_look_like_a_field() -> None:
    mail = with_head(
        multipart(b"mixed", b"\r\nAdresse: Hafenweg 3\r\nBremen", b"\r\nContent-Type: text/plain\r\n\r\nzwei")
    )
    assert mail.text == "Adresse: Hafenweg 3\nBremen\n\nzwei"


def test_a_text_marked_as_attachment_is_an_attachment() -> None:
    note = b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nZeile"
    mail = with_head(multipart(b"mixed", b"\r\nsiehe Anhang", note))
    assert (mail.text, [(item.name, item.data) for item in mail.attachments]) == (
        "siehe Anhang",
        [("log.txt", b"Zeile")],
    )


def test_a_name_does_not_make_a_file_of_one_of_two_forms() -> None:
    mail = with_head(
        multipart(
            b"alternative",
            b"Content-Type: text/plain; name=body.txt\r\n\r\nPlatz eins",
            b"Content-Type: text/html; name=body.html\r\n\r\n<p>Platz eins</p>",
        )
    )
    assert (mail.text, mail.html, mail.attachments) == ("Platz eins", "<p>Platz eins</p>", ())


def test_html_without_a_content_type_is_told_by_its_beginning() -> None:
    mail = with_head(b"\r\n<html><body>Hallo <b>Welt</b></body></html>")
    assert (mail.text, mail.texts[0].content_type) == ("Hallo Welt", "text/html")


def test_the_charset_of_html_may_stand_inside() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15"><p>5 €</p>'
    assert with_head(b"Content-Type: text/html\r\n\r\n" + page.encode("iso-8859-15")).text == "5 €"


def test_an_eight_bit_body_without_charset_is_read() -> None:
    assert with_head("\r\nGrüße".encode("cp1252")).text == "Grüße"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"quoted-printable", b"Gr=C3=BC=C3=9Fe =\r\naus K=C3=B6ln"),
        (b"BASE64", b64encode("Grüße aus Köln".encode())),
        (b'"base64"', b64encode("Grüße aus Köln".encode()) + b"\r\n"),
        (b"x-unknown", "Grüße aus Köln".encode()),
        (b"base64", "Grüße aus Köln".encode()),
    ],
)
def test_transfer_encodings_are_undone(encoding: bytes, body: bytes) -> None:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding
    assert with_head(head + b"\r\n\r\n" + body).text == "Grüße aus Köln"


def test_base64_with_a_missing_end_gives_what_is_there() -> None:
    mail = with_head(b"Content-Transfer-Encoding: base64\r\n\r\nSGFsbG8gV2VsdA")
    assert mail.text == "Hallo Welt"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: multipart/mixed",
        b"Content-Type: multipart/mixed; boundary=falsch",
        b"Content-Type: multipart/mixed; boundary*=grenze",
    ],
)
def test_parts_are_found_without_a_right_boundary(head: bytes) -> None:
    body = b"\r\n\r\n--grenze\r\nContent-Type: text/plain\r\n\r\neins\r\n--grenze\r\n\r\nzwei\r\n--grenze--\r\n"
    assert with_head(head + body).text == "eins\n\nzwei"


def test_a_multipart_without_parts_shows_its_body() -> None:
    mail = with_head(b"Content-Type: multipart/mixed; boundary=x\r\n\r\nGar keine Teile hier.")
    assert (mail.text, mail.warnings) == ("Gar keine Teile hier.", ("multipart-without-parts",))


def test_a_missing_last_boundary_loses_nothing() -> None:
    mail = with_head(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\neins\r\n--x\r\n\r\nzwei")
    assert mail.text == "eins\n\nzwei"


def test_a_boundary_that_begins_like_another_is_told_apart() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=xx\r\n\r\n--xx\r\n\r\ninnen\r\n--xx--"
    mail = with_head(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + inner + b"\r\n--x--")
    assert mail.text == "innen"


def test_fifteen_hundred_levels_end_with_everything_kept() -> None:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(1_500)
    )
    mail = read(head + b"\nganz innen")
    assert mail.warnings[0] == "truncated-nesting"
    assert b"ganz innen" in mail.attachments[0].data


def test_more_than_a_thousand_parts_are_not_counted_on() -> None:
    mail = read(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nTeil\n" * 5_000)
    assert ("truncated-parts" in mail.warnings, len(mail.texts) < 1_100) == (True, True)


def test_flowed_lines_are_joined_and_quotes_are_not() -> None:
    text = "Das ist \nein Satz.\n> zitiert \n> weiter\n-- \nEva"
    assert unflow(text, delete_space=False) == "Das ist ein Satz.\n> zitiert \n> weiter\n-- \nEva"


def test_a_flowed_body_is_shown_joined() -> None:
    mail = with_head(b"Content-Type: text/plain; format=flowed\r\n\r\nDas ist \r\nein Satz.")
    assert mail.text == "Das ist ein Satz."


def test_a_mail_that_ends_in_its_header_is_empty() -> None:
    assert read(b"Subject: Hallo").text == ""


def parts_of_standard_library(raw: bytes) -> list[bytes]:
    message = email.message_from_bytes(raw)
    return [bytes(part.get_payload(decode=True) or b"") for part in message.walk() if not part.is_multipart()]


def test_sound_mails_have_the_parts_the_standard_library_finds() -> None:
    message = EmailMessage()
    message["Subject"] = "Prüfung"
    message.set_content("Grüße")
    message.add_alternative("<p>Grüße</p>", subtype="html")
    message.add_attachment(bytes(range(256)) * 40, maintype="image", subtype="png", filename="ä.png")
    message.add_attachment("kurz", filename="kurz.txt")
    raw = message.as_bytes()
    root, _ = build_tree(raw)
    leaves = [part for branch in root.children for part in (branch.children or [branch])]
    mail = read(raw)
    found = [part.text.encode() for part in mail.texts] + [item.data for item in mail.attachments]
    assert (len(leaves), found) == (4, parts_of_standard_library(raw))
