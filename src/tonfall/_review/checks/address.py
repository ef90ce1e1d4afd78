"""Sie and du (German only; English has one form)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._address import read_address
from tonfall._address_cues import AddressCue
from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack

# When the form of address itself is the subject, its words tell nothing about this letter.
_ABOUT_THE_FORM = re.compile(r"\b(?:per du|beim du|das du|duzen|duze|siezen|sieze|per sie|beim sie|das sie)\b", re.I)
_BY_SURNAME = re.compile(r"\b(?:herrn?|frau)\s+\w", re.I)


def one_form_only(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Stop when the letter says both Sie and du; the note stands at the form the customer does not use."""
    formal, informal = _sides(letter)
    if formal and informal:
        rule = pack.rules["address.mixed"]
        span = _odd_one(letter, formal, informal).span.shifted(letter.body.start)
        yield Finding(rule.id, span, rule.level, span.of(letter.draft))


def the_customers_form(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find the first word of a form of address that is not the customer's."""
    form = letter.context.form_of_address
    formal, informal = _sides(letter)
    other = informal if form == "formal" else formal
    if form and other and not (formal and informal):
        rule = pack.rules["address.other"]
        span = other[0].span.shifted(letter.body.start)
        yield Finding(rule.id, span, rule.level, span.of(letter.draft))


def _sides(letter: Letter) -> tuple[list[AddressCue], list[AddressCue]]:
    """Return the sure cues of the body for Sie and for du, quoted words left out."""
    if letter.language != "de" or _ABOUT_THE_FORM.search(letter.text):
        return [], []
    greeted = letter.greeting.of(letter.draft) if letter.greeting else ""
    # After 'Hallo Herr Kurz' an 'Ihr' or 'Sie' that opens a sentence is the customer as well.
    by_name = _BY_SURNAME.search(greeted) is not None
    read = read_address(letter.text, "de").cues
    cues = [cue for cue in read if cue.strong or (by_name and cue.side == "formal")]
    return [cue for cue in cues if cue.side == "formal"], [cue for cue in cues if cue.side == "informal"]


def _odd_one(letter: Letter, formal: list[AddressCue], informal: list[AddressCue]) -> AddressCue:
    form = letter.context.form_of_address
    if form:
        return informal[0] if form == "formal" else formal[0]
    if len(formal) != len(informal):
        return informal[0] if len(formal) > len(informal) else formal[0]
    return max(formal[0], informal[0], key=lambda cue: cue.span)
