"""The one thread that makes arriving mails durable: many mails, one commit, one answer to each sender."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connection

from ..intake import NewOriginal, arrived, keep_all

log = logging.getLogger(__name__)
_MOST_MAILS = 200
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(slots=True)
class _Wish:
    """Something to be done by the thread, and where its outcome is awaited."""

    loop: asyncio.AbstractEventLoop
    original: NewOriginal | None = None
    call: Callable[[], Any] | None = None
    future: asyncio.Future[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.future = self.loop.create_future()


class OriginalWriter:
    """Owns the database connection of the listener. ``keep`` and ``run`` are called on the listener's loop."""

    def __init__(self) -> None:
        self._wishes: SimpleQueue[_Wish | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="mail-writer", daemon=True)
        self._thread.start()

    async def keep(self, original: NewOriginal) -> None:
        """Return when the original is durable. Raises what the database raised; then nothing was kept."""
        await self._wish(_Wish(asyncio.get_running_loop(), original=original))

    async def run(self, call: Callable[[], Any]) -> Any:
        """Run a short query on the writer's connection and return its result."""
        return await self._wish(_Wish(asyncio.get_running_loop(), call=call))

    def stop(self) -> None:
        """Finish what was asked for and end the thread."""
        self._wishes.put(None)
        self._thread.join(timeout=30)

    async def _wish(self, wish: _Wish) -> Any:
        self._wishes.put(wish)
        return await wish.future

    def _run(self) -> None:
        ends = False
        while not ends:
            batch, ends = self._next_batch()
            mails = [wish for wish in batch if wish.original is not None]
            if mails:
                self._store(mails)
            for wish in batch:
                if wish.call is not None:
                    _settle([wish], *_outcome(wish.call))
        connection.close()

    def _next_batch(self) -> tuple[list[_Wish], bool]:
        batch: list[_Wish] = []
        size = 0
        wish = self._wishes.get()
        while wish is not None:
            batch.append(wish)
            size += len(wish.original.raw) if wish.original else 0
            if len(batch) >= _MOST_MAILS or size >= _MOST_BYTES:
                return batch, False
            try:
                wish = self._wishes.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _store(self, wishes: list[_Wish]) -> None:
        originals = [wish.original for wish in wishes if wish.original is not None]
        _, error = _outcome(lambda: keep_all(originals))
        if error is not None and len(wishes) > 1:
            # One that the database refuses must not turn away its neighbours.
            for wish in wishes:
                self._store([wish])
            return
        _settle(wishes, None, error)
        arrived.set()


def _outcome(call: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return call(), None
    except Exception as error:
        log.exception("the mail writer could not use the database")
        connection.close()  # the next attempt opens a fresh one
        return None, error


def _settle(wishes: list[_Wish], result: Any, error: Exception | None) -> None:
    """Wake the waiting conversations, with one wake-up of the loop for the whole batch."""

    def wake() -> None:
        for wish in wishes:
            if wish.future.done():
                continue
            if error is None:
                wish.future.set_result(result)
            else:
                wish.future.set_exception(error)

    try:
        wishes[0].loop.call_soon_threadsafe(wake)
    except RuntimeError:
        log.warning("the listener ended before %s answers could be given", len(wishes))
