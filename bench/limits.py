"""What this machine can do at best: a bare durable commit, a bare parse, a bare Django page."""

from __future__ import annotations

import email
import email.policy
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from . import mails
from .measure import Client, page, repeated
from .server import running


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


def bare_parse() -> dict[str, float]:
    """Return the CPU ms of the standard library's compat32 parse of one mail, subject and body read."""
    raws = [mails.mail(number) for number in range(200)]

    def once() -> float:
        began = time.process_time()
        for raw in raws:
            parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
            parsed["Subject"], [part.get_payload(decode=True) for part in parsed.walk() if not part.is_multipart()]
        return 1000 * (time.process_time() - began) / len(raws)

    return repeated(once)


def bare_page(cases: int) -> dict[str, Any]:
    """Return the cost of a Django page with one indexed query and 50 rows, behind the same server."""
    with running("bench.bare", {"BENCH_ROWS": str(cases)}) as server:
        clients = [Client("127.0.0.1", server.port) for _ in range(8)]
        one = page(server.pid, clients[:1], "/", requests=300, expect="Anliegen")
        return {"one_client": one, "eight_clients": page(server.pid, clients, "/", requests=400, expect="Anliegen")}
