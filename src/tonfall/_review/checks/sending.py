"""The three things that stop a letter at the door."""

from __future__ import annotations

from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack
from tonfall._review.wording import find_phrases
from tonfall._text import Span

_WHOLE = Span(0, 0)


def newer_message_is_seen(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Stop while the customer's newest message has not been opened."""
    if letter.context.unseen_newer_message:
        rule = pack.rules["message.unseen"]
        yield Finding(rule.id, _WHOLE, rule.level, "")


def recipients_belong_to_the_case(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Stop for each address that is no participant of the case; silent when participants are unknown."""
    rule = pack.rules["recipient.stranger"]
    known = {address.strip().casefold() for address in letter.context.participants}
    for address in letter.context.recipients if known else ():
        if address.strip().casefold() not in known:
            yield Finding(rule.id, _WHOLE, rule.level, address)


def announced_attachment_is_there(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Stop at the first announcement of an attachment when there is none."""
    if letter.context.has_attachment is False:
        for finding in find_phrases(letter, pack.rules["attachment.missing"]):
            yield finding
            return
