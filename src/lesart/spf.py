"""Sender Policy Framework (RFC 7208), by pyspf: may this server send for this domain?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, cast, get_args

import spf

from .model import Verdict

Resolver = Callable[[str, str], Sequence[str]]
"""(name, kind) -> values. Kind is 'A', 'AAAA', 'MX' (host names), 'TXT' or 'PTR'; no such name gives an empty
sequence, a failed look-up raises OSError."""

_resolver: ContextVar[Resolver] = ContextVar("_resolver")


def check_spf(ip: str, helo: str, mail_from: str, resolver: Resolver) -> Verdict:
    """The verdict for a server `ip` that said `helo` and sends for `mail_from` (empty for reports).

    A failed look-up gives 'temperror', a policy that cannot be evaluated 'permerror'.
    """
    if "." not in (mail_from.rpartition("@")[2] or helo):
        return "none"
    token = _resolver.set(resolver)
    try:
        verdict, _code, _words = spf.query(i=ip, s=mail_from, h=helo, querytime=0).check()
    except Exception:  # the library answers names it cannot read with errors of many kinds
        return "permerror"
    finally:
        _resolver.reset(token)
    return cast("Verdict", verdict) if verdict in get_args(Verdict) else "permerror"


def _look_up(name: str, kind: str, _strict: bool = True, _seconds: float = 0) -> list[tuple[tuple[str, str], Any]]:
    """What pyspf asks instead of the name servers of this machine: whoever calls says how names are looked up."""
    try:
        values = _resolver.get()(name, kind)
    except OSError as problem:
        raise spf.TempError(str(problem)) from problem
    return [((name, kind), _as_pyspf_has_it(kind, value)) for value in values if value]


def _as_pyspf_has_it(kind: str, value: str) -> Any:
    if kind == "MX":
        return (0, value)
    return (value.encode("utf-8"),) if kind == "TXT" else value


# pyspf has no other place for it: it calls whatever goes by this name in its module.
spf.DNSLookup = _look_up
