"""What is stored about a case follows the letters it has, after some of them came or went."""

from __future__ import annotations

from ..models import Case
from ..rules import UNSAID, derive_status
from ..standing import records_of
from ._steps import update_case
from ._uploads import has_brought_files
from .receive import preview_of


def settle(case: Case) -> bool:
    """Bring what is stored about a case in line with the letters it has now; ``False`` where nothing is said in it.

    Its customer waits since the first letter that we have not answered.
    """
    newest = case.messages.exclude(delivery="withdrawn").order_by("-at", "-id").first()
    if newest is None:
        return False
    said = case.messages.exclude(delivery__in=UNSAID)
    answer = said.filter(direction="out").order_by("-at", "-id").first()
    letters = said.filter(direction="in", is_automatic=False).order_by("at", "id")
    waits = letters.filter(at__gt=answer.at).first() if answer is not None else letters.first()
    status = derive_status(records_of(case))
    update_case(
        case,
        status=status.value,
        last_entry_at=newest.at,
        preview=preview_of(newest.text),
        has_files=has_brought_files(case),
        waiting_since=waits.at if waits is not None and status.is_open else None,
    )
    return True
