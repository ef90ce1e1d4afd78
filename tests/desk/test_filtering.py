"""The filter builder: a form that makes an address, chips that take a condition off, and a sentence for nonsense."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.core.clock import now
from kulanz.people.models import Brand, Organisation, Team, User
from kulanz.promises.models import Promise
from tests.factories import make_brand, make_case, make_customer, make_team, make_user
from tests.pages import in_one_line

from .conftest import Arrive, SignIn

ROW = re.compile(r'id="row-(\d+)"')
CHIP = re.compile(r'<a class="condition" href="([^"]+)">(.*?)</a>', re.DOTALL)
EVERYTHING = (
    "view=open&status=new&status=with-us&person=me&team={team}&brand={brand}&channel=email&tag=rot&untagged=blau&customer={customer}"
    "&organisation={firm}&waiting=3d&quiet=2026-11-02&heard=30d&files=yes&unread=no&snoozed=no&q=Lampe&promise=today"
)


def chips_on(desk: Client, query: str) -> dict[str, str]:
    """Return the words of each chip and where it leads."""
    page = desk.get(f"/inbox/?{query}").content.decode()
    words = ((re.sub(r"<svg.*?</svg>|<[^>]+>", "", says, flags=re.DOTALL), href) for href, says in CHIP.findall(page))
    return {" ".join(unescape(says).split()).removeprefix("Filter entfernen: "): unescape(href) for says, href in words}


def rows_on(desk: Client, query: str) -> set[int]:
    return {int(each) for each in ROW.findall(desk.get(f"/inbox/?{query}").content.decode())}


@pytest.fixture
def everything(team: Team, brand: Brand) -> str:
    firm = Organisation.objects.create(name="Radhaus")
    customer = make_customer(name="Ida Voss", organisation=firm)
    return EVERYTHING.format(team=team.pk, brand=brand.pk, customer=customer.pk, firm=firm.pk)


def test_every_condition_is_a_chip_that_takes_just_it_off(desk: Client, everything: str) -> None:
    chips = chips_on(desk, everything)

    assert list(chips) == [
        "Status neu", "Status bei uns", "Zuständig ich", "Team Werkstatt", "Marke Radhaus Lindner",
        "Kundin oder Kunde Ida Voss", "Firma Radhaus", "Kanal E-Mail", "Schlagwort rot", "ohne das Schlagwort blau",
        "Wartezeit mindestens 3 Tage",
        "letztes Wort spätestens am Mo, 2. November 2026", "Alter des letzten Wortes höchstens 30 Tage", "mit Dateien",
        "von mir gelesen", "schlummert nicht", "Zusage heute fällig oder überfällig", "Wörter „Lampe“",
    ]  # fmt: skip
    for words, address in chips.items():
        left = chips_on(desk, address.partition("?")[2])
        assert list(left) == [each for each in chips if each != words]


def test_conditions_cost_a_query_each_at_most_whatever_the_rows(desk: Client, everything: str, team: Team) -> None:
    asked = []
    for rows in (1, 30):
        for _ in range(rows):
            make_case(team=team)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/inbox/?{everything}").status_code == 200
        asked.append(len(queries))

    # Who asks, views, figures; the words looked for, in three; four names. No rows: nothing has been found.
    assert asked == [10, 10]


def test_the_form_sends_back_what_the_address_said(desk: Client, everything: str) -> None:
    page = desk.get(f"/inbox/filter/?{everything}").content.decode()
    form = re.search(r'<form class="filter-form".*?</form>', page, re.DOTALL)[0]  # type: ignore[index]

    sent = [(name, value) for name, value in _values(form) if value]
    again = desk.get("/inbox/filter/", [*sent])  # type: ignore[arg-type]

    assert (again.status_code, again["Location"]) == (302, f"/inbox/?{everything}")


def _values(form: str) -> list[tuple[str, str]]:
    """What a browser would send."""
    found = []
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name, value = (re.search(rf'\b{each}="([^"]*)"', tag) for each in ("type", "name", "value"))
        if kind and kind[1] in {"checkbox", "radio"} and " checked" not in tag:
            continue
        found.append((name[1], unescape(value[1]) if value else ""))  # type: ignore[index]
    for select in re.findall(r"<select.*?</select>", form, re.DOTALL):
        chosen = re.search(r'<option\s+value="([^"]*)"\s+selected', select)
        found.append((re.search(r'name="([^"]*)"', select)[1], chosen[1] if chosen else ""))  # type: ignore[index]
    return found


def test_a_form_without_anything_set_leads_to_a_short_address(desk: Client) -> None:
    answer = desk.get("/inbox/filter/?apply=1&view=open&person=&team=&tag=&q=&who=&sort=last-word&waiting=")

    assert answer["Location"] == "/inbox/?view=open"


def test_one_customer_or_organisation_that_fits_is_taken(desk: Client) -> None:
    ida = make_customer(name="Ida Voss")
    make_customer(name="Otto Brandt")
    firm = Organisation.objects.create(name="Radhaus")

    answers = [desk.get(f"/inbox/filter/?apply=1&view=open&who={who}")["Location"] for who in ("voss", "radh")]

    assert answers == [f"/inbox/?view=open&customer={ida.pk}", f"/inbox/?view=open&organisation={firm.pk}"]


def test_of_several_one_is_chosen_and_nobody_is_said(desk: Client) -> None:
    customers = [make_customer(name=f"{first} Meier") for first in ("Anna", "Bert")]

    page = desk.get("/inbox/filter/?apply=1&view=open&tag=rot&who=meier").content.decode()
    nobody = desk.get("/inbox/filter/?apply=1&view=open&who=xylophon").content.decode()

    assert [f"view=open&amp;tag=rot&amp;customer={each.pk}" in page for each in customers] == [True, True]
    assert "Zu „xylophon“ ist niemand zu finden." in nobody


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("view=open", 'name="view"'),
        ("apply=1&who=meier", "customer="),
        ("apply=1&who=xylophon", 'name="who"'),
    ],
)
def test_the_keyboard_begins_where_something_is_to_be_chosen(desk: Client, query: str, name: str) -> None:
    for first in ("Anna", "Bert"):
        make_customer(name=f"{first} Meier")

    page = desk.get(f"/inbox/filter/?{query}").content.decode()

    assert name in re.findall(r"<[^>]*\sautofocus\b[^>]*>", page)[0]


def test_what_is_offered_is_what_one_may_see(desk: Client, sign_in: SignIn, team: Team) -> None:
    make_team("Versand")
    agents = desk.get("/inbox/filter/").content.decode()
    leads = sign_in(make_user(is_lead=True)).get("/inbox/filter/").content.decode()

    assert [">Werkstatt<" in agents, ">Versand<" in agents, ">Versand<" in leads] == [True, False, True]


def test_who_and_what_is_chosen_has_a_name_even_where_it_is_not_offered(desk: Client, agent: User) -> None:
    gone, elsewhere = make_user(name="Kim Fort", is_active=False), make_team("Fernversand")
    for query, name in (
        (f"person={gone.pk}", "Kim Fort"),
        (f"person={agent.pk}", agent.name),
        (f"team={elsewhere.pk}", "Fernversand"),
        ("brand=9999", "gibt es nicht"),
    ):
        page = desk.get(f"/inbox/filter/?{query}").content.decode()
        value = query.partition("=")[2]
        assert f'<option value="{value}" selected>{name}</option>' in in_one_line(page)


def test_cases_opened_by_hand_are_a_channel_that_is_offered_and_an_unknown_one_is_none(
    desk: Client, team: Team
) -> None:
    by_hand = make_case(team=team, channel="desk")
    make_case(team=team, channel="email")

    assert '<option value="desk">von Hand eröffnet</option>' in in_one_line(desk.get("/inbox/filter/").content.decode())
    assert list(chips_on(desk, "view=all&channel=desk")) == ["Kanal von Hand eröffnet"]
    assert rows_on(desk, "view=all&channel=desk") == {by_hand.pk}
    assert list(chips_on(desk, "view=all&channel=taube")) == ["Kanal taube"]


def test_the_builder_is_a_page_and_a_part_of_one(desk: Client) -> None:
    page = desk.get("/inbox/filter/?view=open").content.decode()
    part = desk.get(
        "/inbox/filter/?view=open", headers={"HX-Request": "true", "HX-Target": "filter-form"}
    ).content.decode()

    assert ("<html" in page, "<html" in part, part.strip().startswith("<form")) == (True, False, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_builder_asks_the_same_number_of_times(desk: Client, rows: int, django_assert_num_queries) -> None:
    for number in range(rows):
        make_team()
        make_brand(name=f"Marke {number}", prefix="X" + "ABCDEF"[number // 6] + "ABCDEF"[number % 6])
        make_user()
    desk.get("/inbox/filter/")

    # Who asks; people, teams, brands, tags, own reasons, own fields.
    with django_assert_num_queries(8):
        desk.get("/inbox/filter/?view=open")


@pytest.mark.parametrize(
    "part", ["view=quer", "status=fertig", "person=otto", "waiting=lange", "sort=schön", "promise=nie", "brand=1.5"]
)
def test_nonsense_in_the_address_gets_a_sentence(desk: Client, arrive: Arrive, part: str) -> None:
    arrive()

    answer = desk.get(f"/inbox/?view=open&{part}" if "view" not in part else f"/inbox/?{part}")

    said = f"Das ist kein Filter und wurde in der Adresse nicht beachtet: {part}"
    assert (answer.status_code, said in unescape(in_one_line(answer.content.decode()))) == (200, True)


def test_markup_in_the_address_stays_text(desk: Client) -> None:
    page = desk.get("/inbox/?view=open&status=<script>alert(1)</script>&tag=<img src=x>&q=<b>").content.decode()

    assert [each in page for each in ("<script>alert", "<img src", "<q><b>")] == [False, False, False]


def test_a_team_out_of_sight_is_as_good_as_none(desk: Client) -> None:
    elsewhere = make_team("Versand")
    make_case(team=elsewhere)

    for team in (elsewhere.pk, 999_999):
        page = desk.get(f"/inbox/?view=all&team={team}").content.decode()
        assert "Dieses Team gibt es nicht, oder Sie sehen seine Anliegen nicht." in page
        assert ROW.findall(page) == []


def test_a_broken_name_of_a_row_is_said_to_be_none(desk: Client) -> None:
    assert list(chips_on(desk, "view=all&brand=99999&customer=99999")) == [
        "Marke gibt es nicht", "Kundin oder Kunde gibt es nicht",
    ]  # fmt: skip


def test_what_a_room_knows_of_cases_narrows_them(desk: Client, agent: User, arrive: Arrive) -> None:
    due, later, none = (arrive(sender_address=f"p{number}@post.example") for number in range(3))
    for case, days in ((due, 0), (later, 3)):
        letter = case.messages.get()
        Promise.objects.create(
            case=case, message=letter, words="Bald", due_at=now() + timedelta(days=days, seconds=-1), promised_by=agent
        )

    shown = {value: rows_on(desk, f"view=open&promise={value}") for value in ("open", "today", "overdue")}

    assert shown == {"open": {due.pk, later.pk}, "today": {due.pk}, "overdue": {due.pk}}
    assert none.pk not in shown["open"]


def test_what_colleagues_have_closed_is_not_shown_and_that_is_said(desk: Client, team: Team) -> None:
    other = make_user(teams=(team,))
    closed = make_case(team=team, assignee=other, status="confirmed", is_open=False)
    opened = make_case(team=team, assignee=other)

    answer = desk.get(f"/inbox/?view=all&person={other.pk}").content.decode()

    assert (ROW.findall(answer), "Was andere abgeschlossen haben" in answer) == ([str(opened.pk)], True)
    assert closed.pk in rows_on(desk, "view=all")


def test_a_search_goes_on_in_what_is_narrowed(desk: Client) -> None:
    page = in_one_line(desk.get("/inbox/?view=open&tag=rot&status=new").content.decode())
    form = re.search(r'<form class="search".*?</form>', page)[0]  # type: ignore[index]

    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    assert hidden == [("view", "open"), ("status", "new"), ("tag", "rot")]


def test_the_figure_beside_a_narrowed_title_is_what_the_list_shows(desk: Client, team: Team) -> None:
    for _ in range(51):
        make_case(team=team, has_files=True)

    many = in_one_line(desk.get("/inbox/?view=open&files=yes").content.decode())
    few = in_one_line(desk.get("/inbox/?view=open&files=no").content.decode())

    assert ('<span class="n">50+</span>' in many, '<span class="n">0</span></h2>' in few) == (True, True)
