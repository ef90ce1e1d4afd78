"""The scoreboard: labelled lines that were looked at while writing the rules, and lines that were not.

``natural_seen`` and ``tricky`` were tuned on. ``natural_unseen`` and ``blind`` were written down with their
labels before they were first scored. Of the crossed sentences only the cases of the seen seed were looked at.
"""

from __future__ import annotations

import pytest

from tests.tonfall.promises.generator import Case, cases
from tests.tonfall.promises.scoring import DATA, Line, learning_set, read_lines, score

SEEN_SEED, UNSEEN_SEED = 1, 20260719


def as_line(case: Case) -> Line:
    return Line(case.text, case.at, case.kind, case.day.isoformat() if case.day else "")


def test_the_handed_learning_set_is_read_right() -> None:
    path = learning_set()
    if path is None:
        pytest.skip("the learning set is not at hand")
    result = score(read_lines(path))
    assert result.misses == ()


@pytest.mark.parametrize(
    ("name", "goal"), [("natural_seen", 0.98), ("natural_unseen", 0.9), ("tricky", 0.95), ("blind", 0.9)]
)
def test_natural_sentences_reach_their_goal(name: str, goal: float) -> None:
    result = score(read_lines(DATA / f"{name}.tsv"))
    assert min(result.kinds, result.days) >= goal, result.misses


@pytest.mark.parametrize("seed", [SEEN_SEED, UNSEEN_SEED])
def test_crossed_sentences_get_the_right_kind_and_day(seed: int) -> None:
    result = score(as_line(case) for case in cases(seed, 500))
    assert min(result.kinds, result.days) >= 0.97, result.misses[:10]
