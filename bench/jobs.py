"""Jobs a second, and what one costs: on the database of ``DATABASE_URL``, or on both that Kulanz knows."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

from .measure import load_average, spread
from .server import ROOT


def main() -> None:
    """Write empty jobs, let one worker run them, and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.jobs", description=main.__doc__)
    parser.add_argument("--jobs", type=int, default=3000, help="how many each time (default 3000)")
    parser.add_argument("--threads", type=int, default=2, help="of the one worker (default 2)")
    amount, threads = vars(parser.parse_args()).values()
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        os.environ |= {"KULANZ_DATA": folder, "DJANGO_SETTINGS_MODULE": "kulanz.config.settings"}
        rates, costs = zip(*(_once(amount, threads) for _ in range(5)), strict=True)
    result = {"jobs": amount, "threads": threads, "per_second": spread(rates), "cpu_ms_per_job": spread(costs)}
    sys.stdout.write(json.dumps(result) + "\n")


def everything(*options: str) -> dict[str, Any]:
    """Return the figures of both databases; PostgreSQL is a temporary server of its own."""
    lent = [sys.executable, str(ROOT / "scripts" / "postgresql.py")]
    return {
        "sqlite": _apart([], options),
        "postgresql": _apart(lent, options),
        "load_average": load_average(),
    }


def _apart(before: list[str], options: Sequence[str]) -> dict[str, Any]:
    """Measure in a process of its own, which has its own settings."""
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [*before, sys.executable, "-m", "bench.jobs", *options]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _once(amount: int, threads: int) -> tuple[int, float]:
    import django  # noqa: PLC0415 - after the settings

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from kulanz.events import jobs  # noqa: PLC0415
    from kulanz.events.worker import Worker  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    jobs.job("bench-nothing")(lambda number: None)
    with transaction.atomic():
        jobs.enqueue_all([jobs.NewJob("bench-nothing", {"number": number}) for number in range(amount)])
    worker = Worker(threads)
    began, cpu = time.perf_counter(), time.process_time()
    worker.start()
    while jobs.waiting_count():
        time.sleep(0.02)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    worker.stop(10)
    return round(amount / took), round(used / amount * 1000, 3)


if __name__ == "__main__":
    main()
