"""A second pair of eyes, in two browsers: nothing that its reader types is lost to news, and nothing goes unseen."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import WIDE

from .conftest import OpenCase, SignedIn
from .house import PATIENCE, House

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def newcomer(house: House) -> Iterator[None]:
    """Letters of Jule wait while this is told."""
    yield from switched(house, on=True)
    list(switched(house, on=False))


def switched(house: House, *, on: bool) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(house.folder / "kulanz.sqlite3", timeout=PATIENCE)) as database, database:
        database.execute("UPDATE people_user SET needs_approval = ? WHERE email = 'jule@demo.example'", [on])
    yield


@pytest.fixture
def waiting(open_case: OpenCase) -> Page:
    """Jule's page, on which a letter waits."""
    page = open_case()
    page.get_by_label("Ihre Antwort").press_sequentially("Kommt am Montag.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".approval")).to_contain_text("Wartet auf ein zweites Augenpaar")
    return page


def test_news_neither_take_what_is_typed_nor_go_unseen(waiting: Page, signed_in: SignedIn, house: House) -> None:
    reader = signed_in("karin", waiting.url.removeprefix(house.url), viewport=WIDE)
    reader.get_by_text("Wortlaut ändern").click()
    words = reader.get_by_label("Wortlaut des Briefes")
    words.press_sequentially("Guten Tag, ")
    waiting.keyboard.press("n")
    waiting.keyboard.type("Doch erst Dienstag!")
    waiting.keyboard.press("Control+Enter")
    expect(reader.locator(".entry.note", has_text="Doch erst Dienstag!")).to_be_attached()

    expect(words).to_have_value("Guten Tag, Kommt am Montag.")
    reader.get_by_role("button", name="Freigeben und senden").click()
    expect(reader.get_by_role("alert")).to_contain_text("Es ist etwas Neues gekommen")
    expect(words).to_have_value("Guten Tag, Kommt am Montag.")
    reader.get_by_role("button", name="Gelesen, trotzdem senden").click()
    expect(reader.locator(".entry.event", has_text="geändert und freigegeben")).to_be_attached()
    expect(waiting.locator(".entry.ours", has_text="Guten Tag, Kommt am Montag.")).to_have_count(1)


def test_a_letter_given_back_is_written_on_with_the_remark_above_it(
    waiting: Page, signed_in: SignedIn, house: House
) -> None:
    reader = signed_in("karin", waiting.url.removeprefix(house.url), viewport=WIDE)
    reader.locator(".approval").get_by_text("Zurückgeben").first.click()
    reader.get_by_label("Was soll anders sein?").fill("Bitte ohne Tag.")
    reader.locator(".approval").get_by_role("button", name="Zurückgeben").click()
    expect(reader.locator(".approval")).to_have_count(0)

    waiting.reload()
    expect(waiting.locator("#reply .banner")).to_contain_text("Bitte ohne Tag.")
    expect(waiting.get_by_label("Ihre Antwort")).to_have_value("Kommt am Montag.")
