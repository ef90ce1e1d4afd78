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
from kulanz.cases.queries import link_token
from kulanz.cases.standing import told_standings
from kulanz.people import actions as people
from kulanz.people.actors import customer_actor
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, ContactPoint, Customer
from kulanz.people.rules import is_reachable, normal_mail

from .. import keys
from ..customer_view import has_page, known_as
from ..frame import asked_brand, asked_catalogue, at_brand, brand_for, render_for

MOST = 200  # cases in the list, the newest
# One address gets at most this many links an hour: nobody floods a stranger's mailbox through us.
LINKS_AN_HOUR = 3

EXPIRED = {"is_expired": True, "address": ""}


def _brand(request: HttpRequest, customer: Customer | None = None) -> tuple[Brand, str]:
    try:
        return brand_for(request, customer)
    except Brand.DoesNotExist:
        raise Http404 from None


@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    """Show the customer's own cases with one brand, or ask for their address. Other brands keep a list of their own."""
    customer = keys.signed_in(request)
    if customer is None:
        return render_for(request, "portal/ask.html", {"address": ""}, brand=_brand(request)[0])
    theirs = Case.objects.of_customer(customer.pk).select_related("brand", "assignee")
    found = theirs.order_by("-last_entry_at")[:MOST]
    if not found:
        return render_for(request, "portal/mine.html", {"customer": customer}, brand=_brand(request)[0],
                          customer=customer)  # fmt: skip
    brands = {case.brand_id: case.brand for case in found}
    brand = brands.get(asked_brand(request), found[0].brand)
    cases = [case for case in found if case.brand_id == brand.pk]
    elsewhere = [(other.name, at_brand("portal:mine", other)) for other in brands.values() if other.pk != brand.pk]
    standings = told_standings(case.pk for case in cases)
    # What ended as nobody's matter has no page.
    told = [(case, standings[case.pk]) for case in cases]
    shown = [(case, where) for case, where in told if where.ended_as is None or not where.ended_as.is_nobodys_matter]
    rows = [(case, where, known_as(case, customer)) for case, where in shown]
    context = {"rows": rows, "customer": customer, "elsewhere": elsewhere}
    return render_for(request, "portal/mine.html", context, brand=brand, customer=customer, language=cases[0].language)


@require_POST
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a sign-in link to an address. The answer is the same whether we know it or not."""
    brand, _language = _brand(request)
    typed, page = request.POST.get("address", ""), at_brand("portal:mine", brand)
    try:
        address = normal_mail(typed)
    except ValueError:
        address = ""
    if not address or not is_reachable(address):
        with translation.override(asked_catalogue(request, brand)):
            words = _("That is no mail address. For example: anna@example.org")
        context = {"error": words, "address": typed}
        return render_for(request, "portal/ask.html", context, brand=brand, address=page, status=422)
    point = keys.proven_point(address)
    if point is not None and _may_send(address):
        _send_link(request, point)
    return render_for(request, "portal/asked.html", {"address": address}, brand=brand, address=page)


def _may_send(address: str) -> bool:
    # A digest: the cache is a table where several processes share it, and holds nobody's address.
    key = f"customer-link:{signing.Signer().signature(address)}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) <= LINKS_AN_HOUR


def _send_link(request: HttpRequest, point: ContactPoint) -> None:
    """Send the link as the brand that the customer knows; the page where somebody asked may be another one's."""
    brand, language = _brand(request, point.customer)
    address = settings.PUBLIC_URL + at_brand("portal:sign-in", brand, keys.link_token(point))
    with translation.override(voice_for(brand, point.customer, case_language=language).catalogue):
        text = render_to_string("portal/mail/sign_in.txt", {"address": address, "brand": brand})
        send_mail(
            _("Your cases at %(brand)s") % {"brand": brand.name},
            text,
            # Quoted: with a comma in a bare name the mail would come from nowhere.
            formataddr((" ".join(brand.sender_name.split()), brand.sender_address)),
            [point.as_written],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Open the own list. GET only asks, for mail scanners follow links; the customer's press signs in, once."""
    point = keys.read_link(token)
    if point is None or (request.method == "POST" and not keys.use_link(point)):
        return render_for(request, "portal/ask.html", EXPIRED, brand=_brand(request)[0], status=404)
    brand, language = _brand(request, point.customer)
    if request.method != "POST":
        context = {"action": at_brand("portal:sign-in", brand, token)}
        return render_for(
            request, "portal/sign_in.html", context, brand=brand, customer=point.customer, language=language
        )
    response = HttpResponseRedirect(at_brand("portal:mine", brand))
    keys.stay_signed_in(response, point.customer_id, secure=settings.BEHIND_TLS)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the customer on this device, or on all of them."""
    if request.POST.get("everywhere") and (customer := keys.signed_in(request)) is not None:
        keys.sign_out_everywhere(customer)
    response = HttpResponseRedirect(at_brand("portal:mine", _brand(request)[0]))
    response.delete_cookie(keys.COOKIE)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def prove_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the owner of an old address whether a new one is theirs, too; ``answer=no`` takes it off again."""
    point = keys.read_proof(token)
    if point is None:
        return render_for(request, "portal/ask.html", EXPIRED, brand=_brand(request)[0], status=404)
    answer, customer = request.POST.get("answer", ""), point.customer
    brand, language = _brand(request, customer)
    if answer == "yes":
        people.prove_contact(contact_id=point.pk, by=customer_actor(customer))
    elif answer == "no":
        people.remove_contact(contact_id=point.pk, by=customer_actor(customer))
    context = {"action": at_brand("portal:prove-address", brand, token), "point": point, "answer": answer}
    return render_for(request, "portal/prove.html", context, brand=brand, customer=customer, language=language)


@require_safe
def open_case(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from the own list to the case page."""
    customer = keys.signed_in(request)
    if customer is None:  # the letters of a number are their brand's: nobody learns whether the case exists
        brand = Brand.objects.filter(prefix=number.rpartition("-")[0]).first()
        return HttpResponseRedirect(at_brand("portal:mine", brand) if brand else reverse("portal:mine"))
    asked = Case.with_merged.filter(number=number, customer=customer).select_related("merged_into").first()
    case = asked and (asked.merged_into or asked)
    if case is None or not has_page(case):
        raise Http404
    link = actions.create_link(case_id=case.pk, customer_id=customer.pk)
    return HttpResponseRedirect(reverse("portal:case", args=[link_token(link)]))
