"""The next case comes by one key, with the reason, and z gives it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import WIDE, findings

from .conftest import SignedIn

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("start", ["/", "/inbox/?view=unassigned"])
def test_t_takes_the_next_case_and_z_gives_it_back(signed_in: SignedIn, axe: str, start: str) -> None:
    page = signed_in("karin", start, viewport=WIDE)
    expect(page.locator("[data-key=t]")).to_be_visible()
    assert findings(page, axe) == []
    page.keyboard.press("t")
    expect(page.locator("#case-head")).to_contain_text("bei Karin Brodersen")
    expect(page.locator("#undo-place")).to_contain_text("Liegt jetzt bei Ihnen (")
    address = page.url

    page.keyboard.press("z")

    expect(page.locator(".toast")).to_contain_text("Zurückgenommen.")
    page.goto(address)
    expect(page.locator("#case-head")).not_to_contain_text("bei Karin Brodersen")
