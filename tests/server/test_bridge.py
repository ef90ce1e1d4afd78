"""Between the server and Django's WSGI application nothing is lost, invented or held open."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import uvicorn

from kulanz.server import bridge as bridges
from kulanz.server import patience, roles, web
from kulanz.server.bridge import AT_ONCE, Bridge

LARGEST = 3_000_000
MOST = 8


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A small application: answers with what it was asked."""
    path = environ["PATH_INFO"]
    if path == "/long":
        start("200 OK", [("Content-Type", "text/plain")])
        return (b"x" * 70_000 for _ in range(20))
    if path == "/broken":
        raise RuntimeError("broken")
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    told = {
        "length": str(len(body)),
        "path": path,
        "query": environ["QUERY_STRING"],
        "address": environ["REMOTE_ADDR"],
        "cookie": environ.get("HTTP_COOKIE", ""),
        "forwarded": environ.get("HTTP_X_FORWARDED_FOR", ""),
        "thread": threading.current_thread().name,
    }
    start("200 OK", [*((f"X-{name}", value) for name, value in told.items()), ("Set-Cookie", " a=b; Path=/")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"body"]


@pytest.fixture(params=[True, False], ids=["fast parser", "parser in Python"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    listening = roles.listen(("127.0.0.1", 0), "KULANZ_WEB")
    bridge = Bridge(echo, threads=2, largest_body=LARGEST)
    http = patience.protocol(MOST, fast=request.param)
    server = web._Uvicorn(uvicorn.Config(bridge, http=http, lifespan="off", ws="none", log_config=None))
    thread = threading.Thread(target=lambda: server.run([listening]))
    thread.start()
    server.ready.wait()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()
    bridge.close()


def ask(port: int, method: str, path: str, **more: Any) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, **more)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_application_learns_path_query_address_and_body(port: int) -> None:
    answer, body = ask(port, "POST", "/gr%C3%BC%C3%9Fe?a=%20b", body=b"x" * 2_000_000)

    assert answer.status == 200
    assert answer.headers["X-path"] == "/grüße".encode().decode("latin-1")
    assert answer.headers["X-query"] == "a=%20b"
    assert answer.headers["X-length"] == "2000000"
    assert answer.headers["X-address"] == "127.0.0.1"
    assert answer.headers["X-thread"].startswith("pages-")
    assert body == b"body"


def test_a_body_without_a_length_is_measured(port: int) -> None:
    answer, _ = ask(port, "POST", "/", body=iter([b"ab", b"cde"]), encode_chunked=True)

    assert answer.headers["X-length"] == "5"


def test_a_body_that_is_too_large_is_refused(port: int) -> None:
    answer, _ = ask(port, "POST", "/", body=b"x" * (LARGEST + 1))

    assert answer.status == 413


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_too_large_is_heard_out_and_answered_by_the_application(port: int, times: int) -> None:
    answer, body = ask(port, "POST", "/", body=b"x" * (times * LARGEST + 1))

    assert (answer.status, answer.headers["X-length"], body) == (413, "0", b"body")


def test_who_sends_without_an_end_is_not_heard_out(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as endless:
        size = (bridges.PATIENCE + 2) * LARGEST
        endless.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (10 * size))
        with contextlib.suppress(OSError):
            endless.sendall(b"x" * size)
        answer = b""
        with contextlib.suppress(OSError):
            answer = endless.recv(100)

    assert answer[:12] in {b"HTTP/1.1 413", b""}
    assert ask(port, "GET", "/")[0].status == 200


def test_a_head_request_gets_headers_and_no_body(port: int) -> None:
    answer, body = ask(port, "HEAD", "/")

    assert (answer.status, body) == (200, b"")


def test_a_long_answer_arrives_whole(port: int) -> None:
    answer, body = ask(port, "GET", "/long")

    assert answer.status == 200
    assert len(body) == 1_400_000 > AT_ONCE


def test_a_header_with_an_underscore_does_not_pass_for_another(port: int) -> None:
    answer, _ = ask(port, "GET", "/", headers={"X_Forwarded_For": "1.2.3.4"})

    assert answer.headers["X-forwarded"] == ""


def test_an_error_of_the_application_is_a_clear_answer_and_the_next_request_works(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer, _ = ask(port, "GET", "/broken")

    assert answer.status == 500
    assert ask(port, "GET", "/")[0].status == 200


def test_a_sender_who_goes_away_half_way_leaves_no_trace(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this")

    assert ask(port, "GET", "/")[0].status == 200


def test_a_cookie_of_django_is_one_that_every_server_takes(port: int) -> None:
    answer, _ = ask(port, "GET", "/")

    assert answer.headers["Set-Cookie"] == "a=b; Path=/"


@pytest.mark.parametrize("beginning", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_who_never_finishes_a_head_is_let_go(port: int, monkeypatch: pytest.MonkeyPatch, beginning: bytes) -> None:
    monkeypatch.setattr(patience, "HEAD_WITHIN", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as slow:
        slow.sendall(beginning)

        assert slow.recv(100) == b""


def test_who_sends_a_body_drop_by_drop_is_let_go(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridges, "BODY_BEGINS_WITHIN", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx")

        assert slow.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_head_without_end_is_cut_off(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as endless:
        endless.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ")
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                endless.sendall(b"x" * 10_000)
            assert endless.recv(100)[:13] in {b"", b"HTTP/1.1 400 "}


def test_many_who_say_nothing_keep_nobody_out(port: int) -> None:
    idle = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(3 * MOST)]

    assert ask(port, "GET", "/")[0].status == 200
    for each in idle:
        each.close()
