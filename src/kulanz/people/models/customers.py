"""Those who are served: customers, how to reach them, the organisations they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel

from ..naming import LONGEST_KEY, sort_key
from ..rules import ContactKind, Detail, Expertise, FormOfAddress
from .merges import Mergeable, MergeableQuerySet
from .words import CustomerWord


class Organisation(Mergeable):
    """A firm or club whose people write to us. ``number`` is how it is known in other books: a customer number."""

    name = models.CharField(_("name"), max_length=200)
    number = models.CharField(_("customer number"), max_length=60, blank=True)
    mail_domain = models.CharField(
        _("mail domain"), max_length=190, blank=True, help_text=_("New customers from this domain belong here.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For us alone. No page and no letter shows it."))

    objects = MergeableQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["merged_into"], name="organisation_merged", condition=models.Q(merged_into__isnull=False)
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mail_domain"], condition=~models.Q(mail_domain=""), name="one_organisation_per_domain"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words by which its people are found, too."""
        super().save(*args, **kwargs)
        same = Organisation.objects.same_as(self.pk)
        CustomerWord.objects.keep(Customer.objects.filter(organisation__in=same))


class CustomerQuerySet(MergeableQuerySet):
    """Customers, made in numbers."""

    def bulk_create(self, objs: Iterable[Customer], *args: Any, **kwargs: Any) -> list[Customer]:
        """Make customers with their sort keys. Their words follow when their contact points are there."""
        customers = list(objs)
        for customer in customers:
            customer.sort_key = customer.own_sort_key()
        return super().bulk_create(customers, *args, **kwargs)


FORMS_OF_ADDRESS = [
    (FormOfAddress.UNKNOWN.value, _("as the brand does")),
    (FormOfAddress.FORMAL.value, _("Sie")),
    (FormOfAddress.INFORMAL.value, _("Du")),
]
DETAILS = [
    (Detail.EVERY_STEP.value, _("every step")),
    (Detail.ESSENTIALS.value, _("only what matters")),
    (Detail.RESULT.value, _("the result")),
]
EXPERTISES = [
    (Expertise.UNKNOWN.value, _("not known")),
    (Expertise.NOVICE.value, _("new to it")),
    (Expertise.NORMAL.value, _("familiar")),
    (Expertise.EXPERT.value, _("expert")),
]


class Customer(Mergeable):
    """A person who writes to us, with the preferences they told us. ``sort_key`` is what lists are sorted by.

    Of a merged one the cases, letters and contact points stay its own: what customers may read on their pages hangs on
    these, and nobody has proven by a merge whose they are. The desk shows them together.
    """

    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=LONGEST_KEY, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="customers", verbose_name=_("organisation")
    )
    form_of_address = models.CharField(
        _("form of address"), max_length=10, choices=FORMS_OF_ADDRESS, default=FormOfAddress.UNKNOWN.value
    )
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("de", _("German")), ("en", _("English"))]
    )
    detail = models.CharField(_("wants to hear"), max_length=12, choices=DETAILS, default=Detail.ESSENTIALS.value)
    expertise = models.CharField(
        _("knowledge of the matter"), max_length=10, choices=EXPERTISES, default=Expertise.UNKNOWN.value
    )
    needs = models.CharField(
        _("communication needs"),
        max_length=200,
        blank=True,
        help_text=_("For example: please in writing, hard of hearing."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For us alone. No page and no letter shows it."))
    created_at = models.DateTimeField(default=now, editable=False)
    links_used = models.PositiveIntegerField(default=0, editable=False)  # a sign-in link works once
    signed_out_times = models.PositiveIntegerField(default=0, editable=False)  # on all devices at once

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_key", "id"], name="customer_sorted"),
            # Without the many that are not merged: else SQLite would begin at these and read them all.
            models.Index(fields=["merged_into"], name="customer_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key and the words by which the customer is found in line with the name."""
        self.sort_key = self.own_sort_key()
        fields = kwargs.get("update_fields")
        if fields is not None and "name" in fields:
            # The key is worked out from the name: a save of the name alone would leave the old one in the database.
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)
        if fields is None or not {"name", "organisation", "organisation_id"}.isdisjoint(fields):
            CustomerWord.objects.keep(Customer.objects.filter(pk=self.pk))

    @property
    def firm(self) -> Organisation | None:
        """The organisation to which the customer belongs now: theirs, or the one in which it goes on."""
        return self.organisation.goes_on_as if self.organisation is not None else None

    def own_sort_key(self) -> str:
        """Return what the name is sorted by, after the custom of this house."""
        return sort_key(self.name, prefixes_apart=settings.SORT_PREFIXES_APART)


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Contact points with adjectives."""

    def of_person(self, customer_id: int) -> Self:
        """Those of a customer and of all rows that mean the same person, for us alone."""
        return self.filter(customer__in=Customer.objects.same_as(customer_id).order_by().values("pk"))

    def mails(self) -> Self:
        """Mail addresses."""
        return self.filter(kind=ContactKind.MAIL.value)


class ContactPoint(QuickModel):
    """One way to reach a customer. ``value`` is the compared form (lower-case mail, E.164).

    ``is_preferred`` is the one that comes first, of each customer at most one.

    ``proven_at`` is when it was shown that a mail address is the customer's: they wrote from it first, an older
    address confirmed it, or somebody vouched who sees all of the customer's cases anyway. Only then it opens anything.
    """

    class Kind(models.TextChoices):
        """Mail address or phone."""

        MAIL = ContactKind.MAIL.value, _("mail")
        PHONE = ContactKind.PHONE.value, _("phone")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    value = models.CharField(max_length=254)
    as_written = models.CharField(_("address or number"), max_length=254)
    proven_at = models.DateTimeField(null=True, editable=False)
    is_preferred = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-is_preferred", "kind", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "value"], name="contact_point_belongs_to_one"),
            models.UniqueConstraint(
                fields=["customer"], name="one_preferred_contact_point", condition=models.Q(is_preferred=True)
            ),
        ]

    def __str__(self) -> str:
        return self.as_written

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words by which the customer is found, too."""
        super().save(*args, **kwargs)
        CustomerWord.objects.keep(Customer.objects.filter(pk=self.customer_id))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Forget its words, too."""
        gone = super().delete(*args, **kwargs)
        CustomerWord.objects.keep(Customer.objects.filter(pk=self.customer_id))
        return gone

    @property
    def is_open(self) -> bool:
        """Whether it is a mail address that nobody has proven yet."""
        return self.kind == ContactKind.MAIL.value and self.proven_at is None
