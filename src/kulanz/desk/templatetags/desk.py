"""Tags of the desk. List rows are plain string work: a page has dozens of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as in_words
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kulanz.cases.audience import called, unreached
from kulanz.cases.belonging import Candidate
from kulanz.cases.models import Attachment, Case, Message
from kulanz.cases.queries import View
from kulanz.cases.queries.page import Related
from kulanz.cases.rules import EndingReason
from kulanz.coach.queries import reading_of
from kulanz.events.models import Event
from kulanz.ui import icons, letters, states, when
from kulanz.ui.downloads import PICTURES
from kulanz.ui.panels import SIGNS
from kulanz.ui.templatetags.ui import here, moment

from .. import hints, letterhead, lettering, telling
from ..ending import REASONS
from ..relating import WORDS, question_about

register = template.Library()
MOST_REASONS = 3
MOST_WORDS = 110  # letters of the newest letter in a row: two lines of the widest list
# What stands in every row of a view, or in nearly every one, is said by its name.
SAID_BY = {
    View.MINE: "with-us",
    View.UNASSIGNED: "new",
    View.WITH_US: "with-us",
    View.SOLVED: "solution-proposed",
    View.CUSTOMER: "waiting-customer",
    View.OTHERS: "waiting-others",
    View.CONFIRMED: "confirmed",
    View.ENDED: "ended",
}
NAME_END = 10  # letters of a file's name that are always seen: its ending, and what tells two versions apart
LARGEST_SHOWN = 8_000_000  # bytes; fetched whole, but only when it comes into view
FILE_ICONS = {"image": "image", "application/pdf": "file-text", "text": "file-text", "message": "mail"}


@register.simple_tag
def case_rows(cases: list[Case], current: Case | str, list_query: str, view: View, me: int | None = None) -> SafeString:
    """Draw the rows of a list; ``current`` is the open case, ``list_query`` the filter that links carry on.

    What ``view`` says already stands in no row of it; ``me`` is the id of who looks, whose name stays out as well.
    """
    number = current.number if isinstance(current, Case) else ""
    base = reverse("desk:case", args=["-"])
    query = f"?{conditional_escape(list_query)}" if list_query else ""
    page = _Rows(base, query, me, SAID_BY.get(view, ""), _("Select %(name)s"), *here())
    return mark_safe("".join(_row(case, case.number == number, page) for case in cases))  # noqa: S308 - all escaped


@dataclass(frozen=True, slots=True)
class _Rows:
    """What all rows of a page have in common."""

    base: str
    query: str
    me: int | None
    said: str
    select: str
    now: datetime
    language: str


def _row(case: Case, is_current: bool, page: _Rows) -> str:
    seen = vars(case).get("seen_at")
    unread = not is_current and case.is_open and (seen is None or case.last_entry_at > seen)
    css = "row" + (" unread" if unread else "") + (" selected" if is_current else "")
    css += " snoozed" if case.is_snoozed else ""
    # With its slashes: the path that the house is served under may hold dashes, too.
    address = page.base.replace("/-/", f"/{case.number}/") + page.query
    language = ' lang="en"' if case.language == "en" else ""
    unread_word = f'<span class="vh">, {_("unread")}</span>' if unread else ""
    at = when.short_time(case.last_entry_at, now=page.now, language=page.language)
    return (
        f'<li class="{css}" data-row id="row-{case.pk}">{_box(case, page.select)}'
        f'<a href="{address}"{" aria-current=true" if is_current else ""}>'
        f'<span class="who">{conditional_escape(case.customer.name)}{unread_word}</span>'
        f'<span class="at">{_clip() if case.has_files else ""}'
        f'<time datetime="{when.iso(case.last_entry_at, page.now)}">{at}</time></span>'
        f'<span class="matter"{language}>{conditional_escape(case.subject)}</span>'
        f"{_words(case)}{_why(case, page)}</a></li>"
    )


def _box(case: Case, select: str) -> str:
    """The box that picks a row; it belongs to the form of the bar above the rows."""
    label = conditional_escape(select % {"name": case.customer.name})
    return f'<input class="pick" type="checkbox" name="case" value="{case.pk}" form="picked" aria-label="{label}">'


def _clip() -> SafeString:
    return icons.icon("paperclip", "s", label=_("with files"))


def _words(case: Case) -> str:
    """The first words of the newest letter, unless somebody is to ask for them before they read them."""
    if not case.preview or any(sign.veils(case) for sign in SIGNS):
        return ""
    words = case.preview if len(case.preview) <= MOST_WORDS else case.preview[:MOST_WORDS].rstrip() + " …"
    return f'<span class="words">{conditional_escape(words)}</span>'


def _why(case: Case, page: _Rows) -> str:
    """The reasons below a row, few enough for one line: where it stands, how urgent, how long, with whom, one tag."""
    parts: list[str] = [] if case.status == page.said else [states.chip(case.status)]
    parts = [_sleep(case, page)] if case.is_snoozed else parts
    if case.priority > 0:
        parts.append(f'<span class="late">{icons.icon("flag")}{case.get_priority_display()}</span>')
    parts += [conditional_escape(piece) for sign in SIGNS for piece in sign.draw(case)]
    if case.waiting_since is not None and page.now - case.waiting_since >= when.DAY:
        waits = _("waits %(time)s") % {"time": when.since(case.waiting_since, now=page.now, language=page.language)}
        parts.append(f"<span>{icons.icon('clock')}{waits}</span>")
    if case.assignee is not None and case.assignee_id != page.me:
        parts.append(f"<span>{icons.icon('user-round')}{conditional_escape(case.assignee.name)}</span>")
    if case.tag_names and len(parts) < MOST_REASONS:
        more = f" +{len(case.tag_names) - 1}" if len(case.tag_names) > 1 else ""
        parts.append(f"<span>{icons.icon('tag')}{conditional_escape(case.tag_names[0])}{more}</span>")
    return f'<span class="why">{"".join(parts)}</span>' if parts else ""


def _sleep(case: Case, page: _Rows) -> str:
    """Until when a case is snoozed; in a list of those, that says more than where it stands."""
    until = case.snoozed_until
    at = when.short_when(until, now=page.now, language=page.language) if until is not None else ""
    words = _("snoozed until %(when)s") % {"when": at} if at else _("snoozed until a reply comes")
    return f"<span>{icons.icon('moon')}{words}</span>"


@register.simple_tag(takes_context=True)
def letter_heads(context: template.Context) -> letterhead.Heads:
    """Gather what the heads of all letters of a page have in common, the menu of a letter among it."""
    page = context["page"]
    may_move = len(page.entries) > 1
    menu = _drawn(context, "desk/parts/letter_menu.html", letter_id=letterhead.ANY_LETTER, may_move=may_move)
    addresses = frozenset(point.value for point in page.contact_points)
    return letterhead.Heads(context["case"], addresses, menu, *here())


def _drawn(context: template.Context, name: str, **more: Any) -> SafeString:
    """Draw a part with the names of its page and ``more``. What most letters have not costs them no include."""
    part = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**more):
        return part.render(context)


@register.simple_tag
def letter_head(message: Message, heads: letterhead.Heads) -> SafeString:
    """Open the article of a letter and draw its head."""
    return letterhead.draw(message, heads)


@register.simple_tag(takes_context=True)
def letter_text(context: template.Context, message: Message) -> SafeString:
    """Draw the text of a letter: ours as customers see it, theirs with numbered questions and hurtful words veiled."""
    if not message.is_incoming:
        return letters.in_lines(message.text)
    is_newest = context["aids"].message_id == message.pk
    reading = reading_of(message)
    return lettering.draw(message.text, reading, numbered=is_newest, unveiled=context["unveiled"])


@register.simple_tag
def event_line(events: Sequence[Event]) -> SafeString:
    """Draw what one person did within a minute as one line of the thread."""
    told, event = telling.tell_all(events), events[0]
    return format_html(
        '<div class="entry event" id="event-{}">{}<p><span>{}</span>{}</p></div>',
        event.pk,
        icons.icon(told.icon),
        told.sentence,
        moment(event.at),
    )


@register.simple_tag(takes_context=True)
def hint_lines(context: template.Context, message: Message) -> SafeString:
    """Draw what the house noticed about a letter, with the one step that settles it where there is one."""
    if not message.hints:
        return SafeString("")
    return _drawn(context, "desk/parts/hints.html", hints=hints.hints_of(message))


@register.filter
def first_words(message: Message, most: int) -> str:
    """Return the first words of a letter for a line elsewhere; the hurtful ones stay veiled there."""
    return lettering.excerpt(message.text, reading_of(message), most)


@register.filter
def missed_names(message: Message) -> str:
    """Return the names of those whom an answer did not reach."""
    return ", ".join(telling.named(each) for each in message.missed)


@register.simple_tag(takes_context=True)
def lost_line(context: template.Context, message: Message) -> SafeString:
    """Say who did not get a letter of ours, and offer to write it again to them alone."""
    people = [] if message.is_incoming or message.delivery == "queued" else unreached(message)
    if not people:
        return SafeString("")
    return _drawn(
        context,
        "desk/parts/lost.html",
        names=", ".join(called(each) for each in people),
        reasons=" ".join(dict.fromkeys(filter(None, (each.get("reason", "") for each in message.missed)))),
        again=", ".join(telling.named(each) for each in people),
    )


@register.filter
def whole_day(day: date) -> str:
    """Return a day in words: Mi., 3. Dezember 2026."""
    return in_words(day, _("D, j F Y"))


@register.filter
def ending_reason(reason: EndingReason) -> str:
    """Return why a case ended without a letter, in words."""
    return str(REASONS[reason])


@register.filter
def belonging_question(candidate: Candidate) -> str:
    """Return the question whether a case belongs to another one."""
    return question_about(candidate)


@register.filter
def relation_words(other: Related) -> str:
    """Return how another case belongs to this one, in words."""
    return str(WORDS[other.kind][other.is_far])


@register.filter
def is_receipt(message: Message) -> bool:
    """Say whether a letter is a read receipt, which is no letter at all."""
    return any(hint.get("code") == "receipt" for hint in message.hints)


@register.filter
def is_shown(file: Attachment) -> bool:
    """Say whether a file is a picture that can be shown small beside its name: of a safe kind, and no heavy one."""
    return file.content_type in PICTURES and file.size <= LARGEST_SHOWN


@register.filter
def file_icon(content_type: str) -> str:
    """Return the icon of a kind of file."""
    return FILE_ICONS.get(content_type) or FILE_ICONS.get(content_type.partition("/")[0]) or "file"


@register.simple_tag
def file_name(name: str) -> SafeString:
    """Draw the name of a file for one line: where the room is short, its middle gives way, never its end."""
    return format_html('<span class="stem">{}</span><span>{}</span>', name[:-NAME_END], name[-NAME_END:])
