"""The reading commands, line by line: address, abuse, mood, pii and read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from tonfall._abuse import read_abuse
from tonfall._address import read_address
from tonfall._language import Language
from tonfall._linereader import BadLineError, Record, answer_lines
from tonfall._mood import read_mood
from tonfall._pii import find_personal_data
from tonfall._reading import read_message
from tonfall._text import Span


def address(arguments: list[str]) -> int:
    """Answer each line with ``{"address": "formal" | "informal" | "mixed" | "none"}``."""
    return answer_lines(lambda line: {"address": read_address(line["text"], _language(line)).kind})


def abuse(arguments: list[str]) -> int:
    """Answer each line with ``{"abusive": bool, "kind": str or null, "spans": [[start, end], ...]}``."""
    return answer_lines(_abuse)


def mood(arguments: list[str]) -> int:
    """Answer each line with ``{"level": "calm" | "upset" | "urgent", "cues": [...]}``."""
    return answer_lines(_mood)


def pii(arguments: list[str]) -> int:
    """Answer each line with ``{"spans": [{"kind", "start", "end"}, ...]}``."""
    return answer_lines(_pii)


def read(arguments: list[str]) -> int:
    """Answer each line with everything :func:`tonfall.read_message` sees; spans carry their words.

    Besides ``text`` a line may have ``language`` (the customer's stored one), ``at`` (ISO date-time of
    writing) and ``products`` (names the business sells).
    """
    return answer_lines(_read)


def _pii(line: Record) -> Record:
    found = find_personal_data(line["text"])
    return {"spans": [{"kind": p.kind, "start": p.span.start, "end": p.span.end} for p in found]}


def _read(line: Record) -> Record:
    text, at, products = line["text"], line.get("at"), line.get("products", [])
    if not isinstance(products, list) or not all(isinstance(p, str) for p in products):
        raise BadLineError('"products" is a list of names')
    when = datetime.fromisoformat(at) if at is not None else None
    seen = read_message(text, at=when, language=_language(line), products=products)
    return {field.name: _shown(getattr(seen, field.name), text) for field in fields(seen)}


def _shown(value: Any, text: str) -> Any:
    """Turn results into JSON values; a span becomes its place and its words."""
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "words": value.of(text)}
    if isinstance(value, tuple):
        return [_shown(one, text) for one in value]
    if is_dataclass(value):
        return {field.name: _shown(getattr(value, field.name), text) for field in fields(value)}
    return value


def _abuse(line: Record) -> Record:
    seen = read_abuse(line["text"])
    return {"abusive": seen.abusive, "kind": seen.kind, "spans": [[s.start, s.end] for s in seen.spans]}


def _mood(line: Record) -> Record:
    seen = read_mood(line["text"])
    cues = [
        {"kind": c.kind, "start": c.span.start, "end": c.span.end, "words": c.span.of(line["text"])} for c in seen.cues
    ]
    return {"level": seen.level, "cues": cues}


def _language(line: Record) -> Language | None:
    language = line.get("language")
    if language not in (None, "de", "en"):
        raise BadLineError('"language" is "de", "en" or missing')
    return language
