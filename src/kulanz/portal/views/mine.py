"""The customer's own list, opened by a link that is sent to their address. No password, no account."""

from __future__ import annotations

from email.utils import formataddr

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.people import actions as people
from kulanz.people.actors import customer_actor
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, ContactPoint
from kulanz.people.rules import normal_mail

from .. import keys
from ..frame import default_brand, render_for

# One address gets at most this many links an hour: nobody floods a stranger's mailbox through us.
LINKS_AN_HOUR = 3


def _brand() -> Brand:
    try:
        return default_brand()
    except Brand.DoesNotExist:
        raise Http404 from None


@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    """Show the customer's own cases, or ask for their address."""
    customer = keys.signed_in(request)
    if customer is None:
        return render_for(request, "portal/ask.html", {}, brand=_brand())
    cases = Case.objects.filter(customer=customer).select_related("brand", "assignee").order_by("-last_entry_at")[:100]
    brand = cases[0].brand if cases else _brand()
    return render_for(
        request, "portal/mine.html", {"cases": cases, "customer": customer}, brand=brand, customer=customer
    )


@require_POST
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a sign-in link to an address. The answer is the same whether we know it or not."""
    brand = _brand()
    try:
        address = normal_mail(request.POST.get("address", ""))
    except ValueError:
        with translation.override(voice_for(brand, None).catalogue):
            words = _("That is no mail address. For example: anna@example.org")
        return render_for(request, "portal/ask.html", {"error": words, "address": request.POST.get("address", "")},
                          brand=brand, status=422)  # fmt: skip
    point = keys.proven_point(address)
    if point is not None and _may_send(address):
        _send_link(brand, point)
    return render_for(request, "portal/asked.html", {"address": address}, brand=brand)


def _may_send(address: str) -> bool:
    key = f"customer-link:{signing.Signer().signature(address)}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) <= LINKS_AN_HOUR


def _send_link(brand: Brand, point: ContactPoint) -> None:
    address = settings.PUBLIC_URL + reverse("portal:sign-in", args=[keys.link_token(point)])
    with translation.override(voice_for(brand, point.customer).catalogue):
        text = render_to_string("portal/mail/sign_in.txt", {"address": address, "brand": brand})
        send_mail(
            _("Your cases at %(brand)s") % {"brand": brand.name},
            text,
            formataddr((" ".join(brand.sender_name.split()), brand.sender_address)),
            [point.as_written],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Open the own list. GET only asks, for mail scanners follow links; the customer's press signs in, once."""
    point = keys.read_link(token)
    if point is None or (request.method == "POST" and not keys.use_link(point)):
        return render_for(request, "portal/ask.html", {"is_expired": True}, brand=_brand(), status=404)
    if request.method != "POST":
        return render_for(request, "portal/sign_in.html", {"token": token}, brand=_brand(), customer=point.customer)
    response = HttpResponseRedirect(reverse("portal:mine"))
    keys.stay_signed_in(response, point.customer_id, secure=settings.BEHIND_TLS)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the customer on this device, or on all of them."""
    if request.POST.get("everywhere") and (customer := keys.signed_in(request)) is not None:
        keys.sign_out_everywhere(customer)
    response = HttpResponseRedirect(reverse("portal:mine"))
    response.delete_cookie(keys.COOKIE)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def prove_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the owner of an old address whether a new one is theirs, too; ``answer=no`` takes it off again."""
    point, brand = keys.read_proof(token), _brand()
    if point is None:
        return render_for(request, "portal/ask.html", {"is_expired": True}, brand=brand, status=404)
    answer, customer = request.POST.get("answer", ""), point.customer
    if answer == "yes":
        people.prove_contact(contact_id=point.pk, by=customer_actor(customer))
    elif answer == "no":
        people.remove_contact(contact_id=point.pk, by=customer_actor(customer))
    context = {"token": token, "point": point, "answer": answer}
    return render_for(request, "portal/prove.html", context, brand=brand, customer=customer)


@require_safe
def open_case(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from the own list to the case page."""
    customer = keys.signed_in(request)
    if customer is None:
        return HttpResponseRedirect(reverse("portal:mine"))
    case = Case.objects.filter(number=number, customer=customer).first()
    if case is None:
        raise Http404
    link = actions.create_link(case_id=case.pk, customer_id=customer.pk)
    return HttpResponseRedirect(reverse("portal:case", args=[actions.link_token(link)]))
