"""Rules with all their versions, what they did, and macros."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.events.actor import Actor
from kulanz.people.models import Brand, Team, User

LONGEST_TEXT = 10_000


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules with adjectives."""

    def active(self) -> Self:
        """Rules that are switched on, in their order."""
        return self.filter(is_active=True).order_by("place", "id")


class Rule(QuickModel):
    """What the house does by itself: when (``trigger``), if, then. ``content`` is that of version ``number``.

    ``place`` is its place in the order; where it ``stops``, no rule behind it looks at the same event. ``on_since`` is
    when it was switched on: what was due before does not concern it.
    """

    name = models.CharField(_("name"), max_length=60)
    place = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=False)
    stops = models.BooleanField(_("stops the rules behind it"), default=False)
    trigger = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=0)
    on_since = models.DateTimeField(null=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["trigger"], name="rule_by_trigger", condition=models.Q(is_active=True))
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(QuickModel):
    """A rule as somebody saved it. Never changed."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions", db_index=False)  # once_a_number serves it
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    stops = models.BooleanField(default=False)
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "number"], name="once_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class RuleRun(QuickModel):
    """That a rule looked at a case in ``version``, and what it did: the log by which every change is explained.

    It ran for the event ``event_id``, or because time had passed ``since`` a moment. ``chain`` are the ids of the rules
    that led to it, itself the last. ``did`` is a list of [effect, words, refusal], the last empty where it was done.
    ``changed`` says that any was. A time rule that looked and did not fit keeps a row, too (``fits``): it looks once.
    """

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="runs")
    version = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="rule_runs", db_index=False)
    event_id = models.BigIntegerField(null=True)
    since = models.DateTimeField(null=True)
    fits = models.BooleanField(default=True)
    changed = models.BooleanField(default=False)
    chain = models.JSONField(default=list)
    did = models.JSONField(default=list)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "rule", "at"], name="run_by_case")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["event_id", "rule"], name="rule_once_an_event", condition=models.Q(event_id__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["rule", "case", "since"], name="rule_once_a_state", condition=models.Q(since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.case_id} {self.at:%Y-%m-%d %H:%M}"


class MacroQuerySet(models.QuerySet["Macro"]):
    """Macros with adjectives."""

    def usable_by(self, by: Actor) -> Self:
        """Those somebody may use: their own, those of their teams, and those of everybody."""
        of_teams = models.Q() if by.sees_all_teams else models.Q(team=None) | models.Q(team__in=by.team_ids)
        own = models.Q(owner_id=by.user_id or 0)
        return self.filter(archived_at=None).filter(own | (models.Q(owner=None) & of_teams)).order_by("name", "id")

    def for_brand(self, brand_id: int) -> Self:
        """Those for cases of a brand."""
        return self.filter(models.Q(brand=None) | models.Q(brand_id=brand_id))


class Macro(QuickModel):
    """Words and changes under one name, of one person (``owner``), of a team, or of everybody.

    ``text`` is for customers whom we call Sie, the others for Du and English; an empty one lets ``text`` stand.
    """

    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for the team")
    )
    brand = models.ForeignKey(
        Brand, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for the brand")
    )
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_TEXT)
    text_informal = models.TextField(_("text for customers whom we call Du"), blank=True, max_length=LONGEST_TEXT)
    text_english = models.TextField(_("text in English"), blank=True, max_length=LONGEST_TEXT)
    effects = models.JSONField(default=list)
    archived_at = models.DateTimeField(null=True)

    objects = MacroQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def texts(self) -> dict[str, str]:
        """Its words by catalogue of ``people.language``."""
        return {"de": self.text, "de-informal": self.text_informal, "en": self.text_english}
