"""Customers' keys to the case page: what stands in an address, and which key that is."""

from __future__ import annotations

from django.core import signing

from kulanz.core.clock import now

from ..models import Attachment, Case, CaseLink
from ..rules import UNSAID, Delivery

# The secret alone could not be guessed either: signed, made-up addresses are turned away without a query.
_signer = signing.Signer(salt="kulanz.case-link", sep=".")
_files = signing.Signer(salt="kulanz.file-link", sep=".")


def link_token(link: CaseLink) -> str:
    """Return what stands in the address: the secret and its signature."""
    return _signer.sign(link.secret)


def link_for(token: str) -> CaseLink | None:
    """Return the key that ``token`` is, with its case; ``None`` when forged, expired or revoked. One query."""
    link = link_once(token)
    return link if link is not None and link.revoked_at is None and link.expires_at > now() else None


def link_once(token: str) -> CaseLink | None:
    """Return the key that ``token`` is or was, whether it still opens or not; ``None`` when forged.

    It says whose words a page speaks that tells somebody their key opens nothing any more.
    """
    try:
        secret = _signer.unsign(token)
    except signing.BadSignature:
        return None
    known = CaseLink.objects.select_related("case__brand", "case__assignee", "case__team", "customer")
    return known.filter(secret=secret).first()


def open_links(case: Case) -> list[CaseLink]:
    """Return the keys to the case page that still open it, newest first. One query."""
    return list(
        CaseLink.objects.filter(case=case, revoked_at=None, expires_at__gt=now())
        .select_related("customer")
        .order_by("-created_at", "-id")
    )


def file_token(file: Attachment) -> str:
    """Return what stands in the address of a file that was too large for its mail."""
    return _files.sign(file.public_id)


def file_once(token: str) -> Attachment | None:
    """Return the file that ``token`` leads or led to, with its letter's case; ``None`` when forged. One query."""
    try:
        public_id = _files.unsign(token)
    except signing.BadSignature:
        return None
    known = Attachment.objects.select_related("message__case__brand").exclude(linked_until=None)
    return known.filter(public_id=public_id).first()


def is_open(file: Attachment) -> bool:
    """Say whether a linked file can be fetched: its letter was not taken back, and its time is not over."""
    unsaid = {*UNSAID, Delivery.HELD.value}
    return file.message.delivery not in unsaid and file.linked_until is not None and file.linked_until > now()
