"""What a list shows is an address: written and read back it is the same, and nothing in it is an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases.queries import ListFilter, Sort, View, read_filter
from kulanz.cases.queries.filters import moment_of
from kulanz.cases.rules import CaseStatus

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
maybe_id = st.none() | st.integers(1, 10**18 - 1)
yes_no = st.none() | st.booleans()
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
typed = text.map(str.strip)
since = (
    st.just("")
    | st.builds("{}{}".format, st.integers(1, 999), st.sampled_from("hd"))
    | st.dates(datetime(2000, 1, 1).date(), datetime(2199, 12, 31).date()).map(str)
)
statuses = st.sets(st.sampled_from(CaseStatus)).map(lambda some: tuple(each for each in CaseStatus if each in some))
filters = st.builds(
    ListFilter,
    view=st.sampled_from(View),
    statuses=statuses,
    person=st.sampled_from(["", "me", "nobody", "somebody"]) | st.integers(1, 10**18 - 1).map(str),
    team=maybe_id,
    brand=maybe_id,
    channel=typed,
    tag=typed,
    customer=maybe_id,
    organisation=maybe_id,
    waiting=since,
    quiet=since,
    heard=since,
    files=yes_no,
    unread=yes_no,
    snoozed=yes_no,
    rooms=st.sampled_from([(), (("promise", "today"),)]),
    words=typed,
    sort=st.sampled_from(Sort),
    saved=maybe_id,
    after=text,
)


@given(filters)
def test_every_filter_is_an_address_that_reads_back_as_itself(wanted: ListFilter) -> None:
    reading = read_filter(QueryDict(wanted.query()))

    assert (reading.wanted, reading.left_out) == (wanted, ())


NAMES = (
    "view status person team brand channel tag customer organisation waiting quiet heard files unread snoozed promise"
    " sort saved q after"
).split()


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)))
def test_no_address_is_an_error(parts: dict[str, str]) -> None:
    given_parts = QueryDict(mutable=True)
    given_parts.update(parts)

    again = read_filter(given_parts).wanted

    assert read_filter(QueryDict(again.query())).wanted == again


@pytest.mark.parametrize(
    "part",
    [
        "view=nonsense", "status=solved", "person=you", "person=-1", "person=0", "team=x", "team=0",
        "team=" + "9" * 30, "brand=1.5", "brand=00", "customer=٣", "customer=0", "waiting=0d", "waiting=3w",
        "waiting=2026-02-30", "waiting=20261101", "quiet=0001-01-01", "heard=9999-12-31", "files=maybe", "unread=1",
        "promise=soon", "sort=best", "saved=all",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out_and_named(part: str) -> None:
    reading = read_filter(QueryDict(f"view=open&tag=rot&{part}" if "view" not in part else f"tag=rot&{part}"))

    view = View.MINE if "view" in part else View.OPEN
    assert (reading.wanted, reading.left_out) == (ListFilter(view=view, tag="rot"), (part[:60],))


@pytest.mark.parametrize(
    ("part", "means"),
    [
        ("tag=rot+", "tag=rot"),
        ("q=%E3%80%80Lampe%20", "q=Lampe"),
        ("tag=++&q=%09&channel=+", ""),
        ("channel=+form", "channel=form"),
    ],
)
def test_spaces_around_what_was_typed_say_nothing(part: str, means: str) -> None:
    assert read_filter(QueryDict(f"view=open&{part}")) == read_filter(QueryDict(f"view=open&{means}"))


def test_a_view_alone_is_not_narrowed_whatever_its_order_page_and_name() -> None:
    bare = ListFilter(view=View.OPEN, sort=Sort.NEWEST, saved=3, after="1-1")

    assert (bare.is_narrowed, ListFilter(files=False).is_narrowed) == (False, True)


@pytest.mark.parametrize(
    ("since", "begins", "ends"),
    [
        ("3d", AT - timedelta(days=3), AT - timedelta(days=3)),
        ("12h", AT - timedelta(hours=12), AT - timedelta(hours=12)),
        ("2026-11-02", datetime(2026, 11, 1, 23, tzinfo=UTC), datetime(2026, 11, 2, 23, tzinfo=UTC)),
    ],
)
def test_a_day_begins_and_ends_where_we_are(since: str, begins: datetime, ends: datetime) -> None:
    assert (moment_of(since, AT), moment_of(since, AT, end=True)) == (begins, ends)
