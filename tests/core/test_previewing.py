"""Files of strangers as text: read in a process of their own, within limits, and whatever they hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from kulanz.core.previewing import TextOfFile, Unreadable, asking, text_of
from kulanz.core.previewing.gathering import Gathered
from kulanz.core.previewing.limits import Broken, TooMuch
from kulanz.core.previewing.office import read_office

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = (
    f"<w:document {W}><w:body><w:p><w:r><w:t>Rechnung &amp; Liste</w:t></w:r></w:p><w:tbl><w:tr>"
    "<w:tc><w:p><w:r><w:t>Lampe</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:t>Gruß</w:t><w:tab/><w:t>Anna</w:t><w:br/><w:instrText>geheim</w:instrText></w:r></w:p>"
    "</w:body></w:document>"
)
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><document><p><t>&b;</t></p></document>'


def packed(**parts: str | bytes) -> bytes:
    """A zip archive; double underscores in names stand for slashes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", part)
    return content.getvalue()


def words_of(content: bytes) -> str:
    into = Gathered()
    read_office(io.BytesIO(content), into)
    return into.text


def pdf(words: str, password: str = "") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(drawn)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def read(folder: Path, content: bytes, kind: str) -> TextOfFile | str:
    path = folder / "datei"
    path.write_bytes(content)
    try:
        return text_of(str(path), kind)
    except Unreadable as unreadable:
        return unreadable.reason


def test_a_document_is_read_line_by_line_and_its_tables_row_by_row(tmp_path: Path) -> None:
    shown = TextOfFile("Rechnung & Liste\nLampe \t2\nGruß\tAnna", is_cut=False)

    assert read(tmp_path, packed(word__document=DOCX), "office") == shown


def test_sheets_slides_and_open_documents_are_read_too() -> None:
    sheet = (
        "<worksheet><sheetData><row><c t='s'><v>1</v></c><c><v>2.5</v></c>"
        "<c t='inlineStr'><is><t>frei</t></is></c></row>"
        "<row><c t='s'><v>99</v></c></row></sheetData></worksheet>"
    )
    book = packed(
        xl__workbook='<workbook><sheets><sheet name="Mai"/><sheet name="Juni"/></sheets></workbook>',
        xl__sharedStrings="<sst><si><t>a</t></si><si><r><t>Lam</t></r><r><t>pe</t></r></si></sst>",
        xl__worksheets__sheet1=sheet,
        xl__worksheets__sheet2="<worksheet><row><c><v>7</v></c></row></worksheet>",
    )
    slides = packed(
        ppt__slides__slide2="<sld><p><t>zwei</t></p></sld>", ppt__slides__slide1="<sld><p><t>eins</t></p></sld>"
    )
    text = packed(content="<c><h>Titel</h><p>a<s/>b<tab/>c<line-break/>d</p><annotation>weg</annotation></c>")

    assert words_of(book) == "Mai\nLampe\t2.5\tfrei\n99\n\nJuni\n7"
    assert words_of(slides) == "1\neins\n\n2\nzwei"
    assert words_of(text) == "Titel\na b\tc\nd"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (packed(word__document=BOMB), Broken),
        (packed(word__document="<p><t>offen"), Broken),
        (packed(fremd="<p/>"), Broken),
        (b"PK\x03\x04 kein Archiv", Broken),
        (packed(word__document=b"<p>" + b"<b/>" * 20_000_000), TooMuch),
        (packed(**{f"teil{number}": "" for number in range(5_001)}), TooMuch),
    ],
    ids=["entities", "open", "nothing known", "no archive", "bomb", "many parts"],
)
def test_bombs_and_broken_files_are_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        words_of(content)


def test_a_pdf_is_read_unless_it_is_locked_or_none(tmp_path: Path) -> None:
    assert read(tmp_path, pdf("Rechnung 4711"), "pdf") == TextOfFile("Rechnung 4711", is_cut=False)
    assert read(tmp_path, pdf("Rechnung 4711", "geheim"), "pdf") == "locked"
    assert read(tmp_path, b"%PDF-1.7 und sonst nichts", "pdf") == "broken"


def test_a_reader_that_takes_too_long_is_ended_and_others_wait_their_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.001)
    monkeypatch.setattr(asking, "PATIENCE", 0.001)
    slow = read(tmp_path, pdf("x"), "pdf")
    for _ in range(asking.AT_ONCE):
        asking._turns.acquire()
    try:
        busy = read(tmp_path, pdf("x"), "pdf")
    finally:
        for _ in range(asking.AT_ONCE):
            asking._turns.release()

    assert (slow, busy) == ("slow", "busy")


def test_a_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    short = packed(content="<c><p>Zeile</p></c>")
    many = packed(content="<c>" + "<p>" + "Zeile " * 30_000 + "</p></c>")

    assert [each.is_cut for each in (read(tmp_path, short, "office"), read(tmp_path, many, "office"))] == [False, True]  # type: ignore[union-attr]
