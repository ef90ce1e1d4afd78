"""Own fields at the desk: filled in beside a case, undone, needed before a step, told in lists and files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.test import Client

from kulanz.cases.models import Case, Ending, Message
from kulanz.cases.queries import View
from kulanz.cases.rules import CaseStatus
from kulanz.config.commands.cases import case_lines
from kulanz.fields.actions import OptionWish, fill_field, save_field
from kulanz.fields.models import CaseField, FieldOption
from kulanz.fields.queries import fields_of
from kulanz.fields.rules import Value
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from tests.factories import make_case, make_user
from tests.pages import in_one_line

from .conftest import Arrive, SignIn

pytestmark = pytest.mark.django_db
ROW = re.compile(r'id="row-(\d+)"')
NAME = "Ottokar Anders"


@pytest.fixture
def make_field() -> Callable[..., CaseField]:
    def made(kind: str, name: str = "Gerät", *, options: str = "", **more: Any) -> CaseField:
        field, admin = CaseField(kind=kind, name=name, **more), actor_for(make_user(is_admin=True))
        wishes = [OptionWish(each) for each in options.split(", ") if each]
        save_field(field=field, by=admin, changed=["name"], brands=[], options=wishes)
        return field

    return made


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team=team)


def fill(case: Case, field: CaseField, value: Value) -> None:
    fill_field(case_id=case.pk, field_id=field.pk, by=actor_for(make_user(is_lead=True)), value=value)


def value_in(case: Case) -> Value:
    return fields_of(case)[0].held.value


def file_of(desk: Client, query: str) -> tuple[list[str], list[list[str]]]:
    text = desk.post(f"/inbox/exports/?{query}").getvalue().decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    return head, rows


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("number", " 1.234,5 ", Decimal("1234.5"), "1.234,5"), ("text", "Ebbe", "Ebbe", "Ebbe"),
        ("day", "24.12.", date(2026, 12, 24), "24.12.2026"), ("day", "morgen", date(2026, 11, 17), "17.11.2026"),
        ("day", "17 November 2025", date(2025, 11, 17), "17.11.2025"), ("yesno", "yes", "yes", "ja"),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_by_kind_and_shown_in_the_language(
    desk: Client, case: Case, make_field, clock, kind: str, typed: str, value: Value, shown: str
) -> None:
    field = make_field(kind)

    answer = desk.post(f"/cases/{case.number}/fields/{field.pk}/", {"value": typed}, follow=True)

    assert (value_in(case), shown in answer.content.decode()) == (value, True)


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("number", "abc", "„abc“ ist keine Zahl. Zum Beispiel: 1.234,5"),
        ("day", "irgendwann", "„irgendwann“ ist kein Tag. Zum Beispiel: 24.12.2026 oder morgen"),
        ("choice", "99999", "Das steht nicht mehr zur Wahl."), ("person", "x", "Das steht nicht mehr zur Wahl."),
    ],
)  # fmt: skip
def test_what_does_not_belong_there_is_said_at_the_field_which_keeps_it(
    desk: Client, case: Case, make_field, kind: str, typed: str, words: str
) -> None:
    field = make_field(kind, options="Ebbe")

    answer = desk.post(f"/cases/{case.number}/fields/{field.pk}/", {"value": typed})

    page = in_one_line(answer.content.decode())
    asked = re.search(rf'<(?:input|select)[^>]*id="field-{field.pk}"[^>]*>', page)[0]  # type: ignore[index]
    assert (answer.status_code, words in page, "autofocus" in asked, 'aria-invalid="true"' in asked) == (422,) + (
        True,
    ) * 3
    assert value_in(case) is None
    if kind in {"number", "day"}:
        assert f'value="{typed}"' in asked


def test_what_was_filled_in_is_undone(desk: Client, case: Case, make_field) -> None:
    field = make_field("choice", options="Ebbe, Flut")
    ebbe, flut = FieldOption.objects.order_by("place")
    fill(case, field, ebbe.pk)

    desk.post(f"/cases/{case.number}/fields/{field.pk}/", {"value": str(flut.pk)})
    stood = value_in(case)
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")

    assert (stood, value_in(case)) == (flut.pk, ebbe.pk)


def test_a_browser_with_htmx_gets_the_panel_alone_with_the_way_back(desk: Client, case: Case, make_field) -> None:
    field, asks = make_field("number"), {"HX-Request": "true", "HX-Target": "side-fields"}
    address = f"/cases/{case.number}/fields/{field.pk}/"

    saved = in_one_line(desk.post(address, {"value": "5"}, headers=asks).content.decode())
    wrong = desk.post(address, {"value": "abc"}, headers=asks)
    undone = desk.post(f"/inbox/undo/{desk.session['undo']['key']}/", headers={"HX-Request": "true"})
    anew = desk.get(f"/cases/{case.number}/details/", headers=asks).content.decode()

    assert (saved.startswith('<section id="side-fields"'), "hx-swap-oob" in saved, 'value="5"' in saved) == (True,) * 3
    assert (wrong.status_code, "hx-swap-oob" in wrong.content.decode()) == (422, False)
    assert ("details-changed" in undone["HX-Trigger"], 'value="5"' in anew) == (True, False)


def test_every_step_stands_in_the_thread(desk: Client, case: Case, make_field) -> None:
    field = make_field("number", "Zählerstand")
    for typed in ("1000", "1.200,5", ""):
        desk.post(f"/cases/{case.number}/fields/{field.pk}/", {"value": typed})

    page = desk.get(f"/cases/{case.number}/").content.decode()

    told = ("hat „Zählerstand“ ausgefüllt: 1.000", "geändert: 1.000 → 1.200,5", "geleert, vorher: 1.200,5")
    assert [words in page for words in told] == [True] * 3


def test_a_case_does_not_end_until_what_is_needed_stands_there(desk: Client, case: Case, make_field) -> None:
    field = make_field("text", needed_to_end=True)

    answer = desk.post(f"/cases/{case.number}/ending/", {"end": "no-answer"})
    page = in_one_line(answer.content.decode())

    assert (answer.status_code, Ending.objects.exists()) == (422, False)
    assert "„Gerät“ ist auszufüllen, bevor das Anliegen endet." in page
    assert re.search(rf'<input[^>]*id="field-{field.pk}"[^>]*autofocus', page)
    fill(case, field, "Ebbe")
    assert desk.post(f"/cases/{case.number}/ending/", {"end": "no-answer"}).status_code == 302
    assert Ending.objects.get().case == case


@pytest.mark.parametrize("reason", ["newsletter", "spam"])
def test_what_is_no_matter_of_its_own_needs_no_field(desk: Client, case: Case, make_field, reason: str) -> None:
    make_field("text", needed_to_end=True)

    assert desk.post(f"/cases/{case.number}/ending/", {"end": reason}).status_code == 302


def test_of_many_cases_those_that_lack_a_field_are_left_out(desk: Client, team: Team, make_field) -> None:
    field, cases = make_field("yesno", needed_to_end=True), [make_case(team=team) for _ in range(2)]
    fill(cases[0], field, "no")

    answer = desk.post(
        "/inbox/selection/?view=all", {"case": [each.pk for each in cases], "end": "no-answer"}, follow=True
    )

    assert "1 Anliegen beendet. 1 ausgelassen: Ein Feld oder eine Checkliste ist noch offen." in answer.content.decode()
    assert Ending.objects.get().case == cases[0]


def test_no_solution_leaves_until_what_is_needed_stands_there_and_no_word_is_lost(
    desk: Client, arrive: Arrive, make_field
) -> None:
    case, field = arrive(), make_field("text", needed_to_solve=True)
    wish = {"text": "Guten Tag Frau Meier, der Trafo ist getauscht.", "then": "propose"}

    stopped = [desk.post(f"/cases/{case.number}/replies/", {**wish, **more}) for more in ({}, {"anyway": "propose"})]
    pages = [in_one_line(answer.content.decode()) for answer in stopped]

    assert [answer.status_code for answer in stopped] == [422, 422]
    for page in pages:
        assert "„Gerät“ ist auszufüllen, bevor eine Lösung gesendet wird." in page
        assert ("der Trafo ist getauscht." in page, "Trotzdem senden" in page) == (True, False)
        assert re.search(rf'<input[^>]*id="field-{field.pk}"[^>]*autofocus', page)
    assert not Message.objects.filter(direction="out").exists()
    fill(case, field, "Ebbe")
    assert desk.post(f"/cases/{case.number}/replies/", wish).status_code == 302


def test_another_answer_needs_no_field(desk: Client, arrive: Arrive, make_field) -> None:
    case = arrive()
    make_field("text", needed_to_solve=True, needed_to_end=True)

    assert (
        desk.post(f"/cases/{case.number}/replies/", {"text": "Guten Tag Frau Meier, wir prüfen das."}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("kind", "value", "meets", "misses"),
    [
        ("text", "Pendelleuchte Ebbe", ["=PENDEL", "=pendelleuchte+ebbe"], ["=Ebbe"]),
        ("number", Decimal("1234.5"), ["-from=1234.5", "-to=1234.5", "-from=-1"], ["-from=1235", "-to=1000"]),
        ("day", date(2026, 12, 24), ["-from=2026-12-24", "-to=2026-12-24"], ["-from=2026-12-25", "-to=2026-12-23"]),
        ("yesno", "no", ["=no"], ["=yes"]),
    ],
)  # fmt: skip
def test_lists_are_narrowed_by_what_stands_in_a_field(
    desk: Client, team: Team, make_field, kind: str, value: Value, meets: list[str], misses: list[str]
) -> None:
    field, case = make_field(kind), make_case(team=team)
    make_case(team=team)
    fill(case, field, value)

    def rows_on(part: str) -> list[str]:
        return ROW.findall(desk.get(f"/inbox/?view=all&field-{kind}-{field.pk}{part}").content.decode())

    assert [rows_on(part) for part in meets] == [[str(case.pk)]] * len(meets)
    assert [rows_on(part) for part in misses] == [[]] * len(misses)


def test_a_choice_narrows_and_is_told_as_a_chip(desk: Client, team: Team, make_field) -> None:
    field, case = make_field("choice", options="Ebbe, Flut"), make_case(team=team)
    ebbe, flut = FieldOption.objects.order_by("place")
    fill(case, field, ebbe.pk)

    pages = [
        in_one_line(desk.get(f"/inbox/?view=all&field-choice-{field.pk}={each.pk}").content.decode())
        for each in (ebbe, flut)
    ]

    assert [ROW.findall(page) for page in pages] == [[str(case.pk)], []]
    assert '<span class="about">Gerät</span>Ebbe' in pages[0]


@pytest.mark.parametrize(
    "part", ["field-number-1-from=abc", "field-number-1=5", "field-day-1-to=24.12.", "field-yesno-1=x",
             "field-text-1=+", "field-choice-1=-1", "field-person-1=somebody"],
)  # fmt: skip
def test_what_makes_no_sense_in_an_address_is_left_out_of_it(desk: Client, case: Case, part: str) -> None:
    page = desk.get(f"/inbox/?view=all&{part}")

    assert (page.status_code, ROW.findall(page.content.decode())) == (200, [str(case.pk)])


def test_the_builder_asks_about_every_field_and_leads_to_the_list(desk: Client, make_field) -> None:
    number, day, device = make_field("number", "Stand"), make_field("day", "Kauf"), make_field("choice", options="Ebbe")
    tester = make_field("person", "Prüferin")
    option = FieldOption.objects.get()
    wanted = (
        f"view=open&field-choice-{device.pk}={option.pk}&field-day-{day.pk}-to=2026-12-24"
        f"&field-number-{number.pk}-from=1.5&field-person-{tester.pk}=me"
    )

    page = in_one_line(desk.get(f"/inbox/filter/?{wanted}").content.decode())
    answer = desk.get(f"/inbox/filter/?apply=1&{wanted}&field-text-7=")

    labels = ("Stand mindestens", "Stand höchstens", "Kauf: ab", "Kauf: bis", "Gerät", "Prüferin")
    assert [f">{label}</label>" in page for label in labels] == [True] * 6
    assert answer["Location"] == f"/inbox/?{wanted}"


def test_rows_show_the_fields_that_lists_show(desk: Client, agent: User, team: Team, make_field) -> None:
    case, shown, hidden = (
        make_case(team=team),
        make_field("number", "Stand", in_lists=True),
        make_field("text", "Intern"),
    )
    fill(case, shown, Decimal(1200))
    fill(case, hidden, "Nichts für Listen")

    page = desk.get("/inbox/?view=all").content.decode()
    User.objects.filter(pk=agent.pk).update(list_parts=["words"])
    without = desk.get("/inbox/?view=all").content.decode()

    assert ("<span>Stand: 1.200</span>" in page, "Nichts für Listen" in page, "1.200" in without) == (
        True,
        False,
        False,
    )


def test_files_have_a_column_for_each_field(desk: Client, team: Team, make_field) -> None:
    case, number, day = make_case(team=team), make_field("number", "Stand"), make_field("day", "Kauf")
    fill(case, number, Decimal("1234.5"))
    fill(case, day, date(2026, 12, 24))
    make_field("text", "=Formel")

    head, (row,) = file_of(desk, "view=all")

    assert (head[-3:], row[-3:]) == (["Stand", "Kauf", "'=Formel"], ["1.234,5", "2026-12-24", ""])


@pytest.mark.parametrize("rows", [1, 30])
def test_fields_cost_a_list_no_query(
    desk: Client, team: Team, make_field, rows: int, django_assert_num_queries
) -> None:
    field = make_field("text", in_lists=True)
    for number in range(rows):
        fill(make_case(team=team), field, f"Gerät {number}")

    with django_assert_num_queries(5):
        desk.get("/inbox/?view=all")


@pytest.fixture
def tested(team: Team, make_field) -> tuple[CaseField, User, list[Case]]:
    """A person field in which a colleague stands, in a case of each state; what is closed of them."""
    other, field = make_user(name=NAME, teams=(team,)), make_field("person", "Prüferin", in_lists=True)
    cases = [make_case(team=team, status=each.value, is_open=each.is_open) for each in CaseStatus]
    for each in cases:
        fill(each, field, other.pk)
    return field, other, [each for each in cases if not each.is_open]


def test_no_list_by_a_person_field_says_what_a_colleague_had_to_do_with(desk: Client, tested) -> None:
    field, other, closed = tested
    states = ("", *(f"&status={status}" for status in CaseStatus))

    leaks = []
    for view, state in product(View, states):
        query = f"view={view}{state}&field-person-{field.pk}={other.pk}"
        page = desk.get(f"/inbox/?{query}").content.decode()
        _head, rows = file_of(desk, query)
        found = {int(each) for each in ROW.findall(page)} | {Case.objects.get(number=row[0]).pk for row in rows}
        leaks += [(view, state) for each in closed if each.pk in found]

    assert leaks == []
    assert "Was andere abgeschlossen haben, sehen nur sie selbst" in page


def test_no_row_names_a_colleague_from_a_field_of_a_closed_case(desk: Client, tested) -> None:
    _field, _other, closed = tested

    page = in_one_line(desk.get("/inbox/?view=all").content.decode())
    pieces = re.findall(r'<li class="row.*?</li>', page)
    rows = file_of(desk, "view=all")[1]
    lines = list(case_lines())

    numbers = {case.number for case in closed}
    ids = {f'id="row-{case.pk}"' for case in closed}
    assert sum(NAME in piece for piece in pieces) == len(CaseStatus) - len(closed)
    assert not [piece for piece in pieces if NAME in piece and any(each in piece for each in ids)]
    assert not [row for row in rows if row[0] in numbers and NAME in row]
    assert {line["number"] for line in lines if line["fields"]} == {line["number"] for line in lines} - numbers


def test_one_finds_by_a_person_field_what_one_had_to_do_with_oneself(sign_in: SignIn, tested) -> None:
    field, other, _closed = tested
    browser = sign_in(other)

    pages = [
        browser.get(f"/inbox/?view=all&field-person-{field.pk}={who}").content.decode() for who in ("me", other.pk)
    ]

    assert [len(ROW.findall(page)) for page in pages] == [len(CaseStatus)] * 2


def test_the_command_line_tells_fields_with_their_values(case: Case, make_field) -> None:
    fill(case, make_field("number", "Stand"), Decimal("1234.5"))
    fill(case, make_field("choice", options="Ebbe"), FieldOption.objects.get().pk)

    (line,) = case_lines()

    assert line["fields"] == {"Stand": "1234.5", "Gerät": "Ebbe"}


def test_a_stranger_to_the_case_fills_in_nothing(outsider: Client, case: Case, make_field) -> None:
    field = make_field("text")

    assert outsider.post(f"/cases/{case.number}/fields/{field.pk}/", {"value": "x"}).status_code == 403
    assert outsider.get(f"/cases/{case.number}/fields/{field.pk}/").status_code == 405


@pytest.mark.parametrize("is_changed", [False, True])
def test_undoing_leaves_what_a_colleague_has_filled_in_since(
    desk: Client, team: Team, case: Case, make_field, is_changed: bool
) -> None:
    field = make_field("text")
    fill(case, field, "alt")
    desk.post(f"/cases/{case.number}/fields/{field.pk}/", {"value": f" neu{'x' * 600} "})
    if is_changed:
        fill(case, field, "von Jonas")
    desk.post(f"/inbox/undo/{desk.session['undo']['key']}/")

    assert value_in(case) == ("von Jonas" if is_changed else "alt")
