"""Measure everything and print it as JSON; stderr says what is being measured.

  limits, reading    one durable commit, one parsed mail; reading letters and drafts
  growth of reading  mails of ten times the size (alone: python -m bench.growth)
  long texts         letters and drafts of ten times the size, memory after many (alone: python -m bench.texts)
  jobs               empty jobs on SQLite and on a temporary PostgreSQL (alone: python -m bench.jobs)
  cold start         from the command to the first page
  desk               lists, cases, answers and mails, at 1,000 cases and at SIZE

The environment's SIZE is the largest number of cases: 100000 where it is not set, and at 1000000 it takes 3 GB of disk.
Every figure's goal: docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import goals, growth, jobs, limits, pages, reading, server, texts
from .measure import load_average

SIZES = (1_000, 100_000, 1_000_000)


def main() -> None:
    """Measure the machine's limits, reading, jobs, cold start, and the desk at each size."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.parse_args()
    sys.path.insert(0, str(server.ROOT / "src"))
    largest = int(os.environ.get("SIZE", "100000"))
    sizes = [size for size in SIZES if size < largest] + [largest]
    result: dict[str, Any] = {"machine": _machine()}
    _say("limits and reading")
    result["limits"] = {"durable_commit_ms": limits.durable_commit(), "bare_parse_cpu_ms": reading.bare_parse()}
    result["reading"] = reading.everything()
    _say("growth of reading with the size of a mail")
    result["growth_of_reading"] = growth.everything()
    _say("long texts at the desk")
    result["long_texts"] = texts.everything()
    _say("jobs on SQLite and PostgreSQL")
    result["jobs"] = jobs.everything()
    _say("cold start")
    result["cold_start"] = _cold_start()
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        result |= _desks(Path(folder), sizes)
    result["goals"] = goals.table(result)
    json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


def _desks(folder: Path, sizes: list[int]) -> dict[str, Any]:
    houses, desks = [], []
    for size in sizes:
        _say(f"desk with {size} cases")
        house, measured = pages.desk(folder / str(size), size)
        houses.append(house)
        desks.append(measured)
    if len(houses) < 2:
        return {"desk": desks}
    _say("the two largest in turns")
    return {"desk": desks, "growth": pages.growth(*houses[-2:])}


def _machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_average_before": load_average(),
    }


def _cold_start() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        data = Path(folder)
        pages.prepare(data, 1_000)
        return {**server.cold_starts(data), "load_average": load_average()}


def _say(what: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what} (load {load_average()[0]})\n")


if __name__ == "__main__":
    main()
