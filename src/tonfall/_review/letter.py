"""A draft cut into greeting, body, closing and signature, with what the checks ask for more than once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tonfall._language import detect_language
from tonfall._review.model import Context
from tonfall._review.words import content_words
from tonfall._text import Span, lines, sentences, words

# What stands in quotation marks or is quoted from a mail is somebody else's wording; links are none.
_FOREIGN = re.compile(
    r"^>.*$|https?://\S+|www\.\S+|„[^“”\n]{0,300}[“”]|“[^”“\n]{0,300}[”“]|»[^«\n]{0,300}«|\"[^\"\n]{0,300}\"",
    re.MULTILINE,
)
_MASK = "\x1a"
_SUBJECT = re.compile(r"\s*(?:betreff|subject|re|aw)\s*:", re.I)
_GREETING = re.compile(
    r"\s*(?P<words>(?:schönen\s+)?guten\s+(?:tag|morgen|abend|mittag)|sehr\s+(?:geehrt|verehrt)e[rs]?|"
    r"(?:sehr\s+)?"
    r"liebe[rs]?(?=\s+[A-ZÄÖÜ])|werte[rs]?(?=\s+[A-ZÄÖÜ])|hallo|hallihallo|huhu|moin(?:\s+moin)?|servus|"
    r"grüezi|"
    r"grüß\s+(?:gott|dich|sie|euch)|gude|tach|salut|hi|hey|hello|hiya|dear|greetings|"
    r"good\s+(?:morning|afternoon|evening|day))\b",
    re.I,
)
_GREETING_END = re.compile(r"[,!:;.–]|\s-\s|\n|$")
_CLOSING = re.compile(
    r"\s*(?:(?:(?!(?:nach|für|bitte|ich|wir|i|we|please)\b)[\w.&-]+\s+){0,5}"
    r"(?:grüße|grüßen|gruß|grüsse|grüssen|gruss|grüßle|regards|wishes)\b.*|(?:mfg|lg|vg|bg|hg)\b|"
    r"herzlichst|hochachtungsvoll|tschüss\w*|ciao|yours(?:\s+\w+)?|(?:very\s+)?sincerely(?:\s+yours)?|best|"
    r"all\s+(?:the\s+)?best|cheers|warmly|cordially|respectfully|faithfully)[\s,.!]*",
    re.I,
)
# Friendly last lines that are a closing only at the very end of a letter.
_LATE_CLOSING = re.compile(
    r"\s*(?:bis\s+(?:bald|dann|morgen|später|\w+tag)\b.*|(?:alles|ganz\s+viel)\s+(?:gute|liebe)\b.*|"
    r"mach'?s\s+gut.*|"
    r"bleiben?\s+sie\s+gesund.*|(?:einen\s+)?(?:schöne[ns]?|angenehme[ns]?|gute[ns]?)\s+(?:tag|abend|"
    r"wochenende|woche|"
    r"feiertage?|rest).*|hab(?:en\s+sie)?\s+eine?n?\s+.*|ich\s+wünsche\s+(?:ihnen|dir|euch)\b.*|"
    r"(?:(?:many|vielen|besten|herzlichen)\s+)?(?:thanks|dank|thank\s+you)\b.*|"
    r"take\s+care\b.*|have\s+a\s+.*|enjoy\b.*|speak\s+soon|see\s+you\b.*|cheers\b.*|all\s+the\s+best\b.*|"
    r"your\s+[\w' ]*team\b.*)[\s,.!]*",
    re.I,
)
_BARE_NAME = re.compile(r"\s*(?:(?:Frau|Herr|Mr|Mrs|Ms)\.?\s+)?[A-ZÄÖÜ][\w.-]+(?:\s+[\w.-]+){0,2}\s*,\s*")
# "Ihr Kundenservice", "Deine Rieke", "Your Woolworks team": capitals and little words, no mark at the end.
_FROM = re.compile(
    r"\s*(?:[Ii]hre?|[Dd]eine?|[Ee]ure?|[Yy]our)(?:\s+(?:[A-ZÄÖÜ][\w&.'’-]*|von|vom|der|des|aus|und|für|"
    r"team|from|at|the|of|and)){1,6}\s*"
)
_TITLE = re.compile(r"\b(?:dr|prof|mr|mrs|ms|mx|st|hr|fr|\w)$", re.I)
_SECOND_NAME = re.compile(r"\s*(?:sehr geehrte|liebe|lieber|hallo)\b", re.I)
_LIST_MARK = re.compile(r"\W*(?:\d{1,2}[.)]\s+)?\W*")
_PLURAL = re.compile(r"\b(?:wir|uns|unser\w*|we|us|our|we're|we'll)\b", re.I)
_SINGULAR = re.compile(r"\b(?:ich|mir|mich|mein\w*|i|me|my|i'm|i'll)\b", re.I)
_INFORMAL = re.compile(r"\b(?:du|dich|dir|dein\w*)\b", re.I)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body: its place, its words without foreign parts, and the same in lower case.

    ``span`` begins at the first word (no list mark); offsets of ``text`` count from ``span.start``.
    """

    span: Span
    text: str
    low: str
    paragraph: int


