"""The beginning of each letter on the case page. Plain string work: a page has dozens of letters.

What can be done with a letter and what is folded below it are templates all the same: they are drawn once a page, and
each letter puts its id into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from kulanz.cases.models import Case, Message
from kulanz.channels.registry import kinds
from kulanz.ui import icons
from kulanz.ui.templatetags.ui import time_at

from . import telling

ANY_LETTER = 9_007_199_254_740_991  # stands for the id in a menu: no id comes this far
_STATES = {"awaiting": " held", "later": " held", "held": " held", "failed": " failed", "uncertain": " failed"}
UNSETTLED = frozenset({"awaiting", "later", "held", "failed"})  # below these stands what can be done


@dataclass(frozen=True, slots=True)
class Heads:
    """What the heads of all letters of a page have in common.

    ``addresses`` are the customer's, in compared form; ``parts`` are what any letter of the page may have ("menu",
    "html" ...): HTML, with ``ANY_LETTER`` where the id belongs. ``now`` is in the zone of the house.
    """

    case: Case
    addresses: frozenset[str]
    parts: Mapping[str, str]
    now: datetime
    language: str

    def part(self, name: str, message: Message) -> str:
        """Return a part of the page for one letter."""
        return self.parts[name].replace(str(ANY_LETTER), str(message.pk))


def draw(message: Message, heads: Heads) -> SafeString:
    """Return the opened article of a letter with its head: who, to whom, which way, and what can be done with it."""
    theirs, case = message.is_incoming, heads.case
    people = telling.people_of(message, customer_id=case.customer_id, theirs=heads.addresses)
    came = telling.passed_on(message, case=case) or telling.channel_label(message)
    if message.is_forward:
        came, people = telling.forwarded_to(message), came
    author = "" if message.author is None else message.author.name
    name = telling.writer_of(message, case=case) if theirs else author
    state = "failed" if message.missed else message.delivery
    css = "entry" + ("" if theirs else " ours") + (" forward" if message.is_forward else "") + _STATES.get(state, "")
    steps = heads.part("menu", message) if theirs else ""
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<article class="{css}" aria-labelledby="m{message.pk}" id="message-{message.pk}">\n'
        f"{icons.icon(_icon_of(message))}\n"
        f'<header><h3 id="m{message.pk}">{conditional_escape(name)}</h3>\n'
        f'<span class="to">{conditional_escape(", ".join(filter(None, (came, people))))}</span>'
        f"{time_at(message.at, heads.now, heads.language)}\n{steps}</header>"
    )


def _icon_of(message: Message) -> str:
    if not message.is_incoming:
        return "forward" if message.is_forward else "arrow-up-right"
    kind = kinds().get(message.channel)
    return kind.icon if kind else "arrow-down-left"
