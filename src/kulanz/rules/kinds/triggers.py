"""When rules look: at what happens to cases, and at the time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..sources import Sources, choices_of
from .base import TRIGGERS, TriggerKind, Values

Data = Mapping[str, Any]
TIME = "time"
STATES = (
    ("with-us", gettext_lazy("it waits for us")),
    ("waiting-customer", gettext_lazy("it waits for the customer")),
    ("waiting-others", gettext_lazy("it waits for others")),
    ("solution-proposed", gettext_lazy("it is asked whether it is solved")),
)
CLOCKS = (("business", gettext_lazy("business hours of the brand")), ("plain", gettext_lazy("hours by the clock")))
MOST_HOURS = 24 * 366


def _time(sources: Sources) -> dict[str, forms.Field]:
    return {
        "state": forms.ChoiceField(label=_("while"), choices=STATES),
        "hours": forms.IntegerField(label=_("for this many hours"), min_value=1, max_value=MOST_HOURS),
        "clock": forms.ChoiceField(label=_("counted in"), choices=CLOCKS),
    }


def _one_tag(sources: Sources) -> dict[str, forms.Field]:
    return {"tag": optional(_("which"), sources.tags, _("any tag"))}


def _one_field(sources: Sources) -> dict[str, forms.Field]:
    return {"field": optional(_("which"), sources.fields, _("any field"))}


def optional(label: str, things: dict[int, Any], nothing: str) -> forms.TypedChoiceField:
    """Return a field for one of some things, or none of them."""
    choices = [("", nothing), *choices_of(things)]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


def _begins(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return kind == "case-opened" or bool(data.get("opened"))


def _is_tag(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    if values.get("tag") is None:
        return bool(data["added"])
    tag = sources.tags.get(values["tag"])
    return tag is not None and tag.name in data["added"]


def _is_field(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return values.get("field") is None or bool(values["field"] == data["field_id"])


def _not_undone(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return not data.get("undone")


def _to_somebody(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return not data.get("undone") and data["user_id"] is not None


def _to_nobody(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return not data.get("undone") and data["user_id"] is None


def _reopens(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return kind != "message-received" or bool(data.get("reopened"))


def _of_priority(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return bool(data["what"] == "priority")


def _for_good(data: Data, kind: str, values: Values, sources: Sources) -> bool:
    return bool(data["final"])


def _on(key: str, label: Any, *events: str, **more: Any) -> TriggerKind:
    return TriggerKind(key, label, events, **more)


TRIGGERS.add(
    _on("new-case", gettext_lazy("a case is new"), "message-received", "case-opened", fits=_begins),
    _on("letter-came", gettext_lazy("a letter of the customer comes in"), "message-received"),
    _on("letter-went", gettext_lazy("an answer has gone out"), "reply-sent"),
    _on("letter-failed", gettext_lazy("an answer could not be delivered"), "delivery-failed", fits=_for_good),
    _on("assigned", gettext_lazy("somebody becomes accountable"), "case-assigned", fits=_to_somebody),
    _on("in-pile", gettext_lazy("a case goes back into the pile"), "case-assigned", fits=_to_nobody),
    _on("tagged", gettext_lazy("a tag is put on"), "case-tagged", fields=_one_tag, fits=_is_tag),
    _on("field-filled", gettext_lazy("an own field is filled in"), "field-filled", fields=_one_field, fits=_is_field),
    _on("priority", gettext_lazy("the priority is changed"), "case-changed", fits=_of_priority),
    _on("waits", gettext_lazy("a case begins to wait for somebody"), "waiting-began"),
    _on("ended", gettext_lazy("a case ends"), "case-ended", "case-lapsed", "solution-confirmed", fits=_not_undone),
    _on(
        "reopened",
        gettext_lazy("a case is with us again"),
        *("case-reopened", "solution-declined", "message-received"),
        fits=_reopens,
    ),
    _on("woken", gettext_lazy("a snoozed case is back"), "case-woken"),
    TriggerKind(TIME, gettext_lazy("time has passed"), fields=_time),
)


def listening_to(event_kind: str) -> list[str]:
    """Return the keys of the triggers that look at events of a kind."""
    return [kind.key for kind in TRIGGERS.plain() if event_kind in kind.events]
