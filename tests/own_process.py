"""Kulanz in a process of its own, on its own data and free ports."""

from __future__ import annotations

import atexit
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from scripts import postgresql

PATIENCE = 120  # seconds: no measure of anything, only the end of waiting for what will never come
PASSWORD = {"KULANZ_ADMIN_PASSWORD": "ein-gutes-Kennwort-42"}
ROOT = Path(__file__).resolve().parent.parent


class House:
    """A process of its own on its own data."""

    def __init__(self, folder: Path, *, data: Path | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.web, self.smtp = postgresql.free_port(), postgresql.free_port()
        self.surroundings = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("KULANZ_", "DJANGO_"))},
            "KULANZ_DATA": str(data or folder),
            "KULANZ_WEB": f"127.0.0.1:{self.web}",
            "KULANZ_SMTP": f"127.0.0.1:{self.smtp}",
            "PYTHONPATH": str(ROOT / "src"),
            "LANG": "C.UTF-8",
        }
        self.surroundings.pop("DATABASE_URL", None)

    def migrate(self) -> None:
        """Bring the database up. All houses of a run begin with a copy of one: that takes seconds each time."""
        shutil.copytree(_migrated(), self.surroundings["KULANZ_DATA"], dirs_exist_ok=True)

    def call(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kulanz", *words],
            env={**self.surroundings, **more},
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "kulanz", *words],
            env=self.surroundings,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def answers(self, process: subprocess.Popen[str]) -> bool:
        """Wait until the pages answer. A busy machine is slow: only the end of the process ends the waiting early."""
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.web, timeout=5)
                connection.request("GET", "/live/")
                return connection.getresponse().status == 403
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        return False

    def status(self, path: str) -> int:
        """Ask for a page and return the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()


@cache
def _migrated() -> Path:
    house = House(Path(tempfile.mkdtemp(prefix="kulanz-migrated-")))
    assert house.call("migrate").returncode == 0
    atexit.register(shutil.rmtree, house.folder)
    return house.folder
