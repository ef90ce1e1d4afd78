"""A colleague passed a customer's mail on: who it concerns, which words are theirs and which are for us alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from kulanz.cases.arrival import Upload
from kulanz.people.rules import mail_key
from lesart import Attachment, Forwarded, is_forward, plain_subject, without_tags
from lesart.splitting import only_furniture

from .letters import Facts, Letter

INTERNAL = "internal"  # a file that no customer sees
_OLDEST = timedelta(days=3_650)


@dataclass(frozen=True, slots=True)
class PassedOnText:
    """What a mail says, by whose it is: ``text`` and ``hidden`` are the customer's, ``note`` is for us alone."""

    text: str
    hidden: str
    html: str
    note: str = ""


def concerned(chain: Sequence[Forwarded], forwarder: str, facts: Facts) -> Forwarded | None:
    """Return the mail of whom it concerns: the outermost that none of us wrote, else that of another colleague.

    None where it does not say: a name without an address is a colleague only where the mail below shows it.
    """
    keys = [_key(each) for each in chain]
    for index, key in enumerate(keys):
        if not key and not _leads_on(chain[index], keys[index + 1 :]):
            return None
        if key and not _is_ours(key, keys[index + 1 :], facts):
            return chain[index]
    ours = zip(chain, keys, strict=True)
    return next((each for each, key in ours if key and key != forwarder and not facts.is_own(key)), None)


def _key(mail: Forwarded) -> str:
    return mail_key(mail.sender.address) if mail.sender else ""


def _leads_on(mail: Forwarded, deeper: Sequence[str]) -> bool:
    """Does a mail whose writer has no address hand on, or answer, the one below it? Programs of a firm write so."""
    below = deeper[0] if deeper else ""
    return bool(below) and (is_forward(mail.subject) or below in {mail_key(to.address) for to in mail.recipients})


def _is_ours(key: str, deeper: Sequence[str], facts: Facts) -> bool:
    """Is it a mailbox or a person of ours, or an address of our domain that hands on somebody else's mail?"""
    if key in facts.colleagues or facts.is_own(key):
        return True
    domains = facts.own_domains
    return _domain(key) in domains and any(each and _domain(each) not in domains for each in deeper)


def _domain(key: str) -> str:
    return key.rpartition("@")[2]


def words_of(letter: Letter) -> PassedOnText:
    """Return what the mail says. Of a mail passed on only what the customer wrote is theirs.

    Where that cannot be told for certain, everything is for us alone.
    """
    inbound, mail = letter.inbound, letter.passed_on
    if mail is None:
        # What was split to nothing is shown whole, for nobody's words may disappear; footers of apps are nobody's.
        split = bool(inbound.visible_reply) or only_furniture(inbound.text)
        text = inbound.visible_reply if split else inbound.text
        return PassedOnText(text, inbound.hidden_rest if split else "", inbound.html or "")
    if mail.sender is None:
        return PassedOnText("", "", "", inbound.text)
    if not mail.certain:
        return PassedOnText("", "", "", "\n\n".join(filter(None, (mail.remark, mail.visible_reply, mail.hidden_rest))))
    return PassedOnText(mail.visible_reply, mail.hidden_rest, mail.html, mail.remark)


def subject_of(letter: Letter) -> str:
    """Return the subject without prefixes: that of the mail passed on, where its head names one."""
    inbound, mail = letter.inbound, letter.passed_on
    if mail is not None:
        return plain_subject(mail.subject) or plain_subject(without_tags(inbound.subject)) or inbound.subject
    return inbound.plain_subject or inbound.subject


def uploads_of(letter: Letter) -> tuple[Upload, ...]:
    """Return the files. Those of the mail passed on are the customer's; where it is not certain, for us alone."""
    inbound, mail = letter.inbound, letter.passed_on
    if mail is None:
        return tuple(_upload(each) for each in inbound.attachments)
    theirs = mail.attachments if mail.attachments is not None and mail.certain else ()
    known = {each.sha256 for each in theirs}
    ours = [each for each in inbound.attachments if each.sha256 not in known]
    return (*map(_upload, theirs), *(_upload(each, internal=True) for each in ours))


def _upload(file: Attachment, *, internal: bool = False) -> Upload:
    kind = INTERNAL if internal and file.kind == "file" else file.kind
    return Upload(file.name, file.content_type, file.data, file.cid or "", kind)


def written_at(letter: Letter) -> datetime | None:
    """Return when the customer wrote the mail passed on, aware; None where it does not say or cannot be."""
    told = letter.passed_on.date if letter.passed_on is not None else None
    if told is None:
        return None
    at = told if timezone.is_aware(told) else timezone.make_aware(told, timezone.get_default_timezone())
    return at if letter.original.received_at - _OLDEST < at <= letter.original.received_at else None
