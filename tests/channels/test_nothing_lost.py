"""The whole process is killed at random moments while mail arrives: what was acknowledged is there exactly once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import smtplib
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.channels.conftest import Mail, free_port

ROUNDS, MAILS, CONNECTIONS = 10, 500, 6
SET_UP = """
from kulanz.channels.models import Channel, Mailbox
from kulanz.people.models import Brand
brand = Brand.objects.create(name="A", prefix="A", sender_name="A", sender_address="hilfe@demo.example")
channel = Channel.objects.create(kind="email", name="A", brand=brand)
Mailbox.objects.create(channel=channel, address="hilfe@demo.example")
"""


class House:
    """A real ``kulanz serve`` with a database of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port = free_port()
        self.database_url = database_url
        self._environment = {
            **os.environ,
            "KULANZ_DATA": str(folder),
            "KULANZ_WEB": f"127.0.0.1:{free_port()}",
            "KULANZ_SMTP": f"127.0.0.1:{self.port}",
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "kulanz.config.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "kulanz", *words], env=self._environment, check=True, capture_output=True)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kulanz", "serve"],
            env=self._environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _attempt in range(400):
            with contextlib.suppress(OSError), smtplib.SMTP("127.0.0.1", self.port, timeout=5):
                return
            time.sleep(0.05)
        raise RuntimeError("kulanz serve did not start")

    def kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        if self.database_url.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)) as base:
                return base.execute(statement).fetchall()
        with psycopg.connect(self.database_url) as server:
            return server.execute(statement).fetchall()

    def wait_until_read(self) -> None:
        for _attempt in range(1200):
            if self.ask("SELECT count(*) FROM channels_rawmail WHERE state = 'kept'") == [(0,)]:
                return
            time.sleep(0.05)
        raise RuntimeError("mails are still waiting")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database_url = f"sqlite:///{tmp_path / 'lost.sqlite3'}"
    with contextlib.ExitStack() as undo:
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            database_url = undo.enter_context(own_database(os.environ["DATABASE_URL"]))
        running = House(tmp_path, database_url)
        running.call("migrate")
        running.call("manage", "shell", "-v", "0", "-c", SET_UP)
        yield running
        running.kill()


@contextlib.contextmanager
def own_database(server_url: str) -> Iterator[str]:
    name = f"lost_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def send_all(house: House, mails: dict[str, bytes], acknowledged: list[str]) -> list[threading.Thread]:
    """Send over several connections at once; a connection that breaks is not opened again."""
    waiting: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
    for each in mails.items():
        waiting.put(each)

    def work() -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", house.port) as client:
            while True:
                try:
                    mail_id, raw = waiting.get_nowait()
                except Empty:
                    return
                client.sendmail("anna@kunde.example", ["hilfe@demo.example"], raw)
                acknowledged.append(mail_id)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    return threads


@pytest.mark.slow
def test_every_acknowledged_mail_is_there_exactly_once_after_kills_at_random_moments(house: House, mail: Mail) -> None:
    chance = random.Random()
    acknowledged: list[str] = []
    unanswered: dict[str, bytes] = {}
    for number in range(ROUNDS):
        fresh = {f"{number}.{n}@kunde.example" for n in range(MAILS)}
        mails = {**unanswered, **{mail_id: mail(f"Text {mail_id}", mail_id=mail_id) for mail_id in sorted(fresh)}}
        house.start()
        threads = send_all(house, mails, acknowledged)
        time.sleep(chance.uniform(0.05, 1.5))
        house.kill()
        for thread in threads:
            thread.join()
        # A sender without an answer sends again: some of these are stored already.
        unanswered = {mail_id: raw for mail_id, raw in mails.items() if mail_id not in set(acknowledged)}
    house.start()
    for thread in send_all(house, unanswered, acknowledged):
        thread.join()
    house.wait_until_read()
    stored = Counter(mail_id for (mail_id,) in house.ask("SELECT mail_id FROM cases_message"))
    assert len(acknowledged) == ROUNDS * MAILS
    assert stored == Counter(acknowledged)
    assert house.ask("SELECT count(*) FROM channels_rawmail WHERE state <> 'read'") == [(0,)]
