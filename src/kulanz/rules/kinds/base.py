"""What rules and macros are put together from: triggers, conditions and effects, each a kind with typed parameters.

A room adds its own with ``TRIGGERS``, ``CONDITIONS`` and ``EFFECTS``: ``add`` for one kind, ``add_family`` for those
that people define themselves. What is kept of a part are plain JSON values by the names of its form fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.functional import Promise

from kulanz.events.actor import Actor

from ..facts import CaseFacts
from ..sources import Sources

Words = str | Promise
Values = Mapping[str, Any]
Fields = Callable[[Sources], dict[str, forms.Field]]


def no_fields(sources: Sources) -> dict[str, forms.Field]:
    """Ask nothing."""
    return {}


@dataclass(frozen=True, slots=True)
class TriggerKind:
    """When a rule looks: at stored events of these kinds that ``fits`` the values, or at the time (no ``events``)."""

    key: str
    label: Words
    events: tuple[str, ...] = ()
    fields: Fields = no_fields
    fits: Callable[[Mapping[str, Any], str, Values, Sources], bool] = lambda data, kind, values, sources: True


@dataclass(frozen=True, slots=True)
class ConditionKind:
    """What a rule asks of a case; ``holds`` asks no database."""

    key: str
    label: Words
    fields: Fields
    holds: Callable[[CaseFacts, Values], bool]


@dataclass(frozen=True, slots=True)
class Done:
    """What an effect did: in a word or two, and what its ``undo`` needs (JSON), ``None`` where it has none."""

    words: str
    back: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class EffectStep:
    """A step that is being done: in which case, by whom, and what is known of the case."""

    facts: CaseFacts
    by: Actor
    sources: Sources
    rule_name: str = ""
    run_id: int | None = None

    @property
    def case_id(self) -> int:
        """The case."""
        return self.facts.case.pk


@dataclass(frozen=True, slots=True)
class EffectKind:
    """What a rule or a macro does.

    ``plan`` and ``told`` put it into words with "%(what)s" for ``what``: what it would do, and what it did. ``do``
    returns ``None`` where it is so already, and raises ``Refused``. ``problem`` says before, by a code of
    ``outlooks``, why it would change nothing. ``in_macros``: people do it as well, with ``undo`` as its way back.
    """

    key: str
    label: Words
    fields: Fields
    plan: Words
    told: Words
    what: Callable[[Values, Sources], str]
    do: Callable[[EffectStep, Values], Done | None]
    problem: Callable[[CaseFacts, Values, Sources], str] = lambda facts, values, sources: ""
    undo: Callable[..., object] | None = None

    @property
    def in_macros(self) -> bool:
        """Whether macros may do it: whatever can be undone."""
        return self.undo is not None


K = TypeVar("K", TriggerKind, ConditionKind, EffectKind)


@dataclass(frozen=True, slots=True)
class KindFamily(Generic[K]):
    """Kinds that people define themselves: ``named`` makes one of the rest of its key, ``all`` are offered.

    ``told`` is what each of its effects says of what it did.
    """

    prefix: str
    named: Callable[[str, Sources], K | None]
    all: Callable[[Sources], list[K]]
    told: Words = ""


class Registry(Generic[K]):
    """The kinds of one sort, in the order in which they are offered."""

    def __init__(self) -> None:
        self._kinds: dict[str, K] = {}
        self._families: list[KindFamily[K]] = []

    def add(self, *kinds: K) -> None:
        """Take kinds. Their keys are stored and stay."""
        self._kinds.update({kind.key: kind for kind in kinds})

    def add_family(self, family: KindFamily[K]) -> None:
        """Take kinds that people define themselves."""
        self._families.append(family)

    def named(self, key: str, sources: Sources) -> K | None:
        """Return the kind of a key, ``None`` for one that this version does not know."""
        if key in self._kinds:
            return self._kinds[key]
        for family in self._families:
            if key.startswith(family.prefix):
                return family.named(key.removeprefix(family.prefix), sources)
        return None

    def plain(self) -> list[K]:
        """Return the kinds that rooms bring, without those that people define."""
        return list(self._kinds.values())

    def families(self) -> list[KindFamily[K]]:
        """Return the kinds that people define, as rooms bring them."""
        return self._families

    def offered(self, sources: Sources) -> list[K]:
        """Return all kinds."""
        found = self.plain()
        for family in self._families:
            found += family.all(sources)
        return found


TRIGGERS: Registry[TriggerKind] = Registry()
CONDITIONS: Registry[ConditionKind] = Registry()
EFFECTS: Registry[EffectKind] = Registry()


def told_of(key: str) -> Words:
    """Return how an effect says what it did, without a query; "" for one that this version does not know."""
    plain = next((kind.told for kind in EFFECTS.plain() if kind.key == key), "")
    return plain or next((each.told for each in EFFECTS.families() if key.startswith(each.prefix)), "")
