"""Sie and du (German only; English has one form)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack
from tonfall._text import Span

_INFORMAL = re.compile(r"(?<![\w-])(?:du|dich|dir|dein(?:e[nmrs]?)?|deinetwegen)(?![\w-])", re.I)
# "Sie" after a word (not after a full stop, colon, quote or at a line's start) cannot be "she" or "they".
_FORMAL = re.compile(r"(?<=[\wäöüß,)] )(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)(?![\w-])")
_SURE_FORMAL = re.compile(r"(?<=[\wäöüß,)] )(?:Sie|Ihnen)(?![\w-])")
_PLURAL_YOU = re.compile(r"\b(?:euch|eure?[nmrs]?|ihr (?:habt|seid|könnt|wollt|müsst|werdet))\b", re.I)
# In ALL CAPITALS, or when the form itself is the subject, nothing can be told.
_ABOUT_THE_FORM = re.compile(r"\b(?:per du|beim du|das du|duzen|siezen|per sie|beim sie|das sie)\b", re.I)


def one_form_only(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Stop when the letter says both Sie and du; the note stands at the rarer form, or the second one."""
    if letter.language != "de" or _ABOUT_THE_FORM.search(letter.text):
        return
    formal, informal = _seen(letter)
    if formal and informal:
        rule = pack.rules["address.mixed"]
        wrong = _minority(letter, formal, informal)
        yield Finding(rule.id, wrong, rule.level, wrong.of(letter.draft))


def the_customers_form(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the first word of a form of address that is not the customer's."""
    form = letter.context.form_of_address
    if letter.language != "de" or not form or _ABOUT_THE_FORM.search(letter.text):
        return
    formal, informal = _seen(letter)
    other = informal if form == "formal" else formal
    if other and not (formal and informal):
        rule = pack.rules["address.other"]
        yield Finding(rule.id, other[0], rule.level, other[0].of(letter.draft))


def _seen(letter: Letter) -> tuple[list[Span], list[Span]]:
    text, start = letter.masked, letter.body.start
    end = letter.body.end
    formal = [Span(m.start(), m.end()) for m in _FORMAL.finditer(text, start, end)]
    if _PLURAL_YOU.search(letter.text) or not _SURE_FORMAL.search(text, start, end):
        # "Ihr" may be a capitalised plural "you"; it counts only beside a certain form.
        formal = [span for span in formal if span.of(text) in ("Sie", "Ihnen")] or _possessives(
            letter, formal
        )
    informal = [Span(m.start(), m.end()) for m in _INFORMAL.finditer(text, start, end)]
    return formal, informal


def _possessives(letter: Letter, formal: list[Span]) -> list[Span]:
    """Keep "Ihre/Ihren/..." when no plural "you" is about: "Danke für Ihre Mail" is formal enough."""
    return (
        []
        if _PLURAL_YOU.search(letter.text)
        else [span for span in formal if span.of(letter.masked) != "Ihr"]
    )


def _minority(letter: Letter, formal: list[Span], informal: list[Span]) -> Span:
    form = letter.context.form_of_address
    if form:
        return informal[0] if form == "formal" else formal[0]
    if len(formal) != len(informal):
        return informal[0] if len(formal) > len(informal) else formal[0]
    return max(formal[0], informal[0])
