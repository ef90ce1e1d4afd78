"""The folder of a mailbox on a server: signing in, asking, and hearing what is answered. It is only ever read."""

from __future__ import annotations

import calendar
import email.utils
import hashlib
import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from kulanz.core.clock import now
from kulanz.core.secret_box import unseal

from ..models import Mailbox

_TIMEOUT = 60.0
_AT_ONCE = 500  # mails whose fields are asked for with one command
_UID = re.compile(rb"\bUID (\d+)\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)\b")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"')
_BEGINS = re.compile(rb"\d+ \(")
_FIELD_END = re.compile(rb"\r?\n(?![ \t])")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OVERVIEW = "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (DATE FROM TO SUBJECT MESSAGE-ID)])"


class FetchFailed(Exception):
    """The server answered something other than OK; the message is what it said."""


class LoginRefused(Exception):
    """The server does not let us in; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a server says of a mail before it is fetched. ``mark`` stays under another number; "" tells nothing."""

    uid: int
    size: int
    at: datetime
    mark: str


class Folder:
    """An opened folder. ``validity`` names the server's numbering (0: it names none), ``uid_next`` the next number."""

    def __init__(self, box: BaseMailBox) -> None:
        self.box = box
        # imaplib gives an answer away only once, so it is remembered here.
        self.validity = self._told("UIDVALIDITY")
        self.uid_next = self._told("UIDNEXT")
        self.amount = self._told("EXISTS")
        self.highest: int | None = None
        self.refused = ""

    def all_uids(self) -> list[int]:
        """Return the numbers of all mails, lowest first."""
        return self._search("ALL")

    def uids_after(self, uid: int) -> list[int]:
        """Return the numbers above ``uid``, lowest first."""
        return [each for each in self._search("UID", f"{uid + 1}:*") if each > uid]

    def uids_since(self, day: date) -> list[int]:
        """Return the numbers of the mails that the server dates on ``day`` or later."""
        return self._search("SINCE", _imap_date(day))

    def uids_on(self, day: date) -> list[int]:
        """Return the numbers of the mails that the server dates on ``day``."""
        return self._search("ON", _imap_date(day))

    def overviews(self, uids: Sequence[int]) -> Iterator[Overview]:
        """Ask about mails; one that was removed meanwhile is left out."""
        for start in range(0, len(uids), _AT_ONCE):
            some = uids[start : start + _AT_ONCE]
            for uid, head, literals in self._fetch(",".join(map(str, some)), _OVERVIEW):
                size = _SIZE.search(head)
                yield Overview(uid, int(size[1]) if size else 0, _internal_date(head), _mark(b"".join(literals)))

    def mail(self, uid: int) -> bytes | None:
        """Return a mail byte for byte, without marking it as read; ``None`` where it was removed meanwhile."""
        for found, head, literals in self._fetch(str(uid), "(UID BODY.PEEK[])"):
            # A server may mention other mails in passing; only the one that was asked for counts.
            if found == uid and (literals or b'BODY[] ""' in head):
                return literals[0] if literals else b""
        return None

    def was_renumbered(self) -> bool:
        """Say whether the server has told of another numbering since the folder was opened."""
        told = self._told("UIDVALIDITY")
        return bool(told) and told != self.validity

    def _told(self, what: str) -> int:
        found = self.box.client.response(what)[1]
        last = found[-1] if found else None
        return int(last) if last and last.isdigit() else 0

    def _search(self, *criteria: str) -> list[int]:
        state, found = self.box.client.uid("SEARCH", *criteria)
        if state != "OK":
            raise FetchFailed(str(found))
        return sorted({int(uid) for line in found if line for uid in line.split() if uid.isdigit()})

    def _fetch(self, uids: str, what: str) -> list[tuple[int, bytes, list[bytes]]]:
        state, parts = self.box.client.uid("FETCH", uids, what)
        if state != "OK":
            raise FetchFailed(str(parts))
        answers = [(_UID.search(head), head, literals) for head, literals in _answers(parts)]
        return [(int(uid[1]), head, literals) for uid, head, literals in answers if uid is not None]


