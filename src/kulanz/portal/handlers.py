"""What customers are told when something about them happens. Each may run more than once."""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.events.models import Event
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, ContactPoint
from kulanz.people.rules import ContactKind

from .frame import at_brand, known_brand
from .keys import proof_token


def tell_of_new_address(event: Event) -> None:
    """Tell a customer's proven addresses that a mail address was added; where it is open, ask whether it is theirs."""
    new = ContactPoint.objects.filter(pk=event.data.get("contact_id"), kind=ContactKind.MAIL.value).first()
    if new is None or f"{ContactKind.MAIL.value} added" not in event.data["what"]:
        return
    brand, language = known_brand(new.customer) or (Brand.objects.order_by("pk").first(), "")
    known = ContactPoint.objects.filter(
        customer_id=new.customer_id, kind=ContactKind.MAIL.value, proven_at__isnull=False
    ).exclude(pk=new.pk)
    if brand is None:
        return
    for old in known.select_related("customer").order_by("id"):
        with translation.override(voice_for(brand, old.customer, case_language=language).catalogue):
            _tell(brand, new, old)


def _tell(brand: Brand, new: ContactPoint, old: ContactPoint) -> None:
    is_open = new.proven_at is None
    confirm_url = (
        settings.PUBLIC_URL + at_brand("portal:prove-address", brand, proof_token(new, old)) if is_open else ""
    )
    context = {"brand": brand, "point": new, "confirm_url": confirm_url}
    EmailMessage(
        _("A new address at %(brand)s") % {"brand": brand.name},
        render_to_string("portal/mail/new_address.txt", context),
        # Quoted, for a name may hold a comma, and in one line.
        formataddr((" ".join(brand.sender_name.split()), brand.sender_address)),
        [old.as_written],
    ).send()
