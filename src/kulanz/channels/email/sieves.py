"""The ordered row of small sieves between reading and matching; the first that settles a letter wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
    """Our own mail came back to us: a forwarding ring. It stays kept and is left out.

    Anybody who got a mail of ours can put its id into their own, so the sender must be ours, too.
    """
    sender = address_key(letter.inbound.sender.address) if letter.inbound.sender is not None else ""
    if letter.inbound.message_id in facts.sent and split_plus(sender)[0] in facts.own_addresses:
        return replace(letter, ignored="own-mail")
    return letter


def report(letter: Letter, facts: Facts) -> Letter:
    """A delivery report belongs to the mail whose Message-ID it names: nobody else can know that.

    One that only names somebody we wrote to changes nothing, for anybody could have written it; a person sees it.
    """
    inbound = letter.inbound
    if inbound.delivery is None:
        return letter
    about = facts.sent.get(inbound.delivery.original_message_id or "") or facts.sent.get(inbound.in_reply_to or "")
    if about is not None:
        return replace(letter, bounced=about, is_automatic=True)
    if inbound.bounce is None:
        return letter
    address = inbound.bounce.recipient or ""
    if facts.sent_to.get(address_key(address)) is None:
        return replace(letter, is_automatic=True).hinted("bounce-unmatched")
    return replace(letter, is_automatic=True).hinted("bounce-unproven", address=address)


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
    """A mail that came over a list is marked: an answer may reach many.

    Programs that answer for one person say Precedence: bulk, too; theirs came over no list.
    """
    if not letter.inbound.is_list or (letter.is_automatic and letter.inbound.list_id is None):
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


def _appointment(invitation: Invitation) -> dict[str, Any]:
    """An invitation as plain values; times in the form of ISO 8601, without an offset where they float.

    Whole days are dates, the last one included. What is not so is left out.
    """
    start, end = invitation.start, invitation.end
    further = {
        "repeats": invitation.repeats,
        "zone": invitation.zone[:100],
        "moved": invitation.moved,
        "one_of_series": invitation.one_of_series,
        "others": invitation.others,
    }
    if invitation.whole_day and start is not None:
        last = end - timedelta(days=1) if end is not None and end > start else start
        times = {"start": start.date().isoformat(), "end": last.date().isoformat()}
    else:
        times = {"start": start.isoformat() if start else "", "end": end.isoformat() if end else ""}
    return {
        "method": invitation.method,
        "title": invitation.summary[:300],
        **times,
        "where": invitation.location[:300],
        "organiser": (invitation.organiser_name or invitation.organiser)[:300],
        **{name: value for name, value in further.items() if value},
    }


SIEVES: tuple[Sieve, ...] = (
    own_mail_back,
    report,
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
