"""Statements that are written by hand for speed know every column of their table."""

from __future__ import annotations

import re

import pytest
from django.db.models import Model

from kulanz.channels import intake
from kulanz.channels.models import Original
from kulanz.events.engines import table
from kulanz.events.models import Job


@pytest.mark.parametrize(
    ("statement", "model"), [(table._INSERT, Job), (intake._INSERT, Original)], ids=["jobs", "originals"]
)
def test_a_row_written_by_hand_fills_every_column_that_must_not_be_empty(statement: str, model: type[Model]) -> None:
    written = set(re.findall(r"\w+", statement.partition("(")[2].partition(")")[0]))
    columns = {field.column: field for field in model._meta.concrete_fields if not field.primary_key}

    assert written <= set(columns)
    assert [name for name in set(columns) - written if not columns[name].null] == []
