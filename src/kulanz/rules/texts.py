"""Ready-made words: in the language and form of address of a customer, with their places filled in."""

from __future__ import annotations

from collections.abc import Mapping

from kulanz.cases.models import Case
from kulanz.core.newlines import unix_newlines
from kulanz.core.places import filled, unknown_places
from kulanz.people.language import FORMAL, voice_for
from kulanz.people.models import User

# Of the writer, the case and the brand; the customer's name only where a person of ours reads it before it goes.
OF_HOUSE = ("number", "brand", "team", "phone")
OF_WRITER = (*OF_HOUSE, "customer", "name", "own")


def text_for(case: Case, texts: Mapping[str, str]) -> str:
    """Return which of several texts a customer is written: by catalogue of ``people.language``, Sie where one lacks."""
    voice = voice_for(case.brand, case.customer, case_language=case.language)
    return texts.get(voice.catalogue, "").strip() or texts.get(FORMAL, "").strip()


def written_by(case: Case, texts: Mapping[str, str], writer: User | None) -> str:
    """Return the words for a customer with their places filled in; ``None`` is the house."""
    values = {
        "number": case.number,
        "brand": case.brand.sender_name,
        "team": case.team.name if case.team is not None else case.brand.sender_name,
        "phone": case.brand.phone,
    }
    if writer is not None:
        values |= {"customer": case.customer.name, "name": writer.shown_name, "own": writer.signature.strip()}
    return unix_newlines(filled(text_for(case, texts), values))


def wrong_places(texts: Mapping[str, str], known: tuple[str, ...]) -> list[str]:
    """Return the names in braces that nobody fills in, each once."""
    return list(dict.fromkeys(name for text in texts.values() for name in unknown_places(text, known)))
