"""The status follows from the records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases.rules import (
    CLOSED,
    CaseStatus,
    Records,
    WaitingFor,
    derive_status,
    is_long_closed,
    status_after_message,
)

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
times = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("records", "status"),
    [
        (Records(), CaseStatus.NEW),
        (Records(touched=True), CaseStatus.WITH_US),
        (Records(waiting_for=WaitingFor.CUSTOMER), CaseStatus.WAITING_CUSTOMER),
        (Records(touched=True, waiting_for=WaitingFor.OTHERS), CaseStatus.WAITING_OTHERS),
        (Records(proposed_at=AT), CaseStatus.SOLUTION_PROPOSED),
        (Records(proposed_at=AT, confirmed_at=later(5)), CaseStatus.CONFIRMED),
        (Records(proposed_at=AT, confirmed_at=AT), CaseStatus.CONFIRMED),
        (Records(proposed_at=AT, lapsed_at=later(5)), CaseStatus.ENDED),
        (Records(proposed_at=AT, lapsed_at=later(5), confirmed_at=later(6)), CaseStatus.CONFIRMED),
        (Records(proposed_at=AT, reopened_at=later(5)), CaseStatus.WITH_US),
        (Records(confirmed_at=AT, reopened_at=later(5), waiting_for=WaitingFor.CUSTOMER), CaseStatus.WAITING_CUSTOMER),
        (Records(reopened_at=AT, proposed_at=later(5)), CaseStatus.SOLUTION_PROPOSED),
    ],
)
def test_the_newest_record_decides(records: Records, status: CaseStatus) -> None:
    assert derive_status(records) is status


@given(times, times, times, times)
def test_only_a_confirmation_makes_a_case_confirmed(
    proposed: datetime | None, confirmed: datetime | None, lapsed: datetime | None, reopened: datetime | None
) -> None:
    status = derive_status(
        Records(proposed_at=proposed, confirmed_at=confirmed, lapsed_at=lapsed, reopened_at=reopened)
    )

    assert (status is CaseStatus.CONFIRMED) <= (confirmed is not None)
    assert (status is CaseStatus.ENDED) <= (lapsed is not None)


@given(times)
def test_silence_is_never_counted_as_solved(lapsed: datetime | None) -> None:
    assert derive_status(Records(proposed_at=AT, lapsed_at=lapsed)) is not CaseStatus.CONFIRMED


@pytest.mark.parametrize("status", list(CaseStatus))
def test_automatic_mail_changes_nothing(status: CaseStatus) -> None:
    assert status_after_message(status, sounds_solved=False, automatic=True) is status


@pytest.mark.parametrize("status", [CaseStatus.SOLUTION_PROPOSED, CaseStatus.CONFIRMED, CaseStatus.ENDED])
def test_thanks_leave_a_settled_case_where_it_is(status: CaseStatus) -> None:
    assert status_after_message(status, sounds_solved=True, automatic=False) is status


@pytest.mark.parametrize("status", [status for status in CaseStatus if status is not CaseStatus.NEW])
def test_a_real_message_brings_every_case_back_to_us(status: CaseStatus) -> None:
    assert status_after_message(status, sounds_solved=False, automatic=False) is CaseStatus.WITH_US


def test_a_message_thirty_days_after_the_end_may_be_a_new_matter() -> None:
    assert is_long_closed(CaseStatus.CONFIRMED, AT, AT + timedelta(days=31))
    assert not is_long_closed(CaseStatus.CONFIRMED, AT, AT + timedelta(days=30))
    assert not is_long_closed(CaseStatus.WITH_US, AT, AT + timedelta(days=400))


def test_confirmed_and_ended_are_the_two_ends() -> None:
    assert {CaseStatus.CONFIRMED, CaseStatus.ENDED} == CLOSED
    assert [status for status in CaseStatus if not status.is_open] == [CaseStatus.CONFIRMED, CaseStatus.ENDED]
