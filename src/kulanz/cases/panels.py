"""What the spine itself shows in lists: a house's own reason under the state, and lists narrowed by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.core.ids import id_in
from kulanz.ui.panels import Along, Condition, Display, Family, Sign

from .models import Case, OwnReason
from .queries.reasons import cases_with_reason, reason_name, reasons_along, reasons_in_use

NAME = "reason"


def in_row(case: Case) -> Sequence[SafeString]:
    """Draw the reason under the state of a case."""
    name = reason_name(case)
    return [format_html("<span>{}</span>", name)] if name else []


def _read(value: str) -> str:
    if not (found := id_in(value)):
        raise ValueError(value)
    return str(found)


def _said(value: str) -> str:
    return OwnReason.objects.filter(pk=value).values_list("name", flat=True).first() or "?"


_CONDITION = Condition(
    NAME, gettext_lazy("Own reason"), (), lambda value: cases_with_reason(int(value)), read=_read, says=_said
)


def asked() -> Mapping[str, forms.Field]:
    """Return what the filter builder asks: one of the reasons in use, where there are any. One query."""
    choices = [(str(each.pk), each.name) for each in reasons_in_use()]
    return {NAME: forms.ChoiceField(label=_("Own reason"), choices=[("", _("all")), *choices])} if choices else {}


DISPLAY = Display(
    signs=(Sign(in_row, along=Along(NAME, reasons_along)),),
    families=(Family(NAME, lambda name: _CONDITION if name == NAME else None, asked),),
)
