"""The ordered row of small sieves between reading and matching; the first that settles a letter wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .addresses import split_plus
from .letters import Facts, Letter, address_key
from .passing import concerned
from .reading import Forwarded
from .reading.model import Invitation
from .reading.subjects import is_forward

AUTOMATIC_PER_HOUR = 20
QUIET = frozenset({"no-date"})  # the time of arrival stands in; nobody misses anything
_SPAM = re.compile(rb"^x-spam-(?:flag:\s*yes|status:\s*yes)", re.IGNORECASE | re.MULTILINE)

Sieve = Callable[[Letter, Facts], Letter]


def sift(letter: Letter, facts: Facts) -> Letter:
    """Let a letter pass through all sieves until one settles it."""
    for sieve in SIEVES:
        letter = sieve(letter, facts)
        if letter.is_settled:
            break
    return letter


def own_mail_back(letter: Letter, facts: Facts) -> Letter:
    """Our own mail came back to us: a forwarding ring. It stays kept and is left out."""
    if letter.inbound.message_id in facts.sent:
        return replace(letter, ignored="own-mail")
    return letter


def bounce(letter: Letter, facts: Facts) -> Letter:
    """A delivery report belongs to the mail that failed; one about nothing we know becomes an automatic message."""
    report = letter.inbound.bounce
    if not letter.inbound.is_bounce or report is None:
        return letter
    about = facts.sent.get(report.original_message_id or "") or facts.sent_to.get(address_key(report.recipient or ""))
    if about is not None:
        return replace(letter, bounced=about, is_automatic=True)
    return replace(letter, is_automatic=True).hinted("bounce-unmatched")


def receipt(letter: Letter, facts: Facts) -> Letter:
    """A read receipt is no answer."""
    return replace(letter, is_automatic=True).hinted("receipt") if letter.inbound.is_receipt else letter


def automatic(letter: Letter, facts: Facts) -> Letter:
    """An automatic reply is shown, never counted as an answer and never answered."""
    if not letter.inbound.is_auto_reply or letter.inbound.is_receipt:
        return letter
    until = letter.inbound.auto_reply_until
    return replace(letter, is_automatic=True).hinted("automatic", **({"until": str(until)} if until else {}))


def loop(letter: Letter, facts: Facts) -> Letter:
    """Too many automatic mails of one sender within an hour: two machines are talking."""
    if letter.is_automatic and facts.automatic_last_hour.get(letter.sender_key, 0) >= AUTOMATIC_PER_HOUR:
        return replace(letter, ignored="loop")
    return letter


def mailing_list(letter: Letter, facts: Facts) -> Letter:
    """A mail that came over a list is marked: an answer may reach many."""
    if not letter.inbound.is_list:
        return letter
    return letter.hinted("mailing-list", **({"list": letter.inbound.list_id} if letter.inbound.list_id else {}))


def own_address(letter: Letter, facts: Facts) -> Letter:
    """A sender with our own address: website forms write so and name the customer in Reply-To."""
    if split_plus(letter.sender_key)[0] not in facts.own_addresses:
        return letter
    for other in letter.inbound.reply_to:
        if (key := address_key(other.address)) and split_plus(key)[0] not in facts.own_addresses:
            return replace(letter, sender=other)
    return letter.hinted("own-address")


def colleague(letter: Letter, facts: Facts) -> Letter:
    """A colleague passes a customer's mail on: the customer is the one who wrote it first, and only their words count.

    Where nobody can be told from it, the words are for us alone.
    """
    inbound = letter.inbound
    name = facts.colleagues.get(letter.sender_key)
    if name is None or inbound.authentication.failed or not (inbound.forwarded or is_forward(inbound.subject)):
        return letter
    mail = concerned(inbound.forwarded, letter.sender_key, facts)
    by = facts.colleague_ids.get(letter.sender_key)
    if mail is None or mail.sender is None:
        return replace(letter, passed_on=Forwarded(None), passed_on_by=by).hinted("forward-unsplit", name=name)
    letter = replace(letter, sender=mail.sender, passed_on=mail, passed_on_by=by).hinted("forwarded-by", name=name)
    return letter if mail.certain else letter.hinted("forward-unsplit", name=name)


def unverified(letter: Letter, facts: Facts) -> Letter:
    """The sender's address is not to be believed."""
    if not letter.inbound.authentication.failed:
        return letter
    return letter.hinted("sender-unverified", verdicts=letter.verdicts)


def spam(letter: Letter, facts: Facts) -> Letter:
    """The filter in front of us thinks that it is spam. A person decides."""
    return letter.hinted("spam") if _SPAM.search(letter.origin.head) else letter


def marks(letter: Letter, facts: Facts) -> Letter:
    """What the reader should know before they open it: encrypted, signed, an invitation, not read completely."""
    inbound = letter.inbound
    if inbound.protected:
        letter = letter.hinted(inbound.protected)
    for file in inbound.attachments:
        if file.invitation is not None:
            letter = letter.hinted("invitation", **_appointment(file.invitation))
            break
    doubts = [warning for warning in inbound.warnings if warning not in QUIET]
    return letter.hinted("read-with-warnings", warnings=doubts) if doubts else letter


def _appointment(invitation: Invitation) -> dict[str, str]:
    """An invitation as plain values; times in the form of ISO 8601, without an offset where they float."""
    return {
        "method": invitation.method,
        "title": invitation.summary[:300],
        "start": invitation.start.isoformat() if invitation.start else "",
        "end": invitation.end.isoformat() if invitation.end else "",
        "where": invitation.location[:300],
        "organiser": (invitation.organiser_name or invitation.organiser)[:300],
    }


SIEVES: tuple[Sieve, ...] = (
    own_mail_back,
    bounce,
    receipt,
    automatic,
    loop,
    mailing_list,
    own_address,
    colleague,
    unverified,
    spam,
    marks,
)
