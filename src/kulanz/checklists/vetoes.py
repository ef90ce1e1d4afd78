"""What holds a case until its checklist is done."""

from __future__ import annotations

from django.utils.translation import ngettext

from kulanz.cases.errors import Stop
from kulanz.cases.models import Case
from kulanz.cases.rules import EndingReason
from kulanz.cases.vetoes import Attempt

from .queries import needed_in


def stop(attempt: Attempt) -> list[Stop]:
    """Return what is still to be done before an answer proposes a solution. One query, none for other answers."""
    return _open_in(attempt.case) if attempt.proposes_solution else []


def stop_ending(case: Case, reason: EndingReason) -> list[Stop]:
    """Return what is still to be done before a case ends that needs no answer. One query, none for other reasons."""
    return _open_in(case) if reason is EndingReason.NO_ANSWER else []


def _open_in(case: Case) -> list[Stop]:
    lines = needed_in(case)
    if not lines:
        return []
    told = ngettext(
        "“%(title)s”: %(n)s line is still to be done.", "“%(title)s”: %(n)s lines are still to be done.", len(lines)
    )
    words = told % {"title": lines[0].title, "n": len(lines)}
    return [Stop("checklist-open", words, holds=True, where=f"line-{lines[0].pk}")]
