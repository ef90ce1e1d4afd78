"""One word for one thing, in code as on the screens: docs/glossary.md explains what could mean two."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections import Counter
from pathlib import Path

import pytest

from kulanz.config import cli
from kulanz.config.commands.cases import case_lines
from lesart.command import answer
from tests.factories import make_case
from tonfall.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
# Words of ours that had a better one in the field, or several meanings.
RETIRED = frozenset(
    "Asked Audience Dressed HOUSE Happening Home Homes Host Letter Listener Order RawMail Reading Room TOLD Way Work"
    " armour as_typed beat change check_may check_user chores doubts dress farewell glass in_hand keep lent_words"
    " listen locker newsroom person pulse reading restate speech tell together trap way way_of welcome words"
    " work".split()
)
MAIL = (
    b"From: Ina <ina@post.example>\nSubject: Lampe\nContent-Type: text/plain\n"
    b"Content-Disposition: attachment; filename=a.txt\n\nHallo\n"
)


def section(title: str) -> str:
    """What stands below a heading of the glossary."""
    return re.split(r"^## ", GLOSSARY.partition(f"## {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def explained() -> set[str]:
    """The code words in the first column of the technical words."""
    rows = [line.split("|")[1] for line in section("Technical words").splitlines() if line.startswith("|")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def modules(package: str) -> list[Path]:
    return [path for path in sorted((ROOT / "src" / package).rglob("*.py")) if "migrations" not in path.parts]


def test_no_class_name_stands_twice_unless_the_glossary_says_why() -> None:
    names = Counter(
        node.name
        for path in modules("kulanz")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )

    assert sorted({name for name, times in names.items() if times > 1} - explained()) == []


def test_retired_words_are_no_names_unless_the_glossary_says_why() -> None:
    found = {(word, path.stem) for path in modules("kulanz") + modules("lesart") for word in names_in(path) & RETIRED}

    assert sorted((word, module) for word, module in found if word not in explained()) == []


def names_in(path: Path) -> set[str]:
    """Every name that stands in a module, its own among them."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME} | {path.stem}


def test_the_glossary_explains_no_retired_word_that_is_gone() -> None:
    used = set().union(*map(names_in, modules("kulanz") + modules("lesart")))

    assert sorted((explained() & RETIRED) - used) == []


def public(*, row: str) -> set[str]:
    """The words of one row of the public words."""
    line = next(each for each in section("Public words").splitlines() if each.startswith(f"| {row} |"))
    return set(re.findall(r"`([^`]+)`", line.split("|")[2]))


@pytest.mark.django_db
def test_what_scripts_hold_on_to_is_in_the_glossary(tmp_path: Path) -> None:
    make_case()
    (line,) = case_lines()
    letter = tmp_path / "mail.eml"
    letter.write_bytes(MAIL)
    mail = answer(json.dumps({"path": str(letter)}))

    assert set(cli.commands()) <= public(row="`kulanz`")
    assert set(line) == public(row="`kulanz cases --json`")
    assert {*mail, *mail["attachments"][0]} <= public(row="`kulanz read-mail`")
    assert set(COMMANDS) == public(row="`python -m tonfall`")
