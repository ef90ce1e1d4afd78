"""The lines these tests read: our own, written before the rules, and the public sets where at hand."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent / "lines"
LEARNING = Path(__file__).parent.parent / "learning"


def plain(name: str) -> list[str]:
    """Return the lines of our own file ``name``."""
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line]


def learnt(*, abusive: bool, file: str = "*") -> list[str]:
    """Return the attacks on persons, or the rest, of the lines that weights were learnt from."""
    texts = [each.read_text("utf-8") for each in sorted(LEARNING.glob(f"{file}.tsv"))]
    rows = [line.split("\t") for text in texts for line in text.splitlines()[1:]]
    return [text for kind, _language, text in rows if bool(kind) is abusive]


def labelled(name: str) -> list[tuple[str, str]]:
    """Return label and text of every line of our own file ``name``."""
    return [(label, text) for label, _, text in (line.partition("\t") for line in plain(name))]


def shared() -> Path | None:
    """Return the folder of public data sets, or ``None`` when this machine has none."""
    found = Path(os.environ.get("KULANZ_SHARED") or Path(__file__).parents[4] / "shared")
    return found if (found / "data").is_dir() else None
