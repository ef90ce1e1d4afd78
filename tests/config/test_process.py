"""The whole process: starts, answers, and ends cleanly when asked to."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripts import postgresql

ROOT = Path(__file__).resolve().parent.parent.parent


class House:
    """A process of its own on its own data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.web, self.smtp = postgresql.free_port(), postgresql.free_port()
        self.surroundings = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("KULANZ_", "DJANGO_"))},
            "KULANZ_DATA": str(folder),
            "KULANZ_WEB": f"127.0.0.1:{self.web}",
            "KULANZ_SMTP": f"127.0.0.1:{self.smtp}",
            "PYTHONPATH": str(ROOT / "src"),
            "LANG": "C.UTF-8",
        }
        self.surroundings.pop("DATABASE_URL", None)

    def call(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kulanz", *words],
            env={**self.surroundings, **more},
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
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

    def answers(self, seconds: float = 20) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.web, timeout=5)
                connection.request("GET", "/live/")
                return connection.getresponse().status == 403
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        return False


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    assert house.call("migrate").returncode == 0
    yield house


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_with_zero_when_asked_to_even_with_a_page_open(house: House, number: signal.Signals) -> None:
    process = house.start("serve")
    assert house.answers()

    process.send_signal(number)
    output, _ = process.communicate(timeout=10)

    assert process.returncode == 0, output
    assert "Traceback" not in output


def test_a_port_that_is_taken_is_one_clear_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.web)):
        done = house.call("web")

    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert f"127.0.0.1:{house.web}" in done.stderr
    assert "KULANZ_WEB" in done.stderr


def test_a_wrong_setting_is_one_clear_sentence(house: House) -> None:
    done = house.call("cases", KULANZ_WEB="everywhere")

    assert done.returncode == 1
    assert done.stderr == "KULANZ_WEB='everywhere': use host:port, for example 127.0.0.1:8000.\n"


def test_an_unknown_word_is_answered_with_those_that_exist(house: House) -> None:
    done = house.call("sreve")

    assert done.returncode == 2
    assert "kulanz serve" in done.stdout


def test_the_first_administrator_is_made_once(house: House) -> None:
    words = ("create-admin", "chefin@demo.example", "Anna Chefin")
    password = {"KULANZ_ADMIN_PASSWORD": "ein-gutes-Kennwort-42"}

    assert house.call(*words, **password).returncode == 0
    assert house.call(*words, **password).returncode == 1
    assert house.call("create-admin", "b@demo.example", "B", KULANZ_ADMIN_PASSWORD="kurz").returncode == 1
    assert house.call("create-admin", "keine", "B", **password).returncode == 2


@pytest.mark.parametrize("word", ["mail", "serve"])
@pytest.mark.parametrize("kind", ["missing", "unreadable"])
def test_a_certificate_that_cannot_be_used_is_one_clear_sentence(house: House, word: str, kind: str) -> None:
    file = house.folder / "nowhere.pem"
    if kind == "unreadable":
        file = house.folder / "certificate.pem"
        file.write_text("nothing of the kind")

    done = house.call(word, KULANZ_SMTP_CERT=str(file))

    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert (str(file) in done.stderr, "KULANZ_SMTP_CERT" in done.stderr) == (True, True)


def test_a_mail_port_that_is_taken_is_one_clear_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.smtp)):
        done = house.call("serve")

    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert f"127.0.0.1:{house.smtp}" in done.stderr


HANGS = """
import threading
from kulanz.config import process

class Hangs:
    def start(self):
        print("starting", flush=True)
        threading.Event().wait()

    def stop(self, seconds):
        pass

raise SystemExit(process.run([Hangs()]))
"""


def test_whoever_asks_for_the_end_is_heard_while_a_role_does_not_come_up(house: House) -> None:
    process = house.start("manage", "shell", "-v", "0", "-c", HANGS)
    assert process.stdout is not None
    assert process.stdout.readline() == "starting\n"

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=20) == 0
    process.stdout.close()
