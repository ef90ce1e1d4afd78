"""Header fields that must arrive as they were meant: addresses and ids, never an encoded word inside one.

The standard library folds a long id as if it were words ("=?utf-8?q?<AM0P...") and encodes what stands before an @.
Here every field is a row of tokens, and lines end between tokens only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Self

import idna

_LINE = 78
LONGEST_ID = 980  # with the name of its field an id must fit into one line of 998 (RFC 5322, 2.1.1)
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_ID = re.compile(rf"[!-;=?-~]{{1,{LONGEST_ID}}}")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ATOMS = re.compile(r"[^\s()<>\[\]:;@\\,\"]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*")
_BESIDE_BLANKS = re.compile(r"[^\S ]|[\x00-\x1f\x7f]")


class BadAddress(ValueError):
    """Nothing that mail can be sent to; ``address`` says what was given."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class HeaderField(str):
    """A field of ready tokens. The mail policy takes it as it is and asks it to fold itself."""

    name: str
    tokens: tuple[str, ...]

    def __new__(cls, name: str, tokens: Iterable[str]) -> Self:
        """Return the field ``name`` with these tokens, which hold no line end."""
        ready = tuple(tokens)
        made = super().__new__(cls, " ".join(ready))
        made.name, made.tokens = name, ready
        return made

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the field with its name, in lines of 78 characters where tokens allow it."""
        lines, line = [], f"{self.name}:"
        for place, token in enumerate(self.tokens):
            if place and len(line) + 1 + len(token) > _LINE:
                lines.append(line)
                line = ""
            line = f"{line} {token}"
        return policy.linesep.join([*lines, line]) + policy.linesep


def ids(name: str, given: Sequence[str]) -> HeaderField:
    """Return a field of message ids. They come without angle brackets and must be ``citable``."""
    return HeaderField(name, [f"<{each}>" for each in given])


def citable(mail_id: str) -> bool:
    """Say whether an id can stand in a field of ours: printable ASCII, short enough for one line."""
    return _ID.fullmatch(mail_id) is not None


def people(name: str, pairs: Sequence[tuple[str, str]]) -> HeaderField:
    """Return an address field of names and ``sendable`` addresses."""
    tokens = [_tokens(*pair) for pair in pairs]
    return HeaderField(name, [token for each in tokens[:-1] for token in (*each[:-1], f"{each[-1]},")] + tokens[-1])


def sendable(address: str) -> str:
    """Return an address as it goes into header and envelope alike. Raises ``BadAddress``.

    The local part stays as it was written, quoted where it has to be. A domain with letters beyond ASCII takes its form
    of IDNA 2008 (RFC 5891): "straße" and "strasse" are different domains.
    """
    local, _, domain = address.strip().rpartition("@")
    sent = f"{_local(local)}@{_domain(domain)}" if local and domain else ""
    if not sent or len(sent.encode()) > LONGEST_ADDRESS or not sent.isprintable():
        raise BadAddress(address)
    return sent


def as_bytes(mail: EmailMessage) -> bytes:
    """Return the bytes of a mail; its head is UTF-8 only where an address asks for it (RFC 6532)."""
    plain = all(value.isascii() for value in mail.values() if isinstance(value, HeaderField))
    return mail.as_bytes(policy=SMTP.clone(max_line_length=_LINE, utf8=not plain))


def one_line(text: str) -> str:
    """Return a text without line ends and control characters, with single blanks."""
    return " ".join(_BESIDE_BLANKS.sub(" ", text).split())


def _tokens(name: str, address: str) -> list[str]:
    words = one_line(name)
    if not words:
        return [address]
    if not words.isascii() or "=?" in words:
        return [*Header(words, "utf-8", maxlinelen=_LINE - 3).encode().split(), f"<{address}>"]
    if not _PLAIN_NAME.fullmatch(words):
        words = '"{}"'.format(words.replace("\\", "\\\\").replace('"', '\\"'))
    return [*words.split(" "), f"<{address}>"]


def _local(written: str) -> str:
    quoted = _QUOTED.fullmatch(written)
    plain = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else written
    if _ATOMS.fullmatch(plain) and not quoted:
        return plain
    return '"{}"'.format(plain.replace("\\", "\\\\").replace('"', '\\"'))


def _domain(written: str) -> str:
    if written.isascii():
        return written
    try:
        return idna.encode(written, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise BadAddress(written) from error
