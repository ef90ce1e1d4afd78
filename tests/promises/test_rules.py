"""When a promise is kept, late or broken, and when a letter still says it: thought without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.promises.rules import PromiseState, is_plausible, state_of, still_says

FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
spans = st.timedeltas(timedelta(days=-900), timedelta(days=900))


@pytest.mark.parametrize(
    ("kept_at", "at", "state"),
    [
        (None, FRIDAY, PromiseState.OPEN),
        (None, FRIDAY + MINUTE, PromiseState.BROKEN),
        (FRIDAY, FRIDAY + MINUTE, PromiseState.KEPT),
        (FRIDAY + MINUTE, FRIDAY + MINUTE, PromiseState.KEPT_LATE),
    ],
)
def test_a_promise_is_good_until_the_minute_it_is_due(
    kept_at: datetime | None, at: datetime, state: PromiseState
) -> None:
    assert state_of(due_at=FRIDAY, kept_at=kept_at, at=at) == state


@given(kept_after=spans, later=st.timedeltas(timedelta(0), timedelta(days=900)))
def test_what_is_kept_stays_as_it_was_kept(kept_after: timedelta, later: timedelta) -> None:
    kept_at = FRIDAY + kept_after

    states = {state_of(due_at=FRIDAY, kept_at=kept_at, at=kept_at + wait) for wait in (timedelta(0), later)}

    assert states == {PromiseState.KEPT if kept_after <= timedelta(0) else PromiseState.KEPT_LATE}


@given(first=spans, later=st.timedeltas(timedelta(0), timedelta(days=900)))
def test_a_broken_promise_never_mends_by_waiting(first: timedelta, later: timedelta) -> None:
    before, after = (state_of(due_at=FRIDAY, kept_at=None, at=FRIDAY + each) for each in (first, first + later))

    assert (before, after) != (PromiseState.BROKEN, PromiseState.OPEN)


@pytest.mark.parametrize(
    ("days", "plausible"), [(-367, False), (-366, True), (0, True), (3653, True), (3654, False), (2_900_000, False)]
)
def test_nobody_promises_for_years_ago_or_for_the_next_decade_but_one(days: int, plausible: bool) -> None:
    assert is_plausible(FRIDAY + timedelta(days=days), FRIDAY) == plausible


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Guten Tag,\n\nSie kommt am Freitag.\n\nGruß", True),
        ("Guten Tag, sie kommt\n   am  Freitag. Gruß", True),
        ("SIE KOMMT AM FREITAG.", True),
        ("Sie kommt am Montag.", False),
        ("", False),
    ],
)
def test_a_letter_says_a_promise_however_its_lines_are_broken(text: str, says: bool) -> None:
    assert still_says(text, "Sie kommt am Freitag.") == says
