"""Who wrote a mail: a mail server, or somebody whose words must not be taken for a server's.

An empty envelope sender alone says nothing: redirects and some providers take it away from anybody's mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .addresses import read_addresses
from .automatic import auto_submitted
from .headers import Headers
from .model import Address
from .subjects import without_tags

_DAEMON = re.compile(r"(?:mailer-?daemon|mail-?daemon|mdaemon|double-bounce|microsoftexchange[0-9a-f]{8,64})\b", re.I)
_DAEMON_NAME = re.compile(r"mail(?:er)?[ _-]?daemon|mail delivery (?:sub)?system|mail delivery service", re.IGNORECASE)
_POSTMASTER = re.compile(r"postmaster\b", re.IGNORECASE)
# Addresses behind which nobody sits; 'admin' and 'info' are people.
_ACCOUNT = re.compile(
    r"(?:mta|smtp|mail-?server|mail-?gateway|exchange|no-?reply|do-?not-?reply|bounces?)(?=[@+._-]|$)", re.IGNORECASE
)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|antwort|sv|vs|fwd?|wg|tr)\s*(?:\[\d+\])?\s?[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Writer:
    """What the header tells of who wrote. Of ``daemon``, ``postmaster`` and ``account`` the plainest is set.

    ``nobody`` means that neither a name nor an address is given, ``answers`` that the subject begins like
    an answer or a forward.
    """

    daemon: bool = False
    postmaster: bool = False
    account: bool = False
    nobody: bool = False
    null_path: bool = False
    automatic: bool = False
    answers: bool = False

    @property
    def is_person(self) -> bool:
        """Whether nothing at all speaks for a machine."""
        return not (self.daemon or self.postmaster or self.nobody or self.null_path or self.automatic)


def writer_of(headers: Headers, sender: Address | None, subject: str) -> Writer:
    """Read the signs in a header; `sender` is who was found to have written, None for nobody."""
    named = sender or _only_named(headers)
    name, address = (named.name, named.address) if named else ("", "")
    daemon = _DAEMON.match(address) is not None or _DAEMON_NAME.search(name) is not None
    postmaster = not daemon and (_POSTMASTER.match(address) or _POSTMASTER.search(name)) is not None
    path = headers.plain("return-path")
    return Writer(
        daemon=daemon,
        postmaster=postmaster,
        account=not daemon and not postmaster and _ACCOUNT.match(address) is not None,
        nobody=not name and not address,
        null_path=path == "<>" or _DAEMON.match(path.lstrip("<")) is not None,
        automatic=auto_submitted(headers) is not None or "x-failed-recipients" in headers,
        answers=_ANSWER.match(without_tags(subject)) is not None,
    )


def _only_named(headers: Headers) -> Address | None:
    """The name in a From without an address: 'Mail Delivery System <>'."""
    found = read_addresses(headers.raw("from"))
    return found[0] if found else None
