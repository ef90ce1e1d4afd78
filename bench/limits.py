"""What this machine can do at best. The bare page is in ``pages``: it is measured in turns with ours."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from .measure import repeated


def durable_commit() -> dict[str, float]:
    """Return the ms of one small SQLite transaction that is on disk (WAL, synchronous FULL)."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (a INTEGER, b BLOB)")
        body = b"x" * 2000

        def once() -> float:
            began = time.perf_counter()
            for number in range(200):
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO t VALUES (?, ?)", (number, body))
                database.execute("COMMIT")
            return 1000 * (time.perf_counter() - began) / 200

        return repeated(once)
