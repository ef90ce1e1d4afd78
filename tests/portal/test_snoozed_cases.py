"""Customers see nothing of what is snoozed: neither that it is, nor when it is back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions, tasks
from kulanz.cases.models import Case, Snooze
from kulanz.core.clock import now
from kulanz.events.actor import Actor


@pytest.mark.parametrize("is_taken", [True, False], ids=["somebody's", "nobody's"])
def test_neither_page_changes_by_a_word(
    case: Case, key: str, agent: Actor, enter: Callable[..., str], client: Client, clock, is_taken: bool
) -> None:
    if is_taken:
        actions.take_case(case_id=case.pk, by=agent)
    list_url = enter(client, "anna@post.example")

    def pages() -> list[str]:
        return [client.get(address).content.decode().partition("<main")[2] for address in (list_url, key)]

    before = [without_tokens(page) for page in pages()]
    actions.snooze_case(case_id=case.pk, by=agent, until=now() + timedelta(seconds=20))
    snoozed = [without_tokens(page) for page in pages()]
    clock.advance(seconds=20)
    tasks.wake_case.run(snooze_id=Snooze.objects.get().pk)
    back = [without_tokens(page) for page in pages()]

    assert (snoozed, back) == (before, before)


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "value=" not in line)
