"""Secrets at rest, such as passwords of mailboxes: sealed with a key derived from SECRET_KEY."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """The secret was sealed with another SECRET_KEY: it must be entered again."""


def seal(secret: str) -> str:
    """Return the secret as it is stored."""
    return _fernet().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Return the secret. Raises ``SealBroken``."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _fernet() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"kulanz.channels.mailbox").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
