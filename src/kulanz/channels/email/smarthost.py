"""One SMTP conversation with the outgoing server, and an honest word about how it ended."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

from kulanz.core.env import SettingError

from ..models import OutgoingMail

_TIMEOUT = 60  # seconds without a sign from the server


class Result(Enum):
    """How it ended."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended, and what the server said; ``missed`` are the words about those who do not get it."""

    result: Result
    words: str
    missed: str = ""


def hand_over(outgoing: OutgoingMail) -> Outcome:
    """Give one mail to the outgoing server. Never raises for what a server or a network can do."""
    try:
        client = connect(urlsplit(settings.SMTP_OUT))
    except (OSError, smtplib.SMTPException, SettingError) as error:
        return Outcome(Result.LATER, _said(error))
    try:
        return _converse(client, outgoing)
    finally:
        client.close()


def connect(url: SplitResult, timeout: float = _TIMEOUT) -> smtplib.SMTP:
    """Return an open conversation with the server of ``KULANZ_SMTP_OUT``, encrypted and signed in where it asks for it.

    Raises ``OSError``, ``smtplib.SMTPException`` and ``SettingError``.
    """
    host, secure = url.hostname or "localhost", url.scheme == "smtps"
    context = _context(url)
    client: smtplib.SMTP
    if secure:
        client = smtplib.SMTP_SSL(host, url.port or 465, timeout=timeout, context=context)
    else:
        client = smtplib.SMTP(host, url.port or 25, timeout=timeout)
    try:
        client.ehlo_or_helo_if_needed()
        if not secure and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo()
            secure = True
        if url.username:
            if not secure and not _is_loopback(host):
                raise SettingError("KULANZ_SMTP_OUT: the server offers no encryption; the password is not sent.")
            client.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        client.close()
        raise
    return client


def _converse(client: smtplib.SMTP, outgoing: OutgoingMail) -> Outcome:
    """Hand over step by step: before the final dot nothing was taken, after it only the answer tells."""
    try:
        options = _options(client, outgoing)
        code, said = client.mail(outgoing.envelope_from, options)
        if code != 250:
            return _refused(code, said)
        answers = [client.rcpt(address) for address in outgoing.recipient_list]
        taken = [answer for answer in answers if answer[0] in {250, 251}]
        if not taken:
            return _refused(*min(answers))
        code, said = client.docmd("DATA")
        if code != 354:
            return _refused(code, said)
        client.send(_stuffed(bytes(outgoing.raw)))
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        return Outcome(Result.LATER, _said(error))
    try:
        client.send(b".\r\n")
        code, said = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.UNCERTAIN, _said(error))
    if code != 250:
        return _refused(code, said)
    _leave(client)
    told = zip(outgoing.recipient_list, answers, strict=True)
    missed = "; ".join(f"{address}: {_text(*answer)}" for address, answer in told if answer not in taken)
    return Outcome(Result.SENT, f"{_text(code, said)} | {missed}" if missed else _text(code, said), missed)


def _options(client: smtplib.SMTP, outgoing: OutgoingMail) -> list[str]:
    addresses = [outgoing.envelope_from, *outgoing.recipient_list]
    options = []
    if client.has_extn("size"):
        options.append(f"SIZE={len(outgoing.raw)}")
    if not all(address.isascii() for address in addresses):
        if not client.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError("the server takes no international addresses")
        options.append("SMTPUTF8")
        client.command_encoding = "utf-8"
    return options


def _stuffed(raw: bytes) -> bytes:
    """The mail with CR LF line ends and doubled leading dots (RFC 5321, 4.5.2), without the final dot."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if not lines[-1]:
        lines.pop()
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)


def _leave(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        return  # the mail was taken; how the server says goodbye changes nothing


def _refused(code: int, said: bytes) -> Outcome:
    return Outcome(Result.REFUSED if 500 <= code < 600 else Result.LATER, _text(code, said))


def _text(code: int, said: bytes) -> str:
    return f"{code} {said.decode('utf-8', 'replace')}"[:500]


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _text(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    return f"{type(error).__name__}: {error}"[:500]


def _context(url: SplitResult) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if parse_qs(url.query).get("verify") == ["no"]:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
