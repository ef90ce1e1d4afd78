"""Why a case is next, and why somebody has it, in words of the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from .rules import Because

# Given the word that belongs to a reason: a time, a skill, a language.
_WORDS: dict[Because, Callable[[str], str]] = {
    Because.OVERDUE: lambda more: _("promise overdue"),
    Because.TODAY: lambda more: _("promise due today"),
    Because.URGENT: lambda more: _("urgent"),
    Because.HIGH: lambda more: _("high priority"),
    Because.WAITS: lambda more: _("waits %(time)s") % {"time": more},
    Because.KNOWN: lambda more: _("known customer"),
    Because.SKILL: lambda more: _("skill: %(skill)s") % {"skill": more},
    Because.LANGUAGE: lambda more: _("language: %(language)s") % {"language": language_name(more)},
    Because.FREE: lambda more: _("has room"),
    Because.TURN: lambda more: _("it was their turn"),
    Because.STILL: lambda more: _("it lay still for a while"),
    Because.LEFT: lambda more: _("whoever had it is no longer here"),
}


def in_words(reasons: Iterable[str]) -> str:
    """Return reasons such as "skill:Trafos" as a phrase; what no version of ours knows is left out."""
    found = []
    for reason in reasons:
        code, _sign, more = reason.partition(":")
        if code in list(Because):
            found.append(_WORDS[Because(code)](more))
    return ", ".join(found)


def language_name(code: str) -> str:
    """Return the name of a language in that of the page."""
    return _(str(LANG_INFO[code]["name"])) if code in LANG_INFO else code
