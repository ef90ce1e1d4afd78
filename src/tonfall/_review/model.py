"""The words of the coach: findings, suggestions and what may be known about a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tonfall._text import Span

Level = Literal["stop", "strong", "hint"]
Form = Literal["formal", "informal", ""]
Language = Literal["de", "en", ""]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A better wording for exactly the finding's span.

    ``gaps`` are places inside ``text`` (offsets count from the start of ``text``) which only a person can
    fill, such as ``‹bis wann?›``; the first one is where the cursor belongs.
    """

    text: str
    gaps: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One note on a draft.

    ``code`` names the rule (``wall.rules``), ``span`` lies inside the draft and is empty for what is missing
    or for a note on the whole letter, ``evidence`` is what was seen: the words under the span, or the fact
    behind it.
    """

    code: str
    span: Span
    level: Level
    evidence: str
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class HouseFact:
    """Something the house holds to be true: ``HouseFact("Rückgabefrist", "30 Tage")``."""

    topic: str
    value: str


@dataclass(frozen=True, slots=True)
class DraftPromise:
    """A promise seen in the draft, given by whoever reads promises.

    ``due`` is an aware date-time or ``None`` for a vague one. ``problem`` says why nobody stands behind it
    (no executor, outside the goals, against a fact); empty means it is backed or unknown.
    """

    span: Span
    due: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CustomerQuestion:
    """A question of the customer; ``answered`` is ``None`` when nobody has compared it with the draft."""

    text: str
    answered: bool | None = None


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A phrase of the house's own rule editor, written in the pattern language of the packs."""

    match: str
    better: str = ""
    reason: str = ""
    level: Level = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known about the case a draft belongs to. Everything may be left out.

    ``None`` means "nobody knows" and keeps the checks that depend on it silent. ``open_promises`` are the due
    times of recorded promises. ``brand_words`` maps words to avoid to better ones (or to nothing).
    ``levels`` maps a code or its family to ``off``, ``hint`` or ``strong``. ``private_words`` are names,
    numbers and addresses that must never reach this customer. ``finished`` is false while the writer is still
    typing: nothing is then called missing. ``channel`` ``chat`` asks for neither greeting nor closing.
    """

    customer_message: str = ""
    customer_name: str = ""
    salutation_known: bool | None = None
    form_of_address: Form = ""
    language: Language = ""
    mood: Literal["calm", "upset", "urgent", ""] = ""
    expertise: Literal["novice", "normal", "expert", ""] = ""
    communication_needs: tuple[str, ...] = ()
    facts: tuple[HouseFact, ...] = ()
    open_promises: tuple[datetime, ...] | None = None
    promises: tuple[DraftPromise, ...] | None = None
    questions: tuple[CustomerQuestion, ...] | None = None
    brand_words: Mapping[str, str] = field(default_factory=dict)
    own_phrases: tuple[OwnPhrase, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    standard_answer: str = ""
    has_attachment: bool | None = None
    recipients: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    unseen_newer_message: bool = False
    proposes_solution: bool = False
    agent_name: str = ""
    private_words: tuple[str, ...] = ()
    channel: Literal["mail", "chat"] = "mail"
    finished: bool = True

    @property
    def wants_plain_words(self) -> bool:
        """Say whether this customer is better served with short, plain sentences."""
        needs = {need.casefold() for need in self.communication_needs}
        return self.expertise == "novice" or bool(needs & {"plain", "plain language", "einfach", "einfache sprache"})
