"""One rule for all lists: closed work is told of nobody but oneself."""

from __future__ import annotations

from itertools import product

import pytest

from kulanz.cases.fairness import holds_closed, may_name
from kulanz.cases.queries import ListFilter, Sort, View, case_list
from kulanz.cases.queries.lists import all_pages
from kulanz.cases.rules import CaseStatus
from kulanz.people.actors import actor_for
from tests.factories import make_case, make_team, make_user


@pytest.mark.parametrize(
    ("person", "reader_id", "closed"),
    [
        ("", 7, True), ("me", 7, True), ("7", 7, True), ("nobody", 7, True), ("somebody", 7, False), ("8", 7, False),
        ("07", 7, False), ("", None, True), ("None", None, False), ("8", None, False),
    ],
)  # fmt: skip
def test_a_list_of_one_person_holds_closed_cases_for_that_person_alone(
    person: str, reader_id: int | None, closed: bool
) -> None:
    assert holds_closed(person, reader_id) is closed


@pytest.mark.parametrize(
    ("is_open", "assignee_id", "reader_id", "named"),
    [(True, 8, 7, True), (False, 8, 7, False), (False, 7, 7, True), (True, None, 7, False), (False, None, None, False),
     (False, 8, None, False), (True, 8, None, True)],
)  # fmt: skip
def test_a_row_names_who_has_open_work_and_oneself(
    is_open: bool, assignee_id: int | None, reader_id: int | None, named: bool
) -> None:
    assert may_name(is_open=is_open, assignee_id=assignee_id, reader_id=reader_id) is named


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["agent", "lead", "boss", "administrator"])
def test_no_combination_brings_closed_cases_of_another_person(role: str) -> None:
    team = make_team()
    roles = {"lead": {"is_lead": True}, "boss": {"is_boss": True}, "administrator": {"is_admin": True}}
    reader = actor_for(make_user(teams=(team,), **roles.get(role, {})))
    other = make_user(teams=(team,))
    for status in CaseStatus:
        for whose in (reader.id, other.pk, None):
            make_case(team=team, assignee_id=whose, status=status.value, is_open=status.is_open)

    told = set()
    states: list[tuple[CaseStatus, ...]] = [(), *((each,) for each in CaseStatus), (CaseStatus.NEW, CaseStatus.ENDED)]
    for view, status, person, place, sort in product(
        View, states, ("somebody", str(other.pk)), (None, team.pk), (Sort.LAST_WORD, Sort.OLDEST)
    ):
        wanted = ListFilter(view=view, statuses=status, person=person, team=place, sort=sort)
        told |= {(case.is_open, case.assignee_id) for case in case_list(reader, wanted).cases}
        if sort is Sort.OLDEST:
            told |= {(each.is_open, each.assignee_id) for page in all_pages(reader, wanted, size=50) for each in page}

    assert told == {(True, reader.id), (True, other.pk)}


@pytest.mark.django_db
def test_of_oneself_and_of_nobody_closed_cases_are_listed() -> None:
    reader = actor_for(make_user())
    mine, nobodys = (make_case(assignee_id=whose, status="ended", is_open=False) for whose in (reader.id, None))

    def listed(person: str) -> list[int]:
        return [case.pk for case in case_list(reader, ListFilter(view=View.ALL, person=person)).cases]

    assert (listed("me"), listed("nobody")) == ([mine.pk], [nobodys.pk])
