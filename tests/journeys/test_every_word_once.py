"""Two people write in one case, in any order of steps, lines that break and tabs that die: every word is there once."""

from __future__ import annotations

import contextlib
import os
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from .house import PATIENCE, House, letter, until

pytestmark = pytest.mark.journey
ORDERS = int(os.environ.get("ORDERS", "300"))
STEPS = 12
NUMBERS = count(1)
WRITE = ["write", "write", "write", "note"]
SEND = ["send", "send at once", "send twice", "keep", "keep twice"]
REST = ["take back", "take over", "line", "kill"]
WORDS = """
SELECT 'letter ' || delivery, text FROM cases_message WHERE case_id = :id AND direction = 'out'
UNION ALL SELECT 'note', text FROM cases_note WHERE case_id = :id
UNION ALL SELECT 'draft ' || kind || user_id, text FROM cases_draft WHERE case_id = :id
"""
Keys = Callable[[str], StorageState]


class Writer:
    """Somebody at a browser of their own, whose tab may be gone and whose line may be down."""

    def __init__(self, name: str, context: BrowserContext, address: str, told: list[str]) -> None:
        self.name, self.context, self.address, self.told = name, context, address, told
        self.page: Page | None = None
        self.open()

    def open(self) -> Page:
        if self.page is None:
            self.context.set_offline(False)
            self.page = self.context.new_page()
            self.page.goto(self.address)
            expect(self.page.locator("#reply-text")).to_be_attached()
        return self.page

    def step(self, chance: random.Random) -> None:
        """Do what chance says, and wait for nothing, or for a moment."""
        what = chance.choice([*WRITE, *SEND, *REST])
        self.told.append(f"{self.name}: {what}")
        if what in {"write", "send at once"}:
            self.write("reply")
        if what == "note":
            self.write("note")
        if what.startswith("send"):
            self.send("reply", 2 if "twice" in what else 1)
        if what.startswith("keep"):
            self.send("note", 2 if "twice" in what else 1)
        if what in {"take back", "take over"}:
            self.press("z" if what == "take back" else "i")
        if what == "line":
            self.context.set_offline(chance.random() < 0.6)
        if what == "kill":
            self.kill()
        time.sleep(chance.choice([0, 0, 0.05, 0.3, 0.9]))

    def write(self, into: str) -> None:
        """Type one new word at the end of the answer or the note."""
        page = self.open()
        if not page.locator(f"#{into}-text").is_visible():
            self.press("r" if into == "reply" else "n")
        page.locator(f"#{into}-text").focus()
        page.keyboard.press("Control+End")
        self.told.append(f"wort{next(NUMBERS)}x")
        page.keyboard.type(f"{self.told[-1]} ")

    def send(self, into: str, times: int) -> None:
        page = self.open()
        if page.locator(f"#{into}-text").is_visible():
            page.locator(f"#{into}-text").focus()
            for _ in range(times):
                page.keyboard.press("Control+Enter")

    def press(self, key: str) -> None:
        page = self.open()
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)

    def kill(self) -> None:
        if self.page is not None:
            self.page.close()
            self.page = None

    def come_back(self) -> None:
        """The line is up again, and the case is opened anew: what only the browser kept is saved from there."""
        self.context.set_offline(False)
        self.kill()
        self.open()


def go(browser: Browser, keys: Keys, house: House, seed: int) -> list[str]:
    """Let chance decide what two people do. Returns what is wrong with the words they typed, with all that happened."""
    chance = random.Random(seed)
    subject = f"Jedes Wort einmal {next(NUMBERS)}"
    house.receive(letter("Ada Berg <ada@post.example>", subject, "Wann kommt die Lampe?"))
    ((case_id, number),) = until(
        lambda: asked(house, "SELECT id, number FROM cases_case WHERE subject = :it", it=subject)
    )
    told: list[str] = []
    contexts = {name: browser.new_context(locale="de-DE", storage_state=keys(name)) for name in ("jule", "karin")}
    try:
        writers = [Writer(*each, f"{house.url}/cases/{number}/", told) for each in contexts.items()]
        for _ in range(STEPS):
            chance.choice(writers).step(chance)
        for writer in writers:
            writer.come_back()
        end = time.monotonic() + PATIENCE
        while (wrong := missing_or_double(house, case_id, told)) and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        for context in contexts.values():
            context.close()
    return [f"seed {seed}", *wrong, *told, *map(str, asked(house, WORDS, id=case_id))] if wrong else []


def missing_or_double(house: House, case_id: object, told: list[str]) -> list[str]:
    """Return the words that are not in exactly one letter, note or draft. A letter taken back is none."""
    # One word may stand right behind another: what comes back has lost the blank at its end.
    there = Counter(
        word
        for place, text in asked(house, WORDS, id=case_id)
        if place != "letter withdrawn"
        for word in re.findall(r"wort\d+x", str(text))
    )
    return [f"{word} is there {there[word]} times" for word in told if word.startswith("wort") and there[word] != 1]


def asked(house: House, statement: str, **values: object) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(house.folder / "kulanz.sqlite3", timeout=PATIENCE)) as database:
        return database.execute(statement, values).fetchall()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(ORDERS))
def test_nothing_typed_is_lost_or_there_twice(browser: Browser, keys: Keys, house: House, seed: int) -> None:
    assert "\n".join(go(browser, keys, house, seed)) == ""
