"""Tags of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import date as in_words
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kulanz.cases.audience import called, unreached
from kulanz.cases.belonging import Candidate
from kulanz.cases.models import Attachment, DraftFile, Message, Note, OwnReason
from kulanz.cases.queries.around import Related
from kulanz.cases.queries.page import CasePage
from kulanz.cases.queries.thread import Entry
from kulanz.cases.rules import EndingReason, beyond
from kulanz.coach.queries import reading_of
from kulanz.events.models import Event
from kulanz.people.models import ContactPoint
from kulanz.ui import icons, letters
from kulanz.ui.downloads import PICTURES
from kulanz.ui.panels import Slot
from kulanz.ui.templatetags.ui import here, moment

from .. import hints, letterhead, lettering, telling
from ..composer import Approving
from ..ending import REASONS
from ..previewing import kind_of
from ..relating import WORDS, question_about
from ..rows import case_rows

register = template.Library()
NAME_END = 10  # letters of a file's name that are always seen: its ending, and what tells two versions apart
LARGEST_SHOWN = 8_000_000  # bytes; fetched whole, but only when it comes into view
FILE_ICONS = {"image": "image", "application/pdf": "file-text", "text": "file-text", "message": "mail"}


register.simple_tag(case_rows)


@register.simple_tag(takes_context=True)
def letter_heads(context: template.Context) -> letterhead.Heads:
    """Gather what the heads of all letters of a page have in common, the menu of a letter among it."""
    page = context["page"]
    may_move = len(page.entries) > 1
    found = [entry.message for entry in page.entries if entry.message is not None]
    wanted = {
        "menu": True,
        "automatic": any(each.is_automatic for each in found),
        "html": any(vars(each)["has_html"] for each in found),
        "hidden": any(vars(each)["has_hidden"] and not each.is_forward for each in found),
        "forwarded": any(each.is_forward for each in found),
    }
    names = {"letter_id": letterhead.ANY_LETTER, "may_move": may_move}
    parts = {
        name: _drawn(context, f"desk/parts/letter_{name}.html", **names)
        for name, is_wanted in wanted.items()
        if is_wanted
    }
    addresses = frozenset(point.value for point in page.contact_points)
    return letterhead.Heads(context["case"], addresses, parts, *here())


def _drawn(context: template.Context, name: str, **more: Any) -> SafeString:
    """Draw a part with the names of its page and ``more``. What most letters have not costs them no include."""
    part = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**more):
        return part.render(context)


@register.simple_tag(takes_context=True)
def letter(context: template.Context, entry: Entry, heads: letterhead.Heads) -> SafeString:
    """Draw a letter. What few of them have is a template, asked for where a letter has any of it."""
    message = entry.message
    assert message is not None
    language = ' lang="en"' if heads.case.language == "en" else ""
    has_more = (
        entry.files
        or message.hints
        or message.missed
        or message.delivery in letterhead.UNSETTLED
        or message.pk == context["page"].offered_message_id
        or context["panels"].has_for(Slot.CASE_LETTER, message)
    )
    return mark_safe(  # noqa: S308 - every part is escaped
        letterhead.draw(message, heads)
        + (heads.part("automatic", message) if message.is_automatic else "")
        + f'<div class="letter plain"{language}>{_letter_text(context, message)}</div>'
        + (heads.part("html", message) if vars(message)["has_html"] else "")
        + (heads.part(_folded(message), message) if vars(message)["has_hidden"] else "")
        + (_drawn(context, "desk/parts/letter_more.html", message=message, entry=entry) if has_more else "")
        + "</article>"
    )


def _folded(message: Message) -> str:
    """What is folded below a letter: what it passed on, else quotes and signature."""
    return "forwarded" if message.is_forward else "hidden"


def _letter_text(context: template.Context, message: Message) -> SafeString:
    """The text of a letter: ours as customers see it, theirs with numbered questions and hurtful words veiled."""
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
        address=_again_url(context, message),
        names=", ".join(called(each) for each in people),
        reasons=" ".join(dict.fromkeys(filter(None, (each.get("reason", "") for each in message.missed)))),
        again=", ".join(telling.named(each) for each in people),
    )


def _again_url(context: template.Context, message: Message) -> str:
    """Where a letter of ours is written once more: in the composer, or on the page on which it was passed on."""
    number, query = context["case"].number, context["list_query"]
    if not message.is_forward:
        return f"{reverse('desk:case', args=[number])}?{query}&again={message.pk}#reply"
    letter = f"letter={message.answers_id}&" if message.answers_id else ""
    return f"{reverse('desk:forwarding', args=[number])}?{letter}{query}"


@register.filter
def whole_day(day: date) -> str:
    """Return a day in words: Mi., 3. Dezember 2026."""
    return in_words(day, _("D, j F Y"))


@register.filter
def of_use(reasons: Sequence[OwnReason], use: str) -> list[OwnReason]:
    """Return those of the house's own reasons that stand under one state."""
    return [reason for reason in reasons if reason.use == use]


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
def note_title(note: Note) -> str:
    """Return the title of a note."""
    return telling.title_of(note)


@register.filter
def reached_at(points: Sequence[ContactPoint], most: int) -> str:
    """Return the first ways to reach somebody, in one line."""
    return " · ".join(each.as_written for each in points[:most])


@register.filter
def is_receipt(message: Message) -> bool:
    """Say whether a letter is a read receipt, which is no letter at all."""
    return any(hint.get("code") == "receipt" for hint in message.hints)


@register.filter
def is_shown(file: Attachment | DraftFile) -> bool:
    """Say whether a file is a picture that can be shown small beside its name: of a safe kind, and no heavy one."""
    return file.content_type in PICTURES and file.size <= LARGEST_SHOWN


@register.simple_tag
def draft_rows(files: Sequence[DraftFile]) -> list[tuple[DraftFile, bool]]:
    """Return the files of a draft, each with whether it goes as a link."""
    return list(zip(files, beyond([file.size for file in files], settings.LETTER_SIZE_LIMIT), strict=True))


@register.filter
def can_be_shown(file: Attachment) -> bool:
    """Say whether a file can be looked at beside its case."""
    return bool(kind_of(file))


@register.filter
def file_icon(content_type: str) -> str:
    """Return the icon of a kind of file."""
    return FILE_ICONS.get(content_type) or FILE_ICONS.get(content_type.partition("/")[0]) or "file"


@register.simple_tag
def file_name(name: str) -> SafeString:
    """Draw the name of a file for one line: where the room is short, its middle gives way, never its end."""
    return format_html('<span class="stem">{}</span><span>{}</span>', name[:-NAME_END], name[-NAME_END:])


@register.filter
def is_overtaken(message: Message, page: CasePage) -> bool:
    """Say whether something has come into the case since a letter was written that waits to be approved."""
    return page.newest_message_id > message.pk or page.newest_note_id > message.approval.note_id


@register.filter
def words_to_approve(message: Message, approving: Approving | None) -> str:
    """Return the words of a letter that waits: as they were changed just now, else its writer's."""
    return approving.text if approving is not None and approving.message_id == message.pk else message.text
