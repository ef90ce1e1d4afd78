"""Telling other programs: set up by administrators, posted as jobs, and failures kept where somebody sees them."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.cases.models import Case
from kulanz.core import outbound
from kulanz.core.clock import now
from kulanz.core.refusals import NotFound
from kulanz.core.secret_box import SealBroken, seal, unseal
from kulanz.events import jobs, log
from kulanz.events.actor import Actor
from kulanz.events.changes import compared, stored_values, values_of
from kulanz.people.access import require_admin
from kulanz.people.events import SetupChanged
from kulanz.people.hours import hours_of

from ..models import Webhook
from ..posting import body_for
from ..queries import survivor_of
from ..rules import NoticeKind, is_told
from ..wording import of_case, url_of

_FIELDS = ("name", "program", "kinds", "language", "in_hours", "is_on")


class PostFailed(Exception):
    """A program did not take what was posted."""


def save_webhook(*, by: Actor, webhook: Webhook, address: str, teams: Collection[int]) -> Webhook:
    """Make or change a webhook; an empty ``address`` keeps the one it has. It is an event, without the address.

    Raises ``NotAllowed`` for others than administrators.
    """
    require_admin(by)
    with transaction.atomic():
        changes = compared(stored_values(webhook, _FIELDS), values_of(webhook, _FIELDS))
        if address:
            webhook.address = seal(address)
            changes.append({"field": "address"})
            webhook.trouble = ""
        webhook.save()
        webhook.teams.set(teams)
        what = [each["field"] for each in changes]
        log.record(SetupChanged("webhook", webhook.name, what, webhook.pk, changes), by=by)
    return webhook


def remove_webhook(*, by: Actor, webhook_id: int) -> None:
    """Forget a webhook and its address. Raises ``NotFound`` and ``NotAllowed``."""
    require_admin(by)
    with transaction.atomic():
        webhook = Webhook.objects.filter(pk=webhook_id).first()
        if webhook is None:
            raise NotFound
        webhook.delete()
        log.record(SetupChanged("webhook", webhook.name, ["removed"], webhook_id), by=by)


def try_webhook(*, by: Actor, webhook_id: int) -> str:
    """Post a line that says nothing, now. Returns what went wrong, in words; empty where it was taken.

    Raises ``NotFound`` and ``NotAllowed``.
    """
    require_admin(by)
    webhook = Webhook.objects.filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound
    with translation.override(webhook.language):
        words = _("This is how Kulanz will write here.")
    return _post(webhook, words, settings.PUBLIC_URL)


def tell_webhooks(*, kind: NoticeKind, case_id: int, occasion: str) -> None:
    """Let those hear of a case who want to; ``occasion`` names what happened, so that it waits to be posted only once.

    Outside the hours of the brand it is posted when they begin, where a webhook wants it so.
    """
    wanted = [each for each in Webhook.objects.filter(is_on=True).prefetch_related("teams") if kind.value in each.kinds]
    case = survivor_of(case_id) if wanted else None
    if case is None:
        return
    at, hours = now(), hours_of(case.brand)
    opens = None if hours.is_open(at) else next(hours.openings(at), None)
    jobs.enqueue_all(
        [
            jobs.NewJob(
                "post-webhook",
                {"webhook_id": each.pk, "kind": kind.value, "case_id": case.pk},
                due_at=opens if each.in_hours else None,
                key=f"webhook-{each.pk}-{occasion}",
            )
            for each in wanted
            if is_told(each.kinds, [team.pk for team in each.teams.all()], kind, case.team_id)
        ]
    )


def post_webhook(*, webhook_id: int, kind: str, case_id: int) -> None:
    """Post what happened in a case. Raises ``PostFailed`` where it was not taken."""
    webhook = Webhook.objects.filter(pk=webhook_id, is_on=True).first()
    case = Case.with_merged.filter(pk=case_id).first()
    if webhook is None or case is None:
        return
    with translation.override(webhook.language):
        words = of_case(case.number, kind)
    if _post(webhook, words, url_of(case.number)):
        raise PostFailed(webhook.name)


def _post(webhook: Webhook, words: str, url: str) -> str:
    with translation.override(webhook.language):
        body = json.dumps(body_for(webhook.program, words, url)).encode()
    try:
        status = outbound.post(unseal(webhook.address), body, {"Content-Type": "application/json"})
        trouble = "" if status < 300 else _("It answered with status %(n)s.") % {"n": status}
    except outbound.Unreachable as error:
        trouble = _WHY[error.why]()
    except SealBroken:
        trouble = _("Its address was sealed with another key: please enter it again.")
    Webhook.objects.filter(pk=webhook.pk).update(trouble=trouble, troubled_at=now() if trouble else None)
    return trouble


_WHY = {
    "refused": lambda: _("The address is not one that can be posted to."),
    "private": lambda: _("The address lies in an inner network: KULANZ_INSIDE_HOSTS can allow it."),
    "unknown-host": lambda: _("No name server knows this address."),
    "connection": lambda: _("There was no connection, or it broke."),
    "quarantine": lambda: _("This copy stands in quarantine: it posts nothing."),
}
