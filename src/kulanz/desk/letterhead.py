"""The beginning of each letter on the case page. Plain string work: a page has dozens of letters."""

from __future__ import annotations

from functools import cache

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kulanz.cases.models import Case, Message
from kulanz.channels.registry import kinds
from kulanz.ui import icons
from kulanz.ui.templatetags.ui import moment

from . import telling

_STATES = {"held": " held", "failed": " failed", "uncertain": " failed"}


def draw(message: Message, *, case: Case, people: str, list_query: str, may_move: bool, csrf_token: str) -> SafeString:
    """Return the opened article of a letter with its head: who, to whom, which way, and what can be done with it.

    ``people`` says who received it where that does not go without saying, ``list_query`` is the filter that
    links carry on, ``may_move`` says whether the letter can become a case of its own.
    """
    theirs = message.is_incoming
    came = telling.passed_on(message, case=case) or telling.channel_label(message)
    author = "" if message.author is None else message.author.name
    name = telling.writer_of(message, case=case) if theirs else author
    state = "failed" if message.missed else message.delivery
    css = "entry" + ("" if theirs else " ours") + _STATES.get(state, "")
    steps = _steps(message, case, list_query, csrf_token, may_move=may_move) if theirs else ""
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<article class="{css}" aria-labelledby="m{message.pk}" id="message-{message.pk}">\n'
        f"{icons.icon(_icon_of(message))}\n"
        f'<header><h3 id="m{message.pk}">{conditional_escape(name)}</h3>\n'
        f'<span class="to">{conditional_escape(", ".join(filter(None, (came, people))))}</span>'
        f"{moment(message.at)}\n{steps}</header>"
    )


def _icon_of(message: Message) -> str:
    if not message.is_incoming:
        return "arrow-up-right"
    kind = kinds().get(message.channel)
    return kind.icon if kind else "arrow-down-left"


def _steps(message: Message, case: Case, list_query: str, csrf_token: str, *, may_move: bool) -> str:
    as_it_came = _address("desk:message-html").replace("/0/", f"/{message.pk}/")
    back = _address("desk:case", "-", beside=False).replace("/-/", f"/{case.number}/")
    answer = f"{back}?{conditional_escape(list_query)}&amp;answer={message.pk}#reply"
    move = ""
    if may_move:
        action = _address("desk:move", "-").replace("/-/", f"/{case.number}/").replace("/0/", f"/{message.pk}/")
        move = (
            f'<form method="post" action="{action}?{conditional_escape(list_query)}">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{conditional_escape(csrf_token)}">'
            f"<button>{icons.icon('split')}{_('Make it a case of its own')}</button></form>"
        )
    return (
        '<details class="menu"><summary class="button icon-only compact" '
        f'aria-label="{_("Steps for this letter")}">{icons.icon("ellipsis", "s")}</summary><div class="menu-list">\n'
        f'<a href="{answer}">{icons.icon("reply")}{_("Answer this letter")}</a>\n'
        f'<a href="{as_it_came}" target="_blank" rel="noopener">{icons.icon("eye")}{_("As it came")}</a>\n'
        f"{move}\n</div></details>"
    )


@cache
def _address(name: str, *before: str, beside: bool = True) -> str:
    """Return an address of a letter with 0 for its id: looking addresses up costs more than the rest of a letter."""
    return reverse(name, args=[*before, *([0] if beside else [])])
