"""Customers' links to a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, CaseLink

Receive = Callable[..., Case]


@pytest.mark.django_db
def test_the_use_of_a_link_is_noted_at_most_once_an_hour(receive: Receive, clock) -> None:
    case = receive()
    token = queries.link_token(actions.create_link(case_id=case.pk, customer_id=case.customer_id))
    first = clock.now()
    for _ in range(2):
        link = queries.link_for(token)
        assert link is not None
        actions.note_link_use(link=link)
        clock.advance(minutes=59)
    assert CaseLink.objects.get().last_used_at == first

    clock.advance(minutes=1)
    link = queries.link_for(token)
    assert link is not None
    actions.note_link_use(link=link)

    assert CaseLink.objects.get().last_used_at == first + timedelta(minutes=119)
