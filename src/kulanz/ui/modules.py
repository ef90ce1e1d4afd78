"""All script modules of a page as one file, in the order in which browsers would run them.

Forty small modules are pleasant to read and slow to fetch: forty requests before the first key is heard. Each module
becomes a function of its own here, so that names of one are none of another's. What modules may say is little, and
held by ``Unclear``: imports of named things from files beside them, and exports that never change.

The sentences that they say stand above them, in one language, so that no page carries them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings

from kulanz.ui import panels, words
from kulanz.ui.bundle import Bundle, packed

SAYING = "ui/js/words.js"
ENTRIES = {"desk": "ui/js/desk.js", "portal": "ui/js/portal.js"}
LATER = ("ui/js/formatting.js",)  # whole files that a page fetches at the moment in which somebody needs them
IMPORT = re.compile(r'^import (?:\{ ([\w$, ]+) \} from )?"(\.[^"]+)";(?: //.*)?$', re.M)
EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|class) ([\w$]+))", re.M)
LEFT_OVER = re.compile(r"^\s*(?:import|export)\b.*$", re.M)
REMARK = re.compile(r"^\s*//.*\n|^\s+", re.M)


class Unclear(ValueError):
    """A module says what cannot be brought into one file; the message is its name and the line."""


def modules(entry: str, language: str) -> Bundle:
    """The current file for ``entry``, a key of ``ENTRIES``; while DEBUG is on, edits show at the next reload."""
    names = entries(entry)
    newest = max(_file(name).stat().st_mtime_ns for name in _in_order(names)) if settings.DEBUG else 0
    return _build(tuple(names), language, newest)


def entries(entry: str) -> list[str]:
    """The modules that a page asks for: its own, then those that rooms bring to the desk."""
    return [ENTRIES[entry], *(panels.SCRIPTS if entry == "desk" else [])]


@lru_cache(maxsize=len(ENTRIES) * len(settings.LANGUAGES))
def _build(names: tuple[str, ...], language: str, newest: int) -> Bundle:
    order = _in_order(names)
    number = {name: place for place, name in enumerate(order)}
    sentences = [f"const SENTENCES = {words.as_json(language)};"] if SAYING in order else []
    return packed("\n".join([*sentences, *(_as_function(name, number) for name in order)]))


def _in_order(names: Iterable[str]) -> list[str]:
    """The modules and all that they import, each once, after what it imports."""
    found: dict[str, bool] = {}  # whether all that it imports has been found

    def visit(name: str) -> None:
        if name in found:
            if not found[name]:
                raise Unclear(f"{name}: imports itself by way of others")
            return
        found[name] = False
        for _names, path in IMPORT.findall(_text(name)):
            visit(_beside(name, path))
        del found[name]
        found[name] = True

    for name in names:
        visit(name)
    return list(found)


def _as_function(name: str, number: dict[str, int]) -> str:
    text = _text(name)
    given = EXPORT.findall(text)

    def take(found: re.Match[str]) -> str:
        wanted = (found[1] or "").replace(" as ", ": ")
        return f"const {{ {wanted} }} = m{number[_beside(name, found[2])]};" if wanted else ""

    body = EXPORT.sub("", IMPORT.sub(take, text))
    if left := LEFT_OVER.search(body):
        raise Unclear(f"{name}: {left[0]}")
    return f"const m{number[name]} = (() => {{\n{REMARK.sub('', body)}return {{ {', '.join(given)} }};\n}})();"


def _beside(name: str, path: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _text(name: str) -> str:
    return _file(name).read_text("utf-8")


def _file(name: str) -> Path:
    """The file of a module, named as in addresses of static files: ``room/js/name.js``."""
    room = next(app for app in apps.get_app_configs() if app.label == name.partition("/")[0])
    return Path(room.path) / "static" / name
