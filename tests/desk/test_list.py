"""The inbox: every state an address, pages found by key, the same few queries for any number of rows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import View
from kulanz.cases.rules import WaitingFor
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.ui.panels import SIGNS, Sign
from tests.factories import make_team, make_user

from .conftest import Arrive, Look

ROW = re.compile(r'id="row-(\d+)"')


def rows_of(answer) -> list[int]:
    return [int(case_id) for case_id in ROW.findall(answer.content.decode())]


def fill(arrive: Arrive, amount: int) -> list[int]:
    """Let letters arrive a minute apart; return the cases, newest first."""
    start = now() - timedelta(days=1)
    cases = [
        arrive(
            at=start + timedelta(minutes=number),
            subject=f"Anliegen {number} mit einem Betreff von üblicher Länge",
            sender_address=f"kundin{number}@post.example",
            sender_name=f"Kundin Nummer {number}",
        ).pk
        for number in range(amount)
    ]
    return cases[::-1]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_five_queries_whatever_its_rows(
    desk: Client, arrive: Arrive, rows: int, django_assert_num_queries
) -> None:
    fill(arrive, rows)

    with django_assert_num_queries(5):
        answer = desk.get("/inbox/?view=all")

    assert (answer.status_code, len(rows_of(answer))) == (200, rows)


def test_a_full_list_stays_a_light_page(desk: Client, arrive: Arrive) -> None:
    fill(arrive, 60)

    answer = desk.get("/inbox/?view=all")

    assert (len(rows_of(answer)), len(answer.content) <= 57_000) == (50, True)


def test_the_next_page_goes_on_where_the_first_ended(desk: Client, arrive: Arrive) -> None:
    newest_first = fill(arrive, 60)

    first = desk.get("/inbox/?view=all")
    following = first.context["next_url"]
    second = desk.get(following)

    assert rows_of(first) + rows_of(second) == newest_first
    assert second.context["next_url"] == ""


def test_cases_of_the_same_instant_are_neither_lost_nor_shown_twice(desk: Client, arrive: Arrive) -> None:
    at = now()
    cases = {arrive(at=at, sender_address=f"k{number}@post.example").pk for number in range(53)}

    first = desk.get("/inbox/?view=all")
    second = desk.get(first.context["next_url"])

    assert (set(rows_of(first) + rows_of(second)), len(rows_of(second))) == (cases, 3)


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "-",
        "1-",
        "-1",
        "1",
        "9" * 40 + "-1",
        "1-" + "9" * 40,
        "1.5-2",
        "٣-٤",
        "-5-5",
        "1-1-1",
        "%00",
        "a%00b",
        "😀",
    ],
)
def test_a_forged_page_key_breaks_nothing(desk: Client, arrive: Arrive, after: str) -> None:
    arrive()

    assert desk.get(f"/inbox/?view=all&after={after}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["view=nonsense", "team=x", "team=999999999", "team=-1", "team=٣", "tag=%00", "channel=%00", "q=%00", "q=%ED%A0%80",
     "q=%25_%25", "tag=%27%22%3E", "view=%00", "q=" + "x" * 5000, "team=" + "9" * 5000],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_breaks_nothing(desk: Client, arrive: Arrive, query: str) -> None:
    arrive()

    assert desk.get(f"/inbox/?{query}").status_code == 200


def test_the_views_hold_what_they_say(desk: Client, agent: User, arrive: Arrive) -> None:
    by = actor_for(agent)
    mine, free, customer, others, solved, aside = (
        arrive(sender_address=f"v{number}@post.example").pk for number in range(6)
    )
    for case_id in (mine, customer, others, solved, aside):
        actions.take_case(case_id=case_id, by=by)
    actions.wait_for(case_id=customer, by=by, whom=WaitingFor.CUSTOMER)
    actions.wait_for(case_id=others, by=by, whom=WaitingFor.OTHERS)
    actions.send_reply(case_id=solved, by=by, text="Ist es gelöst?", proposes_solution=True)
    actions.snooze_case(case_id=aside, by=by, until=None)

    shown = {view.value: set(rows_of(desk.get(f"/inbox/?view={view}"))) for view in View}

    everything = {mine, free, customer, others, solved, aside}
    assert shown == {
        "mine": {mine, customer, others, solved},
        "mentioned": set(),
        "snoozed": {aside},
        "unassigned": {free},
        "with-us": {mine, free},
        "solved": {solved},
        "customer": {customer},
        "others": {others},
        "open": everything,
        "confirmed": set(),
        "ended": set(),
        "all": everything,
    }


def test_figures_beside_the_views_count_what_the_lists_show(desk: Client, agent: User, arrive: Arrive) -> None:
    fill(arrive, 3)
    actions.take_case(case_id=arrive().pk, by=actor_for(agent))
    arrive(team_id=None)
    arrive(team_id=make_team("Versand").pk)

    groups = desk.get("/inbox/?view=open").context["groups"]

    figures = {view: amount for _title, views in groups for view, _name, amount in views if amount is not None}
    assert figures == {view: len(rows_of(desk.get(f"/inbox/?view={view}"))) for view in figures}
    assert (figures["open"], figures["unassigned"], figures["mine"]) == (5, 4, 1)


def test_agents_see_their_team_and_cases_of_nobody_leads_see_all(
    arrive: Arrive, desk: Client, outsider: Client
) -> None:
    ours = arrive().pk
    nobodys = arrive(team_id=None, sender_address="b@post.example").pk
    lead = Client()
    lead.force_login(make_user(is_lead=True))

    seen = [set(rows_of(browser.get("/inbox/?view=all"))) for browser in (desk, outsider, lead)]

    assert seen == [{ours, nobodys}, {nobodys}, {ours, nobodys}]


@pytest.mark.parametrize(
    "words", ["{number}", "anna", "ANNA M", "Anna@Post.example", "anna@", "pendel", "  Pendelleuchte "]
)
def test_a_case_is_found_by_number_name_address_and_subject(desk: Client, arrive: Arrive, words: str) -> None:
    case = arrive(subject="Die Pendelleuchte flackert")
    arrive(subject="Rechnung", sender_address="otto@firma.example", sender_name="Otto Brandt")

    answer = desk.get("/inbox/", {"view": "all", "q": words.format(number=case.number.lower())})

    assert rows_of(answer) == [case.pk]


def test_search_never_finds_another_teams_case(arrive: Arrive, outsider: Client) -> None:
    case = arrive(subject="Pendelleuchte")

    for words in (case.number, "Anna", "anna@post", "Pendel"):
        assert rows_of(outsider.get("/inbox/", {"view": "all", "q": words})) == []
        assert case.number not in outsider.get("/palette/", {"q": words}).content.decode()


def test_a_wildcard_in_the_search_is_a_plain_sign(desk: Client, arrive: Arrive) -> None:
    arrive(subject="Rabatt")
    with_sign = arrive(subject="100% Rabatt_heute", sender_address="b@post.example").pk

    assert rows_of(desk.get("/inbox/", {"view": "all", "q": "%"})) == [with_sign]
    assert rows_of(desk.get("/inbox/", {"view": "all", "q": "_"})) == [with_sign]


def test_a_case_is_unread_until_it_is_opened_and_when_something_comes(desk: Client, look: Look, arrive: Arrive) -> None:
    case = arrive()

    def looks_unread() -> bool:
        return "row unread" in desk.get("/inbox/?view=all").content.decode()

    before = looks_unread()
    look(case)
    after = looks_unread()
    arrive("Noch etwas", case_id=case.pk, at=now() + timedelta(seconds=1))

    assert (before, after, looks_unread()) == (True, False, True)


def test_a_tag_narrows_the_list(desk: Client, agent: User, arrive: Arrive) -> None:
    tagged = arrive()
    arrive(sender_address="b@post.example")
    actions.change_tags(case_id=tagged.pk, by=actor_for(agent), add=["Rück/frage & mehr?"])

    page = desk.get(f"/cases/{tagged.number}/").content.decode()
    link = re.search(r'href="(/inbox/\?view=all&amp;tag=[^"]+)"', page)

    assert link is not None
    assert rows_of(desk.get(link[1].replace("&amp;", "&"))) == [tagged.pk]


def test_the_palette_offers_at_most_eight_cases(desk: Client, arrive: Arrive, django_assert_num_queries) -> None:
    fill(arrive, 12)

    with django_assert_num_queries(5):
        answer = desk.get("/palette/?q=Anliegen")

    assert answer.content.decode().count('role="option"') == 8
    assert desk.get("/palette/").content.decode().strip() == ""
    assert Case.objects.count() == 12


@pytest.mark.parametrize(
    ("piece", "drawn"),
    [
        ("<b>Müller & Co</b>", "&lt;b&gt;Müller &amp; Co&lt;/b&gt;"),
        (format_html("<b>{}</b>", "<i>"), "<b>&lt;i&gt;</b>"),
        (mark_safe("<b>seit Mai</b>"), "<b>seit Mai</b>"),
    ],
)
def test_what_a_room_shows_in_a_row_is_text_unless_it_says_otherwise(
    desk: Client, arrive: Arrive, piece: str, drawn: str
) -> None:
    arrive()
    SIGNS.append(Sign(lambda case: [piece]))
    try:
        assert drawn in desk.get("/inbox/?view=all").content.decode()
    finally:
        SIGNS.pop()
