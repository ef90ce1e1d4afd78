"""Other programs are called over HTTPS, outside of our own network, without a word of the customer."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from kulanz.core.outbound import is_open
from kulanz.events.actor import Actor
from kulanz.rules.actions import save_rule
from kulanz.rules.calling import ProgramUnreachable, call, checked_url
from kulanz.rules.content import ContentWrong
from kulanz.rules.models import RuleRun
from kulanz.rules.rules import Content
from tests.channels.email.certificates import make_certificate

from .conftest import Receive, Write, part


class Program(http.server.ThreadingHTTPServer):
    """Another program: keeps what it is told, and answers as it is set."""

    def __init__(self, folder: Path) -> None:
        self.told: list[Any] = []
        self.answer = 204
        super().__init__(("127.0.0.1", 0), _Handler)
        certificate, key = make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.certificate = certificate

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server_address[1]}/kulanz"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        program: Any = self.server
        program.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(program.answer)
        self.send_header("Location", "https://127.0.0.1/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    running = Program(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@override_settings(HOOKS=True, INSIDE_HOSTS=("127.0.0.1",))
def test_a_program_hears_of_a_case_after_the_commit_and_reads_no_word_of_it(
    program: Program, write: Write, receive: Receive, settle: Callable[[], None]
) -> None:
    write("Lager", part("new-case"), part("hook", url=program.url))
    case = receive()

    settle()

    run = RuleRun.objects.get()
    assert program.told == [{"case": case.number, "status": "new", "rule": "Lager", "run": run.pk}]
    assert run.did == [["hook", program.url.removeprefix("https://").partition("/")[0], ""]]


@override_settings(HOOKS=True, INSIDE_HOSTS=("127.0.0.1",))
@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_program_that_says_no_is_called_again_later_and_leads_nowhere_else(program: Program, status: int) -> None:
    program.answer = status

    with pytest.raises(ProgramUnreachable, match=str(status)):
        call(program.url, {})

    assert len(program.told) == 1


@override_settings(HOOKS=True)
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost.", "[::1]", "10.0.0.7", "169.254.169.254", "[::ffff:10.0.0.7]"]
)
def test_nothing_of_our_own_network_is_called(host: str) -> None:
    with pytest.raises(ProgramUnreachable):
        call(f"https://{host}/", {})

    assert checked_url(f"https://{host}/") != ""


@override_settings(HOOKS=True)
def test_a_name_that_leads_into_our_own_network_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket  # noqa: PLC0415 - one line in one test

    def ours(*_wanted: Any, **_more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", ours)

    with pytest.raises(ProgramUnreachable, match="private"):
        call("https://innocent.example/", {})


@pytest.mark.parametrize(
    "url",
    ["http://a.example/", "ftp://a.example/", "https:///x", "https://u:p@a.example/", "https://a.example:x/", "//"],
)
def test_only_plain_https_addresses_are_taken(url: str, admin: Actor) -> None:
    content = Content(part("new-case"), (), (part("hook", url=url),))

    with pytest.raises(ContentWrong) as refused:
        save_rule(by=admin, name="Lager", content=content)

    assert refused.value.where == "then-0"


def test_switched_off_is_said_in_the_log(write: Write, receive: Receive, settle: Callable[[], None]) -> None:
    write("Lager", part("new-case"), part("hook", url="https://lager.example/neu"))
    receive()

    settle()

    assert RuleRun.objects.get().did == [["hook", "lager.example", "calls-off"]]


def test_open_addresses_are_allowed() -> None:
    numbers = ("93.184.216.34", "224.0.0.1", "fd00::1", "::1", "::ffff:10.0.0.7", "::ffff:93.184.216.34")

    assert [is_open(each) for each in numbers] == [True, False, False, False, False, True]
