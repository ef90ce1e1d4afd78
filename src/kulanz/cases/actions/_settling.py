"""What is stored about a case follows the letters it has, after some of them came or went."""

from __future__ import annotations

from datetime import datetime

from ..models import Case
from ..rules import UNSAID, Delivery, Direction, derive_status
from ..standing import records_of
from ._steps import update_case
from ._uploads import has_brought_files
from .receive import preview_of


def settle(case: Case) -> bool:
    """Bring what is stored about a case in line with the letters it has now; ``False`` where nothing is said in it.

    Its customer waits since the first letter or call that we have not answered. A letter for later keeps a case, and
    says nothing in it before its moment.
    """
    there = case.messages.exclude(delivery=Delivery.WITHDRAWN.value).order_by("-at", "-id")
    newest = there.exclude(delivery__in=[Delivery.LATER.value, Delivery.AWAITING.value]).first()
    if newest is None and not there.exists():
        return False
    said = case.messages.exclude(delivery__in=UNSAID)
    answer = said.filter(direction="out").order_by("-at", "-id").first()
    letters = said.filter(direction="in", is_automatic=False).order_by("at", "id")
    waits = letters.filter(at__gt=answer.at).first() if answer is not None else letters.first()
    called = called_since(case, answer.at if answer is not None else None)
    waiting = [at for at in (waits.at if waits is not None else None, called) if at is not None]
    # A row tells what its customer wants, as it did when their letter came; our answers do not stand there.
    told = letters.last() or newest
    status = derive_status(records_of(case))
    update_case(
        case,
        status=status.value,
        last_entry_at=newest.at if newest is not None else case.last_entry_at,
        preview=preview_of(told.text) if told is not None else "",
        has_files=has_brought_files(case),
        waiting_since=min(waiting, default=None) if status.is_open else None,
    )
    return True


def called_since(case: Case, at: datetime | None) -> datetime | None:
    """Return when somebody called us first in this case after ``at``; ``None`` where nobody has."""
    calls = case.notes.filter(call=Direction.IN.value)
    calls = calls if at is None else calls.filter(at__gt=at)
    return calls.order_by("at").values_list("at", flat=True).first()
