"""Jobs a second on the database of ``DATABASE_URL``, and what one costs."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from .measure import spread


def main() -> None:
    """Write empty jobs, let one worker run them, and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.jobs", description=main.__doc__)
    parser.add_argument("--jobs", type=int, default=3000)
    parser.add_argument("--threads", type=int, default=2)
    amount, threads = vars(parser.parse_args()).values()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        os.environ |= {"KULANZ_DATA": folder, "DJANGO_SETTINGS_MODULE": "kulanz.config.settings"}
        rates, costs = zip(*(_once(amount, threads) for _ in range(5)), strict=True)
    result = {"jobs": amount, "threads": threads, "per_second": spread(rates), "cpu_ms_per_job": spread(costs)}
    sys.stdout.write(json.dumps(result) + "\n")


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
