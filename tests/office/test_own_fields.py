"""The office's page of own fields: what is set up there is asked on cases."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.events.models import Event
from kulanz.fields.models import CaseField, FieldOption
from kulanz.people.models import Brand
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MANY = "\n".join(map(str, range(101)))
GIVEN = {
    "name": "Gerät",
    "name_en": "Device",
    "kind": "choice",
    "help_text": "",
    "more_options": "Ebbe\n Flut \n\nEbbe",
}


def options() -> list[tuple[str, bool]]:
    return [(each.name, each.archived_at is None) for each in FieldOption.objects.order_by("place", "id")]


def test_a_field_is_made_with_its_choices(office: Client, brand: Brand) -> None:
    answer = office.post("/office/fields/new/", {**GIVEN, "brands": [brand.pk], "needed_to_end": "on"}, follow=True)

    field = CaseField.objects.get()
    page = answer.content.decode()
    assert (field.name_en, field.kind, field.needed_to_end, field.needed_to_solve) == ("Device", "choice", True, False)
    assert (options(), [each.name for each in field.brands.all()]) == ([("Ebbe", True), ("Flut", True)], [brand.name])
    assert [words in page for words in ("Gerät", "Auswahl", brand.name, "Beenden")] == [True] * 4


def test_a_choice_is_renamed_taken_out_of_use_and_brought_back(office: Client) -> None:
    office.post("/office/fields/new/", GIVEN)
    field = CaseField.objects.get()
    ebbe, flut = FieldOption.objects.order_by("place")
    address = f"/office/fields/{field.pk}/"

    change = {**GIVEN, "more_options": "Ostsee", f"option_{ebbe.pk}": "", f"option_{flut.pk}": "Flut 2"}
    office.post(address, change)
    changed = options()
    office.post(address, {**change, "more_options": "", f"option_{ebbe.pk}": "Ebbe"})

    assert changed == [("Ebbe", False), ("Flut 2", True), ("Ostsee", True)]
    assert ("Ebbe", True) in options()


def test_the_kind_of_a_field_stays(office: Client) -> None:
    office.post("/office/fields/new/", {**GIVEN, "kind": "number", "more_options": ""})
    field = CaseField.objects.get()

    office.post(f"/office/fields/{field.pk}/", {**GIVEN, "kind": "text", "name": "Stand"})

    field.refresh_from_db()
    assert (field.name, field.kind) == ("Stand", "number")


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"kind": ""}, {"kind": "colour"}, {"more_options": " \n"}, {"more_options": MANY},
              {"name": "x" * 61}, {"brands": ["99999"]}],
)  # fmt: skip
def test_a_wrong_field_is_refused(office: Client, wrong: dict[str, object]) -> None:
    answer = office.post("/office/fields/new/", {**GIVEN, **wrong})

    assert (answer.status_code, CaseField.objects.count()) == (422, 0)


def test_a_field_goes_out_of_use_and_comes_back(office: Client) -> None:
    office.post("/office/fields/new/", GIVEN)
    field = CaseField.objects.get()

    page = office.post(f"/office/fields/{field.pk}/archive/", {"archived": "yes"}, follow=True).content.decode()
    office.post(f"/office/fields/{field.pk}/archive/", {"archived": "no"})

    field.refresh_from_db()
    assert ("archiviert" in page, field.archived_at) == (True, None)


def test_the_audit_says_what_was_set_up(office: Client) -> None:
    office.post("/office/fields/new/", GIVEN)

    page = office.get("/office/audit/").content.decode()

    assert Event.objects.get(kind="setup-changed").data["thing"] == "casefield"
    assert ("Eigenes Feld Gerät" in page, "Auswahl" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_fields_asks_the_same_whatever_their_number(
    office: Client, brand: Brand, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        CaseField.objects.create(name=f"Feld {number}", kind="text").brands.add(brand)

    # The session, who asks, the fields, their brands.
    with django_assert_num_queries(4):
        office.get("/office/fields/")


def test_the_office_of_fields_is_for_administrators(client: Client) -> None:
    client.force_login(make_user(is_lead=True))

    assert [client.get(path).status_code for path in ("/office/fields/", "/office/fields/new/")] == [403, 403]
