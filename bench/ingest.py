"""Mail in: many connections send, the desk goes on answering, and every mail becomes a visible case."""

from __future__ import annotations

import smtplib
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from . import mails
from .measure import Client, cpu_seconds, memory_mb, spread
from .server import Running

CONNECTIONS = 8


def ingest(
    server: Running, data: Path, client: Client, *, first: int, amount: int, page_cpu_ms: float
) -> dict[str, Any]:
    """Send ``amount`` mails over eight connections. Time runs until the last one is a visible case.

    ``page_cpu_ms`` is what one of the pages read meanwhile costs; it is taken off the mails' share.
    """
    prepared = [mails.mail(number) for number in range(first, first + amount)]
    before = _cases(data)
    stop, pages = threading.Event(), []
    reader = threading.Thread(target=_read_pages, args=(client, stop, pages))
    used, began = cpu_seconds(server.pid), time.perf_counter()
    reader.start()
    threads = [
        threading.Thread(target=_send, args=(server.smtp_port, prepared[place::CONNECTIONS]))
        for place in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = time.perf_counter() - began
    while _cases(data) < before + amount:
        if time.perf_counter() - began > 120:
            raise AssertionError("not every mail became a case")
        time.sleep(0.02)
    visible = time.perf_counter() - began
    stop.set()
    reader.join()
    used = cpu_seconds(server.pid) - used
    for_pages = 0.001 * len(pages) * page_cpu_ms
    return {
        "mails": amount,
        "accepted_per_second": round(amount / accepted, 1),
        "visible_per_second": round(amount / visible, 1),
        "cpu_ms_per_mail_with_pages": round(1000 * used / amount, 3),
        "cpu_ms_per_mail": round(1000 * (used - for_pages) / amount, 3),
        "pages_meanwhile_ms": spread(pages) if pages else None,
        "memory_mb_under_load": round(memory_mb(server.pid), 1),
    }


def send(server: Running, *, first: int, amount: int) -> None:
    """Send ``amount`` mails over one connection."""
    _send(server.smtp_port, [mails.mail(number) for number in range(first, first + amount)])


def _cases(data: Path) -> int:
    with sqlite3.connect(f"file:{data / 'kulanz.sqlite3'}?mode=ro", uri=True) as database:
        return int(database.execute("SELECT last_number FROM people_brand").fetchone()[0])


def _send(port: int, prepared: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        for raw in prepared:
            smtp.sendmail("kundin@post.example", ["hilfe@bench.example"], raw)


def _read_pages(client: Client, stop: threading.Event, times: list[float]) -> None:
    """One agent opens the list ten times a second."""
    while not stop.is_set():
        began = time.perf_counter()
        client.request("GET", "/inbox/?view=open")
        times.append(1000 * (time.perf_counter() - began))
        time.sleep(max(0.0, 0.1 - (time.perf_counter() - began)))
