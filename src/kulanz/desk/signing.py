"""The signature below a letter that is being written: shown beside its words, never among them."""

from __future__ import annotations

from django.http import QueryDict

from kulanz.cases.models import Case
from kulanz.people.language import voice_for
from kulanz.people.models import Customer, User
from kulanz.people.signatures import Signing


def signature_of(case: Case, customer: Customer | None, writer: User) -> str:
    """Return what stands below a letter of this person to this customer; ``None`` is somebody outside."""
    voice = voice_for(case.brand, customer, case_language=case.language)
    return Signing(case.brand, writer, case.team.name if case.team is not None else "").text(voice.catalogue)


def is_signed(given: QueryDict) -> bool:
    """Read from a form whether the signature goes along; one that does not offer the choice takes it along."""
    return "signs" not in given or "signed" in given
