"""What ``tonfall`` is told about a draft, and what it answers, as plain values for screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, cast

from django.core.cache import caches

from kulanz.core.clock import now
from kulanz.people.hours import BusinessHours, hours_of
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, Customer
from kulanz.people.rules import Expertise
from kulanz.promises.rules import is_plausible
from kulanz.ui.language import page_language
from tonfall import (
    Calendar,
    Context,
    CustomerQuestion,
    DraftPromise,
    Finding,
    FoundPromise,
    OwnPhrase,
    Question,
    Span,
    describe,
    find_promises,
    match_answers,
    review,
    review_sending,
)

from .models import BrandVoice, LetterReading
from .rules import STOPS, browser_places

MOST_NOTES = 12
CALENDAR_LIFE = 60  # seconds; a draft is read again with every pause, opening times change once a year


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known about the answer beside its words. ``seen_all`` is false where something newer has come."""

    has_attachment: bool = False
    recipients: tuple[str, ...] = ()
    seen_all: bool = True
    proposes_solution: bool = False
    finished: bool = True
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Remark:
    """One note: places count as a browser does; ``gaps`` lie inside ``replacement``, ``None`` means nothing to put."""

    code: str
    level: str
    title: str
    reason: str
    better: str
    start: int
    end: int
    replacement: str | None
    gaps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pledge:
    """A dated promise of the draft with its words."""

    start: int
    end: int
    due: datetime
    words: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question of the customer, and whether the draft seems to answer it."""

    text: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything about a draft: notes (most important first), its promises, the customer's questions."""

    notes: tuple[Remark, ...]
    promises: tuple[Pledge, ...]
    questions: tuple[CheckedQuestion, ...]


@dataclass(frozen=True, slots=True)
class DraftSituation:
    """To whom a draft speaks: the customer, the newest letter (or nothing), the brand and who may read along."""

    customer: Customer
    brand: Brand
    letter: str
    reading: LetterReading | None
    voice: BrandVoice | None
    participants: tuple[str, ...]
    recorded: frozenset[datetime]
    agent_name: str
    signature_closes: bool = False


def warm_up() -> None:
    """Read rules and grammars once, so that nobody waits for their first note. Takes a second, needs no database."""
    # One in each language: its rules are read with the first draft of theirs.
    for draft in ("Guten Tag, ich melde mich bis Freitag.", "Hello, I will call you by Friday."):
        review(draft, Context())
        find_promises(draft, at=now(), calendar=Calendar())


def advise_on(draft: str, situation: DraftSituation, given: Circumstances) -> Advice:
    """Read a draft: notes, promises, answered questions. Reads nothing but its arguments and the calendar."""
    language = page_language()
    promises = find_promises(draft, at=now(), calendar=calendar_of(situation.brand))
    questions = questions_of(situation.reading)
    answered = match_answers(questions, draft) if questions else ()
    context = _context(situation, given, promises, questions, answered)
    return Advice(
        notes=tuple(_remark(found, language, draft) for found in review(draft, context)[:MOST_NOTES]),
        promises=tuple(
            _pledge(each, draft, situation)
            for each in promises
            if each.due is not None and is_plausible(each.due, now())
        ),
        questions=tuple(
            CheckedQuestion(each.span.of(situation.letter), is_answered)
            for each, is_answered in zip(questions, answered, strict=True)
        ),
    )


def stops_for(
    draft: str, voice: BrandVoice | None, participants: tuple[str, ...], given: Circumstances
) -> tuple[str, ...]:
    """Return the codes of the rules that stop this draft, the gravest first. Far less work than all advice."""
    context = Context(
        levels=voice.levels if voice else {},
        has_attachment=given.has_attachment,
        recipients=given.recipients,
        participants=participants,
        unseen_newer_message=not given.seen_all,
    )
    found = review_sending(draft, context)
    return tuple(dict.fromkeys(each.code for each in found if each.code in STOPS))


def _pledge(found: FoundPromise, draft: str, situation: DraftSituation) -> Pledge:
    place, due = browser_places(draft), cast("datetime", found.due)
    words = _sentence(draft, found.clause)
    return Pledge(place(found.span.start), place(found.span.end), due, words, due in situation.recorded)


