"""The work of splitting grows as the body does, whatever is repeated in it: lines of our code are counted, no time."""

from collections.abc import Callable
from functools import partial

import pytest
from bench.bodies import PAGES, PLAIN, body
from tests.steps import steps

from lesart import splitting
from lesart.splitting import handed_text, only_furniture, split_html, split_text

SMALL, TIMES = 1_000, 4
MOST = 1.3


def growth(shape: str, read: Callable[[str], object]) -> float:
    """How much more than linear the work grows; 1 is linear."""
    few, many = (steps(splitting, partial(read, body(shape, size))) for size in (SMALL, SMALL * TIMES))
    return many / max(few, 500) / TIMES


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
