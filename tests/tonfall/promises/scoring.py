"""Scoring found promises against labelled lines: right kind, right day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tonfall._calendar import Calendar
from tonfall._promises import find_promises

BERLIN = Calendar(state="BE")
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Line:
    """A labelled sentence: kind P, V or N; ``due`` is a local ISO date or date-time, or empty."""

    text: str
    at: datetime
    kind: str
    due: str


@dataclass(frozen=True)
class Score:
    """Shares of right kinds among all lines and of right days among the dated promises, and the misses."""

    kinds: float
    days: float
    misses: tuple[str, ...]


def learning_set() -> Path | None:
    """Return the handed learning set, or ``None`` where it is not at hand."""
    beside = Path(__file__).parents[3].parent / "shared"
    path = Path(os.environ.get("KULANZ_SHARED", beside)) / "data" / "promises-de-en" / "promises.dev.tsv"
    return path if path.exists() else None


def read_lines(path: Path) -> Iterator[Line]:
    """Read tab-separated lines: language, moment, sentence, kind, due."""
    for row in path.read_text(encoding="utf-8").splitlines():
        _, at, text, kind, due = row.split("\t")
        yield Line(text, datetime.fromisoformat(at), kind, due)


def score(lines: Iterable[Line]) -> Score:
    """Judge every line without telling its language; the earliest due of a line counts."""
    kinds: list[bool] = []
    days: list[bool] = []
    misses: list[str] = []
    for line in lines:
        kind, due = found(line.text, line.at)
        kinds.append(kind == line.kind)
        if line.kind == "P":
            days.append(due.startswith(line.due[:10]))
        if kind != line.kind or (line.kind == "P" and not days[-1]):
            misses.append(f"{line.kind} {line.due} but {kind} {due}: {line.text}")
    return Score(sum(kinds) / len(kinds), sum(days) / len(days), tuple(misses))


def found(text: str, at: datetime) -> tuple[str, str]:
    """Return the kind of ``text`` and its earliest due as local ISO text; ``at`` is naive Berlin time."""
    promises = find_promises(text, at=BERLIN.at(at.date(), at.time()), calendar=BERLIN)
    dues = [promise.due for promise in promises if promise.due is not None]
    kind = "P" if dues else "V" if promises else "N"
    return kind, min(dues).strftime("%Y-%m-%dT%H:%M") if dues else ""
