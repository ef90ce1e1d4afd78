"""A prepared query answers what the same query answers when it is composed anew, for whatever values."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Upper

from kulanz.cases.models import Case
from kulanz.core.prepared import prepared
from kulanz.people.models import Customer
from tests.factories import make_case, make_customer, make_team

pytestmark = pytest.mark.django_db


def cases_of(customer_id: int, words: str, teams: tuple[int, ...]) -> QuerySet[Case]:
    """Joins, conditions on joins, annotations, a choice of columns: everything that pages use."""
    return (
        Case.objects.filter(Q(team_id__in=teams) | Q(team=None), customer_id=customer_id)
        .exclude(subject=words)
        .annotate(mark=FilteredRelation("read_marks", condition=Q(read_marks__user_id=customer_id)))
        .annotate(seen_at=F("mark__seen_at"))
        .select_related("customer", "team")
        .only("number", "customer__name", "team__name")
        .order_by("-id")
    )


def facts(rows: list[Case]) -> list[Any]:
    return [(row.number, row.customer.name, row.team and row.team.name, vars(row)["seen_at"]) for row in rows]


def test_it_answers_what_an_ordinary_query_answers_for_any_values() -> None:
    ask, teams = prepared(cases_of), (make_team("Nord"), make_team("Süd"))
    anna, otto = make_customer(), make_customer()
    for customer in (anna, otto):
        for team in (*teams, None):
            make_case(customer=customer, team=team)
    unwanted = make_case(customer=otto, subject="'; --")
    for values in (
        (anna.pk, "", (teams[0].pk, teams[1].pk)),
        (otto.pk, unwanted.subject, (teams[1].pk, teams[0].pk)),
        (otto.pk, "", (teams[1].pk,)),
        (anna.pk, "", ()),
        (0, "nobody", (1, 1)),
    ):
        assert facts(ask(*values)) == facts(list(cases_of(*values)))


def test_columns_left_out_come_when_they_are_asked_for(django_assert_num_queries) -> None:
    case = make_case(subject="Lampe")
    ask = prepared(cases_of)
    ask(0, "", ())
    with django_assert_num_queries(1):
        (found,) = ask(case.customer_id, "", ())
    with django_assert_num_queries(1):
        assert found.subject == "Lampe"


def test_values_alone_and_several_queries_as_one_can_be_prepared() -> None:
    @prepared
    def names(customer_id: int, other: int) -> QuerySet[Any, Any]:
        rows = Customer.objects.order_by().values_list("name", flat=True)
        return rows.filter(pk=customer_id).union(rows.filter(pk=other), all=True)

    anna, otto = make_customer(name="Anna"), make_customer(name="Otto")
    assert sorted(names(anna.pk, otto.pk)) == ["Anna", "Otto"]
    assert sorted(names(otto.pk, 0)) == ["Otto"]


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows,
        lambda rows: rows.values(),
        lambda rows: rows.values("number", "customer__name", "opened_at", shout=Upper("subject")),
        lambda rows: rows.values_list("opened_at", "is_open", "brand__language"),
        lambda rows: rows.values_list("number", "pk", named=True),
        lambda rows: rows.values_list("last_entry_at", flat=True),
        lambda rows: rows.prefetch_related("messages"),
        lambda rows: rows.values_list("brand_id", flat=True).distinct().order_by("number"),
    ],
)
def test_rows_of_every_shape_are_those_of_django(shape: Any) -> None:
    make_case(subject="Lampe")
    make_case(subject="Trafo")

    def cases(number: str) -> QuerySet[Any, Any]:
        return shape(Case.objects.exclude(number=number).order_by("pk"))

    ask = prepared(cases)

    for values in (("",), (Case.objects.latest("pk").number,)):
        found, usual = ask(*values), list(cases(*values))
        assert found == usual
        if isinstance(usual[0], Case):
            assert [vars(each).keys() for each in found] == [vars(each).keys() for each in usual]


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_through_its_own_connection() -> None:
    case, found = make_case(), []
    ask = prepared(cases_of)
    ask(0, "", ())

    def look() -> None:
        found.extend(each.number for each in ask(case.customer_id, "", ()))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [case.number]


def test_a_value_that_changes_the_statement_itself_is_refused() -> None:
    def first(amount: int) -> QuerySet[Case]:
        return Case.objects.all()[:amount]

    with pytest.raises(ValueError, match="no value of the statement"):
        prepared(first)(3)
