"""Why a message could not be delivered, as a short code the interface puts into words."""

from __future__ import annotations

import re

_HARD = frozenset(("no-such-address", "no-such-domain", "address-moved", "domain-takes-no-mail"))

# What servers write, by the words that carry the reason; the order decides when several fit.
_PHRASES = (
    (
        "mailbox-full",
        r"quota|mailbox (?:is )?full|insufficient (?:system )?storage|postfach (?:ist )?voll",
    ),
    ("too-large", r"too (?:large|big)|message size|size limit|maximum size|exceeds? (?:the )?(?:size|max)"),
    ("address-moved", r"has moved|no longer (?:with|works|employed|at)|new address|unbekannt verzogen"),
    (
        "no-such-domain",
        r"(?:host|domain)(?: or domain name)? (?:was |does )?(?:not found|not exist|unknown|not resolv)"
        r"|(?:unknown|no such|illegal|invalid) (?:host|domain)|nxdomain|unrout(?:e)?able"
        r"|name serv(?:ice|er) error|name or service not known",
    ),
    ("domain-takes-no-mail", r"null ?mx|domain does ?n[o']t accept (?:e?mail|messages)"),
    # The way Microsoft says that it knows nobody of this name.
    ("no-such-address", r"recipient address rejected: access denied"),
    (
        "policy",
        r"\bspf\b|\bdkim\b|\bdmarc\b|authenticat|reverse dns|\bptr\b|relay(?:ing)? "
        r"|not (?:permitted|allowed|authori[sz]ed)|access denied|policy",
    ),
    (
        "spam",
        r"spam|black ?list|block(?:ed|list)|reputation|junk|listed (?:at|in|by)|abus|bulk (?:e?mail)|\brbl\b",
    ),
    ("virus", r"virus|malware|infected"),
    ("mailbox-disabled", r"disabled|inactive|suspend|deactivat|gesperrt|locked|not active|frozen"),
    (
        "no-such-address",
        r"(?:unknown|no such|invalid|undeliverable) (?:user|recipient|address|local|mailbox|person|account)"
        r"|(?:mailbox|recipient|account|address|user)[^.\n]{0,60}(?:rejected|invalid|un(?:known|available)"
        r"|n[o']t (?:found|exist|recogni[sz]ed))|doesn't have an? [^\n]{0,30}account|no mailbox"
        r"|recipnotfound|not listed in|nicht gefunden|existiert nicht|unbekannt",
    ),
    (
        "expired",
        r"expired|timed? ?out|retry time|delivery time|too long|could not send message",
    ),
    ("too-many", r"too many|rate limit|throttl|limit exceeded"),
    (
        "network",
        r"connection (?:refused|reset|lost|dropped)|network|unreachable|no route|can ?not connect|connect to",
    ),
)
_WORDS = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _PHRASES)
_EXACT = {
    "1.1": "no-such-address",
    "1.2": "no-such-domain",
    "1.3": "bad-address",
    "1.4": "bad-address",
    "1.6": "address-moved",
    "1.7": "policy",
    "1.8": "policy",
    "1.10": "domain-takes-no-mail",
    "2.0": "mailbox-disabled",
    "2.1": "mailbox-disabled",
    "2.2": "mailbox-full",
    "2.3": "too-large",
    "3.1": "mailbox-full",
    "3.4": "too-large",
    "4.1": "network",
    "4.4": "no-such-domain",
    "4.6": "network",
    "4.7": "expired",
    "5.3": "too-many",
    "7.1": "policy",
}
_BY_SUBJECT = {
    "1": "bad-address",
    "2": "mailbox-disabled",
    "3": "system",
    "4": "network",
    "5": "protocol",
    "6": "content",
    "7": "policy",
}
# Details that servers use for anything; the words in the diagnostic say more.
_VAGUE = frozenset(("0.0", "1.0", "2.0", "2.1", "3.0", "4.0", "4.1", "5.0", "6.0", "7.0", "7.1"))


def reason_of(status: str | None, diagnostic: str) -> str:
    """The reason as a code: by the exact status first, by the words of the diagnostic where it is vague."""
    detail = status.partition(".")[2] if status else "0.0"
    vague = detail in _VAGUE
    if detail in _EXACT and not vague:
        return _EXACT[detail]
    subject = detail.partition(".")[0]
    for code, pattern in _WORDS:
        # A status that speaks of the system or a policy does not mean that the address is wrong.
        if (vague or subject in "0124" or code not in _HARD) and pattern.search(diagnostic[:2_000]):
            return code
    return _EXACT.get(detail) or _BY_SUBJECT.get(subject, "unknown")


def is_hard(status_class: str | None, reason: str) -> bool:
    """Whether writing to the address again cannot help."""
    return status_class == "5" and reason in _HARD
