"""A real browser for tests that look at pages. Every fault a page reports fails the test that opened it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from scripts import machine

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
# Chromium keeps some breaches of the policy to itself; the event tells of all.
REPORT = (
    "addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.sample}`))"
)
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests."""
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=machine.browser(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own; errors of scripts and of the policy fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(url: str, **options: Any) -> Page:
        contexts.append(browser.new_context(locale="de-DE", **options))
        contexts[-1].add_init_script(REPORT)
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(f"{said.text} {said.location}") if is_fault(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_fault(said: ConsoleMessage) -> bool:
    """Say whether the console told of something wrong. A refused form is none: its answer has status 422.

    Nor is a step of somebody signed out, 401. The line itself is Chromium's, written for every such answer. What a
    test causes by cutting the line is none either.
    """
    cut = re.search(r"net::ERR_(FAILED|INTERNET_DISCONNECTED)|^htmx:(sendError|afterRequest)\b", said.text)
    return said.type == "error" and not cut and not re.search("status of (401|422)|Status Error Code 401", said.text)


def findings(page: Page, axe: str, *, part: str = "html", only: str = "") -> list[str]:
    """Return what axe finds in a part of the page as it is now, one line per rule; ``only`` asks for one rule."""
    page.evaluate(axe)
    asked = f"{{runOnly: ['{only}']}}" if only else RULES
    found = page.evaluate(f"axe.run('{part}', {asked})")["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]
