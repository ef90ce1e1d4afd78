"""A customer's letter as it stands on the desk: questions numbered where they are asked, hurtful words veiled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kulanz.coach.advising import questions_of
from kulanz.coach.models import LetterReading
from kulanz.ui import icons

Place = tuple[int, int, int]  # start, end, number of the question; 0 marks what is veiled
_LETTER = re.compile(r"\w")


def draw(text: str, reading: LetterReading | None, *, numbered: bool, unveiled: bool) -> SafeString:
    """Return a letter with its marks. What is veiled does not leave the server, not even for those who look inside."""
    if reading is None:
        return SafeString(conditional_escape(text))
    places = list(_places(reading, numbered=numbered))
    parts, done = [], 0
    # No place lies within another: questions_of leaves out what is veiled.
    for start, end, number in sorted(places):
        parts.append(conditional_escape(text[done:start]))
        words = text[start:end]
        if number:
            parts.append(_asked(words, number))
        else:
            parts.append(_shown(words) if unveiled else _veiled(words))
        done = end
    return mark_safe("".join([*parts, conditional_escape(text[done:])]))  # noqa: S308 - every part is escaped


def excerpt(text: str, reading: LetterReading | None, most: int) -> str:
    """Return the first words of a letter in one line, at most ``most`` characters; the hurtful ones stay veiled."""
    parts, done = [], 0
    for start, end in sorted(reading.abuse_spans) if reading is not None else ():
        parts += [text[done:start], f"[{_('hurtful words, veiled')}]"]
        done = end
    return Truncator(" ".join("".join([*parts, text[done:]]).split())).chars(most)


def _places(reading: LetterReading, *, numbered: bool) -> Iterator[Place]:
    yield from ((start, end, 0) for start, end in reading.abuse_spans)
    if numbered:
        yield from ((each.span.start, each.span.end, number) for number, each in enumerate(questions_of(reading), 1))


def _asked(words: str, number: int) -> SafeString:
    return format_html('<mark class="ask"><b class="ask-no">{}</b>{}</mark>', number, words)


def _veiled(words: str) -> SafeString:
    return format_html(
        '<span class="veiled">{}<span class="veil" aria-hidden="true">{}</span><span class="vh">[{}]</span></span>',
        icons.icon("eye-off", "s"),
        _LETTER.sub("x", " ".join(words.split())),
        _("hurtful words, veiled"),
    )


def _shown(words: str) -> SafeString:
    return format_html('<span class="veil-open">{}</span>', words)
