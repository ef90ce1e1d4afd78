"""Our own check of the sender: SPF, DKIM and DMARC. It asks the DNS, so the owner has to switch it on."""

from __future__ import annotations

from authheaders import check_dmarc
from authres import DKIMAuthenticationResult, SPFAuthenticationResult
from dkim import DKIM

from .model import Authentication, Verdict
from .spf import Resolver, check_spf

__all__ = ["Resolver", "check_authentication"]

_MOST_SIGNATURES = 5


def check_authentication(raw: bytes, ip: str, helo: str, mail_from: str, resolver: Resolver) -> Authentication:
    """Verdicts about a mail as it came in: `raw` unchanged, `ip`, `helo` and `mail_from` from the connection.

    `resolver` is the only way to the network (see `spf.Resolver`). Never raises: a look-up that fails gives
    'temperror', what cannot be evaluated 'permerror'.
    """
    spf = check_spf(ip, helo, mail_from, resolver)
    signatures = _check_signatures(raw, resolver)
    dkim = _best([verdict for verdict, _ in signatures])
    domain = mail_from.rpartition("@")[2] or helo
    unsigned: list[tuple[Verdict, str]] = [(dkim, "")]
    passed = [(verdict, name) for verdict, name in signatures if verdict == "pass"]
    verdicts = [_check_policy(raw, spf, domain, signature, resolver) for signature in passed or unsigned]
    return Authentication(spf, dkim, "pass" if "pass" in verdicts else verdicts[0], "self")


def _best(verdicts: list[Verdict]) -> Verdict:
    return min(verdicts, key=("pass", "temperror", "fail", "permerror", "none").index, default="none")


def _check_signatures(raw: bytes, resolver: Resolver) -> list[tuple[Verdict, str]]:
    """(verdict, signing domain) of each DKIM signature, five at most."""

    def look_up(name: bytes | str, timeout: int = 5) -> bytes:
        text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        return "".join(resolver(text.rstrip("."), "TXT")[:1]).encode("ascii", "replace")

    found: list[tuple[Verdict, str]] = []
    try:
        mail = DKIM(raw)
        count = sum(name.lower() == b"dkim-signature" for name, _ in mail.headers)
        for index in range(min(count, _MOST_SIGNATURES)):
            found.append(_verify(mail, index, look_up))
    except Exception:  # the library answers broken mail with errors of many kinds
        found.append(("permerror", ""))
    return found


def _verify(mail: DKIM, index: int, look_up: object) -> tuple[Verdict, str]:
    try:
        verdict: Verdict = "pass" if mail.verify(idx=index, dnsfunc=look_up) else "fail"
    except OSError:
        verdict = "temperror"
    except Exception:  # a signature it cannot read does not hold
        verdict = "fail"
    return verdict, mail.signature_fields.get(b"d", b"").decode("ascii", "replace")


def _check_policy(raw: bytes, spf: Verdict, domain: str, signature: tuple[Verdict, str], resolver: Resolver) -> Verdict:
    def look_up(name: str) -> str | None:
        policies = [text for text in resolver(name, "TXT") if text.startswith("v=DMARC1")]
        return policies[0] if len(policies) == 1 else None

    try:
        result = check_dmarc(
            raw,
            # DMARC looks at the domain alone, and a report without a sender has only that of the server.
            SPFAuthenticationResult(result=spf, smtp_mailfrom=f"postmaster@{domain}"),
            DKIMAuthenticationResult(result=signature[0], header_d=signature[1]),
            dnsfunc=look_up,
        ).result
    except OSError:
        return "temperror"
    except Exception:  # as above
        return "permerror"
    return "pass" if result == "pass" else "fail" if result == "fail" else "none"
