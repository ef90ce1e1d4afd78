"""Of a letter for later, or that waits to be approved, nobody outside reads a word before it has gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions, tasks
from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.factories import make_user

TEXT = "Ihre Lampe geht heute auf den Weg."


@pytest.mark.parametrize("is_taken", [True, False], ids=["somebody's", "nobody's"])
def test_neither_page_changes_before_it_has_gone(
    case: Case, key: str, agent: Actor, enter: Callable[..., str], client: Client, clock, is_taken: bool
) -> None:
    if is_taken:
        actions.take_case(case_id=case.pk, by=agent)
    list_url = enter(client, "anna@post.example")

    def pages() -> list[str]:
        return [plain(client.get(address).content.decode()) for address in (list_url, key)]

    before = pages()
    later = actions.PostponementWish(now() + timedelta(seconds=30))
    letter = actions.send_reply(case_id=case.pk, by=agent, text=TEXT, proposes_solution=True, later=later)
    held = pages()
    clock.advance(seconds=30)
    tasks.release_letter.run(message_id=letter.pk)
    actions.mark_queued(message_id=letter.pk)

    assert held == before
    assert (TEXT in pages()[1], "Wir meinen, es ist gelöst." in pages()[1]) == (True, True)


def plain(page: str) -> str:
    lines = page.partition("<main")[2].splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line and "value=" not in line)


def test_neither_page_changes_before_a_letter_was_approved(
    case: Case, key: str, agent: Actor, enter: Callable[..., str], client: Client
) -> None:
    list_url = enter(client, "anna@post.example")

    def pages() -> list[str]:
        return [plain(client.get(address).content.decode()) for address in (list_url, key)]

    before = pages()
    letter = actions.send_reply(case_id=case.pk, by=replace(agent, needs_approval=True), text=TEXT, waits=True)
    waiting = pages()
    actions.approve_letter(message_id=letter.pk, by=actor_for(make_user(is_lead=True)))
    actions.mark_queued(message_id=letter.pk)

    assert waiting == before
    assert TEXT in pages()[1]
