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
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.channels.conftest import Mail, free_port

pytestmark = pytest.mark.own_database
CONNECTIONS = 6
KILLS = int(os.environ.get("KILLS", "500"))  # of the long test, on each database
SET_UP = """
from kulanz.channels.models import Channel, Mailbox
from kulanz.people.models import Brand
brand = Brand.objects.create(name="A", prefix="A", sender_name="A", sender_address="hilfe@demo.example")
channel = Channel.objects.create(kind="email", name="A", brand=brand)
Mailbox.objects.create(channel=channel, address="hilfe@demo.example", aliases=["service@demo.example"])
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

    def call(self, *words: str) -> str:
        """Run a command and return what it says; a failure raises ``CalledProcessError``."""
        command = [sys.executable, "-m", "kulanz", *words]
        return subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout

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

    def ask_to(self, *statements: str) -> None:
        with contextlib.ExitStack() as undo:
            if self.database_url.startswith("sqlite"):
                base = undo.enter_context(
                    contextlib.closing(sqlite3.connect(self.database_url.removeprefix("sqlite:///")))
                )
                for statement in statements:
                    base.execute(statement)
                base.commit()
            else:
                server = undo.enter_context(psycopg.connect(self.database_url))
                for statement in statements:
                    server.execute(statement)

    def wait_until_read(self) -> None:
        """Wait for as long as there is progress."""
        waiting, patience = -1, 0
        while patience < 1200:
            ((left,),) = self.ask("SELECT count(*) FROM channels_original WHERE state = 'kept'")
            if left == 0:
                return
            waiting, patience = int(str(left)), 0 if left != waiting else patience + 1
            time.sleep(0.05)
        raise RuntimeError(f"{waiting} mails are still waiting")


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with one channel, of which each test has a copy: to make one takes seconds."""
    folder = tmp_path_factory.mktemp("beginning")
    with contextlib.ExitStack() as undo:
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            database_url = undo.enter_context(own_database(os.environ["DATABASE_URL"], "beginning"))
        else:
            database_url = f"sqlite:///{folder / 'beginning.sqlite3'}"
        house = House(folder, database_url)
        house.call("migrate")
        house.call("manage", "shell", "-v", "0", "-c", SET_UP)
        yield database_url


@pytest.fixture
def house(tmp_path: Path, beginning: str) -> Iterator[House]:
    database_url = f"sqlite:///{tmp_path / 'lost.sqlite3'}"
    with contextlib.ExitStack() as undo:
        if beginning.startswith("postgres"):
            like = urlsplit(beginning).path.strip("/")
            database_url = undo.enter_context(own_database(os.environ["DATABASE_URL"], "lost", like))
        else:
            copy = undo.enter_context(contextlib.closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))))
            with contextlib.closing(sqlite3.connect(beginning.removeprefix("sqlite:///"))) as base:
                base.backup(copy)
        running = House(tmp_path, database_url)
        yield running
        running.kill()


@contextlib.contextmanager
def own_database(server_url: str, use: str = "lost", like: str = "template1") -> Iterator[str]:
    """Make a database for one test, as a copy of another one, and drop it afterwards; its address is returned."""
    name = f"{use}_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
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
                for to in ("hilfe@demo.example", "service@demo.example")[: 1 + (b"service@" in raw)]:
                    client.sendmail("anna@kunde.example", [to], raw)
                acknowledged.append(mail_id)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    return threads


@pytest.mark.slow
def test_every_acknowledged_mail_is_there_exactly_once_after_kills_at_random_moments(house: House, mail: Mail) -> None:
    acknowledged = send_and_kill(house, 6, [lambda token: mail(token, mail_id=token)] * 150)
    assert (len(acknowledged), stored(house)) == (900, Counter(acknowledged))
    assert house.ask("SELECT count(*) FROM channels_original WHERE state <> 'read'") == [(0,)]


