"""Many agents at one process: ``python -m bench.agents`` prints its memory as JSON (two minutes).

Each has a stream of news open and gives a sign of life every nine seconds, each from another of the open cases, with
fifty rows of the list beside it, as an open page does; meanwhile letters come in, which all of them hear of.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from . import ingest
from .measure import Client, cpu_seconds, load_average, memory_mb, spread
from .server import ROOT, Running, environment, kulanz

AGENTS = 300
CASES = 1_000
BEATS = 6  # of each agent
BEAT = 9.0  # seconds, as in presence.js
MAILS = 300
MOST_MB = 250.0
TOKEN = "a" * 32


def main() -> None:
    """Measure in a new installation and print everything; in the one that the environment names, seat the agents."""
    parser = argparse.ArgumentParser(prog="python -m bench.agents", description=__doc__)
    parser.add_argument("--agents", type=int, default=AGENTS)
    parser.add_argument("--beats", type=int, default=BEATS)
    chosen = parser.parse_args()
    if "KULANZ_DATA" in os.environ:
        sys.stdout.write("\n".join(_seated(chosen.agents)))
        return
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        result = everything(Path(folder), chosen.agents, chosen.beats)
    json.dump(result, sys.stdout, indent=1)
    sys.stdout.write("\n")


def everything(data: Path, agents: int = AGENTS, beats: int = BEATS) -> dict[str, Any]:
    """Return memory and CPU of one process at which ``agents`` people sit for ``beats`` signs of life each."""
    from .pages import prepare  # noqa: PLC0415 - as in bench.browser

    prepare(data, CASES)
    command = [sys.executable, "-m", "bench.agents", "--agents", str(agents)]
    done = subprocess.run(command, env=environment(data), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    first, *rest = done.stdout.split("\n")
    numbers, sessions = first.split(), [line.split()[0] for line in rest]
    addresses = [line.split()[1] for line in rest]
    with kulanz(data) as server:
        idle = memory_mb(server.pid)
        streams = [_stream(server, each, address) for each, address in zip(sessions, addresses, strict=True)]
        began, cpu = time.monotonic(), cpu_seconds(server.pid)
        waits, most = _at_work(server, sessions, numbers, beats, data)
        result = {
            "agents": agents,
            "memory_mb": {"idle": round(idle, 1), "most": round(most, 1), "at_most": MOST_MB, "met": most < MOST_MB},
            "sign_of_life_ms": spread(waits),
            "cpu_share": round((cpu_seconds(server.pid) - cpu) / (time.monotonic() - began), 3),
            "streams_alive": sum(_has_heard(each) for each in streams),
            "load_average": load_average(),
        }
        for each in streams:
            each.close()
    return result


def _at_work(
    server: Running, sessions: list[str], numbers: list[str], beats: int, data: Path
) -> tuple[list[float], float]:
    """Let everybody give their signs of life in turn while letters come in; returns ms of each, and the most MB."""
    waits, most = list[float](), 0.0
    clients = [
        Client("127.0.0.1", server.port, {"kulanz_session": session, "csrftoken": TOKEN}) for session in sessions
    ]
    rows = ",".join(str(each) for each in range(1, 51))
    with ThreadPoolExecutor(1) as post:
        for round_ in range(beats):
            letters = post.submit(ingest.send, server, first=round_ * MAILS, amount=MAILS // beats)
            for place, client in enumerate(clients):
                due = time.monotonic() + BEAT / len(clients)
                number = numbers[(place + round_) % len(numbers)]
                body = urlencode({"case": number, "doing": "reading", "rows": rows}).encode()
                waits.append(_sign(client, body))
                if place % 25 == 0:
                    most = max(most, memory_mb(server.pid))
                time.sleep(max(0.0, due - time.monotonic()))
            letters.result()
    return waits, most


def _sign(client: Client, body: bytes) -> float:
    began = time.perf_counter()
    status, said = client.request(
        "POST", "/presence/", body, **{"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
    )
    if status != 200:
        raise AssertionError(f"a sign of life was answered {status}: {said[:200]!r}")
    return 1000 * (time.perf_counter() - began)


def _stream(server: Running, session: str, address: str) -> socket.socket:
    """Open a stream of news, as a page does, and leave it open."""
    stream = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = f"Host: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: kulanz_session={session}"
    stream.sendall(f"GET {address} HTTP/1.1\r\n{head}\r\n\r\n".encode())
    return stream


def _has_heard(stream: socket.socket) -> bool:
    """Say whether a stream was let in and told of the letters that came."""
    stream.settimeout(5)
    heard = b""
    try:
        while b"event: case" not in heard and (piece := stream.recv(65536)):
            heard += piece
    except TimeoutError:
        pass
    return heard.startswith(b"HTTP/1.1 200") and b"event: case" in heard


def _seated(agents: int) -> list[str]:
    """Make the people, in the first team; returns numbers of open cases on a line, then session and stream of each."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kulanz.config.settings"
    import django  # noqa: PLC0415 - needs the environment

    django.setup()
    from kulanz.cases.models import Case  # noqa: PLC0415 - after setup()
    from kulanz.live.subscription import live_url  # noqa: PLC0415 - after setup()
    from kulanz.people.actors import actor_for  # noqa: PLC0415 - after setup()
    from kulanz.people.models import Membership, Team, User  # noqa: PLC0415 - after setup()

    from .load import session_of  # noqa: PLC0415 - as above

    team = Team.objects.order_by("pk")[0]
    people = User.objects.bulk_create(
        [User(email=f"agent{each}@bench.example", name=f"Agentin {each}", password="!") for each in range(agents)]
    )
    Membership.objects.bulk_create([Membership(user=each, team=team) for each in people])
    open_cases = Case.objects.filter(is_open=True, team=team).order_by("-pk").values_list("number", flat=True)[:150]
    return [" ".join(open_cases), *(f"{session_of(each)} {live_url(actor_for(each))}" for each in people)]


if __name__ == "__main__":
    main()
