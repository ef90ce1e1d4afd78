"""What is posted into other programs: the number of a case, what happened, a link. Each has a form of its own.

Teams takes an Adaptive Card (the form of its workflows), Slack and Mattermost a text with a link in their markup,
and Matrix what matrix-hookshot makes of incoming webhooks, which is how most rooms get theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.utils.html import format_html
from django.utils.translation import gettext as _

from .models import Webhook

Body = dict[str, Any]


def body_for(program: str, words: str, url: str) -> Body:
    """Return what is posted to a program: ``words``, and ``url`` to open."""
    return _BODIES[Webhook.Program(program)](words, url)


def without_secret(address: str) -> str:
    """Return an address as people recognise it: of what makes it secret only that there is something."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/…", "", ""))


def _for_teams(words: str, url: str) -> Body:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "TextBlock", "text": words, "wrap": True}],
        "actions": [{"type": "Action.OpenUrl", "title": _("Open"), "url": url}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _for_slack(words: str, url: str) -> Body:
    return {"text": f"<{url}|{words}>"}


def _for_mattermost(words: str, url: str) -> Body:
    return {"text": f"[{words}]({url})"}


def _for_matrix(words: str, url: str) -> Body:
    return {"text": f"{words} {url}", "html": format_html('<a href="{}">{}</a>', url, words)}


_BODIES: dict[Webhook.Program, Callable[[str, str], Body]] = {
    Webhook.Program.TEAMS: _for_teams,
    Webhook.Program.SLACK: _for_slack,
    Webhook.Program.MATTERMOST: _for_mattermost,
    Webhook.Program.MATRIX: _for_matrix,
}