@pytest.mark.slow
def test_mails_of_every_shape_outlive_kills(house: House, mail: Mail) -> None:
    acknowledged = send_and_kill(house, 5, shapes(mail) * 12)
    assert stored(house) == Counter(acknowledged)
    assert house.ask("SELECT count(*) FROM channels_original WHERE state <> 'read'") == [(0,)]


@pytest.mark.long
def test_hundreds_of_kills_lose_and_double_nothing(house: House, mail: Mail) -> None:
    acknowledged = send_and_kill(house, KILLS, shapes(mail) * 8)
    assert stored(house) == Counter(acknowledged)
    assert house.ask("SELECT count(*) FROM channels_original WHERE state <> 'read'") == [(0,)]


@pytest.mark.slow
def test_a_mail_that_kills_its_reader_stops_the_house_a_few_times_only(house: House, mail: Mail) -> None:
    house.start()
    mails = {f"m{n}": mail(f"m{n}", mail_id=f"m{n}") for n in range(5)} | {"tot": mail("TÖTE", mail_id="tot@x")}
    for thread in send_all(house, mails, []):
        thread.join()
    house.wait_until_read()
    house.kill()
    house.ask_to(
        "UPDATE channels_original SET state = 'kept', tries = 0, message_id = NULL", "DELETE FROM cases_message"
    )
    ends = [int(end) for end in house.call("manage", "shell", "-v", "0", "-c", READ_OR_DIE).split()]
    states = Counter(state for (state,) in house.ask("SELECT state FROM channels_original"))
    assert (ends.count(-signal.SIGKILL), ends[-1], states) == (8, 0, Counter(read=5, failed=1))
    assert house.ask("SELECT count(*) FROM cases_message") == [(6,)]


READ_OR_DIE = """
import os, signal
from kulanz.channels import ingest
from kulanz.channels.email import adapter
genuine = adapter.read_mail
def deadly(raw, **context):
    if "TÖTE".encode() in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return genuine(raw, **context)
adapter.read_mail = deadly
for _ in range(9):  # each time a process that has not read before
    child = os.fork()
    if not child:
        while ingest.read_waiting():
            pass
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def shapes(mail: Mail) -> list[Callable[[str], bytes]]:
    """Ways in which mails are written that are hard to tell apart; the text alone says which one it is."""
    return [
        lambda token: mail(token, mail_id=token),
        lambda token: mail(token, Message_ID=""),
        lambda token: mail(token, Message_ID="<>"),
        lambda token: mail(token, Message_ID="<1@localhost>"),
        lambda token: mail(token, mail_id="fest@geraet", subject="", Date=""),
        lambda token: mail(token, mail_id=token, to="hilfe@demo.example, service@demo.example"),
    ]


def send_and_kill(house: House, rounds: int, ways: list[Callable[[str], bytes]]) -> list[str]:
    """Send while the house is killed again and again. Returns what was acknowledged, each once; all is read then.

    A sender without an answer sends again, with other trace fields; some mails come for two addresses separately.
    """
    chance = random.Random()
    acknowledged: list[str] = []
    unanswered: dict[str, bytes] = {}
    for number in range(rounds):
        fresh = {f"n{number}.{n}": way(f"n{number}.{n}") for n, way in enumerate(ways)}
        mails = {**unanswered, **fresh}
        house.start()
        threads = send_all(house, mails, acknowledged)
        time.sleep(chance.uniform(0.05, 1.5))
        house.kill()
        for thread in threads:
            thread.join()
        done = set(acknowledged)
        trace = f"Received: from again by in.example; {number}\r\n".encode()
        unanswered = {token: trace + raw for token, raw in mails.items() if token not in done}
    house.start()
    for thread in send_all(house, unanswered, acknowledged):
        thread.join()
    house.wait_until_read()
    return acknowledged


def stored(house: House) -> Counter[str]:
    """The messages that the house has, by the token that each text is."""
    return Counter(str(text).strip() for (text,) in house.ask("SELECT text FROM cases_message"))
