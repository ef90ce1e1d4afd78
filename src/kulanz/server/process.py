"""One process, several roles: start them in order, wait for the end, stop them in reverse."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from types import FrameType
from typing import Protocol

from kulanz.core.console import complain
from kulanz.events.heartbeat import Heart

from . import version

STOP_WITHIN = 2.5  # seconds for all roles together
log = logging.getLogger(__name__)


class StartError(Exception):
    """A role cannot start. The message says in one sentence what a person can do."""


class Role(Protocol):
    """A part of the process: pages, mail listener, worker, schedule. ``name`` is what its heartbeat is known by."""

    name: str

    def start(self) -> None:
        """Begin to work and return once it works. Raises ``StartError``."""

    def stop(self, seconds: float) -> None:
        """End within ``seconds``; what is unfinished is taken up after the next start."""


def run(roles: Sequence[Role], *, when_ready: Callable[[], None] | None = None) -> int:
    """Run the roles until SIGTERM or SIGINT. Returns 0, or 1 where a role could not start."""
    # A SimpleQueue, because its put may be called from within a signal handler.
    wishes: SimpleQueue[int] = SimpleQueue()
    is_up = threading.Event()
    # From the first moment: a role may take long to come up.
    before = {each: signal.signal(each, _wish(wishes, is_up)) for each in (signal.SIGTERM, signal.SIGINT)}
    started: list[Role | Heart] = []
    try:
        if trouble := version.trouble():
            raise StartError(trouble)
        for role in roles:
            role.start()
            started.append(role)
        heart = Heart([role.name for role in roles])
        heart.start()
        started.append(heart)
        if when_ready:
            when_ready()
        is_up.set()
        wishes.get()
        return 0
    except _EndedWhileStarting:
        return 0
    except StartError as problem:
        complain(str(problem))
        return 1
    finally:
        _stop(started)
        for number, handler in before.items():
            signal.signal(number, handler)


def leave(code: int) -> None:
    """End the process now, without waiting for threads that outlast their time: their work is safe in the database."""
    logging.shutdown()
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        os._exit(code)


class _EndedWhileStarting(BaseException):
    """Whoever asks for the end need not wait for a role that does not come up."""


def _wish(wishes: SimpleQueue[int], is_up: threading.Event) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, frame: FrameType | None) -> None:
        was_asked = not wishes.empty()
        wishes.put(number)
        if not is_up.is_set() and not was_asked:
            raise _EndedWhileStarting

    return handler


def _stop(started: Sequence[Role | Heart]) -> None:
    end = time.monotonic() + STOP_WITHIN
    for role in reversed(started):
        try:
            role.stop(max(0.1, end - time.monotonic()))
        except Exception:
            log.exception("a role did not stop cleanly")
