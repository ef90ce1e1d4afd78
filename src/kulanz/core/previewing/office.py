"""Words of office files (OOXML and OpenDocument): zip archives of XML, read in pieces and without entities."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat  # in a process of its own; whatever declares anything is refused

from .gathering import Gathered
from .limits import ENTRIES, PAGES, ROWS, UNPACKED, Broken, TooMuch

_PIECE = 64 * 1024
_NUMBER = re.compile(r"(\d+)\.xml$")
Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Archive:
    """The parts of an office file, together no larger than ``UNPACKED`` bytes."""

    def __init__(self, content: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(content)
        except (zipfile.BadZipFile, OSError, ValueError) as broken:
            raise Broken from broken
        self.names = self._zip.namelist()
        if len(self.names) > ENTRIES:
            raise TooMuch
        self._left = UNPACKED

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces: what its head says about its size is not believed."""
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise TooMuch
                    yield piece
        except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError) as broken:
            raise Broken from broken

    def numbered(self, folder: str) -> list[str]:
        """The parts of a folder in the order of their numbers."""
        found = ((int(number[1]), name) for name in self.names if (number := _NUMBER.search(name)))
        return [name for _, name in sorted(found) if re.fullmatch(rf"{folder}\d+\.xml", name)][:PAGES]

    def read(self, name: str, begin: Begin, end: End, words: Callable[[str], None]) -> None:
        """Read a part. Tags come without their namespace, attributes as they are written."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = lambda tag, given: begin(tag.rpartition(":")[2], given)
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = words
        try:
            for piece in self.pieces(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise Broken from broken


def _refuse(*_given: object) -> None:
    raise Broken


def read_office(content: BinaryIO, into: Gathered) -> None:
    """Gather the words of an office file. Raises ``Broken``, ``TooMuch`` and ``Enough``."""
    archive = Archive(content)
    if "word/document.xml" in archive.names:
        _prose(archive, "word/document.xml", into)
    elif "xl/workbook.xml" in archive.names:
        _sheets(archive, into)
    elif slides := archive.numbered("ppt/slides/slide"):
        for number, name in enumerate(slides, 1):
            into.add(f"\n\n{number}\n")
            _prose(archive, name, into)
    elif "content.xml" in archive.names:
        _prose(archive, "content.xml", into)
    else:
        raise Broken


_BREAKS = {"p": "\n", "h": "\n", "br": "\n", "line-break": "\n", "tab": "\t", "table-row": "\n", "tr": "\n"}
_SILENT = {"instrText", "annotation", "delText", "tracked-changes", "notes"}  # what no reader of the file sees
_CELLS = {"tc", "table-cell"}


def _prose(archive: Archive, name: str, into: Gathered) -> None:
    """Words in their order: a line for each paragraph, and for each row of a table one with tabs."""
    cells, silent = 0, 0

    def begin(tag: str, given: dict[str, str]) -> None:
        nonlocal cells, silent
        cells += tag in _CELLS
        silent += tag in _SILENT
        if tag == "s":
            times = given.get("text:c", "1")
            into.add(" " * min(int(times), 80) if times.isdecimal() else " ")

    def end(tag: str) -> None:
        nonlocal cells, silent
        cells -= tag in _CELLS
        silent -= tag in _SILENT
        if tag in _CELLS:
            into.add("\t")
        elif (sign := _BREAKS.get(tag)) and not (cells and sign == "\n"):
            into.add(sign)
        elif sign and tag == "p":
            into.add(" ")

    archive.read(name, begin, end, lambda words: None if silent or not words.strip("\n") else into.add(words))


def _sheets(archive: Archive, into: Gathered) -> None:
    shared = _shared(archive) if "xl/sharedStrings.xml" in archive.names else []
    titles: list[str] = []

    def title(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            titles.append(given.get("name", ""))

    archive.read("xl/workbook.xml", title, _nothing, _nothing)
    for number, name in enumerate(archive.numbered("xl/worksheets/sheet")):
        if len(titles) > 1:
            into.add(f"\n\n{titles[number] if number < len(titles) else number + 1}\n")
        _sheet(archive, name, shared, into)


def _nothing(*_given: object) -> None:
    """Do nothing."""


def _shared(archive: Archive) -> list[str]:
    """The words that cells name by their number."""
    found: list[str] = []
    is_word = False

    def begin(tag: str, _given: dict[str, str]) -> None:
        nonlocal is_word
        is_word = tag == "t"
        if tag == "si":
            found.append("")

    def words(text: str) -> None:
        if is_word and found:
            found[-1] += text

    archive.read("xl/sharedStrings.xml", begin, lambda _tag: begin("", {}), words)
    return found


def _sheet(archive: Archive, name: str, shared: list[str], into: Gathered) -> None:
    kind, value, rows, inside = "", "", 0, False

    def begin(tag: str, given: dict[str, str]) -> None:
        nonlocal kind, value, inside
        if tag == "c":
            kind, value = given.get("t", ""), ""
        inside = tag in {"v", "t"}

    def end(tag: str) -> None:
        nonlocal rows, inside
        inside = False
        if tag == "c":
            at = int(value) if kind == "s" and value.isdecimal() else -1
            into.add((shared[at] if 0 <= at < len(shared) else value).replace("\n", " ") + "\t")
        elif tag == "row":
            rows += 1
            into.add("\n")
            if rows >= ROWS:
                into.cut()

    def words(text: str) -> None:
        nonlocal value
        if inside:
            value += text

    archive.read(name, begin, end, words)
