"""Each condition of a list leaves exactly what it says, beside each view, in each order and within one's sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import ListFilter, Sort, View, case_list, finding
from kulanz.cases.queries.lists import all_pages
from kulanz.cases.rules import CaseStatus
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people import merging
from kulanz.people.actors import actor_for
from kulanz.people.models import Organisation, Team
from tests.factories import make_brand, make_case, make_customer, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("Werkstatt")


@pytest.fixture
def reader(team: Team) -> Actor:
    return actor_for(make_user(teams=(team,)))


@pytest.fixture(params=[False, True], ids=["found by few ids", "found by an ordered walk"])
def walks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to a page: as if many cases met each condition, and as it is."""
    if request.param:
        monkeypatch.setattr(finding, "MOST_HITS", 0)


def found(reader: Actor, **wanted: Any) -> set[int]:
    return {case.pk for case in case_list(reader, ListFilter(**{"view": View.ALL, **wanted})).cases}


def tagged(**fields: Any) -> Case:
    case = make_case(**fields)
    actions.change_tags(case_id=case.pk, by=actor_for(make_user(is_lead=True)), add=["rot"])
    return case


AGO = timedelta(days=5)
CONDITIONS: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[Case], dict[str, Any]]]] = {
    "state": (lambda: {"status": "with-us"}, lambda case: {"statuses": (CaseStatus.WITH_US, CaseStatus.CONFIRMED)}),
    "brand": (lambda: {"brand": make_brand(name="Zweite", prefix="ZW")}, lambda case: {"brand": case.brand_id}),
    "channel": (lambda: {"channel": "form"}, lambda case: {"channel": "form"}),
    "customer": (lambda: {"customer": make_customer()}, lambda case: {"customer": case.customer_id}),
    "organisation": (
        lambda: {"customer": make_customer(organisation=Organisation.objects.create(name="Radhaus"))},
        lambda case: {"organisation": case.customer.organisation_id},
    ),
    "waiting": (lambda: {"waiting_since": now() - AGO}, lambda case: {"waiting": "3d"}),
    "quiet": (lambda: {"last_entry_at": now() - AGO}, lambda case: {"quiet": "96h"}),
    "heard": (lambda: {"last_entry_at": now() + AGO}, lambda case: {"heard": str((now() + timedelta(3)).date())}),
    "files": (lambda: {"has_files": True}, lambda case: {"files": True}),
    "snoozed": (lambda: {"wakes_at": now() + AGO}, lambda case: {"snoozed": True}),
}


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.usefixtures("walks")
def test_a_condition_leaves_what_meets_it_and_nothing_out_of_sight(reader: Actor, team: Team, name: str) -> None:
    fields, condition = CONDITIONS[name]
    make_brand()
    wanted = make_case(team=team, **(its := fields()))
    make_case(team=team)
    make_case(team=make_team(), **its)

    assert found(reader, **condition(wanted)) == {wanted.pk}


@pytest.mark.usefixtures("walks")
def test_a_tag_leaves_what_carries_it(reader: Actor, team: Team) -> None:
    wanted = tagged(team=team)
    make_case(team=team)
    tagged(team=make_team())

    assert found(reader, tag="rot") == {wanted.pk}


@pytest.mark.usefixtures("walks")
def test_a_customer_is_a_person_and_an_organisation_one_firm_whichever_row_is_named(reader: Actor, team: Team) -> None:
    lead = actor_for(make_user(is_lead=True))
    firms = [Organisation.objects.create(name=name) for name in ("Radhaus", "Radhaus GmbH")]
    people = [make_customer(organisation=firm) for firm in firms]
    theirs = {make_case(team=team, customer=each).pk for each in people}
    make_case(team=team)
    make_case(team=make_team(), customer=people[0])
    merging.merge_customers(customer_id=people[0].pk, into_id=people[1].pk, by=lead)
    merging.merge_organisations(organisation_id=firms[0].pk, into_id=firms[1].pk, by=lead)

    assert [found(reader, customer=each.pk) for each in people] == [theirs, theirs]
    assert [found(reader, organisation=each.pk) for each in firms] == [theirs, theirs]


