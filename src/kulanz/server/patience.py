"""How long and how often strangers may hold a connection to the pages: slow senders must not keep others out."""

from __future__ import annotations

import asyncio
import resource
from importlib import import_module
from importlib.util import find_spec
from typing import Any

HEAD_WITHIN = 20.0  # seconds for the head of a request, from the first byte or the end of the answer before
LARGEST_HEAD = 64 * 1024  # bytes
OTHERS = 256  # file descriptors for everything that is no page: mails, database, files
MOST_DESCRIPTORS = 65_536


def raise_descriptors() -> int:
    """Take as many file descriptors as the system allows this process, and return how many these are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return MOST_DESCRIPTORS if soft == resource.RLIM_INFINITY else soft


def most_connections(descriptors: int) -> int:
    """Return how many connections the pages may hold: what mails and the database need stays free."""
    return max(descriptors - OTHERS, descriptors // 2)


def is_fast() -> bool:
    """Say whether the fast HTTP parser is installed (the extra "fast")."""
    return find_spec("httptools") is not None


def protocol(most: int, *, fast: bool) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol, with the fast parser or the one in Python, with our patience."""
    name, kind = ("httptools_impl", "HttpToolsProtocol") if fast else ("h11_impl", "H11Protocol")
    served: Any = getattr(import_module(f"uvicorn.protocols.http.{name}"), kind)

    class Patient(served):  # type: ignore[misc]
        """One connection: closed where it says too little for too long, or where there are too many."""

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._head, self._seen = 0, self.cycle
            self._look = self.loop.call_later(HEAD_WITHIN, self._close_if_idle)
            if len(self.connections) > most:
                _make_room(self.connections, self)

        def connection_lost(self, exc: Exception | None) -> None:
            self._look.cancel()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._head = self._head + len(data) if self.is_idle else 0
            if self._head > LARGEST_HEAD and not self.transport.is_closing():
                self.transport.close()

        @property
        def is_idle(self) -> bool:
            """Whether no request is being answered: at most a part of a head has come."""
            return self.cycle is None or bool(self.cycle.response_complete)

        def _close_if_idle(self) -> None:
            if self.is_idle and self._seen is self.cycle:
                self.transport.close()
                return
            self._seen = self.cycle
            self._look = self.loop.call_later(HEAD_WITHIN, self._close_if_idle)

    return Patient


def _make_room(connections: set[Any], newest: Any) -> None:
    """Close a connection that asks for nothing; where every other one does, the newest goes."""
    idle = next((each for each in connections if each is not newest and getattr(each, "is_idle", False)), newest)
    idle.transport.abort()
