"""The lines these tests read: our own, written before the rules, and the public sets where at hand."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent / "lines"


def plain(name: str) -> list[str]:
    """Return the lines of our own file ``name``."""
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line]


def labelled(name: str) -> list[tuple[str, str]]:
    """Return label and text of every line of our own file ``name``."""
    return [(label, text) for label, _, text in (line.partition("\t") for line in plain(name))]


def shared() -> Path | None:
    """Return the folder of public data sets, or ``None`` when this machine has none."""
    found = Path(os.environ.get("KULANZ_SHARED") or Path(__file__).parents[4] / "shared")
    return found if (found / "data").is_dir() else None
