"""The desk's pages and a reply at one size of the installation, each in turns with the bare page.

The turns matter: what else the machine does changes from minute to minute, and hits both sides of a ratio alike only
when they are measured next to each other.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from . import ingest
from .measure import Client, Form, Turn, load_average, memory_mb, over_rounds, spread, turn
from .server import ROOT, Running, environment, kulanz, running

ROUNDS = 5
REQUESTS = 100
MAILS = 2000


@dataclass(frozen=True)
class Installation:
    """A filled folder of data: how many cases, the long case's number, the key of a session."""

    data: Path
    cases: int
    number: str
    session: str


def desk(data: Path, cases: int) -> tuple[Installation, dict[str, Any]]:
    """Fill an installation with ``cases`` cases and measure list, case page, reply, memory and mail in."""
    began = time.perf_counter()
    number, session = prepare(data, cases)
    result: dict[str, Any] = {"cases": cases, "filled_in_s": round(time.perf_counter() - began, 1)}
    with running("bench.bare", {"BENCH_ROWS": str(cases)}) as bare:
        with kulanz(data) as server:
            client = _clients(server, session, 1)[0]
            result["memory_mb_idle"] = _idle_memory(server.pid, client)
            result |= _pages(bare, server, session, number)
            result["mail"] = _mail(server, data, client, result["list"]["cpu_ms"]["median"])
        # Without a worker in the same process: its time would count as the request's.
        with kulanz(data, role="web") as server:
            result["reply"] = _replies(bare, server, session, number)
    result["load_average"] = load_average()
    return Installation(data, cases, number, session), result


def growth(before: Installation, most: Installation) -> dict[str, Any]:
    """Measure two sizes in turns, so that both meet the same minutes of the machine: how much more the larger costs."""
    result: dict[str, Any] = {"from_cases": before.cases, "to_cases": most.cases}
    with kulanz(before.data, role="web") as small, kulanz(most.data, role="web") as large:
        both = [(small, before, _clients(small, before.session, 1)), (large, most, _clients(large, most.session, 1))]
        for name, path, expect in (("list", "/inbox/?view=open", "BN-"), ("case", "/cases/{}/?view=open", "Notiz")):
            turns: list[list[Turn]] = [[], []]
            for _ in range(2 * ROUNDS):
                for place, (process, house, clients) in enumerate(both):
                    address = path.format(house.number)
                    turns[place].append(turn(process.pid, clients, address, requests=REQUESTS, expect=expect))
            small_cpu, large_cpu = (spread([each.cpu_ms for each in some]) for some in turns)
            result |= {
                name: round(large_cpu["median"] / small_cpu["median"], 2),
                f"{name}_cpu_ms": [small_cpu, large_cpu],
            }
    return result


def prepare(data: Path, cases: int) -> tuple[str, str]:
    """Make an installation with ``cases`` cases in ``data``; returns the long case's number and a session's key."""
    data.mkdir(parents=True, exist_ok=True)
    for arguments in (["-m", "kulanz", "migrate"], ["-m", "bench.load", str(cases)]):
        done = subprocess.run(
            [sys.executable, *arguments], env=environment(data), cwd=ROOT, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
    number, session = done.stdout.split()
    return number, session


def _clients(server: Running, session: str, amount: int) -> list[Client]:
    return [Client("127.0.0.1", server.port, {"kulanz_session": session}) for _ in range(amount)]


def _idle_memory(pid: int, client: Client) -> float:
    for path in ("/", "/inbox/", "/inbox/?view=open"):
        client.request("GET", path)
    time.sleep(1)
    return round(memory_mb(pid), 1)


def _pages(bare: Running, server: Running, session: str, number: str) -> dict[str, Any]:
    """Measure bare page, list and case page in turns, first with one client, then with eight."""
    places = {
        "bare": (bare, "/", "Anliegen"),
        "list": (server, "/inbox/?view=open", "BN-"),
        "case": (server, f"/cases/{number}/?view=open", "Notiz"),
    }
    result: dict[str, Any] = {}
    for amount, rounds, suffix in ((1, ROUNDS, ""), (8, 3, "_eight_clients")):
        clients = {name: _clients(place[0], session, amount) for name, place in places.items()}
        turns: dict[str, list[Turn]] = {name: [] for name in places}
        for _ in range(rounds):
            for name, (process, path, expect) in places.items():
                turns[name].append(turn(process.pid, clients[name], path, requests=REQUESTS, expect=expect))
        result |= {f"{name}{suffix}": over_rounds(each, turns["bare"]) for name, each in turns.items()}
    return result


def _mail(server: Running, data: Path, client: Client, page_cpu_ms: float) -> list[dict[str, Any]]:
    return [
        ingest.ingest(server, data, client, first=10_000 * place, amount=MAILS, page_cpu_ms=page_cpu_ms)
        for place in (1, 2, 3)
    ]


def _replies(bare: Running, server: Running, session: str, number: str) -> dict[str, Any]:
    """Measure the bare page and a reply in turns."""
    writer, reader = _clients(server, session, 1), _clients(bare, session, 1)
    turns: list[Turn] = []
    yardstick: list[Turn] = []
    for _ in range(ROUNDS):
        yardstick.append(turn(bare.pid, reader, "/", requests=REQUESTS, expect="Anliegen"))
        form = _form(writer, number)
        turns.append(turn(server.pid, writer, f"/cases/{number}/replies/", requests=REQUESTS // 2, form=form))
    return over_rounds(turns, yardstick)


def _form(writer: Sequence[Client], number: str) -> Form:
    """Return what fills in the answer of a case: other words each time, for the same ones again are one letter."""
    _status, body = writer[0].request("GET", f"/cases/{number}/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body.decode())
    if token is None:
        raise AssertionError("the case page has no form")

    def filled_in() -> bytes:
        text = f"Guten Tag,\n\nzu Ihrem Brief {time.time_ns()}: " + "danke für Ihre Geduld. " * 20
        return urlencode({"csrfmiddlewaretoken": token[1], "text": text}).encode()

    return filled_in
