"""What holds for any text at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tonfall._calendar import Calendar
from tonfall._promises import find_promises, parse_due

BERLIN = Calendar(state="BE")
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
_PIECES = (
    "ich wir Sie bis am in spätestens heute morgen Freitag nächste Woche 14 30. Tagen um halb "
    "vier , und wenn nicht "
    "März 31.2. 99:99 25 Uhr you will by on within the next 5 working days noon . ? ! - KW 53 "
    "Ende Mitte zwischen "
    "9999999 vor nach Ostern 2025-02-30 1/1/1 0 zwei Stunden Jahre Monate 1.5 haben geschickt bitte “ ” „"
)
PIECES = st.sampled_from(_PIECES.split())
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map(" ".join))


@settings(max_examples=250, deadline=None)
@given(TEXTS, MOMENTS)
def test_any_text_gives_spans_inside_it_and_aware_dues_not_before_writing(text: str, at: datetime) -> None:
    for promise in find_promises(text, at=at, calendar=BERLIN):
        assert 0 <= promise.clause.start <= promise.clause.end <= len(text)
        assert 0 <= promise.span.start < promise.span.end <= len(text)
        assert (promise.due is None) == (promise.kind == "V")
        if promise.due is not None:
            assert promise.due.tzinfo is not None
            assert promise.due >= at - timedelta(minutes=1)
            assert promise.said == promise.span.of(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, MOMENTS, st.sampled_from(["de", "en", None]))
def test_any_phrase_can_be_asked_for_its_due(text: str, at: datetime, language: object) -> None:
    due = parse_due(text, at, BERLIN, language)  # type: ignore[arg-type]
    assert due is None or (due.due is not None and due.due.tzinfo is not None)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), MOMENTS)
def test_more_days_are_never_due_earlier(days: int, at: datetime) -> None:
    fewer = parse_due(f"in {days} Tagen", at, BERLIN, "de")
    more = parse_due(f"in {days + 1} Tagen", at, BERLIN, "de")
    assert fewer is not None and more is not None and fewer.due is not None and more.due is not None
    assert at < fewer.due + timedelta(days=1) and fewer.due < more.due
