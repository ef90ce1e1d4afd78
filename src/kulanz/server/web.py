"""The web application, and the server around it in a loop of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import uvicorn
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kulanz.core.asgi import Receive, Scope, Send
from kulanz.core.uploads import total_limit
from kulanz.live.pages import Live

from .bridge import Bridge
from .patience import is_fast, most_connections, protocol, raise_descriptors


class Application:
    """Everything under /live/ goes to the live hub, past Django; everything else to Django's pages."""

    def __init__(self) -> None:
        self.live = Live()
        self._pages = Bridge(
            get_wsgi_application(),
            threads=settings.PAGE_THREADS,
            largest_body=2 * total_limit(),  # what is a little too much, the page itself says, with the text kept
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead one request to its answer."""
        if scope["type"] != "http":
            return
        if scope["path"].startswith("/live/"):
            await self.live(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    def close(self) -> None:
        """End the streams and the threads."""
        self.live.close()
        self._pages.close()


class Server:
    """uvicorn in a thread and loop of our own, stopped by us and not by its signal handlers."""

    def __init__(self, listening: socket.socket) -> None:
        self._socket = listening
        self._application = Application()
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                self._application,
                http=protocol(most_connections(raise_descriptors()), fast=is_fast()),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=True,
                forwarded_allow_ips=settings.TRUSTED_PROXIES,
                # Without a limit uvicorn waits for open streams for ever.
                timeout_graceful_shutdown=2,
            )
        )
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def start(self) -> None:
        """Serve; returns when the first request can be answered."""
        self._thread.start()
        self._uvicorn.ready.wait()

    def stop(self, seconds: float) -> None:
        """Answer what is being asked, close streams, end within ``seconds``."""
        self._uvicorn.should_exit = True
        self._application.close()
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_fast_loop()) as runner:
                runner.run(self._uvicorn.serve(sockets=[self._socket]))
        finally:
            self._uvicorn.ready.set()


class _Uvicorn(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process: uvicorn would raise them again and our own end would never come."""
        yield


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if find_spec("uvloop") is None:
        return None
    import uvloop  # noqa: PLC0415 - optional

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
