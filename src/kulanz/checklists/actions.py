"""Putting checklists on cases and ticking their lines, and keeping templates."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from kulanz.cases.access import locked_case, require_staff, require_user_id
from kulanz.cases.errors import CaseError, EmptyText, NotFound, WrongState
from kulanz.cases.merged_rows import move_along, move_back
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people import administration

from . import events
from .models import LONGEST, ChecklistLine, ChecklistTemplate

MOST = 100


class TooManyLines(CaseError):
    """A case has as many lines as anybody reads."""

    code = "too-many-lines"


def put_checklist(*, case_id: int, template_id: int, by: Actor) -> list[int]:
    """Put the lines of a template on a case that do not stand there yet. Returns their ids.

    Raises ``NotFound`` for a template that is out of use, and ``TooManyLines``.
    """
    template = ChecklistTemplate.objects.filter(pk=template_id, archived_at=None).first()
    if template is None:
        raise NotFound
    return _add(case_id, by, template.lines, template)


def add_lines(*, case_id: int, by: Actor, lines: Sequence[str]) -> list[int]:
    """Add lines that somebody typed. Returns their ids. Raises ``EmptyText`` and ``TooManyLines``."""
    typed = [" ".join(line.split())[:LONGEST] for line in lines]
    wanted = list(dict.fromkeys(line for line in typed if line))
    if not wanted:
        raise EmptyText
    return _add(case_id, by, wanted, None)


def _add(case_id: int, by: Actor, lines: Sequence[str], template: ChecklistTemplate | None) -> list[int]:
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        standing = set(ChecklistLine.objects.standing().filter(case=case).values_list("words", flat=True))
        new = [line for line in lines if line not in standing]
        if len(standing) + len(new) > MOST:
            raise TooManyLines
        if not new:
            return []
        title, needed = (template.name, template.needed) if template is not None else ("", False)
        rows = ChecklistLine.objects.bulk_create(
            [ChecklistLine(case=case, title=title, words=words, needed=needed, added_by_id=by.user_id) for words in new]
        )
        log.record(events.ChecklistChanged(case.pk, "added", new, title), by=by)
    return [row.pk for row in rows]


def tick_line(*, line_id: int, by: Actor, done: bool, undone: bool = False) -> bool:
    """Say that a line is done, or open again. Returns whether that is new. Raises ``NotFound``."""
    user_id = require_user_id(by)
    with transaction.atomic():
        line = _line(line_id, by)
        if (line.done_at is not None) == done:
            return False
        line.done_at, line.done_by_id = (now(), user_id) if done else (None, None)
        line.save(update_fields=["done_at", "done_by"])
        what = "done" if done else "open"
        log.record(events.ChecklistChanged(line.case_id, what, [line.words], line.title, undone), by=by)
    return True


def remove_lines(*, case_id: int, line_ids: Collection[int], by: Actor, undone: bool = False) -> list[int]:
    """Take lines off a case. Returns those that stood there."""
    return _change_standing(case_id, line_ids, by, removed=True, undone=undone)


def restore_lines(*, case_id: int, line_ids: Collection[int], by: Actor) -> list[int]:
    """Let lines that were taken off a case stand there again, done or not as they were."""
    return _change_standing(case_id, line_ids, by, removed=False, undone=True)


def _change_standing(case_id: int, line_ids: Collection[int], by: Actor, *, removed: bool, undone: bool) -> list[int]:
    require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        rows = ChecklistLine.objects.filter(case=case, pk__in=line_ids, removed_at__isnull=removed).order_by("id")
        lines = list(rows)
        if not lines:
            raise WrongState
        rows.update(removed_at=now() if removed else None)
        what, words = "removed" if removed else "added", [line.words for line in lines]
        log.record(events.ChecklistChanged(case.pk, what, words, lines[0].title, undone), by=by)
    return [line.pk for line in lines]


def _line(line_id: int, by: Actor) -> ChecklistLine:
    known = ChecklistLine.objects.standing().filter(pk=line_id).values_list("case_id", flat=True).first()
    if known is None:
        raise NotFound
    locked_case(known, by)  # for the rights, and one after the other
    line = ChecklistLine.objects.standing().filter(pk=line_id).first()
    if line is None:
        raise NotFound
    return line


def save_template(*, template: ChecklistTemplate, by: Actor, changed: Collection[str]) -> None:
    """Save a template whose form was valid. Cases on which it stands stay as they are."""
    administration.save(template, by=by, changed=changed)


def archive_template(*, template_id: int, by: Actor, archived: bool) -> None:
    """Take a template out of use, or back into it. Raises ``NotFound``."""
    administration.archive(ChecklistTemplate.objects.all(), row_id=template_id, by=by, archived=archived)


def bring_along(*, case_id: int, target_id: int) -> None:
    """Let the lines of a merged case stand where it goes on."""
    move_along(ChecklistLine.objects.all(), case_id=case_id, target_id=target_id)


def give_back(*, case_id: int, target_id: int) -> None:
    """Give a case that stands on its own again the lines that it had brought along."""
    move_back(ChecklistLine.objects.all(), case_id=case_id, target_id=target_id)
