"""Telling one mail from another: two are the same only if everything in them is that was not added on the way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

# Fields that servers, filters and mail stores add: they differ when the same mail is delivered a second time.
_ON_THE_WAY = (
    # where it went
    rb"received(?:-[a-z-]+)?|return-path|(?:x-)?(?:delivered-to|original-to|envelope-(?:to|from)|rcpt-to|resolved-to)"
    rb"|delivery-date|delivered-[a-z-]+|x-(?:received|forwarded|loop|hop|relay|route|transport|smtp|queue|delivery)[a-z-]*"
    rb"|x-(?:mail-from|sender-ip|originating-ip|originatingip|remote-ip|authenticated-[a-z]+|provags-id|trace[a-z-]*)"
    # what was checked
    rb"|(?:x-)?authentication-results(?:-[a-z]+)?|arc-[a-z-]+|dkim-(?:signature|filter)|domainkey-[a-z]+"
    rb"|x-(?:spam|virus|antispam|antivirus|anti-?abuse|rspam|bogosity|dspam|crm114|greylist|amavis|scan|clean|filter"
    rb"|policy|quarantine|mailscanner|barracuda|ironport|proofpoint|mimecast|sophos|eset|kaspersky|cloudmark|vade|halon"
    rb"|cmae|pmx|tm-|tmase|mdid|dcc|pyzor|razor|sieve|eopattributed|forefront|microsoft-antispam|ms-exchange"
    rb"|ms-publictraffic|google|gm-|gmail|gmx|ui-|me-|hmailserver|getmail|fetchmail)[a-z0-9-]*"
    # how it is stored
    rb"|x-(?:status|uid[a-z]*|uidl|keywords|imap[a-z]*|mozilla-[a-z0-9-]+|evolution-[a-z-]+)|content-length"
)
_FIELD = rb"[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*"
_TRACE = re.compile(rb"\n(?:" + _ON_THE_WAY + rb")" + _FIELD, re.IGNORECASE)
_X_FIELD = re.compile(rb"\nx-[^\n:]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE)
_LONGEST = 262_144  # bytes of the fields in which traces are looked for; nobody who means well writes more
_HOP = re.compile(rb"\nreceived[ \t]*:", re.IGNORECASE)
_STORE_LINE = re.compile(rb"\n>?From [^\n]*")  # the first line of a mail in an mbox file


def fingerprint(raw: bytes) -> str:
    """Return the digest (64 hex digits) of a mail without what was added on its way; one pass, whatever its size.

    Servers put their fields above those of the writer, so that unknown ``X-`` fields count only below the last trace
    of a server. Line ends behind the last word count nowhere: mail stores add and drop them.
    """
    end = _head_end(raw)
    head = b"\n" + raw[:end].replace(b"\r\n", b"\n").rstrip(b"\r\n")
    digest = hashlib.sha256(_own_fields(head[:_LONGEST]))
    digest.update(memoryview(head)[_LONGEST:])
    digest.update(memoryview(raw)[end : _last_word(raw, end)])
    return digest.hexdigest()


def addressed(recipients: Iterable[str]) -> str:
    """Return the digest (16 hex digits) of whom a mail was delivered to."""
    return hashlib.sha256("\n".join(sorted(recipients)).encode("utf-8", "replace")).hexdigest()[:16]


def _own_fields(head: bytes) -> bytes:
    """The fields as their writer left them; ``head`` begins with a line end."""
    if store_line := _STORE_LINE.match(head):
        head = head[store_line.end() :]
    hops = [hop.start() for hop in _HOP.finditer(head)]
    if hops:
        # Above the lowest Received every unknown field may be a server's.
        head = _X_FIELD.sub(b"", head[: hops[-1]]) + head[hops[-1] :]
    return _TRACE.sub(b"", head)


def _head_end(raw: bytes) -> int:
    """Where the fields end: at the first empty line, whichever line ends the mail has."""
    if raw.startswith((b"\r\n", b"\n")):
        return 0
    end = raw.find(b"\n\r\n")
    bare = raw.find(b"\n\n", 0, end if end >= 0 else len(raw))
    found = bare if bare >= 0 else end
    return found if found >= 0 else len(raw)


def _last_word(raw: bytes, head: int) -> int:
    return max(head, len(raw.rstrip(b"\r\n")))
