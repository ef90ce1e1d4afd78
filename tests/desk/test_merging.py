"""Merging at the desk: one press or a number, asked plainly where two customers are meant, and undone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case
from tests.factories import make_brand, make_case, make_team
from tests.pages import in_one_line

from .conftest import Arrive

BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris Kern", "subject": "Leuchte"}


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """The case that goes on."""
    return arrive()


@pytest.fixture
def again(arrive: Arrive) -> Case:
    """The same customer once more."""
    return arrive("Noch einmal: wo bleibt sie?", subject="Lieferung")


def page_of(desk: Client, number: str) -> str:
    return in_one_line(desk.get(f"/cases/{number}/").content.decode())


def merge(desk: Client, case: Case, into: str, **more: str) -> str:
    return in_one_line(desk.post(f"/cases/{case.number}/merges/", {"into": into, **more}, follow=True).content.decode())


def test_a_case_is_merged_by_number_told_in_words_and_undone(desk: Client, case: Case, again: Case) -> None:
    page = merge(desk, again, f" {case.number.lower()} ")

    assert f"{again.number} geht jetzt in {case.number} weiter." in page
    assert f"Mara Lindner hat {again.number} mit diesem Anliegen zusammengeführt" in page
    assert "Noch einmal: wo bleibt sie?" in page
    undone = desk.post(f"/inbox/undo/{desk.session['undo']['key']}/", follow=True).content.decode()
    assert "Zurückgenommen." in undone
    assert "Noch einmal: wo bleibt sie?" in page_of(desk, again.number)
    assert f"hat {again.number} wieder getrennt" in page_of(desk, case.number)


def test_the_address_of_a_merged_case_leads_to_the_one_that_goes_on(desk: Client, case: Case, again: Case) -> None:
    merge(desk, again, case.number)

    answered = desk.get(f"/cases/{again.number}/?view=open")

    assert (answered.status_code, answered.headers["Location"]) == (302, f"/cases/{case.number}/?view=open")


def test_the_dialog_offers_the_customers_other_cases(desk: Client, case: Case, again: Case) -> None:
    for page in (page_of(desk, again.number), in_one_line(desk.get(f"/cases/{again.number}/merges/").content.decode())):
        assert f'name="other" value="{case.number}"' in page
        assert f"{case.number} Lampe, neu" in page


def test_two_customers_are_asked_about_and_both_take_part(desk: Client, case: Case, arrive: Arrive) -> None:
    boris = arrive("Meine auch!", **BORIS)

    asked = merge(desk, boris, case.number)
    assert "Zwei verschiedene Personen aus der Kundschaft: Boris Kern und Anna Meier." in asked
    assert not Case.with_merged.exclude(merged_into=None).exists()
    page = merge(desk, boris, case.number, sure="yes")

    side = page[page.index('id="side-merged"') :]
    assert f"{boris.number} Leuchte" in side
    assert f'href="/customers/{boris.customer_id}/">Boris Kern</a>' in side
    assert case.number in desk.get(f"/customers/{boris.customer_id}/").content.decode()


@pytest.mark.parametrize(
    ("into", "words"),
    [
        ("", "Bitte geben Sie die Nummer des anderen Anliegens an."),
        ("RL-999", "Ein Anliegen RL-999 gibt es nicht."),
        ("itself", "Das ist dieses Anliegen selbst."),
        ("other brand", "gehören zu verschiedenen Marken"),
        ("hidden", "gibt es nicht."),
    ],
)
def test_what_cannot_be_merged_is_said_beside_the_field(
    desk: Client, case: Case, arrive: Arrive, into: str, words: str
) -> None:
    numbers = {
        "itself": lambda: case.number,
        "other brand": lambda: make_case(brand=make_brand(name="Nord", prefix="ZN"), number="ZN-1").number,
        "hidden": lambda: arrive(team_id=make_team("Geheim").pk).number,
    }
    number = numbers[into]() if into in numbers else into

    for headers in ({}, {"HX-Request": "true"}):
        answered = desk.post(f"/cases/{case.number}/merges/", {"into": number}, headers=headers)
        assert (answered.status_code, words in in_one_line(answered.content.decode())) == (422, True)


def test_a_merged_case_is_separated_from_the_side_of_the_page(desk: Client, case: Case, again: Case) -> None:
    merge(desk, again, case.number)

    answered = desk.post(f"/cases/{case.number}/merges/{again.number}/separation/")

    assert answered.headers["Location"] == f"/cases/{again.number}/"
    page = page_of(desk, again.number)
    assert f"{again.number} ist wieder ein eigenes Anliegen." in page
    assert desk.post(f"/cases/{case.number}/merges/{again.number}/separation/").status_code == 404
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")
    assert Case.with_merged.get(pk=again.pk).merged_into == case


def test_a_step_from_a_page_that_is_still_open_is_done_where_the_case_goes_on(
    desk: Client, case: Case, again: Case
) -> None:
    merge(desk, again, case.number)

    answered = desk.post(f"/cases/{again.number}/notes/", {"text": "Zu spät gesehen"})

    assert answered.headers["Location"].startswith(f"/cases/{case.number}/")
    assert case.notes.get().text == "Zu spät gesehen"


def test_merged_cases_cost_the_page_no_query(desk: Client, case: Case, arrive: Arrive) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(desk, case.number)
        return len(queries)

    page_of(desk, case.number)
    before = asked()
    for number in range(3):
        merge(desk, arrive(f"Und {number}"), case.number)
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")
    page_of(desk, case.number)

    assert asked() == before


def test_nobody_merges_or_separates_what_they_may_not_see(
    desk: Client, outsider: Client, case: Case, again: Case
) -> None:
    assert outsider.post(f"/cases/{again.number}/merges/", {"into": case.number}).status_code == 403
    merge(desk, again, case.number)
    assert outsider.post(f"/cases/{case.number}/merges/{again.number}/separation/").status_code == 403
