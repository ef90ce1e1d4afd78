"""What every page of the customer's window needs: the brand's name, colours and words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from kulanz.people.language import voice_for
from kulanz.people.models import Brand, Customer


def brand_look(brand: Brand) -> dict[str, str]:
    """Return what the page shell shows of a brand."""
    return {
        "name": brand.name,
        "css_url": reverse("portal:colours", args=[brand.pk]),
        "home_url": reverse("portal:mine"),
        "phone": brand.phone,
        "privacy_url": brand.privacy_url,
        "imprint_url": brand.imprint_url,
    }


def asked_speech(request: HttpRequest, brand: Brand, customer: Customer | None = None, *, language: str = "") -> str:
    """Return the catalogue of a page: the customer's own; ``?lang=en`` or ``de`` chooses another language for it."""
    speech = voice_for(brand, customer, case_language=language).catalogue
    asked = request.GET.get("lang", "")
    return asked if asked in {"de", "en"} and asked != speech.partition("-")[0] else speech


def render_for(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    brand: Brand,
    customer: Customer | None = None,
    language: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page in the customer's words, see ``asked_speech``."""
    speech = asked_speech(request, brand, customer, language=language)
    with translation.override(speech):
        page = {**context, "brand": brand_look(brand), "speech": speech}
        response = render(request, template, page, status=status)
    response["Cache-Control"] = "no-store"
    return response


def default_brand() -> Brand:
    """Return the brand of pages that belong to none: the oldest one. Raises ``Brand.DoesNotExist`` before set-up."""
    brand = Brand.objects.order_by("pk").first()
    if brand is None:
        raise Brand.DoesNotExist
    return brand
