"""A limit for work that only thinks: after it, the thread itself is told to stop."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(TimeoutError):
    """The work did not come to an end in its time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TookTooLong`` in this thread when what stands below lasts longer.

    For pure work only, without files and database: it may be cut off between any two steps of Python. A single step,
    such as one regular expression, is waited for.
    """
    thread, lock, is_over = threading.get_ident(), threading.Lock(), False

    def cut_off() -> None:
        with lock:
            if not is_over:
                _raise_in(thread, ctypes.py_object(TookTooLong))

    timer = threading.Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
            _raise_in(thread, None)  # one that was raised too late must not meet what comes next
        timer.cancel()


def _raise_in(thread: int, error: ctypes.py_object[type[BaseException]] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)
