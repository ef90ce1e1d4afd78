"""Work that only thinks has its time, and whoever asked for it is never cut off."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kulanz.channels.patience import TookTooLong, within


def turn_for_ever() -> None:
    while True:
        pass


def test_work_that_is_done_in_time_gives_its_result() -> None:
    assert within(60, lambda: "read") == "read"


def test_work_may_have_nothing_to_give() -> None:
    assert within(60, lambda: None) is None


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 / 0)


def test_work_without_end_is_told_to_stop() -> None:
    with pytest.raises(TookTooLong):
        within(0.05, turn_for_ever)


def test_whoever_asked_works_on_undisturbed() -> None:
    for number in range(200):
        try:
            within(0.0005, lambda turns=number: sum(range(turns * 20)))
        except TookTooLong:
            continue
    assert sum(range(200_000)) == 19_999_900_000


AFTERWARDS = """
import sys
from kulanz.channels.patience import TookTooLong, within
def turn():
    while True: pass
within(60, int)
try:
    within(0.05, turn)
except TookTooLong:
    print("stopped", flush=True)
seen = []
sys.settrace(lambda frame, event, _: seen.append(event))
within(60, int)
print("traced", flush=True)
"""


def test_nothing_waits_to_be_raised_afterwards() -> None:
    """CPython 3.11 never ends a call that is traced while something waits to be raised that no thread takes."""
    done = subprocess.run([sys.executable, "-c", AFTERWARDS], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split() == ["stopped", "traced"], done.stderr
