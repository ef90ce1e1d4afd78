"""Lists as files for spreadsheets: row after row, however many there are.

The bytes begin with a mark that says UTF-8, because Excel reads anything else as the code page of its machine. What
parts the columns follows the reader's language: a German Excel opens a file by double click only where it is a
semicolon.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kulanz.cases.fairness import may_name
from kulanz.cases.models import Case
from kulanz.cases.queries import ListFilter, shown_tags
from kulanz.cases.queries.lists import all_pages
from kulanz.cases.queries.reasons import reason_name, reasons_along
from kulanz.events.actor import Actor
from kulanz.fields.models import CaseField
from kulanz.fields.queries import Held, fields_in_use, read_along, values_in_files
from kulanz.fields.rules import FieldKind, written
from kulanz.fields.shown import said_among_many
from kulanz.ui.panels import Along

from .filtering import channel_name

AT_ONCE = 500  # rows that are read, written and forgotten
BESIDE = ("team__name", "brand__name", "customer__organisation__name")
ALONG = (Along("fields", values_in_files), Along("reason", reasons_along))
# A cell that begins so is a formula to a spreadsheet, and whatever a customer writes may stand in one (OWASP).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = ("\t", "\r", "\n")
# An English Excel parts the columns of a German file by commas, and so begins cells in the middle of ours.
_PARTED = re.compile(r"([,;\t\r\n])(?=\s*[=+\-@＝＋－＠])")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    bare = text.lstrip()
    before = "'" if bare.startswith(_FORMULA) or text.startswith(_CONTROL) else ""
    return before + text[: len(text) - len(bare)] + _PARTED.sub(r"\1'", bare)


def exported(actor: Actor, wanted: ListFilter) -> Iterator[bytes]:
    """Return the file of a list piece by piece, in the language that is switched on.

    One query for ``AT_ONCE`` rows, one for own fields, and those that the filter asks for itself; in memory are never
    more of them.
    """
    return _pieces(actor, wanted, get_language() or "de")


def _pieces(actor: Actor, wanted: ListFilter, language: str) -> Iterator[bytes]:
    held = StringIO()
    writer = csv.writer(held, delimiter=";" if language.startswith("de") else ",", lineterminator="\r\n")
    held.write("\ufeff")
    fields = fields_in_use()
    with override(language):
        writer.writerow([*_heads(), *(safe_cell(field.shown_name) for field in fields)])
    for page in all_pages(actor, wanted, size=AT_ONCE, beside=BESIDE, along=ALONG):
        # Anew for each piece: between two of them the thread may be in somebody else's language.
        with override(language):
            writer.writerows([safe_cell(str(cell)) for cell in _cells(case, actor, fields)] for case in page)
        yield held.getvalue().encode()
        held.seek(0)
        held.truncate()


def _heads() -> list[str]:
    return [
        _("Number"), _("Status"), _("Subject"), _("Customer"), _("Organisation"), _("Brand"), _("Team"),
        _("Accountable"), _("Channel"), _("Priority"), _("Tags"), _("Opened"), _("Last word"), _("Waiting since"),
        _("Snoozed until"), _("Own reason"),
    ]  # fmt: skip


def _cells(case: Case, reader: Actor, fields: Sequence[CaseField]) -> list[Any]:
    organisation = case.customer.organisation
    named = may_name(is_open=case.is_open, assignee_id=case.assignee_id, reader_id=reader.user_id)
    return [
        case.number,
        case.get_status_display(),
        case.subject,
        case.customer.name,
        organisation.name if organisation is not None else "",
        case.brand.name,
        case.team.name if case.team is not None else "",
        case.assignee.name if named and case.assignee is not None else "",
        channel_name(case.channel),
        case.get_priority_display(),
        ", ".join(tag.name for tag in shown_tags(case)),
        _moment(case.opened_at),
        _moment(case.last_entry_at),
        _moment(case.waiting_since if case.is_open else None),
        _moment(case.snoozed_until),
        reason_name(case),
        *_own(case, reader, fields),
    ]


def _own(case: Case, reader: Actor, fields: Sequence[CaseField]) -> list[str]:
    """What stands in own fields, each in its column: numbers and days as every spreadsheet reads them."""
    held = {each.field_id: each for each in read_along(case, "fields")}
    return [_plain(held[field.pk], case, reader) if field.pk in held else "" for field in fields]


def _plain(held: Held, case: Case, reader: Actor) -> str:
    if held.kind is FieldKind.DAY:
        return written(held.value)
    return said_among_many(held, is_open=case.is_open, reader_id=reader.user_id)


def _moment(at: datetime | None) -> str:
    """A moment as every spreadsheet reads it, in the site's zone."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at is not None else ""
