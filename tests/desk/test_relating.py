"""Cases that belong together, at the desk: the question on top, the link on both pages, and the way back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case, Relation
from tests.factories import make_brand, make_team
from tests.pages import in_one_line

from .conftest import Arrive

BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris Kern", "subject": "Leuchte"}


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """The older case."""
    return arrive()


@pytest.fixture
def again(arrive: Arrive) -> Case:
    """The same customer's younger one."""
    return arrive("Und die Lieferung?", subject="Lieferung")


def page_of(desk: Client, case: Case) -> str:
    return in_one_line(desk.get(f"/cases/{case.number}/").content.decode())


def top_of(desk: Client, case: Case) -> str:
    page = page_of(desk, case)
    return page[page.index('id="case-top"') : page.index('id="thread"')]


def post(desk: Client, case: Case, path: str, **values: str) -> str:
    return in_one_line(desk.post(f"/cases/{case.number}/{path}/", values, follow=True).content.decode())


def undo(desk: Client) -> None:
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")


@pytest.mark.parametrize(
    ("way", "here", "there"),
    [
        ("duplicate", "erzählt dasselbe wie", "erzählt dasselbe wie"),
        ("part", "ist ein Teil von", "umfasst"),
        ("whole", "umfasst", "ist ein Teil von"),
        ("caused", "wurde ausgelöst durch", "hat ausgelöst"),
        ("cause", "hat ausgelöst", "wurde ausgelöst durch"),
    ],
)
def test_a_link_stands_on_both_pages_in_its_own_words_and_is_undone(
    desk: Client, case: Case, again: Case, way: str, here: str, there: str
) -> None:
    page = post(desk, again, "relations", number=f" {case.number.lower()} ", way=way)

    assert f"Mit {case.number} verknüpft." in page
    assert f'{here}<a href="/cases/{case.number}/">{case.number} Lampe</a>' in page
    assert f'{there}<a href="/cases/{again.number}/">{again.number} Lieferung</a>' in page_of(desk, case)
    undo(desk)
    assert 'id="side-related"' not in page_of(desk, again)


def test_a_link_is_taken_away_from_either_page(desk: Client, case: Case, again: Case) -> None:
    post(desk, again, "relations", number=case.number, way="part")

    page = post(desk, case, f"relations/{Relation.objects.get().pk}/removal")

    assert 'id="side-related"' not in page
    assert "Verknüpfung mit" in page_of(desk, again)


def test_a_link_shows_no_case_of_another_team(desk: Client, case: Case, arrive: Arrive, sign_in) -> None:
    hidden = arrive("Geheimes", subject="Geheimsache", team_id=make_team("Geheim").pk)
    Relation.objects.create(case=case, other=hidden, kind="part")

    assert "Geheimsache" not in page_of(desk, case)
    assert desk.post(f"/cases/{case.number}/relations/{Relation.objects.get().pk}/removal/").status_code == 403


@pytest.mark.parametrize("number", ["", "RL-999", "itself"])
def test_what_cannot_be_linked_is_said_beside_the_field(desk: Client, case: Case, number: str) -> None:
    wanted = case.number if number == "itself" else number

    answered = desk.post(f"/cases/{case.number}/relations/", {"number": wanted, "way": "part"})

    assert (answered.status_code, 'id="relate-error"' in answered.content.decode()) == (422, True)


def test_the_question_on_top_is_answered_with_one_press(desk: Client, case: Case, again: Case) -> None:
    asked = top_of(desk, again)
    assert f"Von derselben Person ist noch offen: {case.number} (Lampe). Gehört dies dazu?" in asked

    page = post(desk, again, f"denials/{case.number}")
    assert "Danach wird nicht mehr gefragt." in page
    assert "Gehört dies dazu?" not in top_of(desk, again)
    undo(desk)
    assert "Gehört dies dazu?" in top_of(desk, again)
    post(desk, again, "relations", other=case.number, way="part")
    assert "Gehört dies dazu?" not in top_of(desk, again)
    undo(desk)
    post(desk, again, "merges", other=case.number)
    assert case.messages.count() == 2


def test_the_question_names_the_order_that_two_customers_share(desk: Client, arrive: Arrive) -> None:
    first = arrive("Wo bleibt meine Bestellung 47114?")
    second = arrive("Bestellung 47114 kam kaputt an.", **BORIS)

    assert f"Auch in {first.number} (Lampe) geht es um 47114. Gehört das zusammen?" in top_of(desk, second)


def test_the_question_costs_one_query_where_a_letter_names_something_and_none_else(
    desk: Client, case: Case, arrive: Arrive
) -> None:
    def asked(number: int, text: str) -> int:
        cases = [arrive(text, **BORIS) for _ in range(number)]
        page_of(desk, cases[-1])
        with CaptureQueriesContext(connection) as queries:
            page_of(desk, cases[-1])
        return len(queries)

    plain, named = asked(1, "Hallo"), asked(1, f"Wie in {case.number}, Bestellung 47114")

    assert (asked(5, "Hallo") - plain, named - plain) == (0, 1)
    assert asked(5, f"Wie in {case.number}, Bestellung 47114") == named


def test_undoing_a_link_gives_back_the_one_whose_place_it_took(desk: Client, case: Case, again: Case) -> None:
    post(desk, again, "relations", number=case.number, way="part")
    post(desk, again, "relations", number=case.number, way="caused")
    undo(desk)

    assert "ist ein Teil von" in page_of(desk, again)


def test_z_takes_no_link_and_no_answer_away_that_stood_before(desk: Client, case: Case, again: Case) -> None:
    for path, values in ((f"denials/{case.number}", {}), ("relations", {"number": case.number, "way": "part"})):
        post(desk, again, path, **values)
        session = desk.session
        session.pop("undo")
        session.save()

        post(desk, again, path, **values)

        assert "undo" not in desk.session


def test_z_for_a_link_that_is_gone_says_so(desk: Client, case: Case, again: Case) -> None:
    post(desk, again, "relations", number=case.number, way="part")
    key = desk.session["undo"]["key"]
    post(desk, case, f"relations/{Relation.objects.get().pk}/removal")

    answered = desk.post(f"/inbox/undo/{key}/", follow=True)

    assert (answered.status_code, "bis auf 1 Anliegen" in in_one_line(answered.content.decode())) == (200, True)


def test_a_link_that_two_cases_brought_along_stands_once_and_is_taken_away_at_once(
    desk: Client, case: Case, again: Case, arrive: Arrive
) -> None:
    other = arrive("Drittes", subject="Kabel")
    for each in (case, again):
        post(desk, each, "relations", number=other.number, way="part")
    post(desk, again, "merges", into=case.number)
    pages = [page_of(desk, each).count("removal/") for each in (case, other)]

    post(desk, case, f"relations/{Relation.objects.earliest('id').pk}/removal")

    assert (pages, [page_of(desk, each).count("removal/") for each in (case, other)]) == ([1, 1], [0, 0])


def test_nobody_is_asked_about_a_case_of_another_brand(desk: Client, case: Case, again: Case) -> None:
    Case.objects.filter(pk=case.pk).update(brand=make_brand(name="Nord", prefix="ZN"))

    assert "Gehört dies dazu?" not in page_of(desk, again)
