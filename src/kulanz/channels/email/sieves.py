"""The ordered row of small sieves between reading and matching; the first that settles a letter wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kulanz.people.rules import mail_key
from lesart import Address, Forwarded, Invitation, is_forward

from .letters import Facts, Letter, Trust
from .passing import concerned
from .persons import are_related, named_inside, person_behind

AUTOMATIC_PER_HOUR = 20
QUIET = frozenset({"no-date"})  # the time of arrival stands in; nobody misses anything
_SPAM = re.compile(rb"^x-spam-(?:flag:\s*yes|status:\s*yes)", re.IGNORECASE | re.MULTILINE)

_BY_MACHINES = frozenset({"auto-generated", "auto-notified"})

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
    sender = mail_key(letter.inbound.sender.address) if letter.inbound.sender is not None else ""
    if letter.inbound.message_id in facts.sent and facts.is_own(sender):
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
    if facts.sent_to.get(mail_key(address)) is None:
        return replace(letter, is_automatic=True).hinted("bounce-unmatched")
    return replace(letter, is_automatic=True).hinted("bounce-unproven", address=address)


def receipt(letter: Letter, facts: Facts) -> Letter:
    """A read receipt is no answer."""
    return replace(letter, is_automatic=True).hinted("receipt") if letter.inbound.is_receipt else letter


def automatic(letter: Letter, facts: Facts) -> Letter:
    """An automatic reply is shown, never counted as an answer and never answered."""
    written = letter.through is not None and letter.inbound.auto_submitted in _BY_MACHINES
    if not letter.inbound.is_auto_reply or letter.inbound.is_receipt or written:
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


def person(letter: Letter, facts: Facts) -> Letter:
    """Forms, shops and groups write for a person whom Reply-To names; a person may want to be answered elsewhere."""
    inbound, ours = letter.inbound, facts.is_own(letter.author_key)
    if inbound.delivery is not None or inbound.is_bounce or inbound.is_receipt:
        return letter
    others = tuple(each for each in letter.others_asked if not facts.is_own(mail_key(each.address)))
    is_person = letter.author_key in facts.colleagues and not ours
    named = others or _named_inside(letter, facts)
    behind = None if is_person or _wrote_by_itself(letter, named) else _behind(letter, named, facts)
    if behind is not None:
        machine = letter.sender
        letter = replace(letter, sender=behind, through=machine)
        return letter.hinted("sent-through", name=machine.name, address=letter.author_key)
    if others:
        letter = letter.hinted("answers-to", addresses=[each.address for each in others[:5]])
    return letter.hinted("own-address") if ours else letter


def _is_ours(key: str, facts: Facts) -> bool:
    return facts.is_own(key) or key.rpartition("@")[2] in facts.own_domains


def _behind(letter: Letter, others: Sequence[Address], facts: Facts) -> Address | None:
    return person_behind(
        letter.sender,
        others,
        is_ours=lambda address: _is_ours(mail_key(address), facts),
        is_list=letter.inbound.is_list,
        head=letter.head,
        text=letter.inbound.text,
    )


def _named_inside(letter: Letter, facts: Facts) -> tuple[Address, ...]:
    inbound = letter.inbound
    found = named_inside(letter.sender, is_list=inbound.is_list, head=letter.head, text=inbound.text)
    return () if found is None or _is_ours(mail_key(found.address), facts) else (found,)


def _wrote_by_itself(letter: Letter, others: Sequence[Address]) -> bool:
    """An absence, or a notice that a house answers elsewhere, is no word of the person that Reply-To names."""
    if not letter.inbound.is_auto_reply:
        return False
    domain = letter.author_key.rpartition("@")[2]
    elsewhere = [each for each in others if not are_related(mail_key(each.address).rpartition("@")[2], domain)]
    return letter.inbound.auto_submitted not in _BY_MACHINES or not elsewhere


def two_authors(letter: Letter, facts: Facts) -> Letter:
    """More than one address in From: the first counts, and any check may have looked at another."""
    authors = tuple(dict.fromkeys(each.address for each in letter.inbound.authors))
    if len({address.casefold() for address in authors}) < 2:
        return letter
    return letter.hinted("two-senders", addresses=list(authors[:5]))


def colleague(letter: Letter, facts: Facts) -> Letter:
    """A colleague passes a customer's mail on: the customer is the one who wrote it first, and only their words count.

    Where nobody can be told from it, the words are for us alone.
    """
    inbound, known = letter.inbound, facts.colleagues.get(letter.author_key)
    if known is None or letter.through is not None or letter.trust is Trust.FAILED:
        return letter
    if not (inbound.forwarded or is_forward(inbound.subject)):
        return letter
    mail = concerned(inbound.forwarded, letter.author_key, facts)
    letter = replace(letter, passed_on_by=known.id)
    if mail is None or mail.sender is None:
        return replace(letter, passed_on=Forwarded(None)).hinted("forward-unsplit", name=known.name)
    letter = replace(letter, sender=mail.sender, passed_on=mail).hinted("forwarded-by", name=known.name)
    return letter if mail.certain else letter.hinted("forward-unsplit", name=known.name)


def unverified(letter: Letter, facts: Facts) -> Letter:
    """The sender's address is not to be believed."""
    if letter.trust is not Trust.FAILED:
        return letter
    return letter.hinted("sender-unverified", verdicts=letter.verdicts)


def doubt_of(letter: Letter, *, checks: bool) -> str:
    """Return why it is worth saying that nobody vouches for the sender of a letter that joins a case; "" where not.

    Where the house checks senders, every one that was not found genuine is told. Elsewhere only one whose envelope
    names another domain: lists and forwardings do that, and so does everybody who writes in somebody else's name.
    """
    if letter.is_automatic or letter.through is not None or letter.trust in {Trust.VERIFIED, Trust.FAILED}:
        return ""
    envelope = mail_key(letter.original.envelope_from).rpartition("@")[2]
    domain = letter.author_key.rpartition("@")[2]
    if envelope and not are_related(envelope, domain):
        return "envelope"
    return "unproven" if checks else ""


def spam(letter: Letter, facts: Facts) -> Letter:
    """The filter in front of us thinks that it is spam. A person decides."""
    return letter.hinted("spam") if _SPAM.search(letter.head) else letter


def marks(letter: Letter, facts: Facts) -> Letter:
    """What the reader should know before they open it: encrypted, signed, an invitation, not read completely."""
    inbound = letter.inbound
    if inbound.protected:
        letter = letter.hinted(inbound.protected)
    for file in inbound.attachments:
        if file.invitation is not None:
            letter = letter.hinted("invitation", **_appointment(file.invitation))
            break
    warnings = [warning for warning in inbound.warnings if warning not in QUIET]
    return letter.hinted("read-with-warnings", warnings=warnings) if warnings else letter


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


# In this order: automatic and colleague ask whether a machine wrote for somebody (person), loop and mailing_list
# what is automatic.
SIEVES: tuple[Sieve, ...] = (
    own_mail_back,
    report,
    receipt,
    person,
    automatic,
    loop,
    mailing_list,
    two_authors,
    colleague,
    unverified,
    spam,
    marks,
)
