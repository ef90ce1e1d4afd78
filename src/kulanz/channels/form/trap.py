"""Keeping machines out of the contact form without asking people to prove that they are none."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

_SALT = "kulanz.channels.form-opened"
LEAST = timedelta(seconds=3)
MOST = timedelta(days=2)


def opened_stamp() -> str:
    """Return the signed moment in which a form is shown; it stands in a hidden field."""
    return signing.TimestampSigner(salt=_SALT).sign("form")


def looks_like_a_machine(*, stamp: str, honeypot: str) -> bool:
    """Say whether a form was filled by a machine: a field that people do not see, or faster than anybody types.

    A stamp that is older than two days or forged counts as a machine too; the page then asks to send again.
    """
    if honeypot.strip():
        return True
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(stamp, max_age=MOST)
    except signing.BadSignature:
        return True
    try:
        signer.unsign(stamp, max_age=LEAST)
    except signing.SignatureExpired:
        return False
    return True
