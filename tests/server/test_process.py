"""The whole process: starts, answers, and ends cleanly when asked to."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..own_process import PATIENCE, House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    house.migrate()
    yield house


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_with_zero_when_asked_to_even_with_a_page_open(house: House, number: signal.Signals) -> None:
    process = house.start("serve")
    assert house.answers(process)

    process.send_signal(number)
    output, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0, output
    assert "Traceback" not in output


def test_a_port_that_is_taken_is_one_clear_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.web)):
        done = house.call("web")

    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert f"127.0.0.1:{house.web}" in done.stderr
    assert "KULANZ_WEB" in done.stderr


def test_a_mail_port_that_is_taken_is_one_clear_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.smtp)):
        done = house.call("serve")

    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0
    assert f"127.0.0.1:{house.smtp}" in done.stderr


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


def test_a_database_of_another_version_is_not_touched(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.folder, tmp_path / "data")
    other = House(tmp_path / "data")
    with contextlib.closing(sqlite3.connect(other.folder / "kulanz.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', '2030-01-01')"
        )

    for words in (["serve"], ["serve", "--prepare"], ["migrate"]):
        done = other.call(*words)
        assert (done.returncode, "cases.9999_later" in done.stderr, done.stdout) == (1, True, "")
    assert "cases.9999_later" in other.call("check-setup").stdout


def test_the_work_can_be_a_process_of_its_own(house: House) -> None:
    process = house.start("work")
    while process.poll() is None and house.call("check-health", "work", "schedule").returncode:
        pass
    process.terminate()
    output, _ = process.communicate(timeout=PATIENCE)

    assert (process.returncode, output) == (0, "")


HANGS = """
import threading
from kulanz.server import process

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

    assert process.wait(timeout=PATIENCE) == 0
    process.stdout.close()
