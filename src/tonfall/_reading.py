"""Everything tonfall reads in a customer's message, together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tonfall._abuse import Abuse, read_abuse
from tonfall._address import Address, read_address
from tonfall._expertise import Expertise, read_expertise
from tonfall._facts import Fact, find_facts
from tonfall._language import Language, detect_language
from tonfall._memory import forgetful
from tonfall._mood import Mood, read_mood
from tonfall._pii import PersonalData, find_personal_data
from tonfall._questions import Question, find_questions
from tonfall._sides import PossibleReading, four_sides
from tonfall._summary import Summary, summarise


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one message; every part carries the spans it rests on."""

    language: Language | None
    address: Address
    mood: Mood
    abuse: Abuse
    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]
    summary: Summary
    sides: tuple[PossibleReading, ...]
    expertise: Expertise
    personal_data: tuple[PersonalData, ...]


@forgetful
def read_message(
    text: str,
    *,
    at: datetime | None = None,
    language: Language | None = None,
    products: Iterable[str] = (),
) -> Reading:
    """Return everything that can be read in ``text``, a customer's message without quotes of earlier mails.

    ``at`` is when it was written (aware or naive; only its date is used, for words such as *gestern*),
    ``language`` the customer's stored language, used where the text is too short to tell, ``products`` names
    the business sells. Nothing here is a fact before a person confirms it. Never raises for any ``str``.
    """
    spoken = detect_language(text, language)
    mood = read_mood(text)
    questions = find_questions(text)
    facts = find_facts(text, at=at, products=products)
    summary = summarise(text, facts=facts, questions=questions, mood=mood)
    return Reading(
        language=spoken,
        address=read_address(text, spoken),
        mood=mood,
        abuse=read_abuse(text),
        questions=questions,
        facts=facts,
        summary=summary,
        sides=four_sides(text, summary),
        expertise=read_expertise(text),
        personal_data=find_personal_data(text),
    )
