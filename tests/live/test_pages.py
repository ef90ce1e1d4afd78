"""What /live/ answers when something is not as it should be."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Sequence
from typing import NoReturn
from urllib.parse import quote

import pytest
from django.db import OperationalError

from kulanz.live import subscription
from kulanz.live.subscription import token_for
from kulanz.people.actors import actor_for, sights_of

from ..factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _database_away() -> Iterator[None]:
    """Nobody can be asked what people may see."""

    def away(user_ids: Sequence[int]) -> NoReturn:
        raise OperationalError("the server closed the connection")

    subscription.register(away)
    yield
    subscription.register(sights_of)


def answer(port: int, method: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path)
    response = connection.getresponse()
    told = (response.status, response.read())
    connection.close()
    return told


@pytest.mark.usefixtures("_database_away")
def test_while_the_database_is_away_nobody_is_refused_for_good(port: int) -> None:
    token = token_for(actor_for(make_user()))

    assert answer(port, "GET", f"/live/?token={token}") == (
        200,
        b"retry: 2000\n\n",
    )  # a stream that ends is asked again


@pytest.mark.parametrize("after", ["", "-1", "1e3", "٣", "9" * 19])
def test_a_place_that_is_no_number_is_no_place(port: int, after: str) -> None:
    token = token_for(actor_for(make_user()))

    status, body = answer(port, "GET", f"/live/poll?token={token}&after={quote(after)}")

    assert (status, body.startswith(b'{"last": ')) == (200, True)


def test_news_are_only_read(port: int) -> None:
    token = token_for(actor_for(make_user()))

    assert answer(port, "POST", f"/live/?token={token}")[0] == 404
