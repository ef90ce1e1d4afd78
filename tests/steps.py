"""How much our own code does, counted in lines that run: the same on every machine, however busy it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType


def steps(package: ModuleType, work: Callable[[], object]) -> int:
    """Return how many lines of ``package`` run while ``work`` is done in this thread."""
    home = str(Path(package.__file__ or "").parent) + os.sep
    taken = 0

    def enter(frame: FrameType, _event: str, _argument: object) -> object:
        return count if frame.f_code.co_filename.startswith(home) else None

    # Called for every line: it does nothing else.
    def count(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal taken
        if event == "line":
            taken += 1
        return count

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken
