"""How the house is: one line per part, in plain words. What nobody does any more shows here, not only what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kulanz.cases.models import Message, Postponement
from kulanz.channels.models import Channel, Mailbox, Original, Outgoing
from kulanz.channels.uses import acknowledgements_left_out
from kulanz.core.clock import now
from kulanz.core.env import is_this_machine
from kulanz.events import heartbeat, jobs
from kulanz.notify.models import Webhook
from kulanz.people.models import Brand
from kulanz.ui.templatetags.ui import short_when

SLOW = timedelta(minutes=5)
SAVED_WITHIN = timedelta(days=2)  # a nightly backup that stayed away once may be late, twice is told
FETCHED_WITHIN = timedelta(minutes=15)  # a mailbox is looked at every few minutes, whatever its server pushes


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the house: ``state`` is "ok", "warn" or "risk"."""

    state: str
    name: str
    words: str
    url: str = ""


# What rooms above know of the house; the wiring fills it.
_OTHERS: list[Callable[[], Iterable[Part]]] = []


def register(*others: Callable[[], Iterable[Part]]) -> None:
    """Ask further rooms for parts, in this order."""
    _OTHERS[:] = others


def parts() -> list[Part]:
    """Return every part, the same number of queries however much there is of it."""
    ways = [*_incoming(), *_outgoing(), *_acknowledgements(), *_webhooks()]
    others = [part for asked in _OTHERS for part in asked()]
    return [*_roles(), *ways, *_work(), *_backup(), *others, *_setup()]


def worst(found: list[Part]) -> str:
    """Return the worst state among the parts."""
    return next((state for state in ("risk", "warn") if any(part.state == state for part in found)), "ok")


def _roles() -> Iterator[Part]:
    """Nobody plays the role any more: nothing fails then, it only never happens."""
    words = {
        "mail": (_("Mail listener"), _("Nobody takes mails in: is kulanz mail (or kulanz serve) running?")),
        "work": (_("Worker"), _("Nobody reads and sends mails: is kulanz work (or kulanz serve) running?")),
        "schedule": (_("Schedule"), _("Nobody sees to what is due: is kulanz work (or kulanz serve) running?")),
    }
    # Pages are not asked about: whoever reads this has one. Without a mailbox of the listener nobody misses it.
    needed = [role for role in words if role != "mail" or Mailbox.objects.taking().filter(imap_host="").exists()]
    for role in heartbeat.silent(needed):
        yield Part("risk", *words[role])


def _incoming() -> Iterator[Part]:
    oldest = Original.objects.filter(state="kept").order_by("id").values_list("received_at", flat=True).first()
    if oldest is not None and _is_late(oldest):
        yield Part("risk", _("Mail in"), _("Mails are kept but not read: is the worker running?"))
    else:
        yield Part("ok", _("Mail in"), _("Everything that arrived has been read."))
    if Original.objects.filter(state="failed").exists():
        words = _("Some mails could not be read. Their originals are safe.")
        yield Part("warn", _("Unread mails"), words, reverse("office:mails"))
    for box in Mailbox.objects.taking().exclude(imap_host=""):
        yield _mailbox(box)


def _mailbox(box: Mailbox) -> Part:
    if box.trouble:
        return Part("warn", box.address, box.get_trouble_display())
    if settings.QUARANTINE:
        return Part("warn", box.address, _("This copy stands in quarantine: it fetches nothing."))
    if box.last_fetch_at is None or box.last_fetch_at < now() - FETCHED_WITHIN:
        return Part("risk", box.address, _("Not looked at for more than a quarter of an hour: is the worker running?"))
    return Part("ok", box.address, _("Fetched without trouble."))


