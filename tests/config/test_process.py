"""The whole process: starts, answers, and ends cleanly when asked to."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripts import postgresql

import kulanz

PASSWORD = {"KULANZ_ADMIN_PASSWORD": "ein-gutes-Kennwort-42"}
ROOT = Path(__file__).resolve().parent.parent.parent


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
    assert house.call(*words, **PASSWORD).returncode == 0
    assert house.call(*words, **PASSWORD).returncode == 1
    assert house.call("create-admin", "b@demo.example", "B", KULANZ_ADMIN_PASSWORD="kurz").returncode == 1
    assert house.call("create-admin", "keine", "B", **PASSWORD).returncode == 2


@pytest.mark.parametrize(
    "setting",
    ["mail.demo.example:25", "ftp://mail.demo.example", "smtp://", "smtp://a:b@ x/", "smtp://mail..demo.example"],
)
def test_an_outgoing_server_that_cannot_be_used_is_refused_without_repeating_its_password(
    house: House, setting: str
) -> None:
    done = house.call("cases", KULANZ_SMTP_OUT=setting)

    assert (done.returncode, done.stderr) == (1, "KULANZ_SMTP_OUT: use smtp://host or smtps://host.\n")


def test_the_version_is_told(house: House) -> None:
    assert house.call("--version").stdout == f"Kulanz {kulanz.__version__}\n"


def test_a_database_of_a_newer_version_is_not_touched(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.folder, tmp_path / "data")
    newer = House(tmp_path / "data")
    with contextlib.closing(sqlite3.connect(newer.folder / "kulanz.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', '2030-01-01')"
        )

    done = newer.call("serve")

    assert (done.returncode, "cases.9999_later" in done.stderr) == (1, True)
    assert "cases.9999_later" in newer.call("check-setup").stdout


def test_the_demo_comes_into_a_new_place_only_when_asked_for(tmp_path: Path) -> None:
    house = House(tmp_path)
    people = ("manage", "shell", "-c", "from kulanz.people.models import User; print('people', User.objects.count())")
    for words, after in ((["--prepare"], 0), (["--prepare", "--demo"], 0)):
        process = house.start("serve", *words)
        assert house.answers()
        process.terminate()
        process.communicate(timeout=10)

        assert f"people {after}" in house.call(*people).stdout


@pytest.mark.parametrize(
    "url", ["https://hilfe.lampen.example", "http://192.0.2.7", "http://hilfe.lampen.example:8000"]
)
def test_the_demo_never_comes_behind_a_public_address(tmp_path: Path, url: str) -> None:
    house = House(tmp_path)
    assert house.call("migrate").returncode == 0

    done = house.call("demo", KULANZ_URL=url)

    assert (done.returncode, url in done.stderr) == (1, True)


def test_the_demo_never_comes_beside_real_people_and_goes_for_good(tmp_path: Path) -> None:
    house = House(tmp_path)
    assert house.call("migrate").returncode == 0
    assert house.call("demo").returncode == 0
    assert house.call("demo", "--remove").returncode == 0
    assert house.call("create-admin", "mia@lampen.example", "Mia Real", **PASSWORD).returncode == 0

    refused = house.call("demo")
    process = house.start("serve", "--prepare", "--demo")
    assert house.answers()
    process.terminate()
    output, _ = process.communicate(timeout=10)

    assert (refused.returncode, "@demo.example" in output) == (1, False)


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
    assert str(file) in house.call("check-setup", KULANZ_SMTP_CERT=str(file)).stdout


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
