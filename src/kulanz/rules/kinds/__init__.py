"""Everything that rules and macros are put together from. Importing it makes the room's own kinds known."""

from . import conditions, effects, of_house, own_fields, triggers
from .base import (
    CONDITIONS,
    EFFECTS,
    TRIGGERS,
    ConditionKind,
    Done,
    EffectKind,
    EffectStep,
    Registry,
    TriggerKind,
    told_of,
)
from .triggers import TIME, listening_to

__all__ = [
    "CONDITIONS",
    "EFFECTS",
    "TIME",
    "TRIGGERS",
    "ConditionKind",
    "Done",
    "EffectKind",
    "EffectStep",
    "Registry",
    "TriggerKind",
    "conditions",
    "effects",
    "listening_to",
    "of_house",
    "own_fields",
    "told_of",
    "triggers",
]
