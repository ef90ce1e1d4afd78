"""A short word to who wrote first: it has arrived, this is its number, here is its page.

Loop-safe (RFC 3834): only for what opened a case, never to machines, lists, ourselves or an address that is not to be
believed, without a way back, marked as automatic, at most one an hour and three a day for each address, and so many an
hour for the whole house. When in doubt nothing is said: silence annoys less than a machine that answers machines.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Substr
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import SYSTEM
from kulanz.people.language import voice_for
from kulanz.people.models import Customer, User
from kulanz.people.rules import Detail, leads_to, mail_key
from lesart import Headers, auto_submitted, is_list, split_head

from ..adapter import NewOutgoing
from ..events import CaseAcknowledged
from ..models import Channel, Original, Outgoing
from ..outbox.queueing import put
from ..uses import may_acknowledge
from . import fields
from .composing import Answer, compose
from .delivery import new_mail_id, own_page, ways_back
from .lookup import own_addresses
from .sources import SMTP, SOURCES

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_A_DAY = 3
_HEAD = 65_536
# What the sieves noticed that makes an answer by machine unwise.
_DOUBTS = frozenset(
    (
        *("automatic", "receipt", "bounce-unmatched", "bounce-unproven", "mailing-list", "own-address"),
        *("forwarded-by", "forward-unsplit", "own-program", "two-senders", "sender-unverified", "spam", "unreadable"),
        "blocked-sender",
    )
)
_NOBODY = re.compile(
    r"(?:.*[._+-])?(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|nicht-?antworten|keine-?antwort|mailer-daemon|daemon"
    r"|postmaster|bounces?|newsletter|notifications?|notify|benachrichtigung(?:en)?|alerts?"
    r"|monitoring|majordomo|listserv|mailman|root|cron|nobody|www-data|wordpress|automailer|system)(?:[._+=-].*)?"
)


def acknowledge(message: Message) -> None:
    """Put the acknowledgement of a message that opened a case into the outbox, where that is wise. Once for each."""
    case = message.case
    if _is_wanted(message, case) and comes_from_a_person(message):
        _store(message, case, key_for(message, case))


def key_for(message: Message, case: Case) -> str:
    """Return the way to the case page; empty where nobody has proven that the address is the customer's."""
    key = mail_key(message.sender_address)
    if not case.customer.contact_points.filter(kind="mail", value=key, proven_at__isnull=False).exists():
        return ""
    return own_page(case)


def _is_wanted(message: Message, case: Case) -> bool:
    """Whether the house and the customer want it, and it still says something new."""
    door = Channel.objects.filter(pk=case.entrance_id or 0, is_active=True, acknowledges=True)
    return (
        case.is_open
        and case.brand.acknowledges
        and case.customer.detail != Detail.RESULT.value
        and message.at > now() - A_DAY
        and message.customer_id == case.customer_id
        and door.exists()
        and not case.messages.exclude(pk=message.pk).exists()
    )


def comes_from_a_person(message: Message) -> bool:
    """Say whether a person wrote a message, as far as anything tells. Three queries."""
    key = mail_key(message.sender_address)
    if not key or message.is_automatic or any(hint.get("code") in _DOUBTS for hint in message.hints):
        return False
    if _NOBODY.fullmatch(key.rpartition("@")[0]) or _is_ours(key):
        return False
    # A mail can be as large as the house takes; here its beginning is enough.
    heads = Original.objects.defer("raw").annotate(head=Substr("raw", 1, _HEAD, output_field=BinaryField()))
    original = heads.filter(pk=message.source_id or 0).first()
    return original is None or original.source not in SOURCES or _is_personal(original)


def _is_ours(key: str) -> bool:
    """Whether an address is our own: two desks of one house would thank each other."""
    return leads_to(key, own_addresses()) or User.objects.filter(email=key).exists()


def _is_personal(original: Original) -> bool:
    """Whether the original's head and envelope show a mail that somebody wrote lately and that a reply can reach."""
    beginning = bytes(vars(original)["head"])
    head, _body = split_head(beginning, 0, len(beginning))
    is_answerable = bool(original.envelope_from) or original.source != SMTP
    return (
        is_answerable
        and head.raw("return-path").strip() != b"<>"
        and auto_submitted(head) is None
        and not is_list(head)
        and not re.search(r"\b(?:all|autoreply)\b", head.plain("x-auto-response-suppress").lower())
        # A redirection breaks SPF; where the signature holds all the same, DMARC passes.
        and ("=fail" not in original.verdicts or "dmarc=pass" in original.verdicts)
        and _is_fresh(head, original.received_at)
    )


def _is_fresh(head: Headers, came_at: datetime) -> bool:
    """Whether it was of today when it came: the first fetch of a mailbox brings the letters of years."""
    try:
        written: datetime = parsedate_to_datetime(head.plain("date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return True
    return written.tzinfo is None or written > came_at - A_DAY


def _store(message: Message, case: Case, link: str) -> None:
    answer = _answer(message, case, link)
    recipient = fields.sendable(message.sender_address)
    with transaction.atomic():
        # Two cases of one person at the same time: the customer's row lets one pass after the other.
        Customer.objects.select_for_update().get(pk=case.customer_id)
        if not _may_tell(case, recipient) or not may_acknowledge():
            return
        new = NewOutgoing(answer.mail_id, [recipient], compose(answer), answer.subject)
        outgoing = put(new, channel="email", acknowledges=case)
        log.record(CaseAcknowledged(case.pk, outgoing.pk), by=SYSTEM)


def _may_tell(case: Case, recipient: str) -> bool:
    """Whether this case has none yet, and this address not too many."""
    if Outgoing.objects.filter(acknowledges=case, is_by_rule=False).exists():
        return False
    told = Outgoing.objects.filter(
        acknowledges__isnull=False, is_by_rule=False, created_at__gt=now() - A_DAY, recipients__iexact=recipient
    )
    times = list(told.order_by("-created_at").values_list("created_at", flat=True)[:MOST_A_DAY])
    return len(times) < MOST_A_DAY and all(at <= now() - AN_HOUR for at in times)


def _answer(message: Message, case: Case, link: str) -> Answer:
    brand = case.brand
    voice = voice_for(brand, case.customer, case_language=case.language)
    is_own_mail = message.channel == "email" and not any(hint.get("code") == "sent-through" for hint in message.hints)
    address, reply_to = ways_back(case)
    with translation.override(voice.catalogue):
        own = brand.acknowledgement.strip() if voice == voice_for(brand, None) else ""
        # What a stranger typed into a form goes to no address: nobody mails advertisements through us.
        number = _("Your message, number %(number)s") % {"number": case.number}
        said = _(
            "your message has reached us. A person will read it and answer you. There is nothing more to do for now."
        )
        text = own or f"{_('Hello,')}\n\n{said}"
    return Answer(
        mail_id=new_mail_id(address),
        sender=(brand.sender_name, address),
        reply_to=reply_to,
        to=[(message.sender_name if is_own_mail else "", message.sender_address)],
        subject=f"Re: {message.subject}" if is_own_mail else number,
        text=text,
        number=case.number,
        link=link,
        language=voice.catalogue,
        zone=brand.zone,
        at=now(),
        references=[message.mail_id] if message.mail_id and is_own_mail else [],
        footer=brand.footer,
        letter="acknowledgement",
    )
