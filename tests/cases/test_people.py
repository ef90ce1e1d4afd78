"""Whom a letter could be for, as somebody types: people of the case first, nobody of other teams, each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, Message
from kulanz.cases.queries import known_in, offered_people
from kulanz.channels.models import Channel, Mailbox
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Organisation, Team
from tests.factories import make_team, make_user

Receive = Callable[..., Case]
ULF = {"name": "Ulf Wörner", "address": "ulf@werkstatt.example", "role": "to"}


@pytest.fixture
def team(brand: object) -> Team:
    """The agent's team."""
    return make_team("Werkstatt")


@pytest.fixture
def by(team: Team) -> Actor:
    """An agent who sees the cases of one team alone."""
    return actor_for(make_user(name="Mara Lindner", teams=(team,), undo_seconds=0))


@pytest.fixture
def case(receive: Receive, team: Team) -> Case:
    """Anna's case, with Özgür in copy."""
    copy = ({"name": "Özgür Ak", "address": "oezguer@post.example", "role": "cc"},)
    return receive(team_id=team.pk, recipients=copy)


def offered(case: Case, typed: str, by: Actor) -> list[tuple[str, bool]]:
    return [(each.address, each.is_part) for each in offered_people(case, typed, by)]


@pytest.mark.parametrize("typed", ["ann", "ANNA mei", "meier", "anna@post", "Méier"])
def test_each_word_begins_a_word_of_name_or_address(case: Case, by: Actor, typed: str) -> None:
    assert offered(case, typed, by) == [("anna@post.example", True)]


@pytest.mark.parametrize("typed", ["özg", "ozgur", "oezguer", "ÖZGÜR ak"])
def test_umlauts_and_capitals_make_no_difference(case: Case, by: Actor, typed: str) -> None:
    assert offered(case, typed, by) == [("oezguer@post.example", True)]


@pytest.mark.parametrize("typed", ["", "  ", "%", "nna", "anna schmidt"])
def test_what_begins_nobodys_words_offers_nobody(case: Case, by: Actor, typed: str) -> None:
    assert offered(case, typed, by) == []


def test_customers_of_the_house_follow_those_of_the_case(case: Case, by: Actor, receive: Receive, team: Team) -> None:
    receive(sender_address="anke@post.example", sender_name="Anke Post", team_id=team.pk)

    assert offered(case, "an", by) == [("anna@post.example", True), ("anke@post.example", False)]


def test_customers_are_found_by_their_firm(case: Case, by: Actor, receive: Receive, team: Team) -> None:
    Organisation.objects.create(name="Mühle Nord", mail_domain="mn.example")
    receive(sender_address="ole@mn.example", sender_name="Ole", team_id=team.pk)

    assert offered(case, "muehle", by) == [("ole@mn.example", False)]


def test_nobody_of_other_teams_is_offered(case: Case, by: Actor, receive: Receive) -> None:
    foreign = receive(sender_address="anke@post.example", sender_name="Anke Post", team_id=make_team("Versand").pk)
    lead = actor_for(make_user(is_lead=True, undo_seconds=0))
    actions.forward_message(case_id=foreign.pk, by=lead, text="Bitte.", recipients=[ULF])

    assert offered(case, "anke", by) == offered(case, "ulf", by) == []
    assert offered(case, "anke", lead) == [("anke@post.example", False)]
    assert offered(case, "ulf", lead) == [("ulf@werkstatt.example", False)]


def test_many_foreign_customers_push_nobody_out(case: Case, by: Actor, receive: Receive, team: Team) -> None:
    other = make_team("Versand").pk
    for number in range(20):
        receive(sender_address=f"otto{number}@post.example", sender_name=f"Otto {number}", team_id=other)
    receive(sender_address="otto@unser.example", sender_name="Otto Zuletzt", team_id=team.pk)

    assert offered(case, "otto", by) == [("otto@unser.example", False)]


def test_whom_we_passed_something_on_to_lately_is_offered_and_no_part_of_the_case(case: Case, by: Actor) -> None:
    actions.forward_message(case_id=case.pk, by=by, text="Bitte.", recipients=[ULF])

    assert offered(case, "woerner", by) == offered(case, "wörn", by) == [("ulf@werkstatt.example", False)]
    assert known_in(case) == {"anna@post.example", "oezguer@post.example"}


def test_whoever_we_answered_is_part_of_the_case_but_an_outside_party_is_not(case: Case, by: Actor) -> None:
    actions.forward_message(case_id=case.pk, by=by, text="Bitte.", recipients=[ULF])
    new = {"name": "", "address": "neu@post.example", "role": "cc"}
    actions.send_reply(case_id=case.pk, by=by, text="An Sie.", recipients=[ULF, new], stops_are_known=True)

    assert known_in(case) == {"anna@post.example", "oezguer@post.example", "neu@post.example"}


def test_we_ourselves_are_never_offered(case: Case, by: Actor, brand: Any) -> None:
    channel = Channel.objects.create(kind="email", name="Hilfe", brand=brand)
    Mailbox.objects.create(channel=channel, address="anlauf@demo.example")
    Message.objects.update(recipients=[{"name": "Anlauf", "address": "anlauf@demo.example", "role": "to"}])

    assert offered(case, "anlauf", by) == []


@pytest.mark.parametrize("customers", [1, 40])
def test_it_costs_the_same_and_offers_eight_at_most(
    case: Case, by: Actor, receive: Receive, team: Team, customers: int, django_assert_num_queries: Any
) -> None:
    for number in range(customers):
        receive(sender_address=f"otto{number}@post.example", sender_name=f"Otto {number}", team_id=team.pk)
    case = Case.objects.select_related("customer").get(pk=case.pk)

    with django_assert_num_queries(6):
        found = offered_people(case, "otto", by)

    assert len(found) == min(customers, 8)


def test_another_team_is_offered_nobody(case: Case) -> None:
    with pytest.raises(errors.NotAllowed):
        offered_people(case, "anna", actor_for(make_user(teams=(make_team("Versand"),))))
