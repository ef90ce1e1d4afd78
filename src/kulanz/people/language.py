"""How we speak to a customer: one language and one form of address, decided here for mails, pages and advice alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .models import Brand, Customer
from .rules import FormOfAddress

FORMAL, INFORMAL, ENGLISH = "de", "de-informal", "en"


@dataclass(frozen=True, slots=True)
class Voice:
    """A language ("de" or "en") and a form of address ("formal" or "informal", which English texts do not tell)."""

    language: str
    form: Literal["formal", "informal"]

    @property
    def catalogue(self) -> str:
        """The catalogue of texts: "en", "de" (Sie) or "de-informal" (Du)."""
        if self.language == ENGLISH:
            return ENGLISH
        return INFORMAL if self.form == FormOfAddress.INFORMAL.value else FORMAL


def voice_for(brand: Brand, customer: Customer | None, *, case_language: str = "") -> Voice:
    """Return the voice for a customer: what is known of the person, else of their case, else what the brand does.

    ``case_language`` is the language of the case it is about; ``None`` stands for somebody we do not know.
    """
    customer = customer.goes_on_as if customer else None
    language = (customer.language if customer else "") or case_language or brand.language
    form = customer.form_of_address if customer else FormOfAddress.UNKNOWN.value
    if form == FormOfAddress.UNKNOWN.value:
        form = brand.register
    is_informal = form == FormOfAddress.INFORMAL.value
    return Voice(ENGLISH if language == ENGLISH else FORMAL, "informal" if is_informal else "formal")
