"""Does it belong to another case? What letters name, what is no number, and that nobody is asked twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases import actions
from kulanz.cases.belonging import Candidate, Why, case_numbers_in, likeliest, order_numbers_in
from kulanz.cases.models import Case
from kulanz.cases.queries import belongs_to, case_page
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.factories import make_team, make_user

from .test_receive import Receive

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris Kern", "subject": "Hallo"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Es geht um LA-31.", ("LA-31",)),
        ("LA 31, auch LA31 und (LA-7)", ("LA-31", "LA-7")),
        ("la 3 Lampen, bitte", ()),
        ("Modell LA-31-B und XLA-31", ()),
        ("ZN-4 ist von jemand anderem", ()),
        ("DIN A4, LA", ()),
    ],
)
def test_a_case_is_named_by_its_whole_number(text: str, numbers: tuple[str, ...]) -> None:
    assert case_numbers_in(text, {"LA"}) == numbers


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Bestellung 4711 fehlt", ("4711",)),
        ("Ihre Bestellnummer: 2024-88123", ("88123",)),
        ("Auftrags-Nr. A-90210!", ("A-90210",)),
        ("Rechnung Nr. 20261188", ("20261188",)),
        ("order no. #55012", ("55012",)),
        ("Lieferung vom 12.11.2026", ()),
        ("Bestellung im Jahr 2026", ()),
        ("Bestellung 2026", ()),
        ("Tel. 030 123456, 10999 Berlin, 1.299,00 Euro", ()),
        ("meine Lieferung kommt 2025.", ()),
        ("Rechnung über 1499,00 Euro", ()),
    ],
)
def test_an_order_is_named_only_behind_a_word_that_says_so(text: str, orders: tuple[str, ...]) -> None:
    found = order_numbers_in(text)

    assert [each[-len(wanted) :] for each, wanted in zip(found, orders, strict=True)] == list(orders)


@given(st.text(max_size=300), st.sets(st.sampled_from(["LA", "RL", "ZN"])))
def test_whatever_stands_in_a_letter_what_is_named_stands_there(text: str, prefixes: set[str]) -> None:
    flat = text.replace("-", "").replace(" ", "").upper()

    for number in case_numbers_in(text, prefixes):
        assert number.partition("-")[0] in prefixes
        assert number.replace("-", "") in flat
    for order in order_numbers_in(text):
        assert order.replace("-", "") in flat


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        number=st.sampled_from(["LA-1", "LA-2", "LA-3"]),
        subject=st.just("Lampe"),
        why=st.sampled_from(Why),
        is_open=st.booleans(),
        opened_at=st.integers(-3, 3).map(lambda hours: NOON + timedelta(hours=hours)),
    ),
    max_size=6,
)


@given(CANDIDATES, st.sets(st.sampled_from(["LA-1", "LA-2", "LA-3"])))
def test_who_is_asked_about_is_neither_settled_nor_younger_nor_closed_unless_named(
    candidates: list[Candidate], settled: set[str]
) -> None:
    asked = likeliest(candidates, opened_at=NOON, settled=settled)

    possible = [
        each
        for each in candidates
        if each.number not in settled and (each.why is Why.NAMED or (each.is_open and each.opened_at < NOON))
    ]
    assert (asked is None) == (not possible)
    if asked is not None:
        assert asked in possible
        assert asked.why == min(each.why for each in possible)


def asked_in(case: Case, by: Actor) -> tuple[str, Why] | None:
    found = belongs_to(by, case_page(by, case.number))
    return (found.number, found.why) if found is not None else None


def test_the_younger_case_of_a_customer_asks_about_the_older_one_until_somebody_answers(
    receive: Receive, agent: Actor
) -> None:
    first, second = receive("Eins"), receive("Zwei")

    assert (asked_in(first, agent), asked_in(second, agent)) == (None, (first.number, Why.SAME_CUSTOMER))
    actions.deny_belonging(case_id=second.pk, other_id=first.pk, by=agent)
    assert asked_in(second, agent) is None
    actions.undo_denial(case_id=second.pk, other_id=first.pk, by=agent)
    assert asked_in(second, agent) == (first.number, Why.SAME_CUSTOMER)


@pytest.mark.parametrize(
    ("text", "why"), [("Es geht um {number}.", Why.NAMED), ("Bestellung 47114 fehlt auch mir!", Why.SAME_ORDER)]
)
def test_a_number_leads_to_the_case_of_somebody_else(receive: Receive, agent: Actor, text: str, why: Why) -> None:
    first = receive("Wo bleibt meine Bestellung 47114?")
    second = receive(text.format(number=first.number), **BORIS)

    assert asked_in(second, agent) == (first.number, why)


def test_a_merged_number_is_asked_about_by_the_name_of_the_case_that_goes_on(receive: Receive, agent: Actor) -> None:
    first, gone = receive("Eins"), receive("Zwei")
    actions.merge_cases(case_id=gone.pk, into_id=first.pk, by=agent)
    other = receive(f"Wegen {gone.number}", **BORIS)

    assert asked_in(other, agent) == (first.number, Why.NAMED)


def test_nobody_is_asked_about_what_they_may_not_see_nor_by_lines_that_name_nothing(receive: Receive) -> None:
    team = make_team("Service")
    by = actor_for(make_user(teams=(team,)))
    receive("Wo bleibt meine Bestellung 47114?", team_id=make_team("Geheim").pk)
    case = receive("Bestellung 47114, PLZ 10999, im Jahr 2026", team_id=team.pk, **BORIS)

    assert asked_in(case, by) is None


def test_what_belongs_together_already_is_not_asked_about(receive: Receive, agent: Actor) -> None:
    first, second = receive("Eins"), receive("Zwei")

    actions.relate_cases(case_id=second.pk, other_id=first.pk, by=agent, kind=actions.relating.RelationKind.PART)

    assert asked_in(second, agent) is None
