"""One connection to the pager."""

from __future__ import annotations

import contextlib
import socket


class Line(contextlib.closing[socket.socket]):
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        super().__init__(self._socket)

    def __enter__(self) -> Line:
        return self

    def say(self, words: bytes) -> str:
        self._socket.sendall(words + b"\n")
        answer = self._socket.makefile("r").readline()
        if not answer:
            raise ConnectionError("the line broke")
        return answer.strip()
