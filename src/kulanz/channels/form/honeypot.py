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
    """Say whether a form was filled by a machine: a field that people do not see, or a forged or old stamp.

    After two days a stamp is old; the page then asks to send again.
    """
    if honeypot.strip():
        return True
    try:
        signing.TimestampSigner(salt=_SALT).unsign(stamp, max_age=MOST)
    except signing.BadSignature:
        return True
    return False


def was_filled_fast(stamp: str) -> bool:
    """Say whether the form was sent faster than people type. That is a hint and no reason to refuse somebody's word."""
    try:
        signing.TimestampSigner(salt=_SALT).unsign(stamp, max_age=LEAST)
    except signing.SignatureExpired:
        return False
    return True
