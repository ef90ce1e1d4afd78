"""The reading commands: address, abuse and mood, line by line."""

from __future__ import annotations

from tonfall._abuse import read_abuse
from tonfall._address import read_address
from tonfall._language import Language
from tonfall._linereader import BadLineError, Record, answer_lines
from tonfall._mood import read_mood


def address(arguments: list[str]) -> int:
    """Answer each line with ``{"address": "formal" | "informal" | "mixed" | "none"}``."""
    return answer_lines(lambda line: {"address": read_address(line["text"], _language(line)).kind})


def abuse(arguments: list[str]) -> int:
    """Answer each line with ``{"abusive": bool, "kind": str or null, "spans": [[start, end], ...]}``."""
    return answer_lines(_abuse)


def mood(arguments: list[str]) -> int:
    """Answer each line with ``{"level": "calm" | "upset" | "urgent", "cues": [...]}``."""
    return answer_lines(_mood)


def _abuse(line: Record) -> Record:
    seen = read_abuse(line["text"])
    return {"abusive": seen.abusive, "kind": seen.kind, "spans": [[s.start, s.end] for s in seen.spans]}


def _mood(line: Record) -> Record:
    seen = read_mood(line["text"])
    cues = [
        {"kind": c.kind, "start": c.span.start, "end": c.span.end, "words": c.span.of(line["text"])}
        for c in seen.cues
    ]
    return {"level": seen.level, "cues": cues}


def _language(line: Record) -> Language | None:
    language = line.get("language")
    if language not in (None, "de", "en"):
        raise BadLineError('"language" is "de", "en" or missing')
    return language
