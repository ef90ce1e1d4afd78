"""Customers who are one person, organisations that are one: merged, found together, and apart again in any order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events.actor import SYSTEM
from kulanz.events.models import Event
from kulanz.people import merging
from kulanz.people.actors import actor_for, customer_actor
from kulanz.people.finding import find_customers
from kulanz.people.models import Customer, CustomerMerge, CustomerWord, Organisation
from tests.factories import make_customer, make_user
from tests.stories import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return actor_for(make_user())


def found(words: str) -> list[str]:
    return [each.name for each in find_customers(words)]


def test_one_person_is_found_by_the_words_of_all_their_rows(by) -> None:
    anna, caller = make_customer(name="Anna Meier", address="a@m.example"), make_customer(name="Frau Lühr")

    merging.merge_customers(customer_id=caller.pk, into_id=anna.pk, by=by)
    merged = [found(words) for words in ("meier", "luhr", "luhr a@m")]
    merging.unmerge_customer(customer_id=caller.pk, by=by)

    assert merged == [["Anna Meier"]] * 3
    assert [found(words) for words in ("meier", "luhr", "luhr a@m")] == [["Anna Meier"], ["Frau Lühr"], []]


def test_nothing_of_a_customer_moves(by) -> None:
    anna, caller = make_customer(), make_customer()
    before = list(caller.contact_points.values())

    merging.merge_customers(customer_id=caller.pk, into_id=anna.pk, by=by)

    caller.refresh_from_db()
    assert (caller.goes_on_as, list(caller.contact_points.values()), anna.contact_points.count()) == (anna, before, 1)
    assert list(Customer.objects.known()) == [anna]


def test_a_chain_leads_to_its_end_and_comes_apart_in_the_middle(by) -> None:
    one, two, three = (make_customer() for _ in range(3))
    merging.merge_customers(customer_id=one.pk, into_id=two.pk, by=by)
    merging.merge_customers(customer_id=one.pk, into_id=three.pk, by=by)  # whoever is meant goes on in two
    whole = set(Customer.objects.same_as(one.pk))

    merging.unmerge_customer(customer_id=two.pk, by=by)

    assert whole == {one, two, three}
    assert [each.goes_on_as for each in Customer.objects.order_by("pk")] == [two, two, three]


def test_what_is_one_already_or_not_there_is_refused(by) -> None:
    one, two = make_customer(), make_customer()
    merging.merge_customers(customer_id=one.pk, into_id=two.pk, by=by)

    for pair in ((one.pk, two.pk), (two.pk, one.pk), (one.pk, one.pk)):
        with pytest.raises(merging.AlreadyOne):
            merging.merge_customers(customer_id=pair[0], into_id=pair[1], by=by)
    for wrong in (two.pk, 999_999):
        with pytest.raises(NotFound):
            merging.unmerge_customer(customer_id=wrong, by=by)
    with pytest.raises(NotFound):
        merging.merge_customers(customer_id=one.pk, into_id=999_999, by=by)


@pytest.mark.parametrize("actor", [SYSTEM, None])
def test_only_our_people_say_who_is_one(by, actor) -> None:
    one, two = make_customer(), make_customer()
    who = actor or customer_actor(one)

    for step in (
        lambda: merging.merge_customers(customer_id=one.pk, into_id=two.pk, by=who),
        lambda: merging.unmerge_customer(customer_id=one.pk, by=who),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_who_merged_and_who_undid_it_is_kept_without_a_name(by) -> None:
    one, two = make_customer(name="Anna Meier"), make_customer()

    merging.merge_customers(customer_id=one.pk, into_id=two.pk, by=by)
    merging.unmerge_customer(customer_id=one.pk, by=by)

    told = [(each.actor_id, each.subject_id, each.data) for each in Event.objects.filter(kind="customer-merged")]
    data = {"customer_id": one.pk, "into_id": two.pk}
    assert told == [(by.id, one.pk, {**data, "undone": False}), (by.id, one.pk, {**data, "undone": True})]
    assert CustomerMerge.objects.get().withdrawn_at is not None


def test_people_of_one_organisation_are_found_by_either_name_and_number(by) -> None:
    elbe = Organisation.objects.create(name="Elbe Logistik", number="K-4711")
    weser = Organisation.objects.create(name="Weser GmbH")
    make_customer(name="Anna Meier", organisation=elbe)

    merging.merge_organisations(organisation_id=elbe.pk, into_id=weser.pk, by=by)
    merged = [found(words) for words in ("elbe", "weser", "4711 anna")]
    merging.unmerge_organisation(organisation_id=elbe.pk, by=by)

    assert merged == [["Anna Meier"]] * 3
    assert [found(words) for words in ("elbe", "weser")] == [["Anna Meier"], []]


@stories(60)
@given(
    st.lists(st.tuples(st.sampled_from(["merge", "undo"]), st.integers(0, 4), st.integers(0, 4)), max_size=12),
    st.randoms(),
)
def test_whatever_is_merged_is_a_forest_and_comes_apart_without_a_trace(steps, order) -> None:
    with a_house() as (by, people, before):
        for step, first, second in steps:
            with contextlib.suppress(merging.AlreadyOne, NotFound):
                if step == "merge":
                    merging.merge_customers(customer_id=people[first].pk, into_id=people[second].pk, by=by)
                else:
                    merging.unmerge_customer(customer_id=people[first].pk, by=by)
            roots = Customer.objects.exclude(merged_into=None).values_list("merged_into__merged_into", flat=True)
            assert set(roots) <= {None}
        standing = list(CustomerMerge.objects.standing().values_list("row_id", flat=True))
        order.shuffle(standing)
        for row_id in standing:
            merging.unmerge_customer(customer_id=row_id, by=by)

        assert state() == before


def state() -> tuple[list[dict[str, object]], set[tuple[str, int]]]:
    words = set(CustomerWord.objects.values_list("word", "customer_id"))
    return list(Customer.objects.order_by("pk").values()), words


@contextlib.contextmanager
def a_house() -> Iterator[tuple]:
    with contextlib.suppress(_Over), transaction.atomic():
        people = [make_customer(name=f"Person {letter}") for letter in "abcde"]
        yield actor_for(make_user()), people, state()
        raise _Over


class _Over(Exception):
    pass
