"""Every list of the desk, walked with every filter: nobody is told what a colleague has closed."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from kulanz.cases.counting import recount
from kulanz.cases.models import Case
from kulanz.cases.queries import Sort, View
from kulanz.cases.rules import CaseStatus
from kulanz.desk.urls import urlpatterns
from kulanz.people.models import Team, User
from tests.factories import make_case, make_user

from .conftest import SignIn

NAME = "Ottokar Anders"
# One row, entry or line of whatever an address answers.
PIECES = re.compile(r"<li\b.*?</li>|<tr\b.*?</tr>|<a\s+role=.*?</a>", re.DOTALL)
STATES = ("", *(f"&status={status}" for status in CaseStatus), "&status=new&status=ended&status=confirmed")
ROLES = {"agent": {}, "lead": {"is_lead": True}, "boss": {"is_boss": True}, "administrator": {"is_admin": True}}
# What a list of many cases is, and narrows itself by the address; beside a case stands the list of the inbox again.
NARROWED = {"inbox": STATES, "exports": STATES, "case": STATES[-1:]}


@pytest.fixture
def other(team: Team) -> User:
    return make_user(name=NAME, teams=(team,))


@pytest.fixture
def closed(team: Team, other: User) -> list[Case]:
    """What the colleague has closed; each state of open cases is there, too."""
    cases = [
        make_case(
            team=team, assignee=other, status=status.value, is_open=status.is_open, subject=f"Sache {status.value}",
            tags=["rot"],
        )
        for status in CaseStatus
    ]  # fmt: skip
    recount()
    return [case for case in cases if not case.is_open]


def addresses(case: Case) -> dict[str, str]:
    """Every address of the desk that names no more than a case, by its name."""
    known = {"number": case.number, "customer_id": case.customer_id}
    found = {}
    for pattern in urlpatterns:
        if set(pattern.pattern.converters) <= set(known):
            kwargs = {name: known[name] for name in pattern.pattern.converters}
            found[str(pattern.name)] = reverse(f"desk:{pattern.name}", kwargs=kwargs)
    return found


def told(browser: Client, name: str, path: str, query: str) -> str:
    asks = {"data": {}} if name == "exports" else {}
    answer = (browser.post if name == "exports" else browser.get)(f"{path}?{query}", **asks)  # type: ignore[operator]
    return (answer.getvalue() if answer.streaming else answer.content).decode(errors="replace")


def pieces_with(page: str, cases: list[Case]) -> list[str]:
    pieces = page.splitlines() if page.startswith("\ufeff") else PIECES.findall(page)
    return [piece for piece in pieces if any(case.subject in piece for case in cases)]


@pytest.mark.check(32)
@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_list_says_what_a_colleague_has_closed(
    sign_in: SignIn, team: Team, other: User, closed: list[Case], role: str
) -> None:
    browser = sign_in(make_user(teams=(team,), **ROLES[role]))
    open_case = Case.objects.filter(is_open=True).latest("pk")
    known = addresses(open_case)
    walked = [(name, known[name], state) for name, states in NARROWED.items() for state in states]
    people = (str(other.pk), "somebody")

    leaks = []
    for (name, path, state), view, person in product(walked, View, people):
        page = told(browser, name, path, f"view={view}{state}&person={person}")
        leaks += [(name, view, state, person) for _ in pieces_with(page, closed)]
    for (name, path, state), view in product(walked, (View.ALL, View.ENDED, View.CONFIRMED)):
        page = told(browser, name, path, f"view={view}{state}")
        leaks += [(name, view, state, piece) for piece in pieces_with(page, closed) if NAME in piece]

    assert leaks == []


@pytest.mark.parametrize("role", ROLES)
def test_no_address_names_a_colleague_beside_a_closed_case_of_many(
    sign_in: SignIn, team: Team, other: User, closed: list[Case], role: str
) -> None:
    browser = sign_in(make_user(teams=(team,), **ROLES[role]))
    open_case = Case.objects.filter(is_open=True).latest("pk")
    Case.objects.update(customer=open_case.customer)

    leaks, shown = [], 0
    for (name, path), sort in product(addresses(open_case).items(), Sort):
        page = told(browser, name, path, f"view=all&sort={sort}&customer={open_case.customer_id}")
        page += told(browser, name, path, f"view=all&q={closed[0].number}") if sort is Sort.NEWEST else ""
        found = pieces_with(page, closed)
        shown += len(found)
        leaks += [(name, piece) for piece in found if NAME in piece]

    assert (leaks, shown > 20) == ([], True)


def test_one_reads_what_one_has_closed_oneself(sign_in: SignIn, other: User, closed: list[Case]) -> None:
    browser = sign_in(other)
    pages = [
        told(browser, "inbox", "/inbox/", "view=all&person=me"),
        told(browser, "exports", "/inbox/exports/", "view=all&person=me"),
    ]

    assert [len(pieces_with(page, closed)) for page in pages] == [2, 2]
    assert NAME in pieces_with(pages[1], closed)[0]
