"""The page of a merged case: both keys open it, under the name each customer knows, with nothing of the other's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.events.actor import Actor
from tests.pages import in_one_line

from .conftest import Arrive, key_of

BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris Kern", "subject": "Meine Leuchte"}


@pytest.fixture
def again(arrive: Arrive) -> Case:
    """The same customer once more."""
    return arrive("Und noch etwas.", subject="Lieferung")


@pytest.fixture
def boris(arrive: Arrive) -> Case:
    """Somebody else with the same matter."""
    return arrive("Meine brennt durch.", **BORIS)


def merge(case: Case, into: Case, by: Actor) -> None:
    actions.merge_cases(case_id=case.pk, into_id=into.pk, by=by, customers_are_known=True)


def open_page(key: str) -> str:
    return in_one_line(Client().get(key).content.decode())


def test_both_keys_of_a_customer_open_the_case_that_goes_on(case: Case, again: Case, agent: Actor) -> None:
    keys = [key_of(case), key_of(again)]
    merge(again, case, agent)

    pages = [open_page(key) for key in keys]

    assert [("Wo bleibt meine Lampe?" in page, "Und noch etwas." in page) for page in pages] == [(True, True)] * 2
    assert [f"Nummer {case.number}" in page for page in pages] == [True, True]


def test_each_of_two_customers_sees_their_own_words_number_and_subject(case: Case, boris: Case, agent: Actor) -> None:
    keys = [key_of(case), key_of(boris)]
    merge(boris, case, agent)
    actions.send_reply(case_id=case.pk, by=agent, text="Nur für Anna.", stops_are_known=True,
                       answers_id=Message.objects.get(text="Wo bleibt meine Lampe?").pk)  # fmt: skip
    Message.objects.filter(direction="out").update(delivery="sent")

    hers, his = (open_page(key) for key in keys)

    assert (boris.number in his, "Meine Leuchte" in his, "Meine brennt durch." in his) == (True, True, True)
    for word in (case.number, ">Lampe", ": Lampe", "Wo bleibt", "Nur für Anna", "Anna"):
        assert word not in his
    for word in (boris.number, "Leuchte", "brennt", "Boris"):
        assert word not in hers
    assert "Nur für Anna." in hers


def test_only_the_customer_whose_case_it_is_says_whether_it_is_solved(case: Case, boris: Case, agent: Actor) -> None:
    keys = [key_of(case), key_of(boris)]
    merge(boris, case, agent)

    assert ['value="yes"' in open_page(key) for key in keys] == [True, False]


def test_what_is_written_on_the_page_of_a_merged_case_finds_back(case: Case, boris: Case, agent: Actor) -> None:
    key = key_of(boris)
    merge(boris, case, agent)

    Client().post(f"{key}messages/", {"text": "Brennt immer noch."})
    letter = Message.objects.get(text="Brennt immer noch.")
    together = (letter.case, letter.subject)
    actions.unmerge_case(case_id=boris.pk, by=agent)

    letter.refresh_from_db()
    assert (together, letter.case) == ((case, "Meine Leuchte"), boris)
    assert "Brennt immer noch." in open_page(key)


def test_a_key_for_somebody_who_has_shown_nothing_opens_no_other_thread(case: Case, again: Case, agent: Actor) -> None:
    link = actions.create_short_link(case_id=again.pk, customer_id=again.customer_id)

    merge(again, case, agent)

    link.refresh_from_db()
    assert link.revoked_at is not None


@pytest.mark.parametrize("address", ["anna@post.example", "boris@post.example"])
def test_the_own_list_holds_a_merged_case_once_under_the_name_that_its_owner_knows(
    case: Case, again: Case, boris: Case, agent: Actor, enter: Callable[..., str], address: str
) -> None:
    merge(again, case, agent)
    merge(boris, case, agent)
    browser, known = Client(), case if address.startswith("anna") else boris

    page = in_one_line(browser.get(enter(browser, address)).content.decode())
    opened = browser.get(f"/my/cases/{known.number}/", follow=True)

    assert page.count('<p class="who">') == 1
    assert f'{known.number}/">{known.subject}</a>' in page
    assert (opened.status_code, f"{known.number}: {known.subject}" in in_one_line(opened.content.decode())) == (
        200,
        True,
    )
