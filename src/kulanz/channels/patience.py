"""A limit for work that only thinks: it runs in a thread of its own, which is told to stop when its time is over."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class TookTooLong(TimeoutError):
    """The work did not come to an end in its time."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what ``call`` returns, or raise what it raises; raise ``TookTooLong`` when it lasts longer.

    For pure work only, without files and database: it may be cut off between any two steps of Python. A single step,
    such as one regular expression, is waited for.
    """
    attempt = _Attempt(call)
    attempt.start()
    if not attempt.has_ended.wait(seconds):
        attempt.stop()
        attempt.join()
    if attempt.error is not None:
        raise attempt.error
    if not attempt.results:
        raise TookTooLong
    return attempt.results[0]


class _Attempt(threading.Thread, Generic[T]):
    """One piece of work in a thread of its own.

    The thread that asks is never the one that is cut off: what is raised a moment too late would meet whatever it does
    next. Nor may anything be raised that no thread takes, or be taken back: CPython 3.11 then believes for the rest of
    the process that something waits to be raised, and looks for it at every call and every turn of a loop. Hence the
    lock: who holds it either finds the work ended, or knows that the thread still has a step to do.
    """

    def __init__(self, call: Callable[[], T]) -> None:
        super().__init__(name="limited", daemon=True)
        self.call, self.results, self.error = call, list[T](), None
        self.lock, self.has_ended = threading.Lock(), threading.Event()

    results: list[T]
    error: BaseException | None

    def run(self) -> None:
        """Do the work, then say that it has ended."""
        try:
            self._try()
            with self.lock:
                self.has_ended.set()
        except TookTooLong:
            pass  # raised when the work had just been done

    def _try(self) -> None:
        try:
            self.results.append(self.call())
        except BaseException as error:
            self.error = error

    def stop(self) -> None:
        """Raise ``TookTooLong`` in the thread, unless it has ended."""
        with self.lock:
            if not self.has_ended.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self.ident or 0), ctypes.py_object(TookTooLong)
                )
