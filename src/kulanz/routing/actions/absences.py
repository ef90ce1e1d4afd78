"""Recording when somebody is not here, and who stands in. No reason is asked, and no event is kept of it.

Events stay for years, and these would be a list of somebody's days of leave and of illness.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events.actor import Actor
from kulanz.people.models import User

from ..errors import AbsenceRefused
from ..models import Absence

LONGEST = timedelta(days=3 * 366)


def record_absence(*, by: Actor, user_id: int, begins: date, ends: date, stand_in_id: int | None = None) -> Absence:
    """Note that a person is not here from ``begins`` to ``ends``, both days included, and who stands in.

    They say so themselves, or a lead or an administrator for them. Raises ``NotAllowed``, ``NotFound`` for nobody of
    ours, and ``AbsenceRefused``.
    """
    _require_may(by, user_id)
    if ends < begins:
        raise AbsenceRefused("order")
    if ends < localdate():
        raise AbsenceRefused("past")
    if ends - begins > LONGEST:
        raise AbsenceRefused("long")
    if stand_in_id == user_id:
        raise AbsenceRefused("stand-in")
    with transaction.atomic():
        wanted = {user_id, *([stand_in_id] if stand_in_id is not None else [])}
        if User.objects.filter(pk__in=wanted, is_active=True).count() != len(wanted):
            raise NotFound
        return Absence.objects.create(user_id=user_id, begins=begins, ends=ends, stand_in_id=stand_in_id)


def remove_absence(*, by: Actor, absence_id: int) -> None:
    """Take an absence out: somebody is here after all. Raises ``NotFound`` or ``NotAllowed``."""
    with transaction.atomic():
        absence = Absence.objects.filter(pk=absence_id).first()
        if absence is None:
            raise NotFound
        _require_may(by, absence.user_id)
        absence.delete()


def forget_absences() -> None:
    """Delete what is over for ``Absence.KEPT``."""
    Absence.objects.filter(ends__lt=localdate() - Absence.KEPT).delete()


def _require_may(by: Actor, user_id: int) -> None:
    if by.user_id is None or not (by.user_id == user_id or by.is_lead or by.is_admin):
        raise NotAllowed
