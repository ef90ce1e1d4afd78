"""Why a message could not be delivered, as a short code the interface puts into words."""

import re

_HARD = frozenset(("no-such-address", "no-such-domain", "address-moved", "domain-takes-no-mail"))

# What servers write, by the words that carry the reason; the order decides when several fit.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        (
            "mailbox-full",
            r"quota|mailbox (?:is )?full|over ?quota|insufficient (?:system )?storage|postfach voll|exceed\w* storage",
        ),
        (
            "too-large",
            r"too (?:large|big)|message size|size limit|maximum size|exceeds? (?:the )?(?:size|max)",
        ),
        ("address-moved", r"has moved|no longer (?:with|works|employed|at)|new address|unbekannt verzogen"),
        (
            "no-such-domain",
            r"host (?:or domain name )?(?:was )?(?:not found|unknown)|domain (?:not found|does not exist|unknown)"
            r"|unknown (?:host|domain)|no such (?:host|domain)|nxdomain|unrout(?:e)?able|illegal host|invalid domain"
            r"|name service error|name or service not known",
        ),
        ("domain-takes-no-mail", r"null mx|does ?n[o']t accept (?:e?mail|messages)|nullmx"),
        (
            "policy",
            r"\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|authentication|reverse dns|\bptr\b|relay(?:ing)? "
            r"|not (?:permitted|allowed|authori[sz]ed)|access denied|policy",
        ),
        ("spam", r"spam|black ?list|block(?:ed|list)|reputation|junk|listed (?:at|in|by)|abus|bulk mail|rbl"),
        ("virus", r"virus|malware|infected"),
        ("mailbox-disabled", r"disabled|inactive|suspend|deactivat|gesperrt|locked|not active|frozen"),
        (
            "no-such-address",
            r"user (?:is )?(?:unknown|not found|doesn't exist|does not exist)|unknown (?:user|recipient|address|local)"
            r"|no such (?:user|recipient|mailbox|person|address|account)|(?:mailbox|recipient|account|address|user)[^.\n]{0,60}"
            r"(?:not found|not exist|unknown|unavailable|invalid|not recogni[sz]ed|rejected)|doesn't have an? [^\n]{0,30}account"
            r"|recipnotfound|invalid (?:recipient|mailbox|address)|nicht gefunden|existiert nicht|unbekannt|no mailbox"
            r"|not listed in|undeliverable address|recipient address rejected",
        ),
        (
            "expired",
            r"expired|timed? ?out|retry time|delivery time|too long|could not send message for|nicht innerhalb",
        ),
        ("too-many", r"too many|rate limit|throttl|limit exceeded"),
        (
            "network",
            r"connection (?:refused|reset|lost|dropped)|network|unreachable|no route|can ?not connect|connect to",
        ),
    )
)
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
_VAGUE = frozenset(("0.0", "1.0", "2.0", "2.1", "3.0", "4.0", "5.0", "6.0", "7.0", "7.1"))


def reason_of(status: str | None, diagnostic: str) -> str:
    """The reason as a code: by the exact status first, by the words of the diagnostic where it is vague."""
    detail = status.partition(".")[2] if status else "0.0"
    if detail in _EXACT and detail not in _VAGUE:
        return _EXACT[detail]
    for code, pattern in _WORDS:
        if pattern.search(diagnostic[:2_000]):
            return code
    return _EXACT.get(detail) or _BY_SUBJECT.get(detail.partition(".")[0], "unknown")


def is_hard(status_class: str | None, reason: str) -> bool:
    """Whether writing to the address again cannot help."""
    return status_class == "5" and reason in _HARD
