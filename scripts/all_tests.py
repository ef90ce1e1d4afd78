"""All tests: SQLite, PostgreSQL, browser journeys, the plain wheel. Runs every part, fails if any part fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from typing import IO, NamedTuple

import postgresql

PYTEST = [sys.executable, "-m", "pytest", "--durations=10", "-p", "no:cacheprovider"]
PARALLEL = ["-n", "2", "--dist", "loadscope"]
# Its tests wait more, for the server, and browsers run beside only the first of them.
PARALLEL_AGAIN = ["-n", "3", "--dist", "loadscope"]
# Two libraries that know no database, and the measurements, which bring both of their own: once is enough.
ONCE = [f"--ignore=tests/{each}" for each in ("tonfall", "lesart", "bench")]
PLAIN = "not journey and not wheel and not long"
AGAIN = f"{PLAIN} and not once"


class Result(NamedTuple):
    """How a part went: its name, pytest's exit code, seconds of the clock."""

    name: str
    code: int
    seconds: float


def main() -> int:
    """Run the parts and sum them up. Browsers mostly wait: their part runs beside the others and is told after them."""
    with postgresql.cluster() as url, ThreadPoolExecutor(1) as beside, TemporaryFile(buffering=0) as told:
        waiting = beside.submit(in_the_browser, told)
        results = [
            part("SQLite", [*PARALLEL, "-m", PLAIN], {}),
            part("PostgreSQL", [*PARALLEL_AGAIN, "-m", AGAIN, *ONCE], {"DATABASE_URL": url}),
        ]
        results += waiting.result()
        told.seek(0)
        print(told.read().decode(errors="replace"), flush=True)
    for name, code, seconds in results:
        print(f"{name}: {'passed' if code == 0 else f'FAILED (exit code {code})'} in {seconds:.0f} s")
    return max(code for _, code, _ in results)


def in_the_browser(told: IO[bytes]) -> list[Result]:
    """Run what needs neither of the two databases, one after the other."""
    return [
        part("journeys in the browser", ["-m", "journey and not long"], {}, told),
        part("the plain wheel", ["-m", "wheel", "tests/wheel"], {}, told),
    ]


def part(name: str, options: list[str], environment: dict[str, str], told: IO[bytes] | None = None) -> Result:
    """Run pytest once; what it says goes to ``told``, or where we speak ourselves."""
    heading = f"\n== {name}\n"
    if told is None:
        print(heading, flush=True)
    else:
        told.write(heading.encode())
    began = time.monotonic()
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("KULANZ_", "DATABASE_"))}
    if shared := os.environ.get("KULANZ_SHARED"):
        surroundings["KULANZ_SHARED"] = shared
    code = subprocess.run(
        [*PYTEST, *options],
        env={**surroundings, **environment},
        stdin=subprocess.DEVNULL,
        stdout=told,
        stderr=subprocess.STDOUT,
        check=False,
    ).returncode
    return Result(name, code, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
