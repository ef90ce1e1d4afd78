"""What the first visit to the desk fetches, with nothing kept from before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Request, StorageState

from .house import House

pytestmark = pytest.mark.journey
MOST_REQUESTS = 12
MOST_BYTES = 100_000  # of all answers, as they were sent


def test_the_desk_comes_in_few_pieces_of_little_weight(
    browser: Browser, keys: Callable[[str], StorageState], house: House
) -> None:
    context = browser.new_context(locale="de-DE", storage_state=keys("jule"), viewport={"width": 1440, "height": 900})
    page = context.new_page()
    fetched: list[Request] = []
    page.on("requestfinished", lambda request: fetched.append(request))

    page.goto(house.url + "/")
    page.evaluate("document.fonts.ready.then(() => true)")
    sizes = {each.url.removeprefix(house.url): each.sizes()["responseBodySize"] for each in fetched}
    context.close()

    assert any(name.startswith("/ui/desk.") for name in sizes)
    assert (len(sizes) <= MOST_REQUESTS, sum(sizes.values()) <= MOST_BYTES) == (True, True), sizes