def persons_in(text: str) -> tuple[int, int]:
    """Return how often ``text`` says we, and how often I, in German or English."""
    return len(_PLURAL.findall(text)), len(_SINGULAR.findall(text))


class Letter:
    """A draft with its parts. Every span counts from the start of the draft."""

    def __init__(self, draft: str, context: Context) -> None:
        self.draft = draft
        self.context = context
        self.masked = _FOREIGN.sub(lambda found: _MASK * len(found.group()), draft)
        written = detect_language(draft) or detect_language(context.customer_message)
        self.language: Literal["de", "en"] = context.language or written or "de"
        filled = [line for line in lines(self.masked) if self.masked[line.start : line.end].strip()]
        self.greeting = _find_greeting(self.masked, filled)
        self.closing = _find_closing(self.masked, filled, self.greeting, context.agent_name.strip())
        start = self.greeting.end if self.greeting else _after_subject(self.masked, filled)
        self.body = Span(start, max(start, self.closing.start if self.closing else len(draft)))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences of the body in order."""
        found = []
        body = self.masked[self.body.start : self.body.end]
        paragraph = counted = 0
        for piece in sentences(body):
            paragraph += body.count("\n\n", counted, piece.start)
            counted = max(counted, piece.start)
            span = piece.shifted(self.body.start)
            mark = _LIST_MARK.match(self.masked, span.start, span.end)
            begin = mark.end() if mark else span.start
            if begin < span.end:
                text = self.masked[begin : span.end]
                found.append(Sentence(Span(begin, span.end), text, text.lower(), paragraph))
        return tuple(found)

    def place_of(self, span: Span) -> int | None:
        """Return which sentence of the body ``span`` lies in, ``None`` where it lies in none."""
        place = bisect_right(self._starts, span.start) - 1
        return place if place >= 0 and self.sentences[place].span.covers(span) else None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    @cached_property
    def text(self) -> str:
        """Return the body without foreign parts."""
        return self.masked[self.body.start : self.body.end]

    @cached_property
    def low(self) -> str:
        """Return the body without foreign parts in lower case."""
        return self.text.lower()

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Return the content words of the whole draft, foreign parts left out."""
        return content_words(self.masked)

    @cached_property
    def persons(self) -> tuple[int, int]:
        """Return how often the body says we, and how often I."""
        return persons_in(self.text)

    @cached_property
    def says_du(self) -> bool:
        """Say whether the draft addresses its reader as du."""
        return _INFORMAL.search(self.masked) is not None

    @cached_property
    def word_count(self) -> int:
        """Return how many words the body has."""
        return len(words(self.text))

    @property
    def judges_whole(self) -> bool:
        """Say whether this is a finished letter long enough to miss something in it."""
        return self.context.finished and self.context.channel == "mail" and self.word_count >= 4


def _after_subject(text: str, filled: list[Span]) -> int:
    if filled and _SUBJECT.match(text, filled[0].start, filled[0].end):
        return filled[0].end
    return 0


def _find_greeting(text: str, filled: list[Span]) -> Span | None:
    """Return the greeting with its closing comma, from the first line that is not a subject."""
    candidates = filled[1:2] if _after_subject(text, filled) else filled[:1]
    for line in candidates:
        piece = line.of(text)
        match = _GREETING.match(piece)
        if match:
            end = _end_of_greeting(piece, match.end())
            return Span(line.start + match.start("words"), line.start + end)
        if _BARE_NAME.fullmatch(piece):
            return Span(line.start, line.start + len(piece.rstrip()))
    return None


def _end_of_greeting(piece: str, start: int) -> int:
    while True:
        stop = _GREETING_END.search(piece, start)
        if stop is None:
            return len(piece)
        is_title = stop.group() == "." and _TITLE.search(piece[: stop.start()])
        if is_title or (stop.group() == "," and _SECOND_NAME.match(piece, stop.end())):
            start = stop.end()
            continue
        return stop.end()


def _find_closing(text: str, filled: list[Span], greeting: Span | None, agent_name: str) -> Span | None:
    """Return the closing with everything under it; a bare name under the last sentence counts as one too."""
    below = [line for line in filled if greeting is None or line.start >= greeting.end]
    tail = below[-9:] if below else []
    for place, line in enumerate(tail):
        piece = line.of(text)
        if not text[greeting.end if greeting else 0 : line.start].strip():
            continue
        late = len(tail) - place <= 3 and (_LATE_CLOSING.fullmatch(piece) or _FROM.fullmatch(piece))
        if len(piece.split()) <= 9 and (late or _CLOSING.fullmatch(piece)):
            return Span(line.start, len(text))
    if tail and agent_name and tail[-1].of(text).strip() == agent_name:
        return Span(tail[-1].start, len(text))
    if len(tail) >= 2 and _is_name_line(tail[-1].of(text)):
        first = tail[-2] if _is_name_line(tail[-2].of(text)) and len(tail) > 2 else tail[-1]
        return Span(first.start, len(text))
    return None


def _is_name_line(piece: str) -> bool:
    found = piece.split()
    return 0 < len(found) <= 5 and piece.strip()[0].isupper() and piece.strip()[-1] not in ".!?:;,"
