"""Line readers: one text or JSON object per line in, one JSON answer per line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]


class BadLineError(ValueError):
    """The line cannot be understood; its message is shown to the caller. Sending it again will not help."""


def answer_lines(answer: Callable[[Record], Record]) -> int:
    """Answer every line of standard input with one JSON line and return exit status 0.

    A line is plain text or, when it opens with a brace, a JSON object with ``text`` and further keys;
    ``answer`` receives the object. A line that cannot be read is answered with ``{"error": ...}`` and the
    next one is taken. Every answer is flushed, so that two programs can talk line by line. Input and output are UTF-8.
    """
    out = sys.stdout.buffer
    for raw in sys.stdin.buffer:
        out.write(json.dumps(_answered(raw, answer), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        out.flush()
    return 0


def _answered(raw: bytes, answer: Callable[[Record], Record]) -> Record:
    try:
        return answer(_record(raw))
    except (ValueError, TypeError, KeyError, LookupError) as problem:
        return {"error": str(problem) or type(problem).__name__}
    except RecursionError:
        return {"error": "the line is nested too deeply"}


def _record(raw: bytes) -> Record:
    try:
        line = raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as problem:
        raise BadLineError(f"not UTF-8: {problem.reason} at byte {problem.start}") from problem
    if not line.lstrip().startswith("{"):
        return {"text": line}
    try:
        record = json.loads(line)
    except json.JSONDecodeError as problem:
        raise BadLineError(f"not JSON: {problem.msg} at column {problem.colno}") from problem
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise BadLineError('a JSON line needs a "text" that is a string')
    return record
