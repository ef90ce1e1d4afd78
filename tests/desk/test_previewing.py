"""Files are looked at beside their case: what is shown is words and pictures, never the file itself."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment

from .conftest import Arrive

EVIL = "<script>alert(1)</script> äöü"


def office(text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", f"<c><p>{text}</p></c>")
    return content.getvalue()


def damaged() -> bytes:
    """An office file whose packed words begin with a block of no kind."""
    content, name = io.BytesIO(), "word/document.xml"
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "<c><p>Guten Tag</p></c>")
    raw = bytearray(content.getvalue())
    raw[30 + len(name)] = 0xFF
    return bytes(raw)


def shown(desk: Client, *, part: bool = True) -> str:
    file = Attachment.objects.get()
    headers = {"HX-Request": "true"} if part else {}
    return desk.get(f"/attachments/{file.public_id}/preview/", headers=headers).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("brief.txt", EVIL.encode(), "&lt;script&gt;alert(1)&lt;/script&gt; äöü"),
        ("alt.csv", "Größe;3".encode("cp1252"), "Größe;3"),
        ("notiz.log", "Größe 3".encode("utf-16"), ">Größe 3<"),
        ("beschädigt.docx", damaged(), "Diese Datei lässt sich nicht lesen"),
        ("brief.odt", office("Guten Tag &lt;b&gt;"), "Guten Tag &lt;b&gt;"),
        ("leer.odt", office(""), "In dieser Datei steht kein Text"),
        ("kaputt.docx", b"PK kein Archiv", "Diese Datei lässt sich nicht lesen"),
        ("brief.doc", b"\xd0\xcf\x11\xe0", "lässt sich hier nicht zeigen"),
        ("seite.html", EVIL.encode(), "&lt;script&gt;"),
    ],
)
def test_words_of_a_file_are_shown_and_nothing_of_it_runs(
    desk: Client, arrive: Arrive, name: str, content: bytes, words: str
) -> None:
    arrive(uploads=(Upload(name, "text/html" if name == "seite.html" else "application/octet-stream", content),))

    for page in (shown(desk), shown(desk, part=False)):
        assert words in page
        assert "<script>alert" not in page
    assert "<html" not in shown(desk)


@pytest.mark.parametrize(("content", "is_shown"), [(b"\x89PNG\r\n\x1a\n", True), (b"<svg onload=alert(1)>", False)])
def test_a_picture_is_shown_when_it_is_one(desk: Client, arrive: Arrive, content: bytes, is_shown: bool) -> None:
    arrive(uploads=(Upload("foto.png", "image/png", content),))

    assert ("?picture" in shown(desk)) is is_shown


def test_nobody_looks_into_the_files_of_other_teams_or_at_what_is_gone(
    desk: Client, outsider: Client, arrive: Arrive
) -> None:
    arrive(uploads=(Upload("brief.txt", "text/plain", b"x"),))
    file = Attachment.objects.get()
    address = f"/attachments/{file.public_id}/preview/"
    refused = outsider.get(address).status_code
    file.file.storage.delete(file.file.name)

    assert (refused, desk.get(address).status_code) == (404, 404)
