"""Asks a process of its own for the words of a file, and waits no longer than it may take."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from .limits import SECONDS

AT_ONCE = 2  # readers that run beside each other in this process; each may use a processor for SECONDS
PATIENCE = 3  # seconds in which somebody waits for their turn
_turns = BoundedSemaphore(AT_ONCE)
_SOURCES = Path(__file__).resolve().parents[3]


class Unreadable(Exception):
    """There is no text to show: ``reason`` is "too-much", "locked", "broken", "slow" or "busy"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TextOfFile:
    """The words of a file; ``is_cut`` where there are more."""

    text: str
    is_cut: bool


def text_of(path: str, kind: str) -> TextOfFile:
    """Return the words of a "pdf" or "office" file on this machine. Raises ``Unreadable`` and ``OSError``."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Unreadable("busy")
    try:
        return _read(path, kind)
    finally:
        _turns.release()


def _read(path: str, kind: str) -> TextOfFile:
    command = [sys.executable, "-m", "kulanz.core.previewing", kind]
    # Neither our settings nor our keys go along.
    given = {"PYTHONPATH": str(_SOURCES), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        with Path(path).open("rb") as content:
            done = subprocess.run(command, stdin=content, capture_output=True, env=given, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as slow:
        raise Unreadable("slow") from slow
    if done.returncode != 0:  # ended by one of its limits
        raise Unreadable("too-much")
    answer = json.loads(done.stdout)
    if answer["problem"]:
        raise Unreadable(answer["problem"])
    return TextOfFile(answer["text"], answer["is_cut"])
