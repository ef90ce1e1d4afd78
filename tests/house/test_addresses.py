"""Every address, walked with every role: nothing breaks, and nobody gets where they must not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from . import addresses

pytestmark = pytest.mark.django_db
REFUSED = {301, 302, 400, 401, 403, 404, 405, 410, 422}
SUBJECT = b"Die Klingel fehlt"


@pytest.fixture
def world() -> addresses.World:
    return addresses.make_world()


def all_addresses() -> Iterator[tuple[str, str, set[str]]]:
    """Yield name, path template and parameters of every address."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, prefix: str, names: str) -> Iterator[tuple[str, str, set[str]]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route, f"{names}{pattern.namespace}:" if pattern.namespace else names)
        elif isinstance(pattern, URLPattern):
            yield f"{names}{pattern.name}", route, set(pattern.pattern.converters) | set(_groups(pattern))


def _groups(pattern: URLPattern) -> dict[str, int]:
    regex: Any = pattern.pattern.regex
    return dict(regex.groupindex)


def path_of(name: str, world: addresses.World, parameters: set[str]) -> str:
    from django.urls import reverse  # noqa: PLC0415 - addresses are only known once Django is awake

    samples = {**{each: 1 for each in parameters if each.endswith("_id")}, **addresses.samples(world)}
    missing = parameters - set(samples)
    assert not missing, f"{name}: tests/house/addresses.py needs a sample for {missing}"
    return reverse(name, kwargs={each: samples[each] for each in parameters})


def ask_everywhere(client: Client, world: addresses.World, wanted: Any) -> list[str]:
    """Return "name method status" of every wanted address, asked with GET and with an empty POST."""
    answers = []
    for name, route, parameters in all_addresses():
        if wanted(name, route, parameters):
            path = path_of(name, world, parameters)
            answers += [f"{name} {method} {ask(client, method, path)}" for method in ("get", "post")]
    return answers


def ask(client: Client, method: str, path: str) -> int:
    """Return the status of one answer, its stream read to the end. A refusal that tells the case's subject is a 200."""
    answer = getattr(client, method)(path)
    told = answer.getvalue() if answer.streaming else answer.content
    return 200 if answer.status_code == 422 and SUBJECT in told else int(answer.status_code)


def broken(answers: list[str]) -> list[str]:
    return [answer for answer in answers if int(answer[-3:]) >= 500]


def let_in(answers: list[str]) -> list[str]:
    return [answer for answer in answers if int(answer[-3:]) not in REFUSED]


@pytest.mark.parametrize("role", ["stranger", "outsider", "agent", "lead", "boss", "admin"])
def test_no_address_breaks(role: str, world: addresses.World, client: Client) -> None:
    def wanted(name: str, route: str, parameters: set[str]) -> bool:
        # A program that watches hears 503 where somebody is needed: that is no break.
        return "logout" not in name and "sign-out" not in name and name != "pulse"

    if role != "stranger":
        client.force_login(world.people[role])

    assert broken(ask_everywhere(client, world, wanted)) == []


def test_strangers_open_only_what_is_meant_for_them(world: addresses.World, client: Client) -> None:
    def wanted(name: str, route: str, parameters: set[str]) -> bool:
        return name not in addresses.OPEN

    assert let_in(ask_everywhere(client, world, wanted)) == []


def test_agents_of_another_team_reach_nothing_of_a_case(world: addresses.World, client: Client) -> None:
    def wanted(name: str, route: str, parameters: set[str]) -> bool:
        return name.startswith("desk:") and bool(parameters & addresses.OF_A_CASE)

    client.force_login(world.people["outsider"])

    assert let_in(ask_everywhere(client, world, wanted)) == []


@pytest.mark.parametrize("role", ["outsider", "agent"])
def test_agents_do_not_get_into_the_office(role: str, world: addresses.World, client: Client) -> None:
    def wanted(name: str, route: str, parameters: set[str]) -> bool:
        return name.startswith("office:")

    client.force_login(world.people[role])

    assert let_in(ask_everywhere(client, world, wanted)) == []
