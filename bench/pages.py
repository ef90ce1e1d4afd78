"""The desk's pages and a reply at one size of the installation."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from . import ingest
from .measure import Client, cpu_seconds, memory_mb, page, spread
from .server import ROOT, environment, kulanz


def desk(cases: int, *, with_mail: bool) -> dict[str, Any]:
    """Fill an installation with ``cases`` cases and measure list, case page, reply, memory, cold start and mail in."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        number, session = _prepare(data, cases)
        with kulanz(data) as server:
            clients = [Client("127.0.0.1", server.port, {"kulanz_session": session}) for _ in range(8)]
            idle = _idle_memory(server.pid, clients[0])
            result = {"cases": cases, "cold_start_s": server.cold_start_s, "memory_mb_idle": idle}
            for name, path, expect in (
                ("list", "/inbox/?view=open", "BN-"),
                ("case", f"/cases/{number}/?view=open", "Notiz"),
            ):
                one = page(server.pid, clients[:1], path, requests=200, expect=expect)
                result[name] = {
                    "one_client": one,
                    "eight_clients": page(server.pid, clients, path, requests=400, expect=expect),
                }
            # With the worker in the same process the figure holds building the mail as well; see the next block.
            result["reply_and_its_delivery"] = _reply(server.pid, clients[0], number)
            if with_mail:
                ingest.PAGE_CPU_MS = result["list"]["one_client"]["cpu_ms"]
                result["mail"] = [
                    ingest.ingest(server, data, clients[0], first=10_000 * round_, amount=2000) for round_ in (1, 2, 3)
                ]
        with kulanz(data, role="web") as server:
            result["reply"] = _reply(server.pid, Client("127.0.0.1", server.port, {"kulanz_session": session}), number)
        return result


def _prepare(data: Path, cases: int) -> tuple[str, str]:
    for arguments in (["-m", "kulanz", "migrate"], ["-m", "bench.load", str(cases)]):
        done = subprocess.run(
            [sys.executable, *arguments], env=environment(data), cwd=ROOT, check=True, capture_output=True, text=True
        )
    number, session = done.stdout.split()
    return number, session


def _idle_memory(pid: int, client: Client) -> float:
    for path in ("/", "/inbox/", "/inbox/?view=open"):
        client.request("GET", path)
    time.sleep(1)
    return round(memory_mb(pid), 1)


def _reply(pid: int, client: Client, number: str) -> dict[str, Any]:
    _status, body = client.request("GET", f"/cases/{number}/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body.decode())
    assert token is not None
    form = urlencode({"csrfmiddlewaretoken": token.group(1), "text": "Guten Tag,\n\n" + "danke für Ihre Geduld. " * 20})
    times, before = [], cpu_seconds(pid)
    for _ in range(100):
        began = time.perf_counter()
        status, _body = client.request(
            "POST", f"/cases/{number}/replies/", form.encode(), **{"Content-Type": "application/x-www-form-urlencoded"}
        )
        times.append(1000 * (time.perf_counter() - began))
        if status != 302:
            raise AssertionError(f"the reply was answered with {status}")
    return {"wall_ms": spread(times), "cpu_ms": round(1000 * (cpu_seconds(pid) - before) / len(times), 3)}
