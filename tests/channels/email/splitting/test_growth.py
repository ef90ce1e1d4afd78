"""The work of splitting grows as the body does, whatever is repeated in it: lines of our code are counted, no time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from bench.bodies import PAGES, PLAIN, body

from kulanz.channels.email.splitting import handed_text, only_furniture, split_html, split_text

SMALL, TIMES = 1_000, 4
MOST = 1.3


class Steps:
    """How many lines of the splitting were run."""

    count = 0

    def enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Follow frames of the splitting only."""
        return self.step if "/email/splitting/" in frame.f_code.co_filename else None

    def step(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Count one line."""
        self.count += event == "line"
        return self.step


@contextmanager
def counted() -> Iterator[Steps]:
    """Count the steps of what runs inside."""
    steps, before = Steps(), sys.gettrace()
    sys.settrace(steps.enter)
    try:
        yield steps
    finally:
        sys.settrace(before)


def growth(shape: str, read: Callable[[str], object]) -> float:
    """How much more than linear the work grows; 1 is linear."""
    found = []
    for size in (SMALL, SMALL * TIMES):
        text = body(shape, size)
        with counted() as steps:
            read(text)
        found.append(steps.count)
    return found[1] / max(found[0], 500) / TIMES


@pytest.mark.parametrize("name", PLAIN)
def test_the_work_on_a_repetitive_text_is_linear(name: str) -> None:
    assert growth(PLAIN[name], split_text) <= MOST


@pytest.mark.parametrize("name", PLAIN)
def test_the_work_on_a_repetitive_forward_is_linear(name: str) -> None:
    assert growth(PLAIN[name], lambda text: handed_text(text, forward=True)) <= MOST


@pytest.mark.parametrize("name", PAGES)
def test_the_work_on_a_repetitive_page_is_linear(name: str) -> None:
    assert growth(PAGES[name], split_html) <= MOST


@pytest.mark.parametrize("name", ["app footers", "signatures", "registers", "contacts", "quotes and rules"])
def test_the_work_of_looking_for_words_is_linear(name: str) -> None:
    assert growth(PLAIN[name], only_furniture) <= MOST


def test_there_are_fifty_kinds_and_more() -> None:
    assert (len(PLAIN) >= 50, len(PAGES) >= 15) == (True, True)