def _context(
    situation: DraftSituation,
    given: Circumstances,
    promises: Sequence[FoundPromise],
    questions: tuple[Question, ...],
    answered: tuple[bool, ...],
) -> Context:
    customer, reading, voice = situation.customer, situation.reading, situation.voice
    return Context(
        customer_message=situation.letter,
        customer_name=customer.name,
        form_of_address=voice_for(situation.brand, customer).form,
        mood=cast("Literal['calm', 'upset', 'urgent', '']", reading.mood if reading else ""),
        expertise=expertise_for(customer, reading),
        communication_needs=(customer.needs,) if customer.needs else (),
        promises=tuple(DraftPromise(each.span, each.due) for each in promises),
        questions=tuple(
            CustomerQuestion(each.span.of(situation.letter), done)
            for each, done in zip(questions, answered, strict=True)
        )
        if reading
        else None,
        brand_words=voice.words if voice else {},
        own_phrases=own_phrases(voice.phrases) if voice else (),
        levels=_levels(situation, given),
        has_attachment=given.has_attachment,
        recipients=given.recipients,
        participants=situation.participants,
        unseen_newer_message=not given.seen_all,
        proposes_solution=given.proposes_solution,
        agent_name=situation.agent_name,
        finished=given.finished,
    )


def _levels(situation: DraftSituation, given: Circumstances) -> dict[str, str]:
    """How loud each rule is. A letter whose signature says good-bye need not do so itself."""
    levels = situation.voice.levels if situation.voice else {}
    return {**levels, "closing.missing": "off"} if given.is_signed and situation.signature_closes else levels


def own_phrases(rows: Sequence[dict[str, str]]) -> tuple[OwnPhrase, ...]:
    """Return a brand's own phrases as ``tonfall`` takes them."""
    return tuple(
        OwnPhrase(
            each["match"],
            each.get("better", ""),
            each.get("reason", ""),
            "strong" if each.get("level") == "strong" else "hint",
        )
        for each in rows
    )


def expertise_for(customer: Customer, reading: LetterReading | None) -> Literal["novice", "normal", "expert", ""]:
    """Return how much a customer knows: what we were told, else what the letter seems to show."""
    known = customer.expertise
    if known == Expertise.UNKNOWN.value:
        known = reading.expertise if reading else ""
    return cast("Literal['novice', 'normal', 'expert', '']", known)


def questions_of(reading: LetterReading | None) -> tuple[Question, ...]:
    """Return the questions of a letter that ask for something; those that are an insult ask for nothing."""
    found = [
        Question(Span(each["start"], each["end"]), tuple(each["topics"]), each["asked_for"])
        for each in (reading.questions if reading else ())
    ]
    hidden = [Span(start, end) for start, end in (reading.abuse_spans if reading else ())]
    return tuple(each for each in found if not any(each.span.overlaps(span) for span in hidden))


def calendar_of(brand: Brand) -> Calendar:
    """Return the brand's calendar for reading dates. Two queries, none within a minute."""
    # What the brand's own row says is in the key, so a change of it counts at once; hours and closed days in a minute.
    key = f"coach-calendar-{brand.pk}-{brand.zone}-{brand.state}-{brand.municipality}"
    # In this process alone: where there are several, the shared cache is a table, and asking it is a query, too.
    known: Calendar | None = caches["local"].get(key)
    if known is None:
        known = _calendar(hours_of(brand))
        caches["local"].set(key, known, CALENDAR_LIFE)
    return known


def _calendar(hours: BusinessHours) -> Calendar:
    def whole_day(day: int) -> tuple[time, time] | None:
        stretches = hours.hours.get(day)
        if not stretches:
            return None
        opens, closes = stretches[-1]
        # Over midnight the last stretch alone: from an early opening on (05:00) it would look like a day of an hour.
        return (stretches[0][0] if closes > opens else opens, closes)

    return Calendar(
        zone=hours.zone,
        state=hours.state,
        hours=tuple(whole_day(day) for day in range(7)),
        closed=hours.closed,
        municipality=hours.municipality,
    )


def _remark(found: Finding, language: Literal["de", "en"], draft: str) -> Remark:
    place, words = browser_places(draft), describe(found, language)
    better = found.suggestion
    inside = browser_places(better.text) if better else browser_places("")
    return Remark(
        code=found.code,
        level=found.level,
        title=words.title,
        reason=words.reason,
        better=words.better,
        start=place(found.span.start),
        end=place(found.span.end),
        replacement=better.text if better else None,
        gaps=tuple((inside(gap.start), inside(gap.end)) for gap in better.gaps) if better else (),
    )


def _sentence(draft: str, clause: Span) -> str:
    return " ".join(clause.of(draft).split()).strip(" ,;.!–-")[:300]
