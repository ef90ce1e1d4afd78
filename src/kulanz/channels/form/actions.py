"""The contact form: kept first, read at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kulanz.cases.actions import create_short_link
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Message
from kulanz.cases.queries import link_token

from .. import ingest
from .honeypot import looks_like_a_machine, was_filled_fast
from .receiving import FormRefused, keep_form


@dataclass(frozen=True, slots=True)
class FormTaken:
    """What became of a form: the number of its case and a key to its page (``cases.queries.link_for``).

    Both are empty where it is kept but not read yet.
    """

    case_number: str = ""
    token: str = ""


def receive_form(
    *,
    brand_id: int,
    name: str,
    address: str,
    subject: str,
    text: str,
    stamp: str,
    channel_id: int | None = None,
    honeypot: str = "",
    phone: str = "",
    language: str = "",
    uploads: Sequence[Upload] = (),
    network: str = "",
    submission: str = "",
) -> FormTaken:
    """Take a filled-in contact form.

    ``stamp`` comes from ``form.honeypot.opened_stamp``, ``honeypot`` is the hidden field,
    ``channel_id`` the form that was filled in (without it, the brand's first one).

    Raises ``form.receiving.FormRefused`` with the code "machine", "address", "text", "files", "size" or "too-often".
    """
    if looks_like_a_machine(stamp=stamp, honeypot=honeypot):
        raise FormRefused("machine", again=True)
    kept = keep_form(
        brand_id=brand_id,
        channel_id=channel_id,
        name=name,
        address=address,
        subject=subject,
        text=text,
        phone=phone,
        language=language,
        uploads=uploads,
        network=network,
        submission=submission,
        is_fast=was_filled_fast(stamp),
    )
    ingest.read_one(kept.pk)
    kept.refresh_from_db(fields=["message_id"])
    return _taken(Message.objects.filter(pk=kept.message_id or 0).select_related("case").first())


def _taken(message: Message | None) -> FormTaken:
    """The key ends soon: whoever typed an address has not shown that it is theirs, and answers will stand on the page.

    A lasting one goes to the address itself.
    """
    if message is None:
        return FormTaken()
    link = create_short_link(case_id=message.case_id, customer_id=message.case.customer_id)
    return FormTaken(message.case.number, link_token(link))
