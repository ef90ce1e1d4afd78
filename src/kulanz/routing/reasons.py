"""Why a case is next, and why somebody has it, in words of the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from .rules import Why

# Given the word that belongs to a reason: a time, a skill, a language.
_WORDS: dict[Why, Callable[[str], str]] = {
    Why.OVERDUE: lambda more: _("promise overdue"),
    Why.TODAY: lambda more: _("promise due today"),
    Why.URGENT: lambda more: _("urgent"),
    Why.HIGH: lambda more: _("high priority"),
    Why.WAITS: lambda more: _("waits %(time)s") % {"time": more},
    Why.KNOWN: lambda more: _("known customer"),
    Why.SKILL: lambda more: _("skill: %(skill)s") % {"skill": more},
    Why.LANGUAGE: lambda more: _("language: %(language)s") % {"language": language_name(more)},
    Why.FREE: lambda more: _("has room"),
    Why.TURN: lambda more: _("it was their turn"),
    Why.STILL: lambda more: _("it lay still for a while"),
    Why.LEFT: lambda more: _("whoever had it is no longer here"),
}


def in_words(reasons: Iterable[str]) -> str:
    """Return reasons such as "skill:Trafos" as a phrase; what no version of ours knows is left out."""
    found = []
    for reason in reasons:
        code, _sign, more = reason.partition(":")
        if code in list(Why):
            found.append(_WORDS[Why(code)](more))
    return ", ".join(found)


def language_name(code: str) -> str:
    """Return the name of a language in that of the page."""
    return _(str(LANG_INFO[code]["name"])) if code in LANG_INFO else code
