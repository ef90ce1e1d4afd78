"""Reading an original again, after an upgrade or because a person wants what was left out."""

from __future__ import annotations

from django.db import transaction

from kulanz.cases.errors import NotFound, WrongState
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events, work
from ..models import RawMail
from ._rights import check_admin


def read_again(*, raw_mail_id: int, by: Actor) -> None:
    """Read an original again that failed or was left out. It takes the place of the notice that stood for it."""
    check_admin(by)
    with transaction.atomic():
        original = RawMail.objects.select_for_update().defer("raw").filter(pk=raw_mail_id).first()
        if original is None:
            raise NotFound
        if original.state not in {RawMail.State.FAILED, RawMail.State.IGNORED}:
            raise WrongState
        RawMail.objects.filter(pk=raw_mail_id).update(state=RawMail.State.KEPT)
        log.record(events.MailReadAgain(raw_mail_id), by=by)
    work.read_one(raw_mail_id, by_hand=True)
