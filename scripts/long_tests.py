"""The tests that take minutes to hours, marked ``long``: once on SQLite, once on PostgreSQL.

Usage: long_tests.py [pytest's arguments, such as a file or -k word]
"""

from __future__ import annotations

import sys

import postgresql
from all_tests import part


def main() -> int:
    """Run both parts and sum them up."""
    options = ["-m", "long", "--timeout=0", *sys.argv[1:]]
    with postgresql.cluster() as url:
        results = [part("SQLite", options, {}), part("PostgreSQL", options, {"DATABASE_URL": url})]
    for name, code, seconds in results:
        print(f"{name}: {'passed' if code == 0 else f'FAILED (exit code {code})'} in {seconds:.0f} s")
    return max(code for _, code, _ in results)


if __name__ == "__main__":
    sys.exit(main())
