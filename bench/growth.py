"""How reading grows with a mail, each shape at 10 KB, 100 KB and 1 MB: ``python -m bench.growth`` prints it as JSON."""

from __future__ import annotations

import gc
import json
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from .server import ROOT
from .shapes import SHAPES, Shape

SIZES = (10_000, 100_000, 1_000_000)
ARRIVED = datetime(2026, 11, 21, tzinfo=UTC)
MOST = 1.3
# Below this the clock and the first steps of any mail outweigh the shape.
_MEASURABLE_MS = 4.0


def everything() -> dict[str, Any]:
    """Return for each shape the CPU ms at each size and the growth over linear, and the shapes that grow too fast."""
    measured = {name: _measure(shape) for name, shape in SHAPES.items()}
    worst = max(measured, key=lambda name: measured[name]["growth"])
    return {
        "sizes": SIZES,
        "shapes": measured,
        "worst": {worst: measured[worst]["growth"]},
        "too_fast": sorted(name for name, found in measured.items() if found["growth"] > MOST),
    }


def _measure(shape: Shape) -> dict[str, Any]:
    times = [_best(shape(size)) for size in SIZES]
    steps = [later / max(before, _MEASURABLE_MS) / 10 for before, later in pairwise(times)]
    return {"cpu_ms": [round(each, 2) for each in times], "growth": round(max(steps), 2)}


def _best(raw: bytes) -> float:
    from lesart import read_mail, safe_html  # noqa: PLC0415 - needs the path set below

    best = float("inf")
    gc.collect()
    for _ in range(5 if len(raw) < 500_000 else 3):
        began = time.process_time()
        mail = read_mail(raw, arrived_at=ARRIVED)
        if mail.html:
            safe_html(mail.html)
        best = min(best, 1000 * (time.process_time() - began))
    return best


def main() -> None:
    """Print everything."""
    sys.path.insert(0, str(ROOT / "src"))
    json.dump(everything(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
