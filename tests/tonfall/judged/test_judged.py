"""Floors on text by somebody who had not seen a rule; how it was scored is in README.md of this folder."""

from __future__ import annotations

import pytest

from tonfall import read_abuse

from .judging import JUDGES, halves, judge_promise, rows, score

# Shares that must not be undercut, for all lines and for the control half alone.
FLOORS = {
    "promises.tsv": {"promise kinds": 0.93, "promise days": 0.88},
    "abuse.tsv": {"abuse recall": 0.87, "anger untouched": 0.98},
    "address.tsv": {"address": 0.93, "address never wrong side": 1.0},
    "mood.tsv": {"mood": 0.86},
    "questions.tsv": {"questions": 0.93},
    "personal_data.txt": {"personal data recall": 0.97, "personal data precision": 0.97},
    "replies.toml": {
        "good replies untouched": 1.0,
        "wall and negative precision": 0.95,
        "other notes precision": 0.9,
        "notes recall": 0.7,
    },
}
# Lines written while mending: whoever mended had seen them, so they guard and prove nothing.
LEARNT = [
    ("promises.tsv", "promise kinds", 0.9),
    ("promises.tsv", "promise days", 0.88),
    ("abuse.tsv", "abuse recall", 1.0),
    ("abuse.tsv", "anger untouched", 1.0),
    ("mood.tsv", "mood", 1.0),
]
CASES = [(name, measure, floor) for name, floors in FLOORS.items() for measure, floor in floors.items()]


@pytest.mark.parametrize("part", ["all", "control"])
@pytest.mark.parametrize(("name", "measure", "floor"), CASES)
def test_the_score_does_not_fall_under_its_floor(name: str, measure: str, floor: float, part: str) -> None:
    some = rows(name) if part == "all" else halves(name)[1]
    hits, of = score(name, some)[measure]
    assert hits >= floor * of, f"{measure}: {hits} of {of}"


@pytest.mark.parametrize(("name", "measure", "floor"), LEARNT)
def test_what_was_learnt_is_not_forgotten(name: str, measure: str, floor: float) -> None:
    hits, of = score(name, rows(f"learnt_{name}"))[measure]
    assert hits >= floor * of, f"{measure}: {hits} of {of}"


@pytest.mark.parametrize("name", ["sealed_abuse_c.tsv", "sealed_abuse_d.tsv"])
def test_sealed_lines_of_others_are_heard_and_anger_is_left_alone(name: str) -> None:
    every = rows(name)
    seen = {wanted: [read_abuse(row["text"]).abusive for row in every if row["abusive"] == wanted] for wanted in "01"}
    assert sum(seen["1"]) >= 0.86 * len(seen["1"])
    assert sum(seen["0"]) <= 0.01 * len(seen["0"])


@pytest.mark.parametrize("name", ["sealed_promises_a.tsv", "sealed_promises_b.tsv"])
def test_sealed_promises_of_others_are_read_with_their_day(name: str) -> None:
    verdicts = [verdict for row in rows(name) for verdict in judge_promise(row)]
    for measure, floor in (("promise kinds", 0.92), ("promise days", 0.94)):
        hits = [verdict.hits for verdict in verdicts if verdict.measure == measure]
        assert sum(hits) >= floor * len(hits), measure


def test_every_measure_of_every_file_has_a_floor() -> None:
    measured = {measure for name in JUDGES for measure in score(name, rows(name))}
    assert measured == {measure for _, measure, _ in CASES}


def test_the_halves_share_no_line_and_miss_none() -> None:
    for name in JUDGES:
        learning, control = halves(name)
        assert sorted(map(str, learning + control)) == sorted(map(str, rows(name)))
