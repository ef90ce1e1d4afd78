"""Compile the text catalogues: every ``locale/*/LC_MESSAGES/django.po`` becomes the ``.mo`` beside it.

Python's own modules only, because a machine that runs Kulanz has no GNU gettext. Fuzzy and empty entries are left out.
"""

from __future__ import annotations

import ast
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

CONTEXT = "\x04"
PLURAL = "\x00"


def compile_all(source: Path) -> None:
    """Compile every catalogue below ``source`` that is newer than its compiled form."""
    for catalogue in source.glob("**/locale/*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns:
            whole = compiled.with_suffix(f".{os.getpid()}")  # somebody may be reading, or compiling, the same one
            whole.write_bytes(packed(dict(messages(catalogue.read_text(encoding="utf-8")))))
            whole.replace(compiled)


def messages(text: str) -> Iterator[tuple[str, str]]:
    """Yield each translated text of a catalogue as (key, translation); context and plurals are joined as .mo wants."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields, fuzzy = read_block(block)
        forms = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
        if fuzzy or "msgid" not in fields or not all(forms):
            continue
        key = fields["msgid"]
        if "msgid_plural" in fields:
            key += PLURAL + fields["msgid_plural"]
        if "msgctxt" in fields:
            key = fields["msgctxt"] + CONTEXT + key
        yield key, PLURAL.join(forms)


def read_block(block: str) -> tuple[dict[str, str], bool]:
    """Return the fields of one entry (msgid, msgstr[0], ...) and whether it is marked fuzzy."""
    fields: dict[str, str] = {}
    fuzzy = False
    name = ""
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        start, _, rest = line.partition('"')
        if start.strip():
            name = start.strip()
            fields[name] = ""
        if rest:
            fields[name] += ast.literal_eval('"' + rest.rstrip())
    return fields, fuzzy


def packed(table: dict[str, str]) -> bytes:
    """Return the compiled form: header, two tables of lengths and offsets, then the texts, sorted by key."""
    pairs = sorted((key.encode(), value.encode()) for key, value in table.items())
    keys, values = [key for key, _ in pairs], [value for _, value in pairs]
    start = 28 + 16 * len(pairs)
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    index, body = b"", b""
    for texts in (keys, values):
        for each in texts:
            index += struct.pack("<2I", len(each), start + len(body))
            body += each + b"\0"
    return header + index + body


if __name__ == "__main__":
    compile_all(Path(sys.argv[1] if len(sys.argv) > 1 else "src"))
