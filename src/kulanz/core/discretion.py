"""What the log must not tell: addresses that are keys."""

from __future__ import annotations

import logging
import re

# A part of a path that nobody types by hand is a key to somebody's page: case links, sign-in links, invitations, files.
_KEY = re.compile(r"(?<=/)[\w.:=~-]{18,}(?=[/?\s\"']|$)")
_PARAMETER = re.compile(r"\b((?:token|key|code|secret|signature)=)[^&\s\"']+", re.IGNORECASE)


class Discreet(logging.Filter):
    """Takes keys out of what is written, and the trace out of refusals: a 403 is no fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, cleaned."""
        record.msg, record.args = discreet(record.getMessage()), None
        if record.name.startswith("django.request") and record.levelno <= logging.WARNING:
            record.exc_info = None
        return True


def discreet(text: str) -> str:
    """Return ``text`` with its keys replaced by an ellipsis."""
    if "/" not in text and "=" not in text:
        return text
    return _PARAMETER.sub(r"\1…", _KEY.sub("…", text))
