"""Tags of the ledger."""

from __future__ import annotations

from datetime import datetime

from django import template

from ..models import Promise

register = template.Library()


@register.simple_tag
def promise_state(promise: Promise, at: datetime) -> str:
    """Say where a promise stands at a moment: "open", "kept", "kept-late" or "broken"."""
    return promise.state(at).value
