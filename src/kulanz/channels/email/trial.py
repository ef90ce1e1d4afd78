"""Reading a mail in a process of its own, where it can do no harm: for those during whose reading a process died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from enum import Enum

COMMAND = [sys.executable, "-m", "kulanz.channels.email.trial"]
_ASKED_TO_END = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})


class Verdict(Enum):
    """How the reading ended; ``NONE`` where it was ended from outside, which says nothing about the mail."""

    WELL = "well"
    DIED = "died"
    TOO_LONG = "too long"
    NONE = "none"


def read_apart(raw: bytes, seconds: float) -> Verdict:
    """Read a mail in another process, for ``seconds`` at most, and say how it ended."""
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            COMMAND,
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
    return Verdict.WELL if done.returncode >= 0 else Verdict.DIED


if __name__ == "__main__":
    from lesart import read_mail

    read_mail(sys.stdin.buffer.read(), arrived_at=datetime.now(UTC))
