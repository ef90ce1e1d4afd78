"""How many mails a core reads per second, beside the bare tree of the standard library: one JSON object.

Reads our golden mails and, where they are there, the ordinary mails of the shared test data.
"""

import email
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kulanz.channels.email.reading import read_mail

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KULANZ_SHARED") or ROOT.parent / "shared")
ARRIVED = datetime(2026, 11, 21, tzinfo=UTC)
ROUNDS = 3


def mails() -> dict[str, list[bytes]]:
    """The mails by where they come from."""
    folders = {
        "golden": ROOT / "tests" / "channels" / "email" / "golden",
        "ham": SHARED / "data" / "mail" / "spamassassin-ham" / "mails",
    }
    found = {name: sorted(folder.glob("*.*")) for name, folder in folders.items() if folder.is_dir()}
    return {name: [path.read_bytes() for path in paths if path.suffix != ".json"] for name, paths in found.items()}


def per_second(read: Callable[[bytes], object], raws: list[bytes]) -> float:
    """The best of a few rounds, in mails per second of processor time."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for raw in raws:
            read(raw)
        best = min(best, time.process_time() - began)
    return len(raws) / best


def main() -> None:
    result: dict[str, dict[str, float]] = {}
    for name, raws in mails().items():
        ours = per_second(lambda raw: read_mail(raw, arrived_at=ARRIVED), raws)
        bare = per_second(email.message_from_bytes, raws)
        result[name] = {
            "mails": len(raws),
            "read_per_second": round(ours),
            "bare_tree_per_second": round(bare),
            "times_the_bare_tree": round(bare / ours, 1),
        }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
