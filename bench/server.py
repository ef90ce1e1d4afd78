"""Starting and stopping the processes that are measured."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .measure import cpu_seconds, spread

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Running:
    """A process under measurement."""

    pid: int
    port: int
    smtp_port: int = 0
    cold_start_s: float = 0.0
    cold_start_cpu_s: float = 0.0


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of an installation in ``data``."""
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "KULANZ_DATA": str(data), **more}


def free_port() -> int:
    """Return a port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(module: str, more: dict[str, str]) -> Iterator[Running]:
    """Run a module that prints "port N" once it listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", module], env=environment(ROOT, **more), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield Running(process.pid, int(line.split()[1]))
    finally:
        _stop(process)


@contextmanager
def kulanz(data: Path, role: str = "serve") -> Iterator[Running]:
    """Run ``kulanz serve`` or another role; ``cold_start_s`` is the time from its start to the first page."""
    web, smtp = free_port(), free_port()
    settings = {"KULANZ_WEB": f"127.0.0.1:{web}", "KULANZ_SMTP": f"127.0.0.1:{smtp}"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kulanz", role],
        env=environment(data, **settings),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(web):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError("kulanz serve did not start")
            time.sleep(0.01)
        seconds = round(time.perf_counter() - began, 3)
        yield Running(process.pid, web, smtp, seconds, cpu_seconds(process.pid))
    finally:
        _stop(process)


def cold_starts(data: Path, times: int = 5) -> dict[str, dict[str, float]]:
    """Return wall and CPU seconds from the start of ``kulanz serve`` to its first page, after migration."""
    seen = []
    for _ in range(times):
        with kulanz(data) as server:
            seen.append(server)
    return {
        "wall_s": spread([each.cold_start_s for each in seen]),
        "cpu_s": spread([each.cold_start_cpu_s for each in seen]),
    }


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET /account/login/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return connection.recv(12).endswith(b"200")
    except OSError:
        return False


def _stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
