"""What a trusted server found out about the sender (RFC 8601)."""

from __future__ import annotations

import re
from typing import get_args

from .headers import Headers
from .model import Authentication, Verdict

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\s*(spf|dkim|dmarc)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_VERDICTS: dict[str, Verdict] = {verdict: verdict for verdict in get_args(Verdict)}
_VERDICTS["hardfail"] = "fail"
_MOST = 20


def trusted_results(headers: Headers, trusted: tuple[str, ...]) -> Authentication:
    """Verdicts from the Authentication-Results of servers in `trusted`, compared without case.

    Fields of any other server count for nothing, since anybody can write one into a mail. The topmost field is the
    server's own: within it one passing DKIM signature is enough. Further ones may have come with the mail, in the
    server's name; they add what is missing, but never a pass.
    """
    if not trusted or "authentication-results" not in headers:
        return Authentication()
    known = {name.lower() for name in trusted}
    found: dict[str, Verdict] = {}
    source: str | None = None
    for raw in headers.all("authentication-results")[:_MOST]:
        value = _COMMENT.sub(" ", raw[:20_000].decode("latin-1"))
        server, _, results = value.partition(";")
        name = (server.split() or [""])[0].lower()
        if name not in known:
            continue
        fresh: dict[str, Verdict] = {}
        for method, verdict in _results(results):
            if method not in fresh or (method == "dkim" and verdict == "pass"):
                fresh[method] = verdict
        for method, verdict in fresh.items():
            if source is None or verdict != "pass":
                found.setdefault(method, verdict)
        source = source or name
    return Authentication(found.get("spf"), found.get("dkim"), found.get("dmarc"), source)


def _results(value: str) -> list[tuple[str, Verdict]]:
    matches = (_METHOD.match(piece) for piece in value.split(";"))
    return [
        (match[1].lower(), _VERDICTS[match[2].lower()]) for match in matches if match and match[2].lower() in _VERDICTS
    ]
