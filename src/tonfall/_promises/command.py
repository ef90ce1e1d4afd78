"""``python -m tonfall promises``: one line of text in, one line of JSON out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tonfall._calendar import Calendar
from tonfall._promises.find import FoundPromise, Language, find_promises


def run(arguments: list[str]) -> int:
    """Read lines from standard input and write one JSON object for each to standard output.

    A line is plain text or a JSON object with ``text`` and optionally ``language``, ``at`` and ``state``.
    Out come ``kind``, ``due`` (ISO with offset, or null), ``time_said``, ``span`` and ``promises``; of
    several dated promises the earliest gives ``due``. A line that cannot be read gives ``{"error": ...}``;
    empty lines give kind N. Returns 0, or 2 for options that make no sense.
    """
    try:
        options = _options(arguments)
        _calendar(options.zone, options.state)
        _moment(options.at, options.zone)
    except (ValueError, KeyError) as wrong:
        sys.stderr.write(f"promises: {wrong}\n")
        return 2
    except SystemExit as stop:
        return int(stop.code or 0)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(line.rstrip("\r\n"), options), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tonfall promises", description="Find promises and their due dates.")
    parser.add_argument("--at", help="moment of writing, ISO; local to --zone without an offset; default now")
    parser.add_argument("--zone", default="Europe/Berlin", help="IANA time zone, default Europe/Berlin")
    parser.add_argument("--state", default="", help="German state in two letters; default only national holidays")
    parser.add_argument("--language", choices=("de", "en"), help="language of plain lines; default by their words")
    return parser.parse_args(arguments)


def _calendar(zone: str, state: str) -> Calendar:
    try:
        return Calendar(zone=zone, state=state.upper().removeprefix("DE-"))
    except (ZoneInfoNotFoundError, OSError) as wrong:
        raise ValueError(f"unknown zone {zone!r}") from wrong


def _moment(said: str | None, zone: str) -> datetime:
    if said is None:
        return datetime.now(ZoneInfo(zone))
    moment = datetime.fromisoformat(said)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _answer(line: str, options: argparse.Namespace) -> dict[str, object]:
    try:
        fields = _fields(line)
        calendar = _calendar(options.zone, _word(fields, "state") or options.state)
        at = _moment(_word(fields, "at") or options.at, options.zone)
        language = _language(_word(fields, "language") or options.language)
        text = _word(fields, "text") or ""
        return _report(find_promises(text, at=at, calendar=calendar, language=language))
    except (ValueError, OverflowError, RecursionError) as wrong:
        return {"error": str(wrong)}


def _fields(line: str) -> Mapping[str, object]:
    if not line.lstrip().startswith("{"):
        return {"text": line}
    fields = json.loads(line)
    if not isinstance(fields, dict) or "text" not in fields:
        raise ValueError("a JSON line needs the field 'text'")
    return fields


def _word(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the field {name!r} must be a string")
    return value


def _language(said: str | None) -> Language | None:
    short = (said or "")[:2].lower()
    if short == "de":
        return "de"
    if short == "en":
        return "en"
    if said:
        raise ValueError(f"unknown language {said!r}")
    return None


def _report(found: tuple[FoundPromise, ...]) -> dict[str, object]:
    dated = [promise for promise in found if promise.due is not None]
    chief = min(dated, key=lambda promise: promise.due.timestamp() if promise.due else 0.0) if dated else None
    chief = chief or (found[0] if found else None)
    return {
        "kind": chief.kind if chief else "N",
        "due": chief.due.isoformat() if chief and chief.due else None,
        "time_said": chief.time_said if chief else False,
        "span": [chief.span.start, chief.span.end] if chief else None,
        "promises": [_promise(promise) for promise in found],
    }


def _promise(promise: FoundPromise) -> dict[str, object]:
    return {
        "kind": promise.kind,
        "due": promise.due.isoformat() if promise.due else None,
        "time_said": promise.time_said,
        "span": [promise.span.start, promise.span.end],
        "clause": [promise.clause.start, promise.clause.end],
        "said": promise.said,
    }
