"""The log of rules without what nobody asks about any more."""

from __future__ import annotations

from datetime import timedelta

from kulanz.core.clock import now

from ..models import RuleRun

KEPT = timedelta(days=90)


def forget_runs() -> int:
    """Delete runs that changed nothing, 90 days later, but for those by which a time rule knows that it has looked.

    Returns how many. What changed a case stays as long as the case.
    """
    old = RuleRun.objects.filter(at__lt=now() - KEPT, changed=False, since=None)
    return old.delete()[0]
