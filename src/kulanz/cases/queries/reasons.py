"""A house's own reasons: those that can be chosen, and what stands under the state of cases now."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce

from kulanz.core.json_rows import JsonRows

from ..errors import NotFound
from ..models import Case, Ending, OwnReason, Waiting


def reasons_in_use(use: OwnReason.Use | None = None) -> QuerySet[OwnReason]:
    """Return the reasons that can be chosen, all or those of one use."""
    rows = OwnReason.objects.filter(archived_at=None).order_by("use", "name")
    return rows if use is None else rows.filter(use=use.value)


def reason_chosen(reason_id: int | None, use: OwnReason.Use) -> OwnReason | None:
    """Return a reason that can be chosen for this use, ``None`` for ``None``. Raises ``NotFound``."""
    if reason_id is None:
        return None
    found = reasons_in_use(use).filter(pk=reason_id).first()
    if found is None:
        raise NotFound
    return found


def offered() -> JsonRows:
    """Return the reasons that can be chosen, read along with a case."""
    return JsonRows(reasons_in_use().values("id", "use", "name"))


def offered_in(case: Case) -> list[OwnReason]:
    """Return the reasons that can be chosen, as they were read along with a case."""
    return [OwnReason(**each) for each in vars(case)["own_reasons"] or []]


def reasons_along() -> JsonRows:
    """Return the name under the state in which a case stands now: that of its waiting or its ending, read along."""
    waiting = Waiting.objects.filter(case=OuterRef(OuterRef("pk")), ended_at=None).order_by("-id")
    ending = Ending.objects.standing().filter(case=OuterRef(OuterRef("pk"))).order_by("-id")
    named = Coalesce(waiting.values("named")[:1], ending.values("named")[:1])
    return JsonRows(OwnReason.objects.filter(pk=named).order_by().values("name"))


def reason_name(case: Case) -> str:
    """Return the name under the state of a case, as it was read along; empty for none."""
    found = vars(case).get("reason") or []
    return str(found[0]["name"]) if found else ""


def cases_with_reason(reason_id: int) -> QuerySet[Waiting, int]:
    """Return the ids of cases that stand under a reason now: an index by it answers."""
    waits = Waiting.objects.filter(named=reason_id, ended_at=None).order_by().values_list("case_id", flat=True)
    ended = Ending.objects.standing().filter(named=reason_id).order_by().values_list("case_id", flat=True)
    return waits.union(ended)
