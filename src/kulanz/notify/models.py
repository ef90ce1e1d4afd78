"""What people of ours are told, how they want to be told, and ways out of the house. No row holds words of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.core.quick import QuickModel
from kulanz.people.models import Team, User

from .rules import Digest, NoticeWay, Times, Ways, ways_of
from .rules import NoticeKind as Kind

# What the bell counts: unread, come, and wanted in the page.
_COUNTED = models.Q(read_at=None, waits_until=None, in_page=True)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices with adjectives."""

    def counted(self) -> NoticeQuerySet:
        """Those that the bell counts."""
        return self.filter(_COUNTED)


class Notice(QuickModel):
    """Somebody is told of a case: one row each, raised when the same happens again.

    ``at`` is when it happened last, ``event_id`` the event that said so (0: the clock). ``waits_until`` (aware) holds
    it back while its person does not work. ``to_push`` and ``to_mail`` are ways that it still has to go. It is deleted
    after ``KEPT_DAYS``.
    """

    KEPT_DAYS = 30

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", db_index=False)  # notice_each serves it
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField(default=now)
    event_id = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    waits_until = models.DateTimeField(null=True)
    in_page = models.BooleanField(default=True)
    to_push = models.BooleanField(default=False)
    to_mail = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind", "case"], name="notice_each")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], name="notice_counted", condition=_COUNTED),
            models.Index(fields=["waits_until"], name="notice_waits", condition=models.Q(waits_until__isnull=False)),
            models.Index(fields=["read_at"], name="notice_read", condition=models.Q(read_at__isnull=False)),
            models.Index(fields=["user"], name="notice_to_mail", condition=models.Q(to_mail=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id} in {self.case_id}"


class NoticeChoices(QuickModel):
    """How a person wants to be told; whoever has no row has chosen nothing.

    ``ways``: kinds to the ways chosen for them (``rules.ways_of``). ``quiet``: outside working hours everything waits.
    ``digest_at`` is when their mail was last looked after.
    """

    DIGESTS: ClassVar = [
        (Digest.OFF.value, _("never")),
        (Digest.MORNING.value, _("when my work begins")),
        (Digest.HOURLY.value, _("every hour while I work")),
    ]

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_choices")
    ways = models.JSONField(default=dict)
    quiet = models.BooleanField(_("quiet outside my working hours"), default=True)
    digest = models.CharField(_("mail with what is new"), max_length=7, choices=DIGESTS, default=Digest.OFF.value)
    digest_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user_id)

    def ways_for(self, kind: Kind) -> set[NoticeWay]:
        """Return where they are told of a kind; by mail only where they want a mail at all."""
        chosen: Ways = self.ways
        unwanted = {NoticeWay.MAIL} if self.digest == Digest.OFF.value else set()
        return ways_of(kind, chosen) - unwanted

    def waits(self, times: Times | None) -> bool:
        """Say whether what comes outside of these times is held back."""
        return self.quiet and times is not None


class PushKeys(QuickModel):
    """The keys by which push services know this house (RFC 8292). One row, or none: then Web Push is off.

    ``public`` is the point of P-256 in base64url, as browsers want it; ``private`` is sealed.
    """

    ONLY = 1

    public = models.CharField(max_length=100)
    private = models.TextField()
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.public


class PushSubscription(QuickModel):
    """A browser that shows notices of a person. ``digest`` is that of the address, ``secret`` the browser's own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    public_key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    browser = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.browser


class Webhook(QuickModel):
    """An address in another program that hears what happens in cases, by number and kind.

    ``address`` is sealed: whoever knows it can write there. ``kinds`` as in ``rules.OF_WEBHOOKS``; without teams it
    hears of all. ``trouble`` says why the last attempt failed, empty once one succeeds.
    """

    class Program(models.TextChoices):
        """Who listens there, and so the form of what is posted."""

        TEAMS = "teams", "Microsoft Teams"
        SLACK = "slack", "Slack"
        MATTERMOST = "mattermost", "Mattermost"
        MATRIX = "matrix", _("Matrix (hookshot)")

    name = models.CharField(_("name"), max_length=60, unique=True)
    program = models.CharField(_("program"), max_length=10, choices=Program.choices)
    address = models.TextField()
    kinds = models.JSONField(_("what it hears of"), default=list)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("teams"))
    language = models.CharField(
        _("language"), max_length=5, default="de", choices=[("de", "Deutsch"), ("en", "English")]
    )
    in_hours = models.BooleanField(_("only while the brand of a case is open"), default=True)
    is_on = models.BooleanField(_("switched on"), default=True)
    trouble = models.CharField(max_length=200, blank=True)
    troubled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
