"""Sender Policy Framework (RFC 7208): may this server send for this domain?"""

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kulanz.channels.email.reading.model import Verdict

Resolver = Callable[[str, str], Sequence[str]]
"""(name, kind) -> values. Kind is 'A', 'AAAA', 'MX' (host names), 'TXT' or 'PTR'; no such name gives an empty
sequence, a failed look-up raises OSError."""

_QUALIFIERS: dict[str, Verdict] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_TERM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^/\s]+|[0-9a-f:.]+))?(/\S+)?$", re.I)
_MACRO = re.compile(r"%\{([slodiphcrtv])(\d{0,2})(r?)([.+,/_=-]*)\}|%[%_-]", re.IGNORECASE)
_MOST_LOOKUPS = 10
_MOST_HOSTS = 10

Network = ipaddress.IPv4Address | ipaddress.IPv6Address


class _PermanentError(Exception):
    """The policy cannot be evaluated."""


@dataclass(slots=True)
class _Check:
    ip: Network
    helo: str
    sender: str
    resolve: Resolver
    lookups: int = field(default=0)

    def count(self) -> None:
        self.lookups += 1
        if self.lookups > _MOST_LOOKUPS:
            raise _PermanentError("more than ten look-ups")

    def evaluate(self, domain: str) -> Verdict:
        """Section 4: the first mechanism that matches decides, else the redirect, else neutral."""
        policies = [text for text in self.resolve(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]
        if not policies:
            return "none"
        if len(policies) > 1:
            raise _PermanentError("two policies")
        redirect = ""
        for term in policies[0].split()[1:]:
            if term.lower().startswith("redirect="):
                redirect = term[9:]
            elif "=" not in term.partition(":")[0].partition("/")[0]:
                verdict = self.apply(term, domain)
                if verdict:
                    return verdict
        if not redirect:
            return "neutral"
        self.count()
        verdict = self.evaluate(self.expand(redirect, domain))
        if verdict == "none":
            raise _PermanentError("redirect to nowhere")
        return verdict

    def apply(self, term: str, domain: str) -> Verdict | None:
        """One mechanism (section 5): its verdict when it matches."""
        match = _TERM.match(term)
        if not match:
            raise _PermanentError(f"unknown term {term!r}")
        qualifier, name, value, prefix = match.groups()
        name = name.lower()
        if name in ("ip4", "ip6"):
            hit = self.within(value or "", prefix or "")
        elif name == "all":
            hit = True
        else:
            self.count()
            hit = self.looked_up(name, self.expand(value or domain, domain), prefix or "")
        return _QUALIFIERS[qualifier or "+"] if hit else None

    def looked_up(self, name: str, target: str, prefix: str) -> bool:
        if name == "include":
            verdict = self.evaluate(target)
            if verdict == "none":
                raise _PermanentError("include of nothing")
            return verdict == "pass"
        if name == "exists":
            return bool(self.resolve(target, "A"))
        if name == "a":
            return self.host_matches(target, prefix)
        if name == "mx":
            hosts = self.resolve(target, "MX")
            return any(self.host_matches(host.rstrip("."), prefix) for host in hosts[:_MOST_HOSTS])
        return False  # ptr: not to be used (section 5.5), counts as no match

    def host_matches(self, host: str, prefix: str) -> bool:
        kind = "A" if self.ip.version == 4 else "AAAA"
        four, _, six = prefix.partition("//")
        length = four if self.ip.version == 4 else f"/{six}" if six else ""
        return any(self.within(address, length) for address in self.resolve(host, kind))

    def within(self, address: str, prefix: str) -> bool:
        try:
            network = ipaddress.ip_network(address + prefix, strict=False)
        except ValueError as error:
            raise _PermanentError("no network") from error
        return self.ip.version == network.version and self.ip in network

    def expand(self, text: str, domain: str) -> str:
        """Macros (section 7) as far as policies use them."""
        if "%" not in text:
            return text.rstrip(".")
        local, _, sender_domain = self.sender.rpartition("@")
        address = ".".join(f"{int(self.ip):032x}") if self.ip.version == 6 else str(self.ip)
        values = {
            "s": self.sender,
            "l": local or "postmaster",
            "o": sender_domain,
            "d": domain,
            "i": address,
            "h": self.helo,
            "v": "in-addr" if self.ip.version == 4 else "ip6",
        }
        return _MACRO.sub(lambda match: _expanded(match, values), text).rstrip(".")


def _expanded(match: re.Match[str], values: dict[str, str]) -> str:
    if not match[1]:
        return {"%%": "%", "%_": " ", "%-": "%20"}[match[0]]
    pieces = re.split(f"[{re.escape(match[4] or '.')}]", values.get(match[1].lower(), "unknown"))
    if match[3]:
        pieces.reverse()
    return ".".join(pieces[-int(match[2]) :] if match[2] and int(match[2]) else pieces)


def check_spf(ip: str, helo: str, mail_from: str, resolver: Resolver) -> Verdict:
    """The verdict for a server `ip` that said `helo` and sends for `mail_from` (empty for reports).

    A failed look-up gives 'temperror', a policy that cannot be evaluated 'permerror'.
    """
    sender = mail_from if "@" in mail_from else f"postmaster@{mail_from or helo}"
    domain = sender.rpartition("@")[2]
    if not domain or "." not in domain:
        return "none"
    try:
        return _Check(ipaddress.ip_address(ip), helo, sender, resolver).evaluate(domain)
    except OSError:
        return "temperror"
    except (_PermanentError, ValueError, RecursionError):
        return "permerror"
