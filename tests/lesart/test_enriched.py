"""Text with the marks of old programs, and RTF that stands where a letter would."""

import pytest

from lesart.enriched import enriched_to_text
from tests.lesart.builder import multipart, with_head

ENRICHED = {
    "<bold>Eilig</bold>: drei <color><param>blue</param>Vasen</color>": "Eilig: drei Vasen",
    "a <<b> und 3 < 4": "a <b> und 3 < 4",
    "eine\nZeile\n\nnoch eine": "eine Zeile\nnoch eine",
    "<nofill>eins\nzwei</nofill>\ndrei": "eins\nzwei drei",
    "<fontfamily><param>Arial</param><bigger>Groß</bigger></fontfamily>": "Groß",
    "<unbekannt>bleibt</unbekannt>": "bleibt",
    "<param>nie zu": "nie zu",
}


@pytest.mark.parametrize("text", ENRICHED)
def test_enriched_text_is_read_without_its_marks(text: str) -> None:
    assert enriched_to_text(text) == ENRICHED[text]


def test_the_older_form_ends_its_lines_by_a_mark() -> None:
    assert enriched_to_text("eins<nl>zwei\nweiter <lt>da><comment>x</comment>", rich=True) == "eins\nzwei weiter <da>"


def test_a_mail_in_enriched_text_shows_its_words() -> None:
    mail = with_head(b"Content-Type: text/enriched\r\n\r\n<italic>Bitte</italic> abholen <<Montag>\r\n")
    assert (mail.visible_reply, mail.attachments) == ("Bitte abholen <Montag>", ())


RTF = b"{\\rtf1\\ansi\\ansicpg1252 Bitte zur\\'fcckrufen\\par Danke}"


@pytest.mark.parametrize("kind", [b"text/rtf", b"application/rtf", b"text/richtext"])
def test_the_words_of_a_lone_rtf_are_shown_and_its_file_stays(kind: bytes) -> None:
    mail = with_head(b"Content-Type: " + kind + b"\r\n\r\n" + RTF)
    assert (mail.text, [item.data for item in mail.attachments]) == ("Bitte zurückrufen\nDanke", [RTF])


def test_rtf_beside_a_text_is_a_file() -> None:
    mail = with_head(multipart(b"mixed", b"\r\nsiehe Anlage", b"Content-Type: text/rtf\r\n\r\n" + RTF))
    assert (mail.text, [item.name for item in mail.attachments]) == ("siehe Anlage", ["attachment-1.rtf"])
