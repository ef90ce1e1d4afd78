"""Those who are served: customers, how to reach them, the organisations they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now

from ..rules import ContactKind, Detail, Expertise, FormOfAddress


class Organisation(models.Model):
    """A firm or club whose people write to us."""

    name = models.CharField(_("name"), max_length=200)
    mail_domain = models.CharField(
        _("mail domain"), max_length=190, blank=True, help_text=_("New customers from this domain belong here.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mail_domain"], condition=~models.Q(mail_domain=""), name="one_organisation_per_domain"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """A person who writes to us, with the preferences they told us."""

    class Form(models.TextChoices):
        """How to address the customer."""

        UNKNOWN = FormOfAddress.UNKNOWN.value, _("as the brand does")
        FORMAL = FormOfAddress.FORMAL.value, _("Sie")
        INFORMAL = FormOfAddress.INFORMAL.value, _("Du")

    class DetailLevel(models.TextChoices):
        """How much the customer wants to hear."""

        EVERY_STEP = Detail.EVERY_STEP.value, _("every step")
        ESSENTIALS = Detail.ESSENTIALS.value, _("only what matters")
        RESULT = Detail.RESULT.value, _("the result")

    class Level(models.TextChoices):
        """How familiar the customer is with the matter."""

        UNKNOWN = Expertise.UNKNOWN.value, _("not known")
        NOVICE = Expertise.NOVICE.value, _("new to it")
        NORMAL = Expertise.NORMAL.value, _("familiar")
        EXPERT = Expertise.EXPERT.value, _("expert")

    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="customers", verbose_name=_("organisation")
    )
    form_of_address = models.CharField(_("form of address"), max_length=10, choices=Form.choices, default=Form.UNKNOWN)
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("de", _("German")), ("en", _("English"))]
    )
    detail = models.CharField(
        _("wants to hear"), max_length=12, choices=DetailLevel.choices, default=DetailLevel.ESSENTIALS
    )
    expertise = models.CharField(
        _("knowledge of the matter"), max_length=10, choices=Level.choices, default=Level.UNKNOWN
    )
    needs = models.CharField(
        _("communication needs"),
        max_length=200,
        blank=True,
        help_text=_("For example: please in writing, hard of hearing."),
    )
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["name", "id"], name="customer_by_name")]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """One way to reach a customer. ``value`` is the compared form (lower-case mail, E.164)."""

    class Kind(models.TextChoices):
        """Mail address or phone."""

        MAIL = ContactKind.MAIL.value, _("mail")
        PHONE = ContactKind.PHONE.value, _("phone")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    value = models.CharField(max_length=254)
    as_written = models.CharField(_("address or number"), max_length=254)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "value"], name="contact_point_belongs_to_one")
        ]

    def __str__(self) -> str:
        return self.as_written
