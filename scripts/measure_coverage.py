"""Branch coverage of all tests without a browser, over both databases and every process that they start.

Prints what no test goes through, and fails below the share that pyproject.toml asks for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import postgresql
from all_tests import ONCE, PARALLEL, PLAIN

DATA = Path(__file__).resolve().parent.parent / ".coverage"
COVERAGE = [sys.executable, "-m", "coverage"]


def main() -> int:
    """Run the tests on SQLite and on PostgreSQL, put both together, and report."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir()
    with postgresql.cluster() as url:
        failed = [run({}), run({"DATABASE_URL": url}, *ONCE)]
    subprocess.run([*COVERAGE, "combine", "--quiet"], check=True)
    below = subprocess.run([*COVERAGE, "report"], check=False).returncode
    return max(*failed, below)


def run(environment: dict[str, str], *options: str) -> int:
    """Run the tests once and return pytest's exit code."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("KULANZ_", "DATABASE_"))}
    if shared := os.environ.get("KULANZ_SHARED"):
        surroundings["KULANZ_SHARED"] = shared
    command = [*COVERAGE, "run", "-m", "pytest", *PARALLEL, "-m", PLAIN, *options]
    return subprocess.run(
        command, env={**surroundings, **environment}, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
