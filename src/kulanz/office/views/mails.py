"""Mails that need a person: what waits in the outbox, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kulanz.cases.errors import WrongState
from kulanz.channels import actions, queries
from kulanz.channels.models import Original, Outgoing
from kulanz.channels.parse_warnings import warnings_in_words
from kulanz.channels.registry import adapter_for, kinds

from ..access import OfficeRequest, office_view
from ..page import show

SHOWN = 100
TROUBLE = ("failed", "uncertain")


@office_view
def show_outbox(request: OfficeRequest) -> HttpResponse:
    """List the mails on their way out: trouble first, then what waits, then the newest that went."""
    rows = Outgoing.objects.defer("raw").select_related("message__case", "acknowledges")
    context = {
        "trouble": rows.filter(state__in=TROUBLE).order_by("-id")[:SHOWN],
        "waiting": rows.filter(state__in=("held", "queued", "sending")).order_by("due_at")[:SHOWN],
        "gone": rows.filter(state__in=("sent", "withdrawn")).order_by("-id")[:20],
        "has_server": bool(settings.SMTP_OUT),
    }
    return show(request, "office/outbox.html", "outbox", context)


@office_view
def show_outgoing(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Show a mail of the outbox as it is sent. Mails of the house itself are for administrators: they carry keys."""
    mail = get_object_or_404(Outgoing.objects.select_related("message__case", "acknowledges"), pk=mail_id)
    if mail.case is None and not request.user.is_admin:
        raise Http404
    text = adapter_for(mail.channel).text_of(mail) if mail.channel in kinds() else ""
    return show(request, "office/outgoing.html", "outbox", {"mail": mail, "text": text})


@require_POST
@office_view
def send_again(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Send a mail again."""
    return _settled(request, lambda: actions.resend(outgoing_id=mail_id, by=request.actor), _("It goes out again."))


@require_POST
@office_view
def settle(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Decide that an uncertain mail has arrived."""
    return _settled(
        request, lambda: actions.treat_as_sent(outgoing_id=mail_id, by=request.actor), _("It counts as sent now.")
    )


@office_view
def show_unread(request: OfficeRequest) -> HttpResponse:
    """List what could not be read fully or was left out, and the daily count against the mailboxes."""
    troubled, ignored = queries.not_read_fully()[:SHOWN], queries.left_out()[:SHOWN]
    context = {
        "troubled": _rows(troubled),
        "ignored": _rows(ignored),
        "again": queries.worth_reading_again().count(),
        "days": queries.daily_counts(timezone.localdate()),
    }
    return show(request, "office/mails.html", "mails", context)


@dataclass(frozen=True, slots=True)
class Row:
    """One original as the page shows it."""

    mail: Original
    why: list[str]
    case_number: str


def _rows(originals: Iterable[Original]) -> list[Row]:
    found = list(originals)
    numbers = queries.cases_of(found)
    return [Row(mail, warnings_in_words(mail.reason), numbers.get(mail.pk, "")) for mail in found]


@office_view
def raw(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Give the original of a mail that could not be read, byte for byte."""
    mail = get_object_or_404(Original, pk=mail_id)
    response = HttpResponse(bytes(mail.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{mail.pk}.eml"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@office_view
def read_again(request: OfficeRequest, mail_id: int) -> HttpResponse:
    """Read a mail again, for example after an upgrade."""
    done = _("It is being read again.")
    return _settled(request, lambda: actions.read_again(raw_mail_id=mail_id, by=request.actor), done, "office:mails")


@require_POST
@office_view
def read_all_again(request: OfficeRequest) -> HttpResponse:
    """Read again everything that a newer reader may read better."""
    amount = actions.read_all_again(by=request.actor)
    said = ngettext("%(n)s mail is being read again.", "%(n)s mails are being read again.", amount)
    messages.success(request, said % {"n": amount})
    return HttpResponseRedirect(reverse("office:mails"))


def _settled(request: OfficeRequest, act: Callable[[], None], done: str, place: str = "office:outbox") -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except WrongState:
        messages.warning(request, _("That is settled already."))
    return HttpResponseRedirect(reverse(place))
