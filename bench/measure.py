"""Measuring: wall time of requests, CPU and memory of a process from /proc, medians and p95."""

from __future__ import annotations

import http.client
import os
import re
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a process has used so far, user and system, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mb(pid: int) -> float:
    """Return the proportional set size of a process in MB (10^6 bytes)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return repeats, median, p95, least and most of measured values, rounded to three places."""
    ordered = sorted(values)
    return {
        "repeats": len(ordered),
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        "least": round(ordered[0], 3),
        "most": round(ordered[-1], 3),
    }


def repeated(run: Callable[[], float], times: int = 5) -> dict[str, float]:
    """Run something several times and return the spread of what it measures."""
    return spread([run() for _ in range(times)])


@dataclass
class Client:
    """A browser reduced to its requests: one connection that stays open, cookies, no JavaScript."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=30)

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Send one request and return status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # the server closes what was idle for seconds
            self._connection.close()
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return response.status, response.read()


def page(pid: int, clients: Sequence[Client], path: str, *, requests: int, expect: str) -> dict[str, Any]:
    """Ask for a page from several clients at once. Returns wall ms, CPU ms of ``pid`` each, requests/s, bytes."""
    for client in clients:
        status, body = client.request("GET", path)
        if status != 200 or expect not in body.decode():
            raise AssertionError(f"{path} answered {status} without {expect!r}")
    times: list[float] = []
    before, began = cpu_seconds(pid), time.perf_counter()
    share = requests // len(clients)
    threads = [threading.Thread(target=_ask, args=(client, path, share, times)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, used = time.perf_counter() - began, cpu_seconds(pid) - before
    return {
        "wall_ms": spread(times),
        "cpu_ms": round(1000 * used / len(times), 3),
        "per_second": round(len(times) / seconds, 1),
        "bytes": len(body),
    }


def _ask(client: Client, path: str, times: int, results: list[float]) -> None:
    for _ in range(times):
        began = time.perf_counter()
        status, _body = client.request("GET", path)
        results.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise AssertionError(f"{path} answered {status}")
