"""A customer's keys to their own list: the link that works once, the device that stays signed in, the proof of an
address. Each ends with what it was given for."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from kulanz.core.ids import id_in
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind

LINK_LIFE = timedelta(minutes=30)
PROOF_LIFE = timedelta(days=14)
STAY = timedelta(days=14)
COOKIE = "kulanz_customer"
_links = signing.TimestampSigner(salt="kulanz.customer-sign-in", sep=".")
_proofs = signing.TimestampSigner(salt="kulanz.customer-address", sep=".")


def proven_point(address: str) -> ContactPoint | None:
    """Return the proven mail address that equals ``address`` (compared form), with its customer. One query."""
    return _proven().filter(value=address).first()


def link_token(point: ContactPoint) -> str:
    """Return what signs the customer of an address in: good for half an hour, for one use, while the address is."""
    return _links.sign(f"{point.pk}-{point.customer.links_used}")


def read_link(token: str) -> ContactPoint | None:
    """Return the address that a link was sent to, or ``None`` where it is forged, too old, used or gone."""
    numbers = _numbers(_links, token, LINK_LIFE)
    point = _proven().filter(pk=numbers[0]).first() if numbers else None
    return point if point is not None and numbers and point.customer.links_used == numbers[1] else None


def use_link(point: ContactPoint) -> bool:
    """Use up the link that ``read_link`` has read. Of two presses in the same instant one gets ``True``."""
    rows = Customer.objects.filter(pk=point.customer_id, links_used=point.customer.links_used)
    return rows.update(links_used=F("links_used") + 1) == 1


def stay_signed_in(response: HttpResponse, customer_id: int, *, secure: bool) -> None:
    """Remember the customer on this device, until their addresses change or they sign out everywhere."""
    points = list(_proven().filter(customer_id=customer_id))
    response.set_signed_cookie(
        COOKIE, f"{customer_id}-{_stamp(points)}", salt="kulanz.customer", max_age=STAY, httponly=True, samesite="Lax",
        secure=secure,
    )  # fmt: skip


def signed_in(request: HttpRequest) -> Customer | None:
    """Return the customer of this device. One query."""
    given = request.get_signed_cookie(COOKIE, default="", salt="kulanz.customer", max_age=STAY) or ""
    customer, _, stamp = given.partition("-")
    if (customer_id := id_in(customer)) is None:
        return None
    points = list(_proven().filter(customer_id=customer_id))
    return points[0].customer if points and constant_time_compare(_stamp(points), stamp) else None


def sign_out_everywhere(customer: Customer) -> None:
    """Forget a customer on all devices."""
    Customer.objects.filter(pk=customer.pk).update(signed_out_times=F("signed_out_times") + 1)


def proof_token(new: ContactPoint, old: ContactPoint) -> str:
    """Return what lets the owner of an old address say that a new one is theirs."""
    return _proofs.sign(f"{new.pk}-{old.pk}")


def read_proof(token: str) -> ContactPoint | None:
    """Return the new address that waits for a word, ``None`` where the key is forged or too old, or nothing waits."""
    numbers = _numbers(_proofs, token, PROOF_LIFE)
    if not numbers:
        return None
    new = ContactPoint.objects.filter(pk=numbers[0], proven_at=None).select_related("customer").first()
    old = _proven().filter(pk=numbers[1]).first()
    return new if new is not None and old is not None and new.customer_id == old.customer_id else None


def _proven() -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, proven_at__isnull=False)
    return points.select_related("customer").order_by("id")


def _stamp(points: list[ContactPoint]) -> str:
    """What a device's key agrees with: the customer's proven addresses, and how often they signed out everywhere."""
    known = "\n".join([str(points[0].customer.signed_out_times), *(point.value for point in points)]) if points else ""
    return salted_hmac("kulanz.customer-device", known, algorithm="sha256").hexdigest()[:32]


def _numbers(signer: signing.TimestampSigner, token: str, life: timedelta) -> tuple[int, int] | None:
    try:
        first, _, second = signer.unsign(token, max_age=life).partition("-")
        return int(first), int(second)
    except (signing.BadSignature, ValueError):
        return None
