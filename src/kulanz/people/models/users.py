"""Those who serve: agents, leads, bosses, administrators, and their teams."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel

# The people of the demo company: their password stands in every copy. No real address ends like this (RFC 2606).
DEMO_DOMAIN = "@demo.example"


def usual_row_parts() -> list[str]:
    """Return what the rows of lists show until somebody wishes it differently."""
    return ["words", "tags", "fields", "person", "waiting"]


class UserManager(BaseUserManager["User"]):
    """Makes users; a mail address is the sign-in name."""

    def of_the_demo(self) -> models.QuerySet[User]:
        """Return the people of the demo company who can sign in."""
        return self.filter(is_active=True, email__endswith=DEMO_DOMAIN).order_by()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user. Without a password nobody can sign in until one is set through the reset mail."""
        user = self.model(email=email.strip().casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by mail address, whatever its capitals."""
        return self.get(email=(username or "").strip().casefold())


class User(QuickModel, AbstractBaseUser):
    """A person of ours. Roles add up: a lead answers cases too.

    Roles are columns, not groups: one query less on every page, and the database can check them.
    """

    class Shortcuts(models.TextChoices):
        """Whether single keys act outside fields (WCAG 2.1.4 wants an off switch)."""

        SINGLE = "single", _("single keys")
        ALT = "alt", _("only together with Alt")
        OFF = "off", _("off")

    class Theme(models.TextChoices):
        """Light, dark, or as the system says."""

        SYSTEM = "system", _("as the system")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    class Density(models.TextChoices):
        """How much room the rows of lists take."""

        COMFORTABLE = "comfortable", _("comfortable")
        COMPACT = "compact", _("compact")

    class RowPart(models.TextChoices):
        """What a row of a list may show beside who, when and what about."""

        WORDS = "words", _("first words")
        TAGS = "tags", _("tags")
        PERSON = "person", _("person")
        TEAM = "team", _("team")
        WAITING = "waiting", _("waiting time")
        NUMBER = "number", _("number")
        FIELDS = "fields", _("own fields")

    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    service_name = models.CharField(
        _("name shown to customers"),
        max_length=100,
        blank=True,
        help_text=_("For example a first name. Empty: the name above."),
    )
    signature = models.TextField(
        _("my part of the signature"),
        blank=True,
        max_length=500,
        help_text=_("Stands in the signature of your letters, for example what you are there for."),
    )
    signature_english = models.TextField(
        _("my part of the signature in English"),
        blank=True,
        max_length=500,
        help_text=_("Empty: nothing of it stands in English letters."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_agent = models.BooleanField(_("agent"), default=True)
    is_lead = models.BooleanField(_("lead"), default=False)
    is_boss = models.BooleanField(_("boss"), default=False)
    is_admin = models.BooleanField(_("administrator"), default=False)
    language = models.CharField(
        _("language"), max_length=5, default="de", choices=[("de", "Deutsch"), ("en", "English")]
    )
    theme = models.CharField(_("light or dark"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    shortcuts = models.CharField(_("keyboard"), max_length=6, choices=Shortcuts.choices, default=Shortcuts.SINGLE)
    undo_seconds = models.PositiveSmallIntegerField(
        _("time to take back a sent answer"),
        default=15,
        choices=[(0, _("none")), (10, _("10 seconds")), (15, _("15 seconds")), (30, _("30 seconds"))],
    )
    list_density = models.CharField(
        _("rows of lists"), max_length=11, choices=Density.choices, default=Density.COMFORTABLE
    )
    list_parts = models.JSONField(default=usual_row_parts)
    coach_on = models.BooleanField(_("coach"), default=True)
    needs_approval = models.BooleanField(
        _("letters wait for a second pair of eyes"),
        default=False,
        help_text=_("For example while somebody is new. A lead or an administrator sees each letter before it goes."),
    )
    joined_at = models.DateTimeField(default=now, editable=False)
    teams: models.ManyToManyField[Team, Membership] = models.ManyToManyField(
        "Team", through="Membership", related_name="members"
    )

    # Set by the sign-in backend, which reads person and teams in one query.
    known_team_ids: frozenset[int] | None = None

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name customers see."""
        return self.service_name or self.name

    @property
    def called(self) -> str:
        """The name a colleague would say: the first word that is no title such as "Dr."."""
        words = self.name.split()
        return next((word for word in words if not word.endswith(".")), self.name)

    @property
    def sees_all_teams(self) -> bool:
        """Whether this person sees the cases of every team."""
        return self.is_lead or self.is_boss or self.is_admin


class Team(QuickModel):
    """People who share cases."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    purpose = models.CharField(_("what this team is for"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(QuickModel):
    """One person's place in one team."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "team"], name="in_a_team_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


class Invitation(QuickModel):
    """A seat kept for somebody until they choose a password. Only the digest of its secret is stored."""

    email = models.EmailField(_("mail address"))
    name = models.CharField(_("name"), max_length=100)
    roles = models.JSONField(default=list)
    teams = models.ManyToManyField(Team, blank=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.email