def _outgoing() -> Iterator[Part]:
    if not settings.SMTP_OUT:
        words = _("No outgoing server is set (KULANZ_SMTP_OUT). Answers wait in the outbox and can be read there.")
        yield Part("warn", _("Mail out"), words, reverse("office:outbox"))
    elif Outgoing.objects.filter(state__in=("failed", "uncertain")).exists():
        yield Part("risk", _("Mail out"), _("Some answers did not get through."), reverse("office:outbox"))
    elif _is_overdue():
        yield Part("risk", _("Mail out"), _("Answers that are due are not sent: is the worker running?"))
    elif Outgoing.objects.filter(state="queued", due_at__lt=now() - SLOW).exists():
        yield Part("warn", _("Mail out"), _("Answers wait for the outgoing server."), reverse("office:outbox"))
    else:
        yield Part("ok", _("Mail out"), _("Every answer that was due has gone."))


def _is_overdue() -> bool:
    """Whether an answer is still here whose time to go has come: one to be taken back, or one for later."""
    before = now() - SLOW
    held = Message.objects.filter(delivery="held", held_until__lt=before).order_by().values("pk")
    later = Postponement.objects.filter(ended_at=None, until__lt=before).order_by().values("message_id")
    return held.union(later).exists()


def _acknowledgements() -> Iterator[Part]:
    if amount := acknowledgements_left_out():
        words = ngettext(
            "More strangers wrote in one hour than the house acknowledges: %(n)s acknowledgement of the last day was "
            "left out. Every message has become a case. If that was no flood, raise KULANZ_ACKNOWLEDGEMENTS_AN_HOUR.",
            "More strangers wrote in one hour than the house acknowledges: %(n)s acknowledgements of the last day were "
            "left out. Every message has become a case. If that was no flood, raise KULANZ_ACKNOWLEDGEMENTS_AN_HOUR.",
            amount,
        )
        yield Part("warn", _("Acknowledgements"), words % {"n": amount}, reverse("desk:inbox"))


def _work() -> Iterator[Part]:
    oldest = jobs.oldest_due()
    if oldest is not None and _is_late(oldest):
        yield Part("risk", _("Background work"), _("Work that is due is not done: is the worker running?"))
    elif jobs.failed(1):
        yield Part("warn", _("Background work"), _("Something failed for good. See below."))
    elif names := jobs.struggling():
        words = _("Something failed several times and is tried again: %(names)s") % {
            "names": ", ".join(sorted(set(names)))
        }
        yield Part("warn", _("Background work"), words)
    else:
        yield Part("ok", _("Background work"), _("Nothing is stuck."))


def _webhooks() -> Iterator[Part]:
    for hook in Webhook.objects.filter(is_on=True).exclude(trouble=""):
        yield Part("warn", hook.name, hook.trouble, reverse("office:notices"))


def _backup() -> Iterator[Part]:
    """A timer outside the house makes the backups; when it stops, nothing else here would say so."""
    last = heartbeat.last("backup")
    if last is None and is_this_machine(settings.PUBLIC_URL):
        return  # somebody is trying it out
    if last is None:
        yield Part("warn", _("Backup"), _("No backup has been made here yet: run kulanz backup every night."))
    elif now() - last > SAVED_WITHIN:
        words = _("Last backup: %(when)s. Is the nightly kulanz backup still running?")
        yield Part("warn", _("Backup"), words % {"when": short_when(last)})
    else:
        yield Part("ok", _("Backup"), _("Last backup: %(when)s.") % {"when": short_when(last)})


def _setup() -> Iterator[Part]:
    if not Brand.objects.exists():
        yield Part(
            "warn",
            _("Brands"),
            _("There is no brand yet: it is the name under which you write."),
            reverse("office:new-brand"),
        )
    elif not Channel.objects.exists():
        yield Part(
            "warn", _("Channels"), _("There is no channel yet: customers cannot write."), reverse("office:new-channel")
        )
    yield _address()


def _address() -> Part:
    if settings.BEHIND_TLS:
        return Part("ok", _("Public address"), settings.PUBLIC_URL)
    if is_this_machine(settings.PUBLIC_URL):
        words = _("Customers cannot reach %(url)s. Set KULANZ_URL to the https address customers use.")
    else:
        words = _("%(url)s is not encrypted. Set KULANZ_URL to the https address customers use.")
    return Part("warn", _("Public address"), words % {"url": settings.PUBLIC_URL})


def _is_late(since: datetime) -> bool:
    return now() - since > SLOW
