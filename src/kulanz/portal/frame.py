"""What every page of the customer's window needs: the brand's name, colours and words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from kulanz.cases.models import Case, CaseLink
from kulanz.core.ids import id_in
from kulanz.people.language import ENGLISH, FORMAL, voice_for
from kulanz.people.models import Brand, Customer

LANGUAGE_COOKIE = "kulanz_language"
LANGUAGES = frozenset({ENGLISH, FORMAL})


def brand_look(brand: Brand) -> dict[str, object]:
    """Return what the page shell shows of a brand; its links lead to pages of the same brand."""
    return {
        "id": brand.pk,
        "name": brand.name,
        "css_url": reverse("portal:colours", args=[brand.pk]),
        "home_url": at_brand("portal:mine", brand),
        "phone": brand.phone,
        "privacy_url": brand.privacy_url,
        "imprint_url": brand.imprint_url,
    }


def at_brand(place: str, brand: Brand, *args: object) -> str:
    """Return the address of a page that belongs to no case and no form, in the colours and words of ``brand``."""
    return f"{reverse(place, args=args)}?brand={brand.pk}"


def asked_catalogue(request: HttpRequest, brand: Brand, customer: Customer | None = None, *, language: str = "") -> str:
    """Return the catalogue of a page: the customer's own, unless they chose another language on this visit."""
    voice = voice_for(brand, customer, case_language=language)
    return replace(voice, language=_asked(request) or voice.language).catalogue


def _asked(request: HttpRequest) -> str:
    """The language chosen on this page ("?lang=en") or on an earlier one of this visit."""
    given = (request.GET.get("lang", ""), request.COOKIES.get(LANGUAGE_COOKIE, ""))
    return next((each for each in given if each in LANGUAGES), "")


def render_for(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    brand: Brand,
    customer: Customer | None = None,
    language: str = "",
    address: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page in the customer's words, see ``asked_catalogue``.

    ``address`` is where the same page can be looked at, where this request only sent something.
    """
    catalogue = asked_catalogue(request, brand, customer, language=language)
    with translation.override(catalogue):
        page = {"contact_url": at_brand("portal:contact", brand), **context, "brand": brand_look(brand)}
        page |= {"catalogue": catalogue, "source_url": settings.SOURCE_URL}
        page["other_language_url"] = _in_other_language(request, address, catalogue)
        response = render(request, template, page, status=status)
    response["Cache-Control"] = "no-store"
    _keep_language(request, response)
    return response


def _in_other_language(request: HttpRequest, address: str, catalogue: str) -> str:
    """The address of this page in the other language, with whatever else it asked for."""
    path, _mark, query = (address or f"?{request.META.get('QUERY_STRING', '')}").partition("?")
    kept = [pair for pair in query.split("&") if pair and not pair.startswith("lang=")]
    return f"{path}?{'&'.join([*kept, urlencode({'lang': FORMAL if catalogue == ENGLISH else ENGLISH})])}"


def _keep_language(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a choice for this visit: the cookie ends with the browser's session and says nothing but "de" or "en"."""
    if request.GET.get("lang", "") in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, request.GET["lang"], httponly=True, samesite="Lax", secure=settings.BEHIND_TLS
        )


def brand_for(request: HttpRequest, customer: Customer | None = None) -> tuple[Brand, str]:
    """Return the brand of a page that belongs to no case and no form, and the language it speaks with ``customer``.

    It is the brand that the address names; a known customer must have a matter with it, else it is the brand of their
    newest matter. Only where nothing tells it is the oldest one. Raises ``Brand.DoesNotExist`` before set-up.
    """
    wanted = asked_brand(request)
    known = known_brand(customer, wanted=wanted) if customer is not None else None
    return known or (Brand.objects.filter(pk=wanted).first() or default_brand(), "")


def known_brand(customer: Customer, *, wanted: int = 0) -> tuple[Brand, str] | None:
    """Return the brand of a customer's newest matter, with ``wanted`` first, and its language; ``None`` without any."""
    cases = Case.objects.of_customer(customer.pk).select_related("brand").order_by("-last_entry_at", "-id")
    case = (cases.filter(brand_id=wanted).first() if wanted else None) or cases.first()
    if case is None:  # somebody else's case may have brought them here
        link = CaseLink.objects.filter(customer=customer).select_related("case__brand").order_by("-id").first()
        case = link.case if link is not None else None
    return (case.brand, case.language) if case is not None else None


def asked_brand(request: HttpRequest) -> int:
    """Return the id of the brand that an address or a form names; 0 where it names none."""
    return id_in(request.POST.get("brand", "") or request.GET.get("brand", "")) or 0


def default_brand() -> Brand:
    """Return the brand of pages that belong to none: the oldest one. Raises ``Brand.DoesNotExist`` before set-up."""
    return Brand.oldest()
