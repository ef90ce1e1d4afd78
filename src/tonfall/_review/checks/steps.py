"""Instructions: numbered, one per line, in the order in which they are done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack
from tonfall._review.words import word_set
from tonfall._text import Span, lines

_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s+\S")
_BEFORE_THAT = re.compile(
    r"\s*\d{1,2}[.)]\s+(?:vorher|zuvor|davor|vorab|before that|before this|beforehand|but first|"
    r"first make sure)\b",
    re.I,
)
_DO = {
    "de": word_set(
        "öffne schließe klicke tippe wähle drücke stecke ziehe schalte starte halte gib gebe warte "
        "entferne bestätige lade "
        "installiere melde scanne verbinde lege setze nimm speichere kopiere markiere scrolle drehe löse "
        "wische aktiviere "
        "deaktiviere navigiere trenne ersetze stelle"
    ),
    "en": word_set(
        "open close click tap choose select press plug unplug pull switch turn start restart hold enter "
        "wait remove confirm "
        "download install scan connect disconnect insert put take save copy scroll swipe log unscrew "
        "replace type hit"
    ),
}
_WORD = re.compile(r"[^\W\d_]+")


def steps_are_in_order(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a numbered line whose number does not follow, or whose words say it belongs before."""
    rule = pack.rules["steps.order"]
    numbered = [
        (line, int(m.group(1))) for line in lines(letter.masked) if (m := _NUMBERED.match(line.of(letter.masked)))
    ]
    for (_, number), (line, following) in pairwise(numbered):
        if following not in (number + 1, 1) and number < 20 and numbered[0][1] == 1:
            yield Finding(rule.id, line, rule.level, line.of(letter.draft))
            return
    for line, number in numbered:
        if number > 1 and _BEFORE_THAT.match(line.of(letter.masked)):
            yield Finding(rule.id, line, rule.level, line.of(letter.draft))
            return


def steps_are_numbered(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a paragraph with five or more different instructions in prose (four for a novice)."""
    limit = 4 if letter.context.wants_plain_words else 5
    paragraphs: dict[int, list[Span]] = {}
    for sentence in letter.sentences:
        line_start = letter.draft.rfind("\n", 0, sentence.span.start) + 1
        if not re.match(r"\s*(?:\d{1,2}[.)]|[-*•–])\s", letter.draft[line_start : line_start + 8]):
            commands = _commands(sentence.text, letter.language)
            paragraphs.setdefault(sentence.paragraph, []).extend([sentence.span] * commands)
    for spans in paragraphs.values():
        if len(spans) >= limit:
            rule = pack.rules["steps.unnumbered"]
            span = Span(spans[0].start, spans[-1].end)
            yield Finding(rule.id, span, rule.level, span.of(letter.draft))
            return


def _commands(text: str, language: str) -> int:
    """Count the clauses that begin with an instruction verb."""
    count = 0
    for clause in re.split(r",\s+(?:dann\s+|und\s+)?|[:;]\s+|\s(?:und|and then|and|then)\s+", text):
        tokens = [word.lower() for word in _WORD.findall(clause)[:4]]
        while tokens and tokens[0] in (
            "bitte",
            "dann",
            "danach",
            "jetzt",
            "please",
            "then",
            "now",
            "next",
            "finally",
        ):
            tokens.pop(0)
        if tokens and _is_instruction(tokens, language):
            count += 1
    return count


def _is_instruction(tokens: list[str], language: str) -> bool:
    verb = tokens[0]
    if language == "en":
        return verb in _DO["en"]
    if len(tokens) > 1 and tokens[1] == "sie":
        return verb.endswith("n") and (
            verb[:-1] in _DO["de"] or verb[:-2] + "e" in _DO["de"] or verb == "geben" or verb == "nehmen"
        )
    return verb in _DO["de"] or f"{verb}e" in _DO["de"]
