"""Collect the texts of the interface into the catalogues, and write catalogues in one stable form.

Python alone: no GNU gettext. English is the source; ``de`` holds every text, ``de_Informal`` only what German says
differently to somebody who is addressed with Du (Django falls back to ``de``). One block per text, sorted by text and
without line numbers, so that two branches rarely meet in the same place.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import catalogues
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kulanz"
LOCALES = SOURCE / "locale"
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
# function -> places of context, text and plural among its arguments
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
IN_TEMPLATE = re.compile(r"\b(?:npgettext|pgettext|ngettext|gettext|_)\(")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text of the interface: its English words, plural and context."""

    words: str
    plural: str = ""
    context: str = ""


def collect() -> dict[Text, set[Path]]:
    """Return every text of the source with the files that say it."""
    found: dict[Text, set[Path]] = {}
    for path in [*sorted(SOURCE.rglob("*.py")), *sorted(SOURCE.rglob("templates/**/*.*"))]:
        for text in texts_of(path):
            found.setdefault(text, set()).add(path.relative_to(SOURCE))
    return found


def texts_of(path: Path) -> Iterator[Text]:
    """Yield the texts that one file says."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from texts_in(ast.parse(content))
    elif path.suffix in {".html", ".txt"}:
        plain = templatize(content, origin=str(path))
        for match in IN_TEMPLATE.finditer(plain):
            if call := first_call(plain[match.start() :]):
                yield from texts_in(call)


def first_call(text: str) -> ast.AST | None:
    """Return the call that ``text`` begins with, read up to the bracket that closes it."""
    for end in (match.end() for match in re.finditer(r"\)", text[:5000])):
        try:
            return ast.parse(text[:end])
        except SyntaxError:
            continue
    return None


def texts_in(tree: ast.AST) -> Iterator[Text]:
    """Yield the texts of all calls in a tree."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in CALLS:
            continue
        context, words, plural = (said(node, place) for place in CALLS[name])
        if words:
            yield Text(words, plural, context)


def said(node: ast.Call, place: int | None) -> str:
    """Return the constant text at one place of a call, or an empty one."""
    if place is None or place >= len(node.args):
        return ""
    argument = node.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


def read(language: str) -> dict[Text, list[str]]:
    """Return the catalogue of a language: text -> its forms."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    content = path.read_text(encoding="utf-8") if path.exists() else ""
    blocks = [catalogues.read_block(block)[0] for block in content.split("\n\n")]
    return {
        Text(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", "")): [
            form for name, form in sorted(fields.items()) if name.startswith("msgstr")
        ]
        for fields in blocks
        if fields.get("msgid")
    }


def write(language: str, catalogue: dict[Text, list[str]]) -> None:
    """Write a catalogue."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = [HEADER.format(language=language), *(block(text, forms) for text, forms in sorted(catalogue.items()))]
    path.write_text("\n".join(blocks), encoding="utf-8")


def block(text: Text, forms: list[str]) -> str:
    """Return one text as it stands in a catalogue."""
    lines = [f"msgctxt {quoted(text.context)}"] if text.context else []
    lines.append(f"msgid {quoted(text.words)}")
    if text.plural:
        lines.append(f"msgid_plural {quoted(text.plural)}")
        lines += [f"msgstr[{place}] {quoted(form)}" for place, form in enumerate(forms)]
    else:
        lines.append(f"msgstr {quoted(forms[0])}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return ``text`` in the quotes of a catalogue."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def main() -> None:
    """Bring both catalogues up to date and say what is still to be written."""
    found = collect()
    german = read("de")
    write("de", {text: german.get(text) or [""] * (2 if text.plural else 1) for text in found})
    write("de_Informal", {text: forms for text, forms in read("de_Informal").items() if text in found})
    missing = [text.words for text, forms in sorted(read("de").items()) if not all(forms)]
    print(
        f"{len(found)} texts, {len(missing)} still without German:"
        if missing
        else f"{len(found)} texts, all in German."
    )
    for words in missing:
        print(f"  {words}")
    catalogues.compile_all(ROOT / "src")


if __name__ == "__main__":
    sys.exit(main())
