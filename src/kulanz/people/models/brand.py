"""A brand: the name, voice, look and hours under which customers know us."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kulanz.core.quick import QuickModel

from ..rules import FormOfAddress

_HEX = RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Use a colour such as #0B5C66."))

STATES = [
    ("BW", "Baden-Württemberg"),
    ("BY", "Bayern"),
    ("BE", "Berlin"),
    ("BB", "Brandenburg"),
    ("HB", "Bremen"),
    ("HH", "Hamburg"),
    ("HE", "Hessen"),
    ("MV", "Mecklenburg-Vorpommern"),
    ("NI", "Niedersachsen"),
    ("NW", "Nordrhein-Westfalen"),
    ("RP", "Rheinland-Pfalz"),
    ("SL", "Saarland"),
    ("SN", "Sachsen"),
    ("ST", "Sachsen-Anhalt"),
    ("SH", "Schleswig-Holstein"),
    ("TH", "Thüringen"),
]


class Municipality(models.TextChoices):
    """Holidays that only some communities of a state keep."""

    NONE = "", _("only those of the state")
    CATHOLIC = "catholic", _("Catholic community: 15 August in Bavaria, Corpus Christi in Saxony and Thuringia")
    AUGSBURG = "augsburg", _("Augsburg: 8 and 15 August")


EVERY_YEAR = 1996  # stands in the date of a closed day that comes every year; a leap year, before any other closed day

# Which states have such communities.
MUNICIPAL = {Municipality.CATHOLIC: frozenset({"BY", "SN", "TH"}), Municipality.AUGSBURG: frozenset({"BY"})}


# How the brand speaks to customers whose own form is not known.
REGISTERS = [(FormOfAddress.FORMAL.value, _("formal (Sie)")), (FormOfAddress.INFORMAL.value, _("informal (Du)"))]


class Brand(QuickModel):
    """Name, sender, register, footer and colours of what the customer knows. Cases are numbered per brand."""

    class Language(models.TextChoices):
        """The language in which the brand speaks to customers whose own language is not known."""

        GERMAN = "de", _("German")
        ENGLISH = "en", _("English")

    name = models.CharField(_("name"), max_length=100, unique=True)
    prefix = models.CharField(
        _("case number prefix"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{1,6}$", _("Use one to six capital letters."))],
    )
    sender_name = models.CharField(_("sender name"), max_length=100)
    sender_address = models.EmailField(_("sender address"))
    register = models.CharField(
        _("form of address"), max_length=10, choices=REGISTERS, default=FormOfAddress.FORMAL.value
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.GERMAN)
    footer = models.TextField(_("footer of mails"), blank=True)
    signature = models.TextField(
        _("signature"),
        blank=True,
        max_length=1000,
        help_text=_(
            "Stands below every letter, before the footer. {name} is the name that customers see, {own} the person's "
            "own part, {team} the team of the case, {brand} the sender name, {phone} your phone number. A line that "
            "has nothing to say is left out."
        ),
    )
    signature_informal = models.TextField(
        _("signature for customers whom you call Du"), blank=True, max_length=1000, help_text=_("Empty: the one above.")
    )
    signature_english = models.TextField(
        _("signature in English"),
        blank=True,
        max_length=1000,
        help_text=_("Empty: English letters end with the sender name."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    privacy_url = models.URLField(_("address of the privacy notice"), blank=True)
    imprint_url = models.URLField(_("address of the imprint"), blank=True)
    accent = models.CharField(_("colour"), max_length=7, default="#0B5C66", validators=[_HEX])
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")
    state = models.CharField(_("federal state"), max_length=2, choices=STATES, default="BE")
    municipality = models.CharField(
        _("holidays of the community"), max_length=10, blank=True, choices=Municipality.choices, default=""
    )
    silence_days = models.PositiveSmallIntegerField(_("working days of silence before a case ends"), default=10)
    needs_approval = models.BooleanField(
        _("letters wait for a second pair of eyes"),
        default=False,
        help_text=_("A lead or an administrator sees each letter of an agent before it goes."),
    )
    acknowledges = models.BooleanField(_("Send acknowledgements"), default=True)
    acknowledgement = models.TextField(
        _("own text of acknowledgements"),
        blank=True,
        max_length=2000,
        help_text=_(
            "Empty: a short text of ours. Number, link and footer stand below it. Customers whose language or form of "
            "address is another than the brand's always get ours."
        ),
    )
    # Counted up by whoever opens a case (cases.actions.receive); the lock on this row keeps numbers apart.
    last_number = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def oldest(cls) -> Brand:
        """Return the brand that speaks where nothing says which. Raises ``DoesNotExist`` in a house without brands."""
        return cls.objects.order_by("pk")[:1].get()


class OpeningTime(QuickModel):
    """One stretch of business hours on a weekday (0 = Monday), in the brand's zone.

    A closing time that is not later than the opening time lies on the next day; midnight is 00:00.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="opening_times")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering: ClassVar[list[str]] = ["weekday", "opens"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_is_one"),
            models.CheckConstraint(
                condition=~models.Q(closes=models.F("opens")) | models.Q(opens=time(0)), name="opens_for_some_time"
            ),
            models.UniqueConstraint(fields=["brand", "weekday", "opens"], name="opens_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ClosedDay(QuickModel):
    """A day on which the brand is closed beside the holidays: company outing, 24 December (``EVERY_YEAR``)."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="closed_days")
    date = models.DateField(_("date"))
    name = models.CharField(_("reason"), max_length=100)

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["brand", "date"], name="closed_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

    @property
    def is_yearly(self) -> bool:
        """Whether it comes every year."""
        return self.date.year == EVERY_YEAR
