"""What holds a case until its fields are filled in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kulanz.cases.errors import Stop
from kulanz.cases.models import Case
from kulanz.cases.rules import EndingReason
from kulanz.cases.vetoes import Attempt

from .queries import missing_in


def stop(attempt: Attempt) -> list[Stop]:
    """Return which fields are still needed before an answer proposes a solution. One query, none for other answers."""
    if not attempt.proposes_solution:
        return []
    words = _("“%(field)s” is to be filled in before a solution is sent.")
    return [_stop(words, field.shown_name, field.pk) for field in missing_in(attempt.case, to_end=False)]


def stop_ending(case: Case, reason: EndingReason) -> list[Stop]:
    """Return which fields are still needed before a case ends. One query.

    What is no matter of its own needs none: newsletters, spam and duplicates.
    """
    if reason is not EndingReason.NO_ANSWER:
        return []
    words = _("“%(field)s” is to be filled in before the case ends.")
    return [_stop(words, field.shown_name, field.pk) for field in missing_in(case, to_end=True)]


def _stop(words: str, name: str, field_id: int) -> Stop:
    return Stop("field-missing", words % {"field": name}, holds=True, where=f"field-{field_id}")
