"""The mail with what is new: which case and what happened, and links; no word of a letter."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kulanz.cases.models.case import seen_by
from kulanz.core.clock import now
from kulanz.people.actors import sight_of
from kulanz.people.models import User

from ..models import Notice, NoticeChoices
from ..queries import times_of
from ..rules import Digest, digest_is_due
from ..wording import of_case, so_many, url_of

MOST_LINES = 40


def send_digests() -> int:
    """Mail everybody what is new for them whose mail is due. Returns how many mails are on their way."""
    wanted = NoticeChoices.objects.exclude(digest=Digest.OFF.value).filter(user__is_active=True)
    choices, at = list(wanted.select_related("user").order_by("id")), now()
    times = times_of([each.user_id for each in choices]) if choices else {}
    due = [
        each
        for each in choices
        if digest_is_due(Digest(each.digest), at=at, last=each.digest_at, times=times[each.user_id])
    ]
    return sum(_send(each) for each in due)


def _send(choices: NoticeChoices) -> bool:
    with transaction.atomic():
        # Of two runs at once the first one moves the row on.
        mine = NoticeChoices.objects.filter(pk=choices.pk, digest_at=choices.digest_at)
        if not mine.update(digest_at=now()):
            return False
        user = choices.user
        rows = Notice.objects.filter(seen_by(sight_of(user), "case__"), user=user, to_mail=True, waits_until=None)
        notices = list(rows.filter(read_at=None).select_related("case").order_by("-at", "-id"))
        if not notices:
            return False
        Notice.objects.filter(pk__in=[each.pk for each in notices]).update(to_mail=False)
        with translation.override(user.language):
            send_mail(so_many(len(notices)), _text(user, notices), settings.DEFAULT_FROM_EMAIL, [user.email])
        return True


def _text(user: User, notices: Sequence[Notice]) -> str:
    lines = [(of_case(each.case.number, each.kind), url_of(each.case.number)) for each in notices[:MOST_LINES]]
    context = {
        "called": user.called,
        "lines": lines,
        "more": len(notices) - len(lines),
        "all_url": settings.PUBLIC_URL + reverse("desk:notices"),
        "choices_url": settings.PUBLIC_URL + reverse("desk:me") + "#me-notices",
    }
    return render_to_string("notify/mail/digest.txt", context)
