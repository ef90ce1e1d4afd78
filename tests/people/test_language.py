"""One language and one form of address for a customer, whichever side of the house speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.models import Case
from kulanz.channels.models import Outgoing
from kulanz.coach.advising import Circumstances
from kulanz.coach.queries import advise
from kulanz.people.actors import actor_for
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, Customer
from kulanz.people.rules import Detail, Occasion, wants_to_hear
from tests.factories import make_brand, make_customer, make_user

MAIL = {
    "en": "The number of your case",
    "de": "Die Nummer Ihres Anliegens",
    "de-informal": "Die Nummer deines Anliegens",
}


@pytest.mark.parametrize(
    ("brand", "customer", "case_language", "voice"),
    [
        ({"language": "en"}, {}, "", ("en", "formal")),
        ({"language": "en"}, {"language": "de"}, "en", ("de", "formal")),
        ({}, {}, "en", ("en", "formal")),
        ({"register": "informal"}, {}, "de", ("de", "informal")),
        ({"register": "informal"}, {"form_of_address": "formal"}, "", ("de", "formal")),
        ({}, None, "", ("de", "formal")),
        ({"register": "informal", "language": "en"}, None, "", ("en", "informal")),
    ],
)
def test_the_person_decides_then_their_case_then_the_brand(
    brand: dict[str, str], customer: dict[str, str] | None, case_language: str, voice: tuple[str, str]
) -> None:
    who = Customer(**customer) if customer is not None else None

    found = voice_for(Brand(**brand), who, case_language=case_language)

    assert (found.language, found.form) == voice


@pytest.mark.parametrize(
    ("brand", "customer", "catalogue"),
    [
        ({"language": "en"}, {}, "en"),
        ({"language": "en"}, {"language": "de"}, "de"),
        ({"register": "informal"}, {}, "de-informal"),
        ({}, {"form_of_address": "informal"}, "de-informal"),
        ({}, {"language": "en"}, "en"),
    ],
)
def test_mail_page_and_advice_speak_alike_in_a_case_opened_by_hand(
    db: None,
    client: Client,
    run_jobs: Callable[[], int],
    brand: dict[str, str],
    customer: dict[str, Any],
    catalogue: str,
) -> None:
    by = actor_for(make_user(is_lead=True, undo_seconds=0))
    opened = actions.open_case(
        by=by, brand_id=make_brand(**brand).pk, customer_id=make_customer(**customer).pk, subject="Anruf"
    )
    case = Case.objects.get(pk=opened.pk)
    actions.send_reply(case_id=case.pk, by=by, text="Guten Tag.")
    run_jobs()

    mail = bytes(Outgoing.objects.get().raw).decode().replace("=\r\n", "")
    link = actions.create_link(case_id=case.pk, customer_id=case.customer_id)
    page = client.get(f"/c/{queries.link_token(link)}/").content.decode()
    advice = advise(number=case.number, by=by, draft="Wir melden uns bei dir.", given=Circumstances())

    assert MAIL[catalogue] in mail
    assert f'<html lang="{catalogue[:2]}"' in page
    assert any(note.code == "address.other" for note in advice.notes) is (catalogue != "de-informal")


@pytest.mark.parametrize(
    ("detail", "wanted"),
    [
        (Detail.EVERY_STEP, {"arrived", "step", "needed", "done"}),
        (Detail.ESSENTIALS, {"arrived", "needed", "done"}),
        (Detail.RESULT, {"done"}),
    ],
)
def test_the_house_writes_by_itself_only_as_much_as_somebody_wants_to_hear(detail: Detail, wanted: set[str]) -> None:
    assert {each.value for each in Occasion if wants_to_hear(detail.value, each)} == wanted
