"""The office's page of tags: what is renamed, merged and archived there, and who may make new ones."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.models import Tag
from kulanz.people.models import House, the_house
from tests.factories import make_case, make_user, tags_on
from tests.pages import in_one_line

pytestmark = pytest.mark.django_db


def test_tags_are_made_renamed_and_recoloured(office: Client) -> None:
    office.post("/office/tags/new/", {"name": "Trafo", "colour": "red"})
    case = make_case(tags=["Trafo"])
    tag = Tag.objects.get()

    page = office.post(f"/office/tags/{tag.pk}/", {"name": "Transformator", "colour": "blue"}, follow=True)

    text = in_one_line(page.content.decode())
    assert tags_on(case) == ["Transformator"]
    assert all(words in text for words in ("Transformator</a>", "blau", "Trafo<button", "tag=Transformator"))


def test_a_name_that_is_taken_is_said_at_its_field(office: Client) -> None:
    make_case(tags=["Lager", "Versand"])
    tag = Tag.objects.get(name="Lager")

    answers = [
        office.post("/office/tags/new/", {"name": "lager", "colour": "grey"}),
        office.post(f"/office/tags/{tag.pk}/", {"name": "Versand", "colour": "grey"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert ["Ein Schlagwort mit diesem Namen gibt es schon." in answer.content.decode() for answer in answers] == [
        True
    ] * 2
    assert set(Tag.objects.values_list("name", flat=True)) == {"Lager", "Versand"}


def test_tags_are_merged_and_separated(office: Client) -> None:
    case = make_case(tags=["Versand"])
    make_case(tags=["Lieferung"])
    gone, into = Tag.objects.get(name="Versand"), Tag.objects.get(name="Lieferung")

    page = office.post(f"/office/tags/{gone.pk}/merge/", {"into": into.pk}, follow=True).content.decode()
    merged = tags_on(case)
    office.post(f"/office/tags/{gone.pk}/separation/")

    assert "„Versand“ geht in „Lieferung“ weiter." in page
    assert (merged, tags_on(case)) == (["Lieferung"], ["Versand"])
    for nothing in ("x", str(gone.pk)):
        assert office.post(f"/office/tags/{gone.pk}/merge/", {"into": nothing}).status_code == 404


def test_a_name_of_commas_alone_is_none(office: Client) -> None:
    answer = office.post("/office/tags/new/", {"name": " , ", "colour": "red"})

    assert (answer.status_code, Tag.objects.count()) == (422, 0)


def test_an_archived_tag_stands_at_the_end_and_comes_back(office: Client) -> None:
    make_case(tags=["Aktion", "Zubehör"])
    tag = Tag.objects.get(name="Aktion")

    page = office.post(f"/office/tags/{tag.pk}/archive/", {"archived": "yes"}, follow=True).content.decode()
    rows = [name for name in ("Zubehör", "Aktion", "archiviert") if name in page]
    office.post(f"/office/tags/{tag.pk}/archive/", {"archived": "no"})

    assert rows == ["Zubehör", "Aktion", "archiviert"]
    assert page.index("Zubehör</a>") < page.index("Aktion</a>") < page.index("archiviert")
    tag.refresh_from_db()
    assert tag.archived_at is None


def test_who_makes_new_tags_is_a_switch_of_the_house(office: Client) -> None:
    office.post("/office/tags/rules/", {})
    switched_off = the_house().agents_make_tags
    office.post("/office/tags/rules/", {"agents_make_tags": "on"})

    assert (switched_off, the_house().agents_make_tags, House.objects.count()) == (False, True, 1)


def test_a_house_without_tags_says_where_they_come_from(office: Client) -> None:
    assert "Noch kein Schlagwort" in office.get("/office/tags/").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_tags_asks_the_same_whatever_their_number(
    office: Client, rows: int, django_assert_num_queries
) -> None:
    make_case(tags=[f"Nummer {number}" for number in range(rows)])

    # The session, who asks, the tags, what goes on in them, the switch of the house.
    with django_assert_num_queries(5):
        office.get("/office/tags/")


def test_the_office_of_tags_is_for_administrators(client: Client) -> None:
    client.force_login(make_user(is_lead=True))

    assert [client.get(path).status_code for path in ("/office/tags/", "/office/tags/new/")] == [403, 403]