def test_what_somebody_has_not_read_is_unread_as_long_as_it_is_open(reader: Actor, team: Team) -> None:
    seen, new, closed = (make_case(team=team) for _ in range(3))
    actions.mark_read(case_id=seen.pk, by=reader)
    Case.objects.filter(pk=closed.pk).update(status="ended", is_open=False)

    assert (found(reader, unread=True), found(reader, unread=False)) == ({new.pk}, {seen.pk})


def test_who_is_accountable_is_me_somebody_or_nobody(reader: Actor, team: Team) -> None:
    other = make_user(teams=(team,))
    mine, theirs, nobodys = (make_case(team=team, assignee_id=whose) for whose in (reader.id, other.pk, None))

    people = {who: found(reader, person=who) for who in ("me", "nobody", "somebody", str(other.pk), str(reader.id))}

    assert people == {
        "me": {mine.pk},
        "nobody": {nobodys.pk},
        "somebody": {mine.pk, theirs.pk},
        str(other.pk): {theirs.pk},
        str(reader.id): {mine.pk},
    }


def test_a_team_out_of_sight_has_no_cases(reader: Actor) -> None:
    elsewhere = make_team()
    make_case(team=elsewhere)

    assert found(reader, team=elsewhere.pk) == set()


@pytest.fixture
def pile(team: Team) -> list[Case]:
    """Cases whose orders all differ; the last two were opened in one moment, and nobody waits in the first."""
    at = now()
    return [
        make_case(
            team=team if number % 2 else None,
            opened_at=at + timedelta(minutes=min(number, 5)),
            last_entry_at=at + timedelta(minutes=number * 3 % 7),
            waiting_since=at - timedelta(minutes=number * 5 % 7) if number else None,
        )
        for number in range(7)
    ]


ORDERS: dict[Sort, Callable[[Case], Any]] = {
    Sort.LAST_WORD: lambda case: (-case.last_entry_at.timestamp(), -case.pk),
    Sort.WAITING: lambda case: (case.waiting_since, case.pk),
    Sort.NEWEST: lambda case: (-case.opened_at.timestamp(), -case.pk),
    Sort.OLDEST: lambda case: (case.opened_at, case.pk),
}


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("size", [1, 2, 50])
def test_pages_follow_each_other_in_every_order(reader: Actor, pile: list[Case], sort: Sort, size: int) -> None:
    shown, after = [], ""
    while True:
        page = case_list(reader, ListFilter(view=View.ALL, sort=sort, after=after), size=size)
        shown += [case.pk for case in page.cases]
        if not (after := page.next_after):
            break

    listed = [case for case in pile if sort is not Sort.WAITING or case.waiting_since is not None]
    assert shown == [case.pk for case in sorted(listed, key=ORDERS[sort])]


def test_all_pages_bring_every_case_once_while_letters_arrive(reader: Actor, pile: list[Case]) -> None:
    read = []
    for page in all_pages(reader, ListFilter(view=View.ALL), size=2):
        read += [case.pk for case in page]
        Case.objects.filter(pk=read[0]).update(last_entry_at=now() + timedelta(days=len(read)))

    assert read == [case.pk for case in sorted(pile, key=ORDERS[Sort.OLDEST])]
    assert all(first < second for first, second in pairwise(read))


@pytest.mark.parametrize("states", [(CaseStatus.ENDED,), (CaseStatus.NEW,), (CaseStatus.NEW, CaseStatus.ENDED), ()])
def test_ones_own_open_and_closed_cases_come_in_one_order(
    reader: Actor, team: Team, states: tuple[CaseStatus, ...]
) -> None:
    cases = [
        make_case(team=team, assignee_id=reader.id, status=status.value, is_open=status.is_open)
        for status in (CaseStatus.ENDED, CaseStatus.NEW, CaseStatus.ENDED, CaseStatus.NEW)
    ]

    shown = case_list(reader, ListFilter(view=View.ALL, person="me", statuses=states)).cases

    assert [case.pk for case in shown] == [each.pk for each in cases[::-1] if not states or each.state in states]


@pytest.mark.parametrize("view", [View.CONFIRMED, View.ENDED])
def test_nobody_waits_in_what_is_closed(reader: Actor, view: View, django_assert_num_queries: Any) -> None:
    make_case(status="ended", is_open=False, waiting_since=now())

    with django_assert_num_queries(0):
        assert case_list(reader, ListFilter(view=view, sort=Sort.WAITING)).cases == []
