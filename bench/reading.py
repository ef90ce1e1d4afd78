"""What reading costs, without any server: a mail, a customer's letter, and the coach's advice on a draft."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import letters, mails
from .measure import repeated
from .server import ROOT

SHARED = Path(os.environ.get("KULANZ_SHARED") or ROOT.parent / "shared")
ARRIVED = datetime(2026, 11, 21, tzinfo=UTC)


def everything() -> dict[str, Any]:
    """Return CPU ms: of one mail (ours, and a bare compat32 parse of the same), of a letter, of advice on a draft."""
    return {
        "mail_cpu_ms": {name: _mail(raws) for name, raws in _mails().items()},
        "letter_500_words_cpu_ms": _letter(),
        "advice_on_300_words_cpu_ms": _advice(),
        "import_tonfall_cpu_ms": _importing(),
    }


def _importing() -> dict[str, float]:
    """Return the CPU ms of ``import tonfall`` in a fresh interpreter (goal 150), compiled files at hand."""
    code = "import time; began = time.process_time(); import tonfall; print(time.process_time() - began)"

    def once() -> float:
        here = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=here)
        return 1000 * float(done.stdout)

    return repeated(once)


def bare_parse() -> dict[str, float]:
    """Return the CPU ms of the standard library's compat32 parse of one mail, subject and body read."""
    return _each([mails.mail(number) for number in range(200)], _bare)


def _mails() -> dict[str, list[bytes]]:
    """Return mails by where they come from: made here, our golden ones, and real ones if they lie beside the code."""
    folders = {
        "golden": ROOT / "tests" / "lesart" / "golden",
        "real": SHARED / "data" / "mail" / "spamassassin-ham" / "mails",
    }
    found = {name: sorted(folder.glob("*.*")) for name, folder in folders.items() if folder.is_dir()}
    read = {name: [path.read_bytes() for path in paths if path.suffix != ".json"] for name, paths in found.items()}
    return {"made": [mails.mail(number) for number in range(300)], **read}


def _mail(raws: Sequence[bytes]) -> dict[str, Any]:
    from lesart import read_mail  # noqa: PLC0415 - needs the path that the runner sets

    ours = _each(raws, lambda raw: read_mail(raw, arrived_at=ARRIVED))
    bare = _each(raws, _bare)
    return {"mails": len(raws), "ours": ours, "bare": bare, "ratio": round(ours["median"] / bare["median"], 2)}


def _bare(raw: bytes) -> None:
    parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
    parsed["Subject"], [part.get_payload(decode=True) for part in parsed.walk() if not part.is_multipart()]


def _each(raws: Sequence[bytes], read: Callable[[bytes], object]) -> dict[str, float]:
    def once() -> float:
        began = time.process_time()
        for raw in raws:
            read(raw)
        return 1000 * (time.process_time() - began) / len(raws)

    return repeated(once)


def _letter() -> dict[str, float]:
    from tonfall import read_message  # noqa: PLC0415 - needs the path that the runner sets

    read_message(letters.letter(0))
    numbers = iter(range(1, 1_000_000))

    def once() -> float:
        began = time.process_time()
        for _ in range(20):
            read_message(letters.letter(next(numbers)))
        return 1000 * (time.process_time() - began) / 20

    return repeated(once)


def _advice() -> dict[str, float]:
    from tonfall import review  # noqa: PLC0415 - needs the path that the runner sets

    draft, context = letters.draft(), letters.context()
    review(draft, context)
    numbers = iter(range(1, 1_000_000))

    def once() -> float:
        began = time.process_time()
        for _ in range(10):
            review(draft + " " * next(numbers), context)  # never the same draft twice: nothing is remembered
        return 1000 * (time.process_time() - began) / 10

    return repeated(once)
