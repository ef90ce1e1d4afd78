"""One SMTP conversation with the outgoing server, and an honest word about how it ended."""

from __future__ import annotations

import base64
import smtplib
import ssl
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

from kulanz.core.env import SettingError

from ..adapter import Later, Receipt, Rejected, Sent, Uncertain
from ..models import Outgoing
from .signing import author_of, signed

_SECONDS = 30.0  # without a sign from the server; ``?timeout=`` in KULANZ_SMTP_OUT says otherwise
_VERDICT_SECONDS = 120.0  # after the last dot: filters think, and a break here needs a person


def hand_over(outgoing: Outgoing) -> Receipt:
    """Sign one mail and give it to the outgoing server. Never raises for what a key, a server or a network can do."""
    url = urlsplit(settings.SMTP_OUT)
    try:
        raw = signed(bytes(outgoing.raw))
        client = connect(url, _seconds(url))
    except (OSError, smtplib.SMTPException, SettingError) as error:
        return Later(_said(error))
    try:
        return _converse(client, outgoing, raw)
    finally:
        client.close()


def connect(url: SplitResult, timeout: float = _SECONDS) -> smtplib.SMTP:
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
            _sign_in(client, unquote(url.username), unquote(url.password or ""))
    except BaseException:
        client.close()
        raise
    return client


def _sign_in(client: smtplib.SMTP, user: str, secret: str) -> None:
    """Sign in. What is not ASCII goes as UTF-8, as in AUTH PLAIN (RFC 4616): smtplib knows ASCII only."""
    if user.isascii() and secret.isascii():
        client.login(user, secret)
        return
    mechanisms = client.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in mechanisms or "LOGIN" not in mechanisms:
        code, said = client.docmd("AUTH", f"PLAIN {_encoded(f'{chr(0)}{user}{chr(0)}{secret}')}")
    else:
        code, said = client.docmd("AUTH", f"LOGIN {_encoded(user)}")
        if code == 334:
            code, said = client.docmd(_encoded(secret))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _encoded(words: str) -> str:
    return base64.b64encode(words.encode()).decode("ascii")


def _converse(client: smtplib.SMTP, outgoing: Outgoing, raw: bytes) -> Receipt:
    """Hand over step by step: before the final dot nothing was taken, after it only the answer tells."""
    if _is_international(outgoing, raw) and not client.has_extn("smtputf8"):
        return Rejected("", "no-umlauts")
    try:
        code, said = _begin(client, outgoing, raw)
        if code != 250:
            return _refused(code, said)
        # Not client.rcpt(): it reads the address anew and may name another one.
        due = outgoing.due_list
        answers = [client.docmd("RCPT", f"TO:<{address}>") for address in due]
        taken = [answer for answer in answers if answer[0] in {250, 251}]
        if not taken:
            # The lowest code: where one of them was only put off, another attempt may succeed.
            return _refused(*min(answers))
        code, said = client.docmd("DATA")
        if code != 354:
            return _refused(code, said)
        client.send(_stuffed(raw))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Later(_said(error))
    try:
        _await_verdict(client)
        client.send(b".\r\n")
        code, said = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Uncertain(_said(error))
    if code != 250:
        return _refused(code, said)
    _leave(client)
    told = [(address, answer) for address, answer in zip(due, answers, strict=True) if answer not in taken]
    missed = tuple((address, _text(*answer)) for address, answer in told if _is_final(answer[0]))
    later = tuple((address, _text(*answer)) for address, answer in told if not _is_final(answer[0]))
    words = [_text(code, said), *(f"{address}: {_text(*answer)}" for address, answer in told)]
    return Sent(" | ".join(words), missed, later)


def _begin(client: smtplib.SMTP, outgoing: Outgoing, raw: bytes) -> tuple[int, bytes]:
    """Name the way back. A mail that has none names its author where the server lets nobody write without one."""
    options = _options(client, outgoing, raw)
    code, said = client.docmd("MAIL", f"FROM:<{outgoing.envelope_from}>{options}")
    if outgoing.envelope_from or not 500 <= code < 600:
        return code, said
    return client.docmd("MAIL", f"FROM:<{author_of(raw)}>{options}")


def _is_international(outgoing: Outgoing, raw: bytes) -> bool:
    """Whether an address holds letters beyond ASCII: in the envelope or, in UTF-8, in the head (RFC 6531)."""
    head = raw.partition(b"\r\n\r\n")[0]
    return not (head.isascii() and outgoing.envelope_from.isascii() and outgoing.recipients.isascii())


def _options(client: smtplib.SMTP, outgoing: Outgoing, raw: bytes) -> str:
    options = f" SIZE={len(raw)}" if client.has_extn("size") else ""
    if _is_international(outgoing, raw):
        client.command_encoding = "utf-8"
        options += " SMTPUTF8"
    return options


def _await_verdict(client: smtplib.SMTP) -> None:
    if client.sock is not None:
        client.sock.settimeout(max(_VERDICT_SECONDS, client.timeout))


def _seconds(url: SplitResult) -> float:
    given = parse_qs(url.query).get("timeout", [""])[0]
    return float(given) if given.isdecimal() and int(given) else _SECONDS


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


def _refused(code: int, said: bytes) -> Receipt:
    words = _text(code, said)
    return Rejected(words) if _is_final(code) else Later(words)


def _is_final(code: int) -> bool:
    return 500 <= code < 600


def _text(code: int, said: bytes) -> str:
    return f"{code} {said.decode('utf-8', 'replace')}"[:500]


def _said(error: BaseException) -> str:
    if isinstance(error.__context__, TimeoutError):  # smtplib calls a silent server a closed connection
        error = error.__context__
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
