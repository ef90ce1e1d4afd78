"""How the states of a case and the moods of a message look: one sign, one word, one colour each."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kulanz.ui import icons


@dataclass(frozen=True)
class Look:
    """How a state looks: its icon, the word its style hangs on, and what it is called."""

    icon: str
    css: str
    label: str | Promise


STATES = {
    "new": Look("circle", "new", _("new")),
    "with-us": Look("circle-dot", "ours", _("with us")),
    "waiting-customer": Look("hourglass", "waits", _("waiting for customer")),
    "waiting-others": Look("package", "waits", _("waiting for others")),
    "solution-proposed": Look("circle-question-mark", "asked", _("solved?")),
    "confirmed": Look("circle-check", "solved", _("confirmed solved")),
    "ended": Look("minus", "ended", _("ended without word")),
}
MOODS = {
    "calm": Look("message-square", "calm", _("calm")),
    "upset": Look("message-square-warning", "upset", _("upset")),
    "urgent": Look("message-square-warning", "urgent", _("urgent")),
}


def chip(state: str) -> SafeString:
    """The state as sign and word. An unknown state raises KeyError: add its look above."""
    return _drawn("status", state, get_language() or "de")


def mood(level: str) -> SafeString:
    """The chip of a mood, in the language of the page."""
    return _drawn("chip", level, get_language() or "de")


@cache
def _sign(level: str, language: str) -> SafeString:
    look = MOODS[level]
    return format_html("<span>{}{}</span>", icons.icon(look.icon), look.label)


def mood_sign(level: str) -> SafeString:
    """The mood in a list row: sign and word without a ground, as quiet as the other reasons there."""
    return _sign(level, get_language() or "de")


@cache
def _drawn(kind: str, key: str, language: str) -> SafeString:
    look = (STATES if kind == "status" else MOODS)[key]
    return format_html('<span class="{} {}">{}{}</span>', kind, look.css, icons.icon(look.icon), look.label)
