"""What parts of rules can name, each kind of thing read once for a page or an event."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kulanz.cases.models import Tag
from kulanz.channels.registry import kinds
from kulanz.checklists.models import ChecklistTemplate
from kulanz.fields.models import CaseField
from kulanz.people.models import Brand, Team, User

Choices = list[tuple[Any, str]]


class Sources:
    """Tags, teams, people, brands, fields and checklists, by id. What is out of use is among them, and says so."""

    @cached_property
    def tags(self) -> dict[int, Tag]:
        """Tags that go on in no other one."""
        return _by_id(Tag.objects.standing())

    @cached_property
    def teams(self) -> dict[int, Team]:
        """All teams."""
        return _by_id(Team.objects.order_by("name"))

    @cached_property
    def people(self) -> dict[int, User]:
        """All people of ours, with their teams."""
        return _by_id(User.objects.prefetch_related("memberships").order_by("name", "id"))

    @cached_property
    def brands(self) -> dict[int, Brand]:
        """All brands."""
        return _by_id(Brand.objects.order_by("name"))

    @cached_property
    def fields(self) -> dict[int, CaseField]:
        """Own fields with their choices and brands."""
        return _by_id(CaseField.objects.prefetch_related("options", "brands"))

    @cached_property
    def checklists(self) -> dict[int, ChecklistTemplate]:
        """Templates of checklists."""
        return _by_id(ChecklistTemplate.objects.all())

    @cached_property
    def channels(self) -> Choices:
        """The kinds of channels."""
        return [(kind.key, str(kind.label)) for kind in kinds().values()]


def _by_id(rows: models.QuerySet[Any]) -> dict[int, Any]:
    return {row.pk: row for row in rows}


def is_gone(thing: Any) -> bool:
    """Say whether something is out of use: archived, or a person who has left. ``None`` is gone."""
    return thing is None or getattr(thing, "archived_at", None) is not None or not getattr(thing, "is_active", True)


def choices_of(things: dict[int, Any]) -> Choices:
    """Return things to choose from, those out of use last."""
    named = [(key, _named(thing), is_gone(thing)) for key, thing in things.items()]
    return [(key, name) for key, name, _gone in sorted(named, key=lambda each: each[2])]


def name_of(things: dict[int, Any], key: object) -> str:
    """Return the name of a thing, with a word where it is out of use or there is none any more."""
    thing = things.get(key) if isinstance(key, int) else None
    return _("(there is none any more)") if thing is None else _named(thing)


def _named(thing: Any) -> str:
    return _("%(name)s (out of use)") % {"name": thing} if is_gone(thing) else str(thing)
