"""docs/checks.md says what is tested by which number, and nothing else."""

from __future__ import annotations

import re

from tests.conftest import ROOT

ROW = re.compile(r"^\| (\d+) \| .+ \| (.+) \|$", re.MULTILINE)
MARK = re.compile(r"mark\.check\((\d+)\)")


def test_every_check_is_made_by_a_test_or_says_what_it_waits_for() -> None:
    states = {int(number): state for number, state in ROW.findall((ROOT / "docs/checks.md").read_text("utf-8"))}
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    marked = {int(number) for number in MARK.findall(tests)}

    assert sorted(states) == list(range(1, 41))
    assert {number for number, state in states.items() if state == "made"} == marked
    assert {state.partition(" for ")[0] for state in states.values()} == {"made", "waits"}
