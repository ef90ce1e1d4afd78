"""Small mails for the tests of the reader."""

from datetime import UTC, datetime

from lesart import Inbound, read_mail

ARRIVED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HEAD = b"From: Eva Brandt <eva@kunde.example>\r\nTo: hilfe@laden.example\r\nSubject: Lampe\r\n"
DATE = b"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n"


def read(raw: bytes, *trusted: str) -> Inbound:
    """Read a mail that arrived on 2 March 2026, 09:30 UTC."""
    return read_mail(raw, arrived_at=ARRIVED, trusted_authserv=trusted)


def with_head(rest: bytes) -> Inbound:
    """Read a mail with the usual From, To, Subject and Date in front of `rest`."""
    return read(HEAD + DATE + rest)


def multipart(kind: bytes, *parts: bytes) -> bytes:
    """The Content-Type field and the body of a multipart; each part has its own header."""
    body = b"".join(b"--grenze\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/" + kind + b'; boundary="grenze"\r\n\r\n' + body + b"--grenze--\r\n"
