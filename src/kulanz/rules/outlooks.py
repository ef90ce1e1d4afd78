"""Why a step would change nothing, in codes that rules and macros speak, and in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from kulanz.core.refusals import Refused

SAME, GONE, ARCHIVED, BARRED, CLOSED, OFF = "same", "gone", "archived", "barred", "closed", "calls-off"
UNWISE, REFUSED = "letter-unwise", "refused"

WORDS: dict[str, Callable[[], str]] = {
    SAME: lambda: _("it is so already"),
    GONE: lambda: _("there is none any more"),
    ARCHIVED: lambda: _("it is out of use"),
    BARRED: lambda: _("that person may not see this case"),
    CLOSED: lambda: _("the case is closed"),
    OFF: lambda: _("calls of other programs are switched off"),
    UNWISE: lambda: _("an automatic letter would be unwise here, or went today already"),
    REFUSED: lambda: _("it is not possible in this case"),
}
_OF_CODES = {
    "not-found": GONE,
    "not-allowed": BARRED,
    "archived-tag": ARCHIVED,
    "wrong-state": CLOSED,
    "empty-text": GONE,
    "unknown-tag": GONE,
}


def words_of(code: str) -> str:
    """Return why a step changes nothing, in words."""
    return WORDS.get(code, WORDS[REFUSED])()


def code_of(refused: Refused) -> str:
    """Return the code of a refusal of an action."""
    return refused.code if refused.code in WORDS else _OF_CODES.get(refused.code, REFUSED)
