"""Reads one file from its standard input and writes what stands in it as JSON: ``text``, ``is_cut``, ``problem``.

It is started by ``asking``, and has less of everything than the process that asks.
"""

from __future__ import annotations

import io
import json
import sys
from typing import BinaryIO

from .gathering import Gathered
from .limits import FILE, MEMORY, PAGES, SECONDS, Broken, Enough, Locked, TooMuch
from .office import read_office


def main(kind: str) -> None:
    """Read a "pdf" or an "office" file."""
    confine()
    into, problem = Gathered(), ""
    try:
        content = sys.stdin.buffer.read(FILE + 1)
        if len(content) > FILE:
            raise TooMuch
        READERS[kind](io.BytesIO(content), into)
    except Enough:
        pass
    except (TooMuch, MemoryError):
        problem = "too-much"
    except Locked:
        problem = "locked"
    except Exception:  # damage has as many names as there are libraries; none of it means "too much"
        problem = "broken"
    json.dump({"text": into.text, "is_cut": into.is_cut, "problem": problem}, sys.stdout)


def confine() -> None:
    """Take away what reading needs not: memory, time, and the means to write anything."""
    try:
        import resource  # noqa: PLC0415 - not there on every system
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def read_pdf(content: BinaryIO, into: Gathered) -> None:
    """Gather the words of a PDF, page by page. Raises ``Broken``, ``Locked`` and ``Enough``."""
    import logging  # noqa: PLC0415 - with pypdf, for PDFs alone

    import pypdf  # noqa: PLC0415 - two hundred milliseconds that office files need not

    logging.disable()  # what is odd about a stranger's file is nobody's news
    try:
        reader = pypdf.PdfReader(content)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Locked
        for number, page in enumerate(reader.pages):
            if number == PAGES:
                into.cut()
            into.add(page.extract_text() + "\n\n")
    except (Enough, Locked, MemoryError):
        raise
    except Exception as broken:  # a library that reads what strangers made
        raise Broken from broken


READERS = {"pdf": read_pdf, "office": read_office}

if __name__ == "__main__":
    main(sys.argv[1])
