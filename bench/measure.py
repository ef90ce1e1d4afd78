"""Measuring: wall time of requests, CPU and memory of a process from /proc, medians and p95."""

from __future__ import annotations

import http.client
import os
import re
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Form = Callable[[], bytes]

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


@dataclass(frozen=True)
class Turn:
    """What one turn of requests took: wall ms of each, CPU ms of the server's process per request, bytes of one."""

    wall_ms: list[float]
    cpu_ms: float
    per_second: float
    bytes: int


def turn(
    pid: int, clients: Sequence[Client], path: str, *, requests: int, expect: str = "", form: Form | None = None
) -> Turn:
    """Ask for a page, or send it a ``form`` filled in anew, from several clients at once, ``requests`` times in all.

    Raises ``AssertionError`` for an answer that is not the right one: a fast error page would look good.
    """
    body = b""
    if form is None:
        for client in clients:
            status, body = client.request("GET", path)
            if status != 200 or expect not in body.decode():
                raise AssertionError(f"{path} answered {status} without {expect!r}")
    times: list[float] = []
    before, began = cpu_seconds(pid), time.perf_counter()
    share = requests // len(clients)
    with ThreadPoolExecutor(len(clients)) as pool:
        for asked in [pool.submit(_ask, client, path, share, times, form) for client in clients]:
            asked.result()
    seconds, used = time.perf_counter() - began, cpu_seconds(pid) - before
    return Turn(times, 1000 * used / len(times), len(times) / seconds, len(body))


def over_rounds(turns: Sequence[Turn], yardstick: Sequence[Turn]) -> dict[str, Any]:
    """Return the figures of several turns, and how many times the yardstick's they are, median by median."""
    cpu, bare = spread([each.cpu_ms for each in turns]), spread([each.cpu_ms for each in yardstick])
    return {
        "wall_ms": spread([one for each in turns for one in each.wall_ms]),
        "cpu_ms": cpu,
        "per_second": round(statistics.median([each.per_second for each in turns]), 1),
        "bytes": turns[-1].bytes,
        "cpu_to_bare": round(cpu["median"] / bare["median"], 2),
        "cpu_to_bare_each_round": [
            round(ours.cpu_ms / theirs.cpu_ms, 2) for ours, theirs in zip(turns, yardstick, strict=True)
        ],
    }


def load_average() -> list[float]:
    """Return how many processes wanted to run in the last 1, 5 and 15 minutes."""
    return [round(each, 2) for each in os.getloadavg()]


def _ask(client: Client, path: str, times: int, results: list[float], form: Form | None) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"} if form else {}
    for _ in range(times):
        began = time.perf_counter()
        status, _body = client.request("POST" if form else "GET", path, form() if form else None, **headers)
        results.append(1000 * (time.perf_counter() - began))
        if status != (302 if form else 200):
            raise AssertionError(f"{path} answered {status}")
