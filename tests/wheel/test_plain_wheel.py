"""The wheel as a stranger installs it, without extras: first page, sign-in, a mail in, an answer out."""

from __future__ import annotations

import http.client
import os
import re
import smtplib
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from scripts import postgresql

from tests.journeys.house import Sink, until

pytestmark = pytest.mark.wheel
ROOT = Path(__file__).resolve().parent.parent.parent
ADMIN, PASSWORD = "mia@lampen.example", "ein-gutes-Kennwort-42"
OURS = ("KULANZ_", "DJANGO_", "PYTHON")
FURNISH = """
from kulanz.channels.models import Channel, Mailbox
from kulanz.people.models import Brand, User
User.objects.update(is_agent=True, is_lead=True, undo_seconds=0)
brand = Brand.objects.create(name='Lampen', prefix='LP', sender_name='Lampen', sender_address='hilfe@lampen.example')
Mailbox.objects.create(
    channel=Channel.objects.create(kind='email', name='Mail', brand=brand), address='hilfe@lampen.example')
"""


class Installed:
    """The installed wheel in a folder of its own, with a browser of the simplest kind."""

    def __init__(self, place: Path, python: Path, smtp_out: str) -> None:
        self.place, self.python = place, python
        self.web, self.smtp = postgresql.free_port(), postgresql.free_port()
        self.surroundings = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("KULANZ_", "DJANGO_", "PYTHON"))
            },
            "KULANZ_DATA": str(place / "data"),
            "KULANZ_WEB": f"127.0.0.1:{self.web}",
            "KULANZ_SMTP": f"127.0.0.1:{self.smtp}",
            "KULANZ_SMTP_OUT": smtp_out,
            "KULANZ_ADMIN_PASSWORD": PASSWORD,
        }
        self.surroundings.pop("DATABASE_URL", None)
        self.cookies: dict[str, str] = {}

    def command(self, *words: str) -> list[str]:
        return [str(self.python.parent / "kulanz"), *words]

    def call(self, *words: str) -> str:
        done = subprocess.run(
            self.command(*words), env=self.surroundings, cwd=self.place, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str, **fields: str) -> tuple[int, str]:
        """Open a page, or send a form to it, as a browser without scripts does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        connection.request("POST" if fields else "GET", path, body=body, headers=headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        connection.close()
        return answer.status, page


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    """A mail server that keeps what it gets."""
    sink = Sink()
    yield sink
    sink.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Installed]:
    place = tmp_path_factory.mktemp("plain")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", place, ROOT], check=True)
    (wheel,) = place.glob("kulanz-*.whl")
    venv.create(place / "venv", with_pip=True, symlinks=True)
    python = place / "venv" / "bin" / "python"
    subprocess.run([python, *pip[1:], "install", wheel], check=True)
    house = Installed(place, python, sink.url)
    house.call("migrate")
    house.call("create-admin", ADMIN, "Mia Licht")
    house.call("manage", "shell", "-c", FURNISH)
    process = subprocess.Popen(house.command("serve"), env=house.surroundings, cwd=place)
    until(lambda: is_open(house.web))
    yield house
    process.terminate()
    process.wait(timeout=10)


def is_open(port: int) -> bool:
    """Say whether somebody listens."""
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def test_no_extra_is_installed(house: Installed) -> None:
    found = subprocess.run([house.python, "-m", "pip", "list"], capture_output=True, text=True, check=True).stdout

    assert re.findall(r"^(?:httptools|uvloop|py3langid)\b", found, re.MULTILINE) == []


@pytest.mark.check(1)
def test_first_page_sign_in_a_mail_in_and_an_answer_out(house: Installed, sink: Sink) -> None:
    status, page = house.ask("/account/login/")
    signed_in, _ = house.ask("/account/login/", login=ADMIN, password=PASSWORD)
    with smtplib.SMTP("127.0.0.1", house.smtp) as client:
        client.sendmail(
            "ina@post.example",
            ["hilfe@lampen.example"],
            "From: Ina Stern <ina@post.example>\r\nTo: hilfe@lampen.example\r\nSubject: Der Schirm fehlt\r\n"
            "Message-ID: <1@post.example>\r\n\r\nGuten Tag,\r\nder Schirm fehlt.\r\n",
        )
    case = str(until(lambda: re.search(r"LP-\d+", house.call("cases"))).group())
    seen, letter = house.ask(f"/cases/{case}/")
    answered, _ = house.ask(f"/cases/{case}/replies/", text="Guten Tag Ina Stern,\n\nder Schirm kommt morgen.", then="")
    mail = sink.next_to("ina@post.example")

    assert (status, "Anmelden" in page, signed_in, seen, "der Schirm fehlt." in letter) == (200, True, 302, 200, True)
    assert (answered, mail["To"], mail["In-Reply-To"]) == (302, "Ina Stern <ina@post.example>", "<1@post.example>")
