"""The rows of a list of cases. Plain string work: a page has dozens of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from html import escape  # of plain words; Django's own asks first whether they are lazy or safe

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kulanz.cases.fairness import may_name
from kulanz.cases.models import Case
from kulanz.cases.queries import ShownTag, View, shown_tags
from kulanz.people.models.users import usual_row_parts
from kulanz.ui import icons, states, when
from kulanz.ui.panels import SIGNS, Sign
from kulanz.ui.templatetags.ui import here

USUAL = usual_row_parts()
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


def case_rows(
    cases: list[Case],
    current: Case | str,
    list_query: str,
    view: View,
    me: int | None = None,
    parts: Collection[str] = USUAL,
) -> SafeString:
    """Draw the rows of a list; ``current`` is the open case, ``list_query`` the filter that links carry on.

    What ``view`` says already stands in no row of it; ``me`` is the id of who looks, whose name stays out as well.
    ``parts`` are those of ``User.RowPart`` that this person wants to see.
    """
    number = current.number if isinstance(current, Case) else ""
    base = reverse("desk:case", args=["-"])
    query = f"?{escape(list_query)}" if list_query else ""
    page = _Rows(base, query, me, SAID_BY.get(view, ""), frozenset(parts), _("Select %(name)s"), *here())
    return mark_safe("".join(_row(case, case.number == number, page) for case in cases))  # noqa: S308 - all escaped


@dataclass(frozen=True, slots=True)
class _Rows:
    """What all rows of a page have in common."""

    base: str
    query: str
    me: int | None
    said: str
    parts: frozenset[str]
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
        f'<span class="who">{escape(case.customer.name)}{unread_word}</span>'
        f'<span class="at">{_clip() if case.has_files else ""}'
        f'<time datetime="{when.iso(case.last_entry_at, page.now)}">{at}</time></span>'
        f'<span class="matter"{language}>{_number(case, page)}{escape(case.subject)}</span>'
        f"{_words(case) if 'words' in page.parts else ''}{_why(case, page)}</a></li>"
    )


def _box(case: Case, select: str) -> str:
    """The box that picks a row; it belongs to the form of the bar above the rows."""
    label = escape(select % {"name": case.customer.name})
    return f'<input class="pick" type="checkbox" name="case" value="{case.pk}" form="picked" aria-label="{label}">'


def _clip() -> SafeString:
    return icons.icon("paperclip", "s", label=_("with files"))


def _number(case: Case, page: _Rows) -> str:
    return f'<span class="number">{escape(case.number)}</span> ' if "number" in page.parts else ""


def _words(case: Case) -> str:
    """The first words of the newest letter, unless somebody is to ask for them before they read them."""
    if not case.preview or any(sign.veils(case) for sign in SIGNS):
        return ""
    words = case.preview if len(case.preview) <= MOST_WORDS else case.preview[:MOST_WORDS].rstrip() + " …"
    return f'<span class="words">{escape(words)}</span>'


def _why(case: Case, page: _Rows) -> str:
    """The reasons below a row, few enough for one line: where it stands, how urgent, how long, with whom, one tag."""
    parts: list[str] = [] if case.status == page.said else [states.chip(case.status)]
    parts = [_sleep(case, page)] if case.is_snoozed else parts
    if case.priority > 0:
        parts.append(f'<span class="late">{icons.icon("flag")}{case.get_priority_display()}</span>')
    parts += _signs(case, lambda sign: not sign.part)
    parts += [draw(case, page) for name, draw in _REASONS if name in page.parts]
    parts += _signs(case, lambda sign: sign.part in page.parts)
    if "tags" in page.parts and len(list(filter(None, parts))) < MOST_REASONS and (tags := shown_tags(case)):
        parts.append(_tag(tags))
    return f'<span class="why">{"".join(parts)}</span>' if any(parts) else ""


def _signs(case: Case, of: Callable[[Sign], bool]) -> list[str]:
    """What rooms show in the row: what nobody misses first, and what somebody can switch off after the reasons."""
    return [conditional_escape(piece) for sign in SIGNS if of(sign) for piece in sign.draw(case)]


def _tag(tags: list[ShownTag]) -> str:
    more = f" +{len(tags) - 1}" if len(tags) > 1 else ""
    name = escape(tags[0].name)
    return f'<span class="tag {escape(tags[0].colour)}">{icons.icon("tag")}{name}{more}</span>'


def _waiting(case: Case, page: _Rows) -> str:
    if case.waiting_since is None or page.now - case.waiting_since < when.DAY:
        return ""
    waits = _("waits %(time)s") % {"time": when.since(case.waiting_since, now=page.now, language=page.language)}
    return f"<span>{icons.icon('clock')}{waits}</span>"


def _person(case: Case, page: _Rows) -> str:
    named = may_name(is_open=case.is_open, assignee_id=case.assignee_id, reader_id=page.me)
    if not named or case.assignee is None or case.assignee_id == page.me:
        return ""
    return f"<span>{icons.icon('user-round')}{escape(case.assignee.name)}</span>"


def _team(case: Case, page: _Rows) -> str:
    return f"<span>{icons.icon('users')}{escape(case.team.name)}</span>" if case.team is not None else ""


_REASONS = (("waiting", _waiting), ("person", _person), ("team", _team))


def _sleep(case: Case, page: _Rows) -> str:
    """Until when a case is snoozed; in a list of those, that says more than where it stands."""
    until = case.snoozed_until
    at = when.short_when(until, now=page.now, language=page.language) if until is not None else ""
    words = _("snoozed until %(when)s") % {"when": at} if at else _("snoozed until a reply comes")
    return f"<span>{icons.icon('moon')}{words}</span>"
