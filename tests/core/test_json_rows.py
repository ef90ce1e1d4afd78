"""Rows of another table come along in one statement, the same on either database."""

from __future__ import annotations

import pytest
from django.db.models import OuterRef

from kulanz.core.json_rows import JsonRows
from kulanz.people.models import ContactPoint, Customer
from tests.factories import make_customer

pytestmark = pytest.mark.django_db


def test_related_rows_come_along_in_one_statement(django_assert_num_queries) -> None:
    anna, otto = make_customer(address="Anna@Post.example"), make_customer(address="otto@post.example")
    ContactPoint.objects.filter(customer=otto).delete()
    rows = ContactPoint.objects.filter(customer_id=OuterRef("pk")).order_by("id").values("kind", "as_written")

    with django_assert_num_queries(1):
        found = {each.pk: vars(each)["points"] or [] for each in Customer.objects.annotate(points=JsonRows(rows))}

    assert found == {anna.pk: [{"kind": "mail", "as_written": "Anna@Post.example"}], otto.pk: []}
