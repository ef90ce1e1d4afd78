"""Every setting is in the table that people read, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = re.compile(r"\b(?:KULANZ_[A-Z_]+|DATABASE_URL)\b")
READ = re.compile(r"\"(KULANZ_[A-Z_]+|DATABASE_URL)\"")


def test_the_table_of_settings_is_complete() -> None:
    read = {
        name
        for path in (ROOT / "src" / "kulanz").rglob("*.py")
        for name in READ.findall(path.read_text(encoding="utf-8"))
    }
    table = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    described = {NAME.search(line)[0] for line in table.splitlines() if line.startswith("| `")}  # type: ignore[index]

    assert described == read
