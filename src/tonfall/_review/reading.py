"""Read a context from JSON-like data, forgiving: unknown keys and wrong shapes are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tonfall._review.model import Context, CustomerQuestion, DraftPromise, HouseFact, Level, OwnPhrase
from tonfall._text import Span


def context_from(data: Mapping[str, Any]) -> Context:
    """Return a ``Context`` from plain data (for example parsed JSON).

    Facts may be ``{topic: value}``, ``{"topic", "value"}`` or text ``"topic: value"``; questions and own phrases
    text or mappings; promises ``{"start", "end", "due"?, "problem"?}`` with ISO times; ``brand_words`` a mapping,
    ``{"avoid", "better"}`` or a list of pairs; the form of address also ``Sie`` or ``du``.
    """
    values = {name: read(data[name]) for name, read in _READERS.items() if data.get(name) is not None}
    return Context(**{name: value for name, value in values.items() if value is not None})


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return tuple(item for item in items if isinstance(item, str))


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    return lambda value: value if value in allowed else None


def _form(value: Any) -> str | None:
    """Accept the German names of the two forms as well."""
    known = {"formal": "formal", "informal": "informal", "sie": "formal", "du": "informal"}
    return known.get(value.casefold()) if isinstance(value, str) else None


def _pairs(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(avoid): str(better or "") for avoid, better in value.items()}
    rows = [
        (row.get("avoid", ""), row.get("better")) if isinstance(row, Mapping) else row
        for row in (value if isinstance(value, list | tuple) else [])
    ]
    pairs = [row for row in rows if isinstance(row, list | tuple) and len(row) == 2]
    return {str(avoid): str(better or "") for avoid, better in pairs} | {
        row: "" for row in rows if isinstance(row, str)
    }


def _facts(value: Any) -> tuple[HouseFact, ...]:
    if isinstance(value, Mapping):
        return tuple(HouseFact(str(topic), str(held)) for topic, held in value.items())
    found = []
    for item in value if isinstance(value, list | tuple) else []:
        if isinstance(item, Mapping):
            found.append(HouseFact(str(item.get("topic", "")), str(item.get("value", ""))))
        elif isinstance(item, str):
            topic, _, held = item.partition(":")
            found.append(HouseFact(topic.strip(), held.strip()))
    return tuple(found)


def _questions(value: Any) -> tuple[CustomerQuestion, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    rows = [{"text": row} if isinstance(row, str) else row for row in value]
    return tuple(
        CustomerQuestion(str(r.get("text", "")), _truth(r.get("answered"))) for r in rows if isinstance(r, Mapping)
    )


def _promises(value: Any) -> tuple[DraftPromise, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    found = []
    for row in value:
        if isinstance(row, Mapping) and isinstance(row.get("start"), int) and isinstance(row.get("end"), int):
            span = Span(row["start"], row["end"])
            found.append(DraftPromise(span, _time(row.get("due")), str(row.get("problem") or "")))
    return tuple(found)


def _phrases(value: Any) -> tuple[OwnPhrase, ...]:
    found = []
    for row in value if isinstance(value, list | tuple) else []:
        data = {"match": row} if isinstance(row, str) else row if isinstance(row, Mapping) else {}
        if isinstance(data.get("match"), str):
            level: Level = "strong" if data.get("level") == "strong" else "hint"
            found.append(OwnPhrase(data["match"], str(data.get("better") or ""), str(data.get("reason") or ""), level))
    return tuple(found)


def _time(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _times(value: Any) -> tuple[datetime, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    return tuple(time for item in value if (time := _time(item)) is not None)


_READERS: dict[str, Callable[[Any], Any]] = {
    "customer_message": _text,
    "customer_name": _text,
    "salutation_known": _truth,
    "form_of_address": _form,
    "language": _one_of("de", "en"),
    "mood": _one_of("calm", "upset", "urgent"),
    "expertise": _one_of("novice", "normal", "expert"),
    "communication_needs": _texts,
    "facts": _facts,
    "open_promises": _times,
    "promises": _promises,
    "questions": _questions,
    "brand_words": _pairs,
    "own_phrases": _phrases,
    "levels": _pairs,
    "standard_answer": _text,
    "has_attachment": _truth,
    "recipients": _texts,
    "participants": _texts,
    "unseen_newer_message": _truth,
    "proposes_solution": _truth,
    "agent_name": _text,
    "private_words": _texts,
    "channel": _one_of("mail", "chat"),
    "finished": _truth,
}
