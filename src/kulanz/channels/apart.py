"""Reading an original in a process of its own, where it does no harm: for those during whose reading a process died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from enum import Enum

COMMAND = [sys.executable, "-m"]
_ASKED_TO_END = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})


class Verdict(Enum):
    """How the reading ended; ``NONE`` where it was ended from outside, which says nothing about the original."""

    WELL = "well"
    DIED = "died"
    TOO_LONG = "too long"
    NONE = "none"


def read_apart(module: str, raw: bytes, seconds: float) -> Verdict:
    """Let ``module`` read an original in another process, for ``seconds`` at most, and say how it ended."""
    # The child finds the modules that we have, however they came onto our path.
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [*COMMAND, module],
            input=raw,
            timeout=seconds,
            env=surroundings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict.TOO_LONG
    except OSError:
        return Verdict.NONE
    if done.returncode in _ASKED_TO_END:
        return Verdict.NONE
    # An exception (1) is no danger: read in our process it is caught. Only a signal kills.
    return Verdict.WELL if done.returncode >= 0 else Verdict.DIED
