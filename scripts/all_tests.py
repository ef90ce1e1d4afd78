"""All tests: SQLite, PostgreSQL, browser journeys, the plain wheel. Runs every part, fails if any part fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import postgresql

PYTEST = [sys.executable, "-m", "pytest", "--durations=10"]
PARALLEL = ["-n", "2", "--dist", "loadscope"]
# Two libraries that know no database, and the measurements, which bring both of their own: once is enough.
ONCE = [f"--ignore=tests/{each}" for each in ("tonfall", "lesart", "bench")]
PLAIN = "not journey and not wheel and not long"


def main() -> int:
    """Run the parts and sum them up."""
    results = []
    with postgresql.cluster() as url:
        results.append(part("SQLite", [*PARALLEL, "-m", PLAIN], {}))
        results.append(
            part(
                "PostgreSQL",
                [*PARALLEL, "-m", PLAIN, *ONCE],
                {"DATABASE_URL": url},
            )
        )
        results.append(part("journeys in the browser", ["-m", "journey and not long"], {}))
    results.append(part("the plain wheel", ["-m", "wheel", "tests/wheel"], {}))
    for name, code, seconds in results:
        print(f"{name}: {'passed' if code == 0 else f'FAILED (exit code {code})'} in {seconds:.0f} s")
    return max(code for _, code, _ in results)


def part(name: str, options: list[str], environment: dict[str, str]) -> tuple[str, int, float]:
    """Run pytest once and return name, exit code and seconds."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("KULANZ_", "DATABASE_"))}
    if shared := os.environ.get("KULANZ_SHARED"):
        surroundings["KULANZ_SHARED"] = shared
    code = subprocess.run(
        [*PYTEST, *options], env={**surroundings, **environment}, stdin=subprocess.DEVNULL, check=False
    ).returncode
    return name, code, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
