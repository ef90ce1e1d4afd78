"""Ending a case without a letter, in the words of the desk: why, of which case, and whom it blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.cases.access import case_numbered
from kulanz.cases.audience import is_reachable
from kulanz.cases.errors import NotAllowed, NotFound
from kulanz.cases.models import Ending, Message
from kulanz.cases.rules import EndingReason
from kulanz.core.ids import id_in
from kulanz.events.actor import Actor

AND_BLOCK = "spam-and-block"
OWN = "own-"  # before the id of one of the house's own reasons
# What the house noticed about a letter, and the reason it suggests.
_LIKELY = {"mailing-list": EndingReason.NEWSLETTER, "spam": EndingReason.SPAM, "blocked-sender": EndingReason.SPAM}
REASONS: Mapping[EndingReason, str | Promise] = {
    EndingReason.NO_ANSWER: gettext_lazy("no answer needed"),
    EndingReason.NEWSLETTER: gettext_lazy("newsletter"),
    EndingReason.SPAM: gettext_lazy("spam"),
    EndingReason.DUPLICATE: gettext_lazy("duplicate"),
}


@dataclass(frozen=True, slots=True)
class EndingWish:
    """How somebody wants to end a case; ``of_id`` is the case of which it is a duplicate.

    ``named_id`` is one of the house's own reasons.
    """

    reason: EndingReason
    of_id: int | None = None
    blocks_sender: bool = False
    named_id: int | None = None


class NoSuchCase(Exception):
    """The number of another case was not given, or leads to no case that its reader may see."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.words = (
            _("There is no case %(number)s.") % {"number": number} if number else _("Please give the other number.")
        )


def wish_in(given: Mapping[str, str], by: Actor) -> EndingWish | None:
    """Read how a form wants to end cases: "end" and "of"; ``None`` where it says nothing. Raises ``NoSuchCase``."""
    wanted = given.get("end", "")
    if wanted == AND_BLOCK:
        return EndingWish(EndingReason.SPAM, blocks_sender=True)
    if (named := id_in(wanted.removeprefix(OWN))) and wanted.startswith(OWN):
        return EndingWish(EndingReason.NO_ANSWER, named_id=named)
    if wanted not in set(EndingReason):
        return None
    reason = EndingReason(wanted)
    return EndingWish(reason, id_of(given.get("of", ""), by) if reason is EndingReason.DUPLICATE else None)


def id_of(written: str, by: Actor) -> int:
    """Return the id of the case whose number somebody wrote. Raises ``NoSuchCase``."""
    number = written.strip().upper()[:20]
    try:
        return case_numbered(number, by).pk
    except (NotFound, NotAllowed) as missing:
        raise NoSuchCase(number) from missing


def asked_about(newest: Message | None) -> dict[str, str]:
    """Return what the question why a case ends needs of its newest letter: whom it can block, what is likely.

    Nothing was answered wrongly yet: no number stands there (``ending_of``), and nothing is wrong (``ending_error``).
    """
    if newest is None:
        return {"sender": "", "likely": EndingReason.NO_ANSWER.value, "ending_of": "", "ending_error": ""}
    codes = [hint.get("code", "") for hint in newest.hints]
    likely = next((_LIKELY[code] for code in codes if code in _LIKELY), EndingReason.NO_ANSWER)
    sender = newest.sender_address if is_reachable(newest.sender_address) else ""
    return {"sender": sender, "likely": likely.value, "ending_of": "", "ending_error": ""}


def said_of(ending: Ending) -> str:
    """Say what was done, for the way back."""
    if ending.of is not None:
        return _("Ended as a duplicate of %(number)s.") % {"number": ending.of.number}
    if ending.blocked:
        return _("Ended as spam. %(address)s is blocked.") % {"address": ending.blocked}
    named = ending.named.name if ending.named is not None else REASONS[EndingReason(ending.reason)]
    return _("Ended: %(reason)s.") % {"reason": named}
