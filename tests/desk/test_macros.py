"""Macros at the desk: looked at, applied to one case or to many, undone by one press; written by their people."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.models import Case, Draft, Message, Tag
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.rules.actions import save_macro
from kulanz.rules.models import Macro
from kulanz.rules.rules import RulePart
from tests.factories import make_brand, make_case, make_team, make_user, tags_on


@pytest.fixture
def mara(db: None) -> User:
    return make_user(name="Mara Lindner", teams=(make_team("Werkstatt"),))


@pytest.fixture
def desk(client: Client, mara: User) -> Client:
    client.force_login(mara)
    return client


@pytest.fixture
def case(mara: User) -> Case:
    return make_case(brand=make_brand(), team=mara.teams.get())


@pytest.fixture
def macro(mara: User) -> Macro:
    tag = Tag.objects.create(name="Retoure")
    effects = (RulePart("tag-on", {"tag": tag.pk}), RulePart("priority", {"level": 2}))
    wanted = Macro(name="Retoure angemeldet", owner=mara, text="Guten Tag {customer}, Ihre Retoure {number}.")
    return save_macro(macro=wanted, by=actor_for(mara), effects=effects)


def undo_of(desk: Client) -> str:
    return f"/inbox/undo/{desk.session['undo']['key']}/"


def test_a_macro_is_looked_at_before_it_does_anything(desk: Client, case: Case, macro: Macro) -> None:
    offered = desk.get(f"/cases/{case.number}/macros/").content.decode()
    ahead = desk.get(f"/cases/{case.number}/macros/{macro.pk}/").content.decode()

    assert "Retoure angemeldet" in offered
    assert "Schlagwort „Retoure“ setzen" in ahead
    assert f"Guten Tag {case.customer.name}, Ihre Retoure {case.number}." in ahead
    assert (tags_on(case), Draft.objects.count()) == ([], 0)


def test_one_press_does_it_and_one_takes_it_back(desk: Client, case: Case, macro: Macro) -> None:
    answer = desk.post(f"/cases/{case.number}/macros/{macro.pk}/")
    case.refresh_from_db()
    assert (answer.status_code, case.priority, tags_on(case), Draft.objects.count()) == (302, 2, ["Retoure"], 1)
    assert "„Retoure angemeldet“ angewendet." in desk.get(f"/cases/{case.number}/").content.decode()

    undone = desk.post(undo_of(desk), headers={"HX-Request": "true"})

    case.refresh_from_db()
    assert undone.headers["HX-Refresh"] == "true"  # the page shows the draft as it is now
    assert (case.priority, tags_on(case), Draft.objects.count(), Message.objects.count()) == (0, [], 0, 0)


def test_where_it_would_change_nothing_it_says_so(desk: Client, case: Case, macro: Macro) -> None:
    Macro.objects.update(text="")
    desk.post(f"/cases/{case.number}/macros/{macro.pk}/")

    again = desk.post(f"/cases/{case.number}/macros/{macro.pk}/")

    assert (again.status_code, "Es würde hier nichts ändern." in again.content.decode()) == (422, True)


def test_the_button_beside_the_answer_keeps_what_was_written(desk: Client, case: Case, macro: Macro) -> None:
    answer = desk.post(f"/cases/{case.number}/replies/", {"text": "Angefangen.", "then": "macro"})

    assert answer.headers["Location"].startswith(f"/cases/{case.number}/macros/")
    assert Draft.objects.get().text == "Angefangen."


def test_picked_cases_are_looked_at_and_changed_together(desk: Client, case: Case, macro: Macro) -> None:
    other = make_case(brand=case.brand, team=case.team, priority=2, tags=("Retoure",))
    picked = {"case": [case.pk, other.pk]}

    chosen = desk.post("/inbox/selection/", {**picked, "step": "macro"})
    ahead = desk.get("/inbox/macros/", {**picked, "macro": macro.pk}).content.decode()
    desk.post("/inbox/macros/", {**picked, "macro": macro.pk})

    assert chosen.headers["Location"].startswith("/inbox/macros/?case=")
    assert "in 1 Anliegen" in ahead and "1: ist schon so" in ahead
    assert (tags_on(case), Draft.objects.count()) == (["Retoure"], 2)
    desk.post(undo_of(desk))
    assert (tags_on(case), tags_on(other), Draft.objects.count()) == ([], ["Retoure"], 0)


def test_choosing_and_looking_ask_the_same_whatever_the_number(desk: Client, case: Case, macro: Macro) -> None:
    def asked(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as seen:
            desk.get("/inbox/macros/", {"case": ids, "macro": macro.pk})
            desk.get("/inbox/macros/", {"case": ids})
        return len(seen)

    asked([case.pk])
    one = asked([case.pk])
    many = [make_case(brand=case.brand, team=case.team).pk for _n in range(29)]

    assert asked([case.pk, *many]) == one


def test_the_palette_finds_macros_of_the_open_case(desk: Client, case: Case, macro: Macro) -> None:
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/cases/{case.number}/?view=mine"}

    found = desk.get("/palette/", {"q": "retoure"}, headers=here).content.decode()

    assert f"/cases/{case.number}/macros/{macro.pk}/" in found


def test_a_macro_is_written_by_its_form(desk: Client, mara: User, macro: Macro) -> None:
    given = {"name": "Danke", "whose": "me", "brand": "", "text": "Guten Tag,", "text_informal": "", "text_english": ""}

    more = desk.post("/me/macros/new/", {**given, "add": "then", "more-then": "priority"})
    wrong = desk.post("/me/macros/new/", {**given, "text": "Hallo {kundin}"})
    desk.post("/me/macros/new/", {**given, "then": "3:priority", "then-3-level": "1"})

    made = Macro.objects.get(name="Danke")
    assert (more.status_code, b'name="then-1-level"' in more.content) == (200, True)
    assert (wrong.status_code, "{kundin} füllt niemand aus" in wrong.content.decode()) == (422, True)
    assert (made.owner, made.effects) == (mara, [{"kind": "priority", "level": 1}])
    desk.post(f"/me/macros/{made.pk}/archive/", {"archived": "yes"})
    assert "Wieder verwenden" in desk.get("/me/macros/").content.decode()


def test_nobody_reaches_a_macro_that_is_not_theirs(client: Client, case: Case, macro: Macro) -> None:
    other = make_user(name="Ben Fremd", teams=(case.team,) if case.team else ())
    client.force_login(other)
    given = {"name": "Meins", "whose": "me", "brand": "", "text": "Guten Tag", "text_informal": "", "text_english": ""}

    answers = {
        "look": client.get(f"/cases/{case.number}/macros/{macro.pk}/").status_code,
        "apply": client.post(f"/cases/{case.number}/macros/{macro.pk}/").status_code,
        "many": client.post("/inbox/macros/", {"case": [case.pk], "macro": macro.pk}).status_code,
        "read": client.get(f"/me/macros/{macro.pk}/").status_code,
        "write": client.post(f"/me/macros/{macro.pk}/", given).status_code,
        "archive": client.post(f"/me/macros/{macro.pk}/archive/", {"archived": "yes"}).status_code,
        "share": client.post("/me/macros/new/", {**given, "whose": "all"}).status_code,
    }

    assert answers == {
        "look": 404, "apply": 404, "many": 404, "read": 403, "write": 403, "archive": 403, "share": 422,
    }  # fmt: skip
    assert (Macro.objects.get().name, tags_on(case)) == ("Retoure angemeldet", [])
