"""Which words a customer reads: their language and form of address, else the brand's."""

from __future__ import annotations

from kulanz.people.models import Brand, Customer
from kulanz.people.rules import FormOfAddress

FORMAL, INFORMAL, ENGLISH = "de", "de-informal", "en"


def speech_for(brand: Brand, customer: Customer | None, *, case_language: str = "") -> str:
    """Return the catalogue for a customer: "en", "de" (Sie) or "de-informal" (Du)."""
    language = (customer.language if customer else "") or case_language or brand.language
    if language == ENGLISH:
        return ENGLISH
    form = customer.form_of_address if customer else FormOfAddress.UNKNOWN.value
    if form == FormOfAddress.UNKNOWN.value:
        form = brand.register
    return INFORMAL if form == FormOfAddress.INFORMAL.value else FORMAL
