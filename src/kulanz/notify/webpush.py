"""Web Push by its standards: what is sent is sealed for one browser (RFC 8291), and says from whom it is (RFC 8292).

No library: docs/decisions/0016.
"""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LIVES = timedelta(hours=12)  # how long a push service keeps what a browser does not fetch, and a signature holds
_RECORD = 4096
_CURVE = ec.SECP256R1()


def new_keys() -> tuple[str, str]:
    """Return a new public and private key for the house, in base64url."""
    private = ec.generate_private_key(_CURVE)
    return encode(_point(private)), encode(private.private_numbers().private_value.to_bytes(32, "big"))


def is_usable(public_key: str, secret: str) -> bool:
    """Say whether something can be sealed with what a browser gave: a point of the curve and sixteen bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decode(public_key))
        return len(decode(secret)) == 16
    except (ValueError, InvalidKey):
        return False


def seal_for(
    message: bytes,
    public_key: str,
    secret: str,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Seal a message for one browser, coded aes128gcm. ``own`` and ``salt`` are new for each, given only to test."""
    own, salt = own or ec.generate_private_key(_CURVE), salt or os.urandom(16)
    theirs = decode(public_key)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    key = _derived(shared, decode(secret), b"WebPush: info\x00" + theirs + _point(own), 32)
    content_key = _derived(key, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(key, salt, b"Content-Encoding: nonce\x00", 12)
    sealed = AESGCM(content_key).encrypt(nonce, message + b"\x02", None)  # 2: the last record, without padding
    return salt + _RECORD.to_bytes(4, "big") + bytes([65]) + _point(own) + sealed


def headers_for(endpoint: str, *, public: str, private: str, contact: str, at: datetime) -> dict[str, str]:
    """Return the fields of a post to ``endpoint``, signed ``at`` (aware). ``contact``: a mailto: or https: URL."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at.astimezone(UTC) + LIVES).timestamp()),
        "sub": contact,
    }
    return {
        "Authorization": f"vapid t={_signed(claims, private)}, k={public}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LIVES.total_seconds())),
        "Urgency": "normal",
    }


def encode(value: bytes) -> str:
    """Return bytes in base64url without padding."""
    return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")


def decode(value: str) -> bytes:
    """Return the bytes of such a text. Raises ``ValueError``."""
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


def _signed(claims: dict[str, object], private: str) -> str:
    """A JSON Web Token, signed ES256 (RFC 7518, 3.4): both numbers of the signature at full length."""
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    text = ".".join(encode(json.dumps(each, separators=(",", ":")).encode()) for each in parts)
    key = ec.derive_private_key(int.from_bytes(decode(private), "big"), _CURVE)
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(SHA256())))
    return f"{text}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
