"""How the states of a case and the moods of a message look: one sign and one colour each."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kulanz.ui import icons


@dataclass(frozen=True)
class Look:
    """How a state looks: its icon and the word its style hangs on. What it is called, its room knows."""

    icon: str
    css: str


STATES = {
    "new": Look("circle", "new"),
    "with-us": Look("circle-dot", "ours"),
    "waiting-customer": Look("hourglass", "waits"),
    "waiting-others": Look("package", "waits"),
    "solution-proposed": Look("circle-question-mark", "asked"),
    "confirmed": Look("circle-check", "solved"),
    "ended": Look("minus", "ended"),
}
MOODS = {
    "calm": Look("message-square", "calm"),
    "upset": Look("message-square-warning", "upset"),
    "urgent": Look("message-square-warning", "urgent"),
}

# What states and moods are called; filled by the wiring from the rooms that know them.
LABELS: dict[str, str | Promise] = {}


def chip(state: str) -> SafeString:
    """The state as sign and word. An unknown state raises KeyError: add its look above."""
    return _drawn("status", state, get_language() or "de")


def mood(level: str) -> SafeString:
    """The chip of a mood, in the language of the page."""
    return _drawn("chip", level, get_language() or "de")


@cache
def _sign(level: str, language: str) -> SafeString:
    return format_html("<span>{}{}</span>", icons.icon(MOODS[level].icon), LABELS[level])


def mood_sign(level: str) -> SafeString:
    """The mood in a list row: sign and word without a ground, as quiet as the other reasons there."""
    return _sign(level, get_language() or "de")


# Cached by language, too: the words are looked up in the one that is switched on.
@cache
def _drawn(kind: str, key: str, language: str) -> SafeString:
    look = (STATES if kind == "status" else MOODS)[key]
    return format_html('<span class="{} {}">{}{}</span>', kind, look.css, icons.icon(look.icon), LABELS[key])
