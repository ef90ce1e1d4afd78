"""A list as a file: every row of it, fair, safe in a spreadsheet, and written down."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import ListFilter, View
from kulanz.core.clock import now
from kulanz.desk import exporting
from kulanz.desk.exporting import exported, safe_cell
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Organisation, Team, User
from tests.factories import make_case, make_customer, make_team, make_user

from .conftest import Arrive, SignIn

HEADS = (
    "Nummer;Status;Betreff;Kundin oder Kunde;Firma;Marke;Team;Zuständig;Kanal;Priorität;Schlagwörter;Eröffnet;"
    "Letztes Wort;Wartet seit;Schlummert bis;Eigener Grund"
)


def file_of(desk: Client, query: str) -> tuple[str, list[list[str]]]:
    """Return the first line of the file, and the cells of the others."""
    answer = desk.post(f"/inbox/exports/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = answer.getvalue().decode("utf-8-sig")
    first = text.partition("\r\n")[0]
    return first, list(csv.reader(StringIO(text), delimiter=";" if ";" in first else ","))[1:]


def test_the_file_opens_in_a_german_excel(desk: Client, arrive: Arrive) -> None:
    arrive(subject="Größe; Farbe")
    answer = desk.post("/inbox/exports/?view=open")
    raw = answer.getvalue()

    assert (raw[:3], 'attachment; filename="anliegen-' in answer["Content-Disposition"]) == (b"\xef\xbb\xbf", True)
    first, rows = file_of(desk, "view=open")
    assert (first, rows[0][1:4], b'"Gr\xc3\xb6\xc3\x9fe; Farbe"' in raw) == (
        HEADS,
        ["neu", "Größe; Farbe", "Anna Meier"],
        True,
    )


def test_who_reads_english_gets_commas(desk: Client, agent: User, arrive: Arrive) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    arrive()

    first, rows = file_of(desk, "view=open")

    assert (first[:15], rows[0][1]) == ("Number,Status,S", "new")


def test_every_cell_holds_what_it_says(desk: Client, agent: User, team: Team) -> None:
    customer = make_customer(name="Ida Voss", organisation=Organisation.objects.create(name="Radhaus"))
    case = make_case(customer=customer, team=team, assignee=agent, waiting_since=now(), tags=["rot", "eilig"])

    (row,) = file_of(desk, "view=open")[1]

    moment = row[11]
    assert row == [
        case.number, "neu", "Die Klingel fehlt", "Ida Voss", "Radhaus", "Radhaus Lindner", "Werkstatt", "Mara Lindner",
        "E-Mail", "normal", "eilig, rot", moment, row[12], row[13], "", "",
    ]  # fmt: skip
    assert len(moment) == len(row[13]) == len("2026-11-16 10:00")


def test_a_closed_case_names_nobody_but_oneself(desk: Client, agent: User, team: Team) -> None:
    other = make_user(name="Otto Anders", teams=(team,))
    for whose in (agent, other):
        make_case(team=team, assignee=whose, status="ended", is_open=False, waiting_since=now())
        make_case(team=team, assignee=whose)

    told = {(row[1], row[7], bool(row[13])) for row in file_of(desk, "view=all")[1]}

    assert told == {
        ("ohne Rückmeldung beendet", "Mara Lindner", False),
        ("ohne Rückmeldung beendet", "", False),
        ("neu", "Mara Lindner", False),
        ("neu", "Otto Anders", False),
    }


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"), ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"), ("＝1", "'＝1"), ("Lampe", "Lampe"),
        ("", ""), ("a=b", "a=b"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [("Lampe,=1+1", "Lampe,'=1+1"), ("Lampe; @A1", "Lampe;' @A1"), ("Lampe\t＋1", "Lampe\t'＋1")],
)
def test_no_cell_becomes_a_formula_where_columns_are_parted_by_another_sign(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


@pytest.mark.parametrize("text", ["Lampe, rot; 5-6 Stück", "1,5 m", "a,b=c", "Müller;Sohn"])
def test_a_sign_within_words_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_what_a_customer_writes_is_no_formula(desk: Client, arrive: Arrive) -> None:
    arrive(subject='=HYPERLINK("http://x.example";"Klick")', sender_name="@Anna")

    (row,) = file_of(desk, "view=open")[1]

    assert (row[2][:11], row[3]) == ("'=HYPERLINK", "'@Anna")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_file_asks_once_for_so_many_rows(agent: User, team: Team, rows: int) -> None:
    cases = [make_case(team=team, assignee=agent) for _ in range(rows)]
    by = actor_for(agent)

    with CaptureQueriesContext(connection) as asked:
        lines = b"".join(exported(by, ListFilter(view=View.OPEN))).count(b"\r\n")

    # The cases, and which own fields there are.
    assert (lines, len(asked)) == (len(cases) + 1, 2)


def test_the_file_has_no_last_row_but_that_of_the_list(
    desk: Client, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 7)
    numbers = [make_case(team=team).number for _ in range(60)]

    assert [row[0] for row in file_of(desk, "view=open&sort=newest")[1]] == numbers


def test_in_memory_are_never_more_rows_than_are_read_at_once(
    agent: User, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 5)
    for _ in range(23):
        make_case(team=team)

    pieces = [piece.count(b"\r\n") for piece in exported(actor_for(agent), ListFilter(view=View.OPEN))]

    assert pieces == [6, 5, 5, 5, 3]


def test_who_exported_which_list_stands_in_the_audit(desk: Client, sign_in: SignIn, arrive: Arrive) -> None:
    arrive()
    file_of(desk, "view=open&tag=rot")

    audit = sign_in(make_user(is_admin=True)).get("/office/audit/").content.decode()

    assert ("Mara Lindner" in audit, "als Datei exportiert: view=open&amp;tag=rot" in audit) == (True, True)
    assert Event.objects.filter(kind="list-exported").count() == 1


def test_what_is_out_of_sight_is_no_file(outsider: Client, team: Team, arrive: Arrive) -> None:
    case = arrive()

    assert outsider.post(f"/inbox/exports/?view=all&team={team.pk}").status_code == 403
    assert file_of(outsider, "view=all")[1] == []
    assert Case.objects.get(pk=case.pk).team_id == team.pk
    assert Event.objects.filter(kind="list-exported").count() == 1


@pytest.mark.parametrize("query", ["view=opne", "view=open&status=neu", "view=open&waiting=lange"])
def test_an_address_that_says_nothing_is_no_file(desk: Client, query: str) -> None:
    answer = desk.post(f"/inbox/exports/?{query}")

    assert (answer.status_code, query.rpartition("&")[2] in answer.content.decode()) == (422, True)
    assert not Event.objects.filter(kind="list-exported").exists()


def test_looking_exports_nothing(desk: Client) -> None:
    assert desk.get("/inbox/exports/?view=open").status_code == 405


def test_a_saved_view_is_exported_under_its_name(desk: Client, team: Team) -> None:
    lead = actor_for(make_user(is_lead=True))
    view = actions.save_view(by=lead, name="Rote", query="view=open&tag=rot", team_id=team.pk)
    make_team()

    file_of(desk, f"view=open&tag=rot&saved={view.pk}")

    assert Event.objects.get(kind="list-exported").data["name"] == "Rote"
