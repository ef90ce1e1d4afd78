"""What helps to read a case: taken from the reading of the customer's newest letter, offered and never claimed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case, Message
from kulanz.cases.queries import CasePage
from kulanz.people.language import Voice, voice_for
from tonfall import match_answers

from .actions import READ_AHEAD
from .advising import questions_of
from .models import LetterReading, Mood
from .queries import reading_of

FEWEST_WORDS_SHOWN = 3
QUESTION_LENGTH = 34
SIDES: dict[str, str | Promise] = {
    "fact": _("About the matter"),
    "self": _("About the writer"),
    "relation": _("About you and them"),
    "appeal": _("What they would like"),
}
READINGS: dict[str, str | Promise] = {
    "fact.matter": _("What happened"),
    "fact.detail": _("A detail to check"),
    "self.disappointed": _("perhaps disappointed"),
    "self.angry": _("perhaps angry"),
    "self.helpless": _("perhaps helpless"),
    "self.worried": _("perhaps worried"),
    "self.pressed": _("perhaps under pressure"),
    "self.glad": _("perhaps glad"),
    "relation.not-heard": _("may not feel heard"),
    "relation.distrust": _("may have lost trust"),
    "relation.reproach": _("may reproach us"),
    "relation.trust": _("may trust us"),
    "relation.leaving": _("may think of leaving"),
    "relation.respect": _("may miss respect"),
    "appeal.wish": _("A wish"),
    "appeal.question": _("An answer"),
}


@dataclass(frozen=True, slots=True)
class NumberedQuestion:
    """A question of the letter for the list above the draft."""

    number: int
    text: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One possible reading: heading of its side, the reading, the words that suggest it."""

    side: str | Promise
    reading: str | Promise
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The story so far as the customer's own words tell it, until somebody writes it; empty where they do not."""

    matter: str
    wish: str


@dataclass(frozen=True, slots=True)
class Aids:
    """The reading aids of one open case. ``mood`` is empty where it is calm or unknown; ``form`` where it fits."""

    message_id: int
    mood: str
    cues: list[str]
    questions: list[NumberedQuestion]
    sides: list[Side]
    proposal: Proposal
    veiled: int
    is_threat: bool
    boundary: str
    form: str
    only_beginning: bool = False


def aids_for(page: CasePage, draft: str) -> Aids:
    """Gather the aids of a case whose letters were read together with their readings. No query."""
    letters = [entry.message for entry in page.entries if entry.message and entry.message.is_incoming]
    letters = [each for each in letters if not each.is_automatic]
    newest = letters[-1] if letters else None
    reading = reading_of(newest)
    kinds = [found for each in letters if (found := reading_of(each)) is not None and found.abuse_spans]
    if newest is None or reading is None:
        return Aids(0, "", [], [], [], Proposal("", ""), _veils(kinds), False, _boundary(page.case, kinds), "")
    hidden = [(start, end) for start, end in reading.abuse_spans]
    return Aids(
        message_id=newest.pk,
        mood=reading.mood if reading.mood != Mood.CALM else "",
        cues=_cues(newest, reading, hidden),
        questions=[] if _is_answered(page, newest) else _questions(newest, reading, draft),
        sides=_sides(newest, reading, hidden),
        proposal=_told(letters),
        veiled=_veils(kinds),
        is_threat=any(each.abuse == "threat" for each in kinds),
        boundary=_boundary(page.case, kinds),
        form=_other_form(page.case, reading),
        only_beginning=len(newest.text) > READ_AHEAD,
    )


def _is_answered(page: CasePage, letter: Message) -> bool:
    """Whether we have written since: then the questions of the letter have had their answer."""
    ours = (entry.message for entry in page.entries if entry.message and entry.message.is_answer)
    return any(each.at >= letter.at for each in ours)


def _cues(letter: Message, reading: LetterReading, hidden: list[tuple[int, int]]) -> list[str]:
    """The words that show the mood, each once, the most telling few."""
    telling = [cue for cue in reading.mood_cues if cue[2] not in {"thanks", "resolved", "exclamation"}]
    words = [letter.text[start:end] for start, end, _kind in telling if not overlaps(start, end, hidden)]
    return list(dict.fromkeys(" ".join(each.split()) for each in words))[:FEWEST_WORDS_SHOWN]


def _questions(letter: Message, reading: LetterReading, draft: str) -> list[NumberedQuestion]:
    questions = questions_of(reading)
    answered = match_answers(questions, draft) if draft.strip() else (False,) * len(questions)
    return [
        NumberedQuestion(number, _short(question.span.of(letter.text)), done)
        for number, (question, done) in enumerate(zip(questions, answered, strict=True), start=1)
    ]


def _short(question: str) -> str:
    words = " ".join(question.split())
    if len(words) <= QUESTION_LENGTH:
        return words
    return words[:QUESTION_LENGTH].rsplit(" ", 1)[0] + " …"


def _sides(letter: Message, reading: LetterReading, hidden: list[tuple[int, int]]) -> list[Side]:
    return [
        Side(SIDES[each["side"]], READINGS[each["key"]], " ".join(letter.text[each["start"] : each["end"]].split()))
        for each in reading.sides
        if each["key"] in READINGS and not overlaps(each["start"], each["end"], hidden)
    ]


def _told(letters: list[Message]) -> Proposal:
    """The story in the words of the newest letter that tells one: "alles gut, danke" does not."""
    for letter in reversed(letters):
        reading = reading_of(letter)
        if reading is not None and not letter.sounds_solved:
            found = _proposal(letter, reading, [(start, end) for start, end in reading.abuse_spans])
            if found.matter:
                return found
    return Proposal("", "")


def _proposal(letter: Message, reading: LetterReading, hidden: list[tuple[int, int]]) -> Proposal:
    def words(span: list[int] | None) -> str:
        if not span or overlaps(span[0], span[1], hidden):
            return ""
        return " ".join(letter.text[span[0] : span[1]].split())[:300]

    matter, wish = reading.summary.get("matter"), reading.summary.get("wish")
    same = bool(matter and wish) and overlaps(wish[0], wish[1], [(matter[0], matter[1])])
    return Proposal(words(matter), "" if same else words(wish))


def overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Say whether a place shares a letter with one of the spans."""
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _veils(readings: list[LetterReading]) -> int:
    return sum(len(each.abuse_spans) for each in readings)


def _boundary(case: Case, readings: list[LetterReading]) -> str:
    """A sentence that sets a limit, in the customer's language and form of address."""
    if not readings:
        return ""
    with translation.override(voice_in(case).catalogue):
        if any(each.abuse == "threat" for each in readings):
            return gettext(
                "We do not accept insults and threats. We are glad to help you as long as we speak with each other "
                "calmly; otherwise only our management will answer."
            )
        return gettext(
            "We do not accept insults. We are glad to help you as long as we speak with each other respectfully."
        )


def _other_form(case: Case, reading: LetterReading) -> str:
    """The form of address the letter uses where it is not the one we use: an offer, nothing more."""
    used = reading.address if reading.address in {"formal", "informal"} else ""
    return used if used != voice_in(case).form else ""


def voice_in(case: Case) -> Voice:
    """How we speak to the customer of a case."""
    return voice_for(case.brand, case.customer, case_language=case.language)