@contextmanager
def opened(mailbox: Mailbox, *, timeout: float = _TIMEOUT) -> Iterator[Folder]:
    """Sign in and open the folder read-only: nothing that is done with it changes a flag. ``timeout`` in seconds."""
    secret = unseal(mailbox.imap_secret) if mailbox.imap_secret else ""
    box = _client(mailbox, timeout)
    try:
        _sign_in(box, mailbox.imap_user, secret)
        box.client._get_capabilities()  # some servers say what they can only now
        box.folder.set(mailbox.imap_folder, readonly=True)
        yield Folder(box)
    finally:
        box.client.shutdown()


def _client(mailbox: Mailbox, timeout: float) -> BaseMailBox:
    context = ssl.create_default_context()
    host, port = mailbox.imap_host, mailbox.imap_port
    if mailbox.imap_security == Mailbox.Security.TLS:
        return MailBox(host, port, timeout=timeout, ssl_context=context)
    box = MailBoxUnencrypted(host, port, timeout=timeout)
    if mailbox.imap_security == Mailbox.Security.STARTTLS:
        try:
            box.client.starttls(context)
        except BaseException:
            box.client.shutdown()
            raise
    return box


def _sign_in(box: BaseMailBox, user: str, secret: str) -> None:
    """Sign in. What is not ASCII goes as UTF-8: by AUTHENTICATE PLAIN (RFC 4616), else by LOGIN with a literal."""
    client = box.client
    is_plain = user.isascii() and secret.isascii()
    by_sasl = "AUTH=PLAIN" in client.capabilities
    if by_sasl and (not is_plain or "LOGINDISABLED" in client.capabilities):
        try:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{secret}".encode())
            return
        except imaplib.IMAP4.abort:  # a kind of error, too: the connection broke, and the password may be right
            raise
        except imaplib.IMAP4.error as error:
            # Another refusal may mean that the server takes no such letters this way: then the literal is tried.
            if is_plain or "[AUTHENTICATIONFAILED]" in str(error).upper():
                raise LoginRefused(str(error)) from error
    try:
        words_in = [_quoted(user)]
        if secret.isascii():
            words_in.append(_quoted(secret))
        else:
            client.literal = secret.encode()  # type: ignore[assignment]  # as imaplib does it for APPEND
        state, words = client._simple_command("LOGIN", *words_in)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise LoginRefused(str(error)) from error
    if state != "OK":
        raise LoginRefused(b" ".join(each for each in words if each).decode("utf-8", "replace"))
    client.state = "AUTH"


def _quoted(word: str) -> bytes:
    return b'"' + word.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _answers(parts: Sequence[bytes | tuple[bytes, bytes] | None]) -> list[tuple[bytes, list[bytes]]]:
    """Put together what belongs to one mail: its words, wherever they stand, and its literals."""
    answers: list[tuple[list[bytes], list[bytes]]] = []
    for part in parts:
        words, literal = part if isinstance(part, tuple) else (part or b"", None)
        if _BEGINS.match(words) or not answers:
            answers.append(([], []))
        answers[-1][0].append(words)
        if literal is not None:
            answers[-1][1].append(literal)
    return [(b" ".join(words), literals) for words, literals in answers]


def _mark(fields: bytes) -> str:
    lines = sorted(b" ".join(field.split()).lower() for field in _FIELD_END.split(fields))
    written = b"\n".join(line for line in lines if line)
    return hashlib.sha256(written).hexdigest() if written else ""


def _internal_date(head: bytes) -> datetime:
    found = _DATE.search(head)
    parsed = (
        email.utils.parsedate_tz(found[1].decode("ascii", "replace").replace("-", " ", 2).strip()) if found else None
    )
    if parsed is None:
        return now()
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed[:9]) - (parsed[9] or 0), UTC)
    except (ValueError, OverflowError, OSError):
        return now()
    return min(moment, now())


def _imap_date(day: date) -> str:
    """A date as IMAP wants it, whatever the language of the system."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
