"""Channels and the mailboxes of the mail channel."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.quick import QuickModel
from kulanz.people.models import Brand, Team

from ..kinds import LONGEST


class Channel(QuickModel):
    """One door through which customers reach one brand. Its cases begin in ``team``, or without one.

    ``acknowledges`` says whether who writes first hears at once that it has arrived; the brand must want it, too.
    """

    kind = models.CharField(_("kind"), max_length=LONGEST)  # the key of one of the registered kinds
    name = models.CharField(_("name"), max_length=100, unique=True)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", verbose_name=_("brand"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    is_active = models.BooleanField(_("active"), default=True)
    acknowledges = models.BooleanField(_("Send acknowledgements"), default=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Mailboxes, narrowed down."""

    def taking(self) -> Self:
        """Those that take mail: their channel is not switched off."""
        return self.filter(channel__is_active=True)


class Mailbox(QuickModel):
    """An address this house answers for, its other names, and optionally an IMAP account to fetch from.

    Addresses are stored in lower case. ``uidvalidity`` is the numbering of the server that we know (``None``: none yet,
    or another folder since). One process fetches it: ``held_by``, as long as its hold is renewed before ``held_until``.
    """

    class Security(models.TextChoices):
        """How the connection to the mail server is protected."""

        TLS = "tls", "TLS"
        STARTTLS = "starttls", "STARTTLS"
        NONE = "none", _("none")

    class Trouble(models.TextChoices):
        """Why a mailbox cannot be fetched, in words for people who do not run mail servers."""

        PASSWORD = "password", _("The mail server does not accept user name and password.")
        SEALED = "sealed", _("The stored password can no longer be read. Please enter it again.")
        NAME = "name", _("There is no server of this name. Is it written correctly?")
        REFUSED = "refused", _("The server takes no connection on this port. Are server and port right?")
        SILENT = "silent", _("The server does not answer in time.")
        CERTIFICATE = "certificate", _("The server's certificate cannot be trusted. Is its name written correctly?")
        SECURITY = "security", _("The server does not speak this kind of security on this port.")
        FOLDER = "folder", _("The folder does not exist in this mailbox.")
        PARTLY = "partly", _("The server does not hand out some of the mails.")
        ENDED = "ended", _("The server ended the connection.")
        OTHER = "other", _("The mailbox cannot be fetched at present.")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="mailboxes")
    address = models.CharField(_("address"), max_length=254, unique=True)
    aliases = models.JSONField(_("other addresses"), default=list, blank=True)
    imap_host = models.CharField(_("IMAP server"), max_length=200, blank=True)
    imap_port = models.PositiveIntegerField(_("port"), default=993)
    imap_security = models.CharField(_("security"), max_length=8, choices=Security.choices, default=Security.TLS)
    imap_user = models.CharField(_("user name"), max_length=200, blank=True)
    imap_secret = models.TextField(blank=True)  # sealed with a key derived from SECRET_KEY
    imap_folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    plus_addresses = models.BooleanField(
        _("The IMAP server delivers addresses such as name+word@ here too"), default=False
    )
    uidvalidity = models.BigIntegerField(null=True)
    last_fetch_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=11, choices=Trouble.choices, blank=True)
    last_error = models.TextField(blank=True)  # what the server said, for those who run it
    held_by = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["address"]

    def __str__(self) -> str:
        return self.address

    @property
    def takes_tokens(self) -> bool:
        """Whether a reply address with a token arrives: our own listener takes it, other servers often do not."""
        return self.plus_addresses or not self.imap_host

    @property
    def addresses(self) -> list[str]:
        """Every address that leads here."""
        return [self.address, *self.aliases]


class MailCount(QuickModel):
    """How many mails of one day the mail server has and how many of them we keep."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="counts")
    day = models.DateField()
    on_server = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mailbox", "day"], name="counted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.day}: {self.kept} of {self.on_server}"


class FormUse(QuickModel):
    """How often somebody used the contact form in one hour. ``who`` is a digest: no address is stored for this."""

    who = models.CharField(max_length=64)
    since = models.DateTimeField()
    amount = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["since"], name="form_use_by_time")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["who", "since"], name="form_use_once_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.who[:8]} {self.since:%Y-%m-%d %H}: {self.amount}"
