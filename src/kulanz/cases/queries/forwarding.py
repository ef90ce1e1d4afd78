"""What can be passed on of a case: one letter, or all that was said with its customer; as plain text with its heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kulanz.events.actor import Actor
from kulanz.ui.letters import as_plain
from lesart import plain_subject

from ..access import require_access
from ..audience import Person
from ..errors import NotFound
from ..models import Attachment, Case, Message
from ..models.entries import MessageQuerySet
from ..rules import UNSAID, Delivery

# What only proves or repeats a letter, and what a colleague kept back from the customer, goes to nobody else.
_KEPT_BACK = ("signature", "internal")


@dataclass(frozen=True, slots=True)
class Forwardable:
    """The letters that are passed on, in order of time, and their files."""

    case: Case
    letters: Sequence[Message]
    files: Sequence[Attachment]
    is_whole: bool

    @property
    def subject(self) -> str:
        """The subject under which it goes, in the language of the case."""
        said = self.case.subject if self.is_whole else self.letters[-1].subject or self.case.subject
        prefix = "WG" if self.case.language == "de" else "Fwd"
        return f"{prefix}: {plain_subject(said) or said}"[:300]

    @property
    def text(self) -> str:
        """The letters as plain text, each below a head that says who wrote it to whom and when."""
        with translation.override(self.case.language):
            return "\n\n\n".join(_as_text(each, self.case) for each in self.letters)


def forwardable(case: Case, letter_id: int | None, by: Actor) -> Forwardable:
    """Return what is passed on of a case: one letter, or with ``None`` all that was said with its customer.

    Three queries. What others told us alone is only ever passed on by itself. Raises ``NotFound`` where there is no
    such letter, or nothing was said, and ``NotAllowed``.
    """
    require_access(case, by)
    said = _said(case)
    letters = list(said.filter(pk=letter_id) if letter_id is not None else said.readable_by(case.customer_id))
    if not letters:
        raise NotFound
    files = Attachment.objects.filter(message__in=[each.pk for each in letters]).exclude(kind__in=_KEPT_BACK)
    return Forwardable(case, letters, list(files.order_by("id")), is_whole=letter_id is None)


def _said(case: Case) -> MessageQuerySet:
    """What was said: what may still be taken back was not, and machines write no letters."""
    rows = Message.objects.filter(case=case, is_automatic=False).exclude(delivery__in=[*UNSAID, Delivery.HELD.value])
    return rows.defer("html", "hidden").order_by("at", "id")


def _as_text(letter: Message, case: Case) -> str:
    ours = {"name": case.brand.sender_name, "address": ""}
    writer = {"name": letter.sender_name, "address": letter.sender_address} if letter.is_incoming else ours
    # A blind copy is nobody's business, and our own address may hold the key of the case.
    openly = [each for each in letter.recipients if each.get("role") != "bcc"]
    to = [ours if each.get("ours") else each for each in openly if each.get("role", "to") == "to"]
    cc = [ours if each.get("ours") else each for each in openly if each.get("role") == "cc"]
    at = letter.at.astimezone(ZoneInfo(case.brand.zone))
    head = [
        (_("From"), _named(writer)),
        (_("To"), ", ".join(map(_named, to)) or (_named(ours) if letter.is_incoming else "")),
        (_("Copy"), ", ".join(map(_named, cc))),
        (_("Date"), date_format(at, "DATETIME_FORMAT")),
        (_("Subject"), letter.subject),
    ]
    lines = [f"{name}: {value}" for name, value in head if value]
    # What is passed on is read as plain text everywhere: ours says there where its links lead, too.
    text = letter.text if letter.is_incoming else as_plain(letter.text)
    return "\n".join([f"---------- {_('Forwarded letter')} ----------", *lines, "", text.strip()])


def _named(person: Person) -> str:
    name, address = person.get("name", ""), person["address"]
    return f"{name} <{address}>" if name and address else name or address
