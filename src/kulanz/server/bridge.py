"""From ASGI to Django's WSGI application, in a fixed set of threads that keep their database connections.

Django's own ASGI handler takes a new thread and a new connection per request; the measurement is in
docs/decisions/0002-web-server.md. Bodies are read completely before Django starts, so that a slow sender holds a
socket and no thread; above a megabyte they wait on disk. What is larger than any form is read and thrown away, so that
the browser listens to the answer, which the application gives: ``kulanz.body_dropped`` in its environment.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import unquote_to_bytes

from django.db import connections

from kulanz.core.asgi import Message, Receive, Scope, Send

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1024 * 1024
BODY_BEGINS_WITHIN = 60.0  # seconds beyond what a body takes at SLOWEST
SLOWEST = 2 * 1024  # bytes a second on average: a telephone at the edge of its network
TOO_LARGE = 413
PATIENCE = 3  # so many times the largest body is read before nobody waits for its end
AT_ONCE = 512 * 1024  # an answer up to this size crosses to the loop in one step


@dataclass(slots=True)
class WsgiResponse:
    """What the application said so far; ``forced`` is the status whatever it says."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    forced: int = 0

    def start(self, status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], Any]:
        """Take status and headers, as WSGI's ``start_response``."""
        self.status = self.forced or int(status[:3])
        # Django's cookies begin with a blank, which a careful server refuses.
        self.headers = [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
        return _no_write


class Bridge:
    """An ASGI application for HTTP that runs ``application`` in ``threads`` threads of its own."""

    def __init__(self, application: WSGIApplication, *, threads: int, largest_body: int) -> None:
        self._application = application
        self._largest_body = largest_body
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=f"pages-{place}", daemon=True) for place in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                size = await self._read(body, receive)
            except TimeoutError:
                await _plain(send, 408, b"Request too slow\n")
                return
            if size is None:
                return
            loop = asyncio.get_running_loop()
            done = loop.create_future()
            environ = environment(scope, body, is_dropped=size > self._largest_body)
            self._calls.put(lambda: self._answer(environ, loop, send, done))
            answer, start = await done
            if answer is not None:
                await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
                await send({"type": "http.response.body", "body": start})

    def close(self) -> None:
        """Let the threads end after what they are doing."""
        for _ in self._threads:
            self._calls.put(None)

    async def _read(self, body: SpooledTemporaryFile[bytes], receive: Receive) -> int | None:
        """Read the body and return its size, ``None`` where its sender went away; too large a one is not kept.

        Raises ``TimeoutError`` where the sender is too slow.
        """
        loop = asyncio.get_running_loop()
        began, size = loop.time(), 0
        more = True
        while more and size <= PATIENCE * self._largest_body:
            async with asyncio.timeout_at(began + BODY_BEGINS_WITHIN + size / SLOWEST):
                message = await receive()
            if message["type"] == "http.disconnect":
                return None
            size += len(message.get("body", b""))
            if size > self._largest_body:
                body.seek(0)
                body.truncate()
            else:
                body.write(message.get("body", b""))
            more = message.get("more_body", False)
        body.seek(0)
        return size

    def _serve(self) -> None:
        while call := self._calls.get():
            call()
        connections.close_all()

    def _answer(self, environ: dict[str, Any], loop: asyncio.AbstractEventLoop, send: Send, done: Any) -> None:
        """Run the application. A short answer goes to the loop whole, a long one piece by piece as the client reads."""
        answer = WsgiResponse(forced=TOO_LARGE if environ.get("kulanz.body_dropped") else 0)
        try:
            chunks = self._application(environ, answer.start)
            try:
                whole = _stream(answer, chunks, loop, send)
            finally:
                close = getattr(chunks, "close", None)
                if close:
                    close()
        except Exception as error:
            loop.call_soon_threadsafe(_settle, done, error, None)
        else:
            loop.call_soon_threadsafe(_settle, done, None, (answer, whole) if whole is not None else (None, b""))


def environment(scope: Scope, body: Any, *, is_dropped: bool = False) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request; ``body`` is its complete body as a file.

    ``is_dropped`` says that the body was too large and is empty now.
    """
    raw_path = scope.get("raw_path")
    # WSGI wants the bytes of a path as Latin-1 text (PEP 3333), whatever their encoding.
    path = unquote_to_bytes(raw_path).decode("latin-1") if raw_path else scope["path"].encode().decode("latin-1")
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if b"_" in name:  # X_Forwarded_For would pass for X-Forwarded-For
            continue
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        text = value.decode("latin-1")
        # WSGI knows one field of each name: repeated ones are joined, cookies by the sign that parts cookies.
        environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}" if key in environ else text
    if is_dropped:
        environ |= {"CONTENT_LENGTH": "0", "kulanz.body_dropped": True}
    if "CONTENT_LENGTH" not in environ:  # a chunked body: its length is known now
        body.seek(0, 2)
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
    return environ


def _stream(answer: WsgiResponse, chunks: Iterable[bytes], loop: asyncio.AbstractEventLoop, send: Send) -> bytes | None:
    """Return the whole answer, or ``None`` where it was too long and has been sent from here."""
    held = bytearray()
    began = False
    for chunk in chunks:
        held += chunk
        if len(held) > AT_ONCE:
            if not began:
                _wait(loop, send, {"type": "http.response.start", "status": answer.status, "headers": answer.headers})
                began = True
            _wait(loop, send, {"type": "http.response.body", "body": bytes(held), "more_body": True})
            held.clear()
    if not began:
        return bytes(held)
    _wait(loop, send, {"type": "http.response.body", "body": bytes(held)})
    return None


def _wait(loop: asyncio.AbstractEventLoop, send: Send, message: Message) -> None:
    async def hand_over() -> None:
        await send(message)

    # The thread waits until the client has room: a slow reader of a large file costs a thread, never memory.
    asyncio.run_coroutine_threadsafe(hand_over(), loop).result()


def _settle(done: asyncio.Future[Any], error: Exception | None, result: Any) -> None:
    if done.cancelled():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(result)


async def _plain(send: Send, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def _no_write(data: bytes) -> None:
    raise NotImplementedError("answers are iterables here")
