"""What stands in a field is found through an index, whatever its kind and however many cases there are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.fields.actions import fill_field
from kulanz.fields.panels import condition
from tests.plans import plan_of

from .conftest import MakeField

WANTED = {
    "text": ("", "pendel", "value_by_text"), "yesno": ("", "no", "value_by_text"),
    "number": ("-from", "5", "value_by_number"), "day": ("-to", "2026-12-24", "value_by_day"),
    "choice": ("", "7", "option"), "person": ("", "7", "person"),
}  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
@pytest.mark.parametrize("kind", WANTED)
def test_a_condition_begins_at_an_index(case: Case, agent: Actor, make_field: MakeField, kind: str) -> None:
    end, value, index = WANTED[kind]
    number = make_field("number")
    fill_field(case_id=case.pk, field_id=number.pk, by=agent, value=Decimal(5))
    found = condition(f"field-{kind}-{make_field(kind, 'Anders').pk}{end}")

    with CaptureQueriesContext(connection) as queries:
        list(found.case_ids(value)[:10])  # type: ignore[union-attr]

    (step,) = plan_of(queries.captured_queries[0]["sql"])
    assert ("SEARCH" in step, index in step) == (True, True)
