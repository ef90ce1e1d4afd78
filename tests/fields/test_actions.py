"""Own fields: filled in by kind, told with before and after, undone, and brought along where cases become one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kulanz.cases import actions as of_cases
from kulanz.cases.errors import NotAllowed, NotFound, WrongState
from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.fields.actions import OptionWish, ValueRefused, archive_field, fill_field, restore_field, save_field
from kulanz.fields.models import FieldOption, FieldValue
from kulanz.fields.queries import fields_of
from kulanz.fields.rules import Value
from kulanz.people.models import Brand, User
from tests.factories import make_brand, make_case, make_user

from .conftest import MakeField

VALUES: dict[str, Value] = {
    "text": "Pendelleuchte",
    "number": Decimal("1234.5"),
    "day": date(2026, 12, 24),
    "yesno": "no",
}


def value_in(case: Case) -> Value:
    return fields_of(case)[0].held.value


@pytest.mark.parametrize("kind", VALUES)
def test_what_is_filled_in_stands_there_and_goes_again(
    case: Case, agent: Actor, make_field: MakeField, kind: str
) -> None:
    field, value = make_field(kind), VALUES[kind]

    before = fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=value)
    stands = value_in(case)
    emptied = fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=None)

    assert (before, stands, emptied, value_in(case)) == (None, value, value, None)
    assert not FieldValue.objects.exists()


def test_a_choice_and_a_person_are_told_by_name(case: Case, agent: Actor, make_field: MakeField) -> None:
    device, tester = make_field("choice", options="Ebbe, Flut"), make_field("person", "Prüferin")
    ebbe, flut = FieldOption.objects.order_by("place")
    jonas = make_user(name="Jonas Keller")

    for value in (ebbe.pk, flut.pk):
        fill_field(case_id=case.pk, field_id=device.pk, by=agent, value=value)
    fill_field(case_id=case.pk, field_id=tester.pk, by=agent, value=jonas.pk)

    told = Event.objects.filter(kind="field-filled").order_by("id")
    assert [(each.data["name"], each.data["before"], each.data["after"]) for each in told] == [
        ("Gerät", "", "Ebbe"), ("Gerät", "Ebbe", "Flut"), ("Prüferin", "", "Jonas Keller"),
    ]  # fmt: skip


def test_the_same_again_is_no_event(case: Case, agent: Actor, make_field: MakeField) -> None:
    field = make_field("number")

    for value in (Decimal(5), Decimal("5.0"), None, None):
        fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=value)

    assert Event.objects.filter(kind="field-filled").count() == 2


@pytest.mark.parametrize(
    ("kind", "value"),
    [("number", "abc"), ("day", "24.12."), ("choice", 99_999), ("choice", "Ebbe"), ("person", 99_999),
     ("yesno", "perhaps"), ("text", Decimal(5)), ("text", "   ")],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(
    case: Case, agent: Actor, make_field: MakeField, kind: str, value: Value
) -> None:
    field = make_field(kind, options="Ebbe")

    with pytest.raises(ValueRefused):
        fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=value)


def test_what_is_out_of_use_stays_where_it_is_and_is_chosen_no_more(
    case: Case, brand: Brand, agent: Actor, admin: Actor, make_field: MakeField
) -> None:
    field, person = make_field("choice", options="Ebbe, Flut"), make_field("person", "Prüferin")
    ebbe, flut = FieldOption.objects.order_by("place")
    jonas = make_user(name="Jonas Keller")
    fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=ebbe.pk)
    fill_field(case_id=case.pk, field_id=person.pk, by=agent, value=jonas.pk)
    save_field(
        field=field, by=admin, changed=[], brands=[], options=[OptionWish("", ebbe.pk), OptionWish("Flut 2", flut.pk)]
    )
    User.objects.filter(pk=jonas.pk).update(is_active=False)

    device, tester = fields_of(case)

    assert device.choices == ((str(flut.pk), "Flut 2"), (str(ebbe.pk), "Ebbe"))
    assert (tester.held.named, (str(jonas.pk), "Jonas Keller") in tester.choices) == ("Jonas Keller", True)
    for each, value in ((field, ebbe.pk), (person, jonas.pk)):
        with pytest.raises(ValueRefused):
            fill_field(case_id=make_case(brand=brand).pk, field_id=each.pk, by=agent, value=value)


def test_an_archived_field_is_read_and_filled_in_no_more(
    case: Case, brand: Brand, agent: Actor, admin: Actor, make_field: MakeField
) -> None:
    field = make_field("text")
    fill_field(case_id=case.pk, field_id=field.pk, by=agent, value="Ebbe")

    archive_field(field_id=field.pk, by=admin, archived=True)

    assert [(shown.held.value, shown.is_archived) for shown in fields_of(case)] == [("Ebbe", True)]
    assert fields_of(make_case(brand=brand)) == []
    with pytest.raises(WrongState):
        fill_field(case_id=case.pk, field_id=field.pk, by=agent, value="Flut")


def test_a_field_belongs_to_the_cases_of_its_brands(case: Case, agent: Actor, make_field: MakeField) -> None:
    other = make_brand(name="Zweite", prefix="ZW")
    everywhere, there = make_field("text", "Überall"), make_field("text", "Dort", brands=(other,))
    both = make_field("text", "Beide", brands=(case.brand, other))

    assert [shown.held.name for shown in fields_of(case)] == ["Überall", "Beide"]
    assert [shown.held.name for shown in fields_of(make_case(brand=other))] == ["Überall", "Dort", "Beide"]
    with pytest.raises(NotFound):
        fill_field(case_id=case.pk, field_id=there.pk, by=agent, value="x")
    assert everywhere.place < there.place < both.place


def test_a_former_value_is_restored_from_what_was_kept(case: Case, agent: Actor, make_field: MakeField) -> None:
    field = make_field("day")
    fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=date(2026, 1, 2))

    restore_field(case_id=case.pk, field_id=field.pk, by=agent, kept="2026-12-24")
    stands = value_in(case)
    restore_field(case_id=case.pk, field_id=field.pk, by=agent, kept="")

    assert (stands, value_in(case)) == (date(2026, 12, 24), None)


def test_what_stands_in_a_merged_case_comes_along_and_goes_back(
    case: Case, brand: Brand, agent: Actor, make_field: MakeField
) -> None:
    device, order = make_field("text", "Gerät"), make_field("text", "Bestellung")
    again = make_case(brand=brand, customer=case.customer)
    fill_field(case_id=case.pk, field_id=device.pk, by=agent, value="Ebbe")
    fill_field(case_id=again.pk, field_id=device.pk, by=agent, value="Flut")
    fill_field(case_id=again.pk, field_id=order.pk, by=agent, value="4711")

    of_cases.merge_cases(case_id=again.pk, into_id=case.pk, by=agent)
    together = [shown.held.value for shown in fields_of(case)]
    of_cases.unmerge_case(case_id=again.pk, by=agent)

    assert together == ["Ebbe", "4711"]
    assert [[shown.held.value for shown in fields_of(each)] for each in (case, again)] == [
        ["Ebbe", None],
        ["Flut", "4711"],
    ]
    assert not FieldValue.objects.exclude(merged_from=None).exists()


def test_what_was_changed_after_a_merge_stays_with_the_case_that_went_on(
    case: Case, brand: Brand, agent: Actor, make_field: MakeField
) -> None:
    field, again = make_field("text"), make_case(brand=brand, customer=case.customer)
    fill_field(case_id=again.pk, field_id=field.pk, by=agent, value="Flut")
    of_cases.merge_cases(case_id=again.pk, into_id=case.pk, by=agent)

    fill_field(case_id=case.pk, field_id=field.pk, by=agent, value="Ebbe")
    of_cases.unmerge_case(case_id=again.pk, by=agent)

    assert (value_in(case), value_in(again)) == ("Ebbe", None)


def test_a_chain_of_merges_comes_apart_link_by_link(
    case: Case, brand: Brand, agent: Actor, make_field: MakeField
) -> None:
    field = make_field("text")
    first, second = (make_case(brand=brand, customer=case.customer) for _ in range(2))
    fill_field(case_id=first.pk, field_id=field.pk, by=agent, value="Ebbe")
    of_cases.merge_cases(case_id=first.pk, into_id=second.pk, by=agent)
    of_cases.merge_cases(case_id=second.pk, into_id=case.pk, by=agent)
    at_the_end = value_in(case)

    of_cases.unmerge_case(case_id=second.pk, by=agent)
    in_between = (value_in(case), value_in(second))
    of_cases.unmerge_case(case_id=first.pk, by=agent)

    assert (at_the_end, in_between) == ("Ebbe", (None, "Ebbe"))
    assert (value_in(second), value_in(first)) == (None, "Ebbe")


def test_only_administrators_set_fields_up(agent: Actor, make_field: MakeField) -> None:
    field = make_field("text")

    with pytest.raises(NotAllowed):
        save_field(field=field, by=agent, changed=["name"], brands=[])
    with pytest.raises(NotAllowed):
        archive_field(field_id=field.pk, by=agent, archived=True)


@pytest.mark.parametrize("fields", [1, 20])
def test_the_fields_of_a_case_cost_one_query_and_one_for_people(
    case: Case, make_field: MakeField, fields: int, django_assert_num_queries
) -> None:
    for number in range(fields):
        make_field("choice", f"Feld {number}", options="a, b")
    fields_of(case)

    with django_assert_num_queries(1):
        fields_of(case)
    make_field("person", "Prüferin")
    with django_assert_num_queries(2):
        fields_of(case)


def test_what_a_colleague_has_filled_in_since_is_not_undone(
    case: Case, agent: Actor, admin: Actor, make_field: MakeField
) -> None:
    field = make_field("number")
    fill_field(case_id=case.pk, field_id=field.pk, by=agent, value=Decimal("12.50"))
    fill_field(case_id=case.pk, field_id=field.pk, by=admin, value=Decimal(13))

    with pytest.raises(WrongState):
        restore_field(case_id=case.pk, field_id=field.pk, by=agent, kept="", instead_of="12.5")
    assert value_in(case) == Decimal(13)
