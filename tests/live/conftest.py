"""A real server on a free port, and a listener that reads its stream."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from kulanz.server import roles, web


class Page:
    """An open page that listens for news."""

    def __init__(self, port: int, token: str, last_event_id: int | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
        self._connection.request("GET", f"/live/?token={token}", headers=headers)
        self.response = self._connection.getresponse()

    def next(self) -> dict[str, Any]:
        """Return the next event with its id, within five seconds."""
        event: dict[str, Any] = {}
        while line := self.response.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name == "data":
                event |= json.loads(value)
            elif name == "event":
                event["event"] = value
            elif name == "id":
                event["id"] = int(value)
            elif not name and "kind" in event:
                return event
        return {"end": True}

    def close(self) -> None:
        self.response.close()
        self._connection.close()


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    """The port of a running web server on the test's database."""
    listening = roles.listen(("127.0.0.1", 0), "KULANZ_WEB")
    server = web.Server(listening)
    server.start()
    yield listening.getsockname()[1]
    server.stop(3)


@pytest.fixture
def open_page(port: int) -> Iterator[Any]:
    """Opens pages on the server and closes them after the test."""
    pages: list[Page] = []

    def open_(token: str, last_event_id: int | None = None) -> Page:
        pages.append(Page(port, token, last_event_id))
        return pages[-1]

    yield open_
    for page in pages:
        page.close()
