"""What rules and macros hold: checked on its way in, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kulanz.core.refusals import Refused
from kulanz.fields.rules import written

from .kinds import CONDITIONS, EFFECTS, TRIGGERS, ConditionKind, EffectKind, Registry, TriggerKind
from .rules import MOST_PARTS, Content, RulePart
from .sources import Sources

AnyKind = TriggerKind | ConditionKind | EffectKind


class ContentWrong(Refused):
    """Something about a rule or a macro makes no sense: ``where`` ("when", "if-0", "then-1"), ``words`` say what."""

    code = "content-wrong"

    def __init__(self, where: str, words: str) -> None:
        super().__init__(words)
        self.where, self.words = where, words


def checked(content: Content, sources: Sources) -> Content:
    """Return the content of a rule as it is kept. Raises ``ContentWrong``."""
    if not content.effects:
        raise ContentWrong("then", _("Say at least one thing that is done then."))
    return Content(
        checked_part(TRIGGERS, content.when, sources, "when"),
        _parts(CONDITIONS, content.conditions, sources, "if"),
        _parts(EFFECTS, content.effects, sources, "then"),
        content.any_of,
    )


def checked_effects(effects: Sequence[RulePart], sources: Sources) -> tuple[RulePart, ...]:
    """Return the changes of a macro as they are kept. Raises ``ContentWrong``."""
    for place, effect in enumerate(effects):
        kind = EFFECTS.named(effect.kind, sources)
        if kind is not None and not kind.in_macros:
            raise ContentWrong(f"then-{place}", _("Only rules do this, because nobody can take it back."))
    return _parts(EFFECTS, effects, sources, "then")


def _parts(registry: Registry[Any], parts: Sequence[RulePart], sources: Sources, where: str) -> tuple[RulePart, ...]:
    if len(parts) > MOST_PARTS:
        raise ContentWrong(where, _("There is room for %(n)s of them.") % {"n": MOST_PARTS})
    return tuple(checked_part(registry, part, sources, f"{where}-{place}") for place, part in enumerate(parts))


def checked_part(registry: Registry[Any], part: RulePart, sources: Sources, where: str) -> RulePart:
    """Return one part as it is kept. Raises ``ContentWrong``."""
    kind = registry.named(part.kind, sources)
    if kind is None:
        raise ContentWrong(where, _("This is not known here."))
    form = form_of(kind, sources, data=_as_typed(part.values))
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise ContentWrong(where, f"{form.fields[name].label}: {errors[0]}" if name in form.fields else str(errors[0]))
    return RulePart(kind.key, {name: _plain(value) for name, value in form.cleaned_data.items()})


def form_of(kind: AnyKind, sources: Sources, **more: Any) -> forms.Form:
    """Return the form of a part, with the fields that its kind asks."""
    form = forms.Form(**more)
    form.fields = kind.fields(sources)
    return form


def _as_typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return written(value.normalize() + 0)
    return value.isoformat() if isinstance(value, date) else value


def in_words(registry: Registry[Any], part: RulePart, sources: Sources) -> str:
    """Return a trigger or a condition in words: its name, and what was chosen of its fields."""
    kind = registry.named(part.kind, sources)
    if kind is None:
        return _("(this version does not know it)")
    said = [_value_in_words(field, part.values.get(name)) for name, field in kind.fields(sources).items()]
    return " ".join([f"{kind.label}:" if any(said) else str(kind.label), *filter(None, said)])


def _value_in_words(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    choices = {str(key): str(words) for key, words in getattr(field, "choices", [])}
    if isinstance(value, list):
        return ", ".join(choices.get(str(each), _("(there is none any more)")) for each in value)
    if choices:
        return choices.get(str(value), _("(there is none any more)"))
    return _("“%(words)s”") % {"words": value} if isinstance(value, str) else str(value)


def plan_in_words(part: RulePart, sources: Sources) -> str:
    """Return what an effect would do, in words."""
    kind = EFFECTS.named(part.kind, sources)
    if kind is None:
        return _("(this version does not know it)")
    return str(kind.plan) % {"what": kind.what(part.values, sources)}
