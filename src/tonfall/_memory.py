"""Remembering what was cut out of a text, within limits: letters are long, and they are not ours to keep."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
SHORT = 1_000  # characters
LONG = 20_000  # characters
_SHORT_ONES, _LONG_ONES = 64, 2

_forgetters: list[Callable[[], None]] = []  # of long texts
_all: list[Callable[[], None]] = []  # of short ones


class _Depth(threading.local):
    """How many of our readers call each other at this moment."""

    value = 0


_depth = _Depth()


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """Remember what ``function`` makes of the last texts: of many short ones, of two longer ones.

    A long text is forgotten as soon as the outermost reader (see ``forgetful``) is done with it, so each function
    keeps what belongs to about 100,000 characters, whatever was read.
    """
    short: Any = lru_cache(_SHORT_ONES)(function)
    longer: Any = lru_cache(_LONG_ONES)(function)
    _forgetters.append(longer.cache_clear)
    _all.append(short.cache_clear)

    @wraps(function)
    def call(text: str) -> T:
        if len(text) > LONG and not _depth.value:
            return function(text)
        found: T = (short if len(text) <= SHORT else longer)(text)
        return found

    return call


def forgetful(reader: Callable[P, T]) -> Callable[P, T]:
    """Let a public reader, whose first argument is a text or holds one, keep nothing of a long one."""

    @wraps(reader)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        is_long = not _depth.value and any(isinstance(each, str) and len(each) > LONG for each in args)
        _depth.value += 1
        try:
            with _uncollected() if is_long else nullcontext():
                return reader(*args, **kwargs)
        finally:
            _depth.value -= 1
            if is_long:
                for forget in _forgetters:
                    forget()

    return call


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no collector run, if one does: a long text is a hundred thousand small objects that live until it is read.

    Looking for garbage among them again and again took longer than reading them, and grew faster than the text.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def forget() -> None:
    """Forget every text, short ones too."""
    for each in (*_forgetters, *_all):
        each()
