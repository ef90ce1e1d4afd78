"""Rules in the office: written by buttons of a form, tried out, put in order, brought back. Administrators alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.actions import receive_messages
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Tag
from kulanz.core.clock import now
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.rules.actions import save_rule
from kulanz.rules.models import Rule, RuleRun
from kulanz.rules.rules import Content, RulePart
from tests.factories import make_brand, make_case, make_user

NEW = "/office/rules/new/"


@pytest.fixture
def admin(db: None) -> User:
    return make_user(name="Ada Berg", is_admin=True)


@pytest.fixture
def office(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def tag(db: None) -> Tag:
    return Tag.objects.create(name="Retoure")


def form(tag: Tag, **more: Any) -> dict[str, Any]:
    """A rule as its form sends it: of returns, one condition and one step."""
    return {
        "name": "Retouren", "when": "new-case", "when-was": "new-case",
        "if": "0:words", "if-0-where": "both", "if-0-how": "has", "if-0-words": "zurück",
        "then": "0:tag-on", "then-0-tag": str(tag.pk), "save": "yes", **more,
    }  # fmt: skip


def make_rules(admin: User, tag: Tag, amount: int) -> list[Rule]:
    content = Content(RulePart("new-case"), (), (RulePart("tag-on", {"tag": tag.pk}),))
    return [save_rule(by=actor_for(admin), name=f"Regel {n}", content=content) for n in range(amount)]


def receive(text: str) -> Case:
    brand = make_brand()
    arrival = Arrival(
        channel="email", brand_id=brand.pk, text=text, at=now(), sender_address="anna@post.example",
        sender_name="Anna Meier", subject="Mein Rad",
    )  # fmt: skip
    [got] = receive_messages([arrival])
    return Case.objects.get(pk=got.case_id)


def test_parts_are_added_and_dropped_without_a_script_and_nothing_is_lost(office: Client, tag: Tag) -> None:
    given = form(tag)
    del given["save"]

    more = office.post(NEW, {**given, "add": "if", "more-if": "open-now"})
    less = office.post(NEW, {**given, "drop": "if-0"})
    other = office.post(NEW, {**given, "when": "time", "add": "when"})

    assert [more.status_code, less.status_code, other.status_code] == [200, 200, 200]
    assert (b'value="zur\xc3\xbcck"' in more.content, b'name="if-1-how"' in more.content) == (True, True)
    assert (b"if-0-words" in less.content, b'name="then-0-tag"' in less.content) == (False, True)
    assert b'name="when-hours"' in other.content or b'name="when-0-hours"' in other.content
    assert Rule.objects.count() == 0


def test_a_rule_is_saved_as_a_version_and_runs_once_it_is_switched_on(office: Client, tag: Tag, admin: User) -> None:
    office.post(NEW, form(tag))
    rule = Rule.objects.get()
    office.post(f"/office/rules/{rule.pk}/", form(tag, stops="on", **{"if-0-words": "retour*"}))
    office.post(f"/office/rules/{rule.pk}/switch/", {"on": "yes"})

    rule.refresh_from_db()
    shown = office.get(f"/office/rules/{rule.pk}/versions/").content.decode()
    assert (rule.number, rule.is_active, rule.stops, rule.content["if"][0]["words"]) == (2, True, True, "retour*")
    assert ("zurück" in shown, "Ada Berg" in shown) == (True, True)

    office.post(f"/office/rules/{rule.pk}/versions/", {"number": "1"})
    rule.refresh_from_db()
    assert (rule.number, rule.content["if"][0]["words"]) == (3, "zurück")
    assert [event.data["what"] for event in Event.objects.filter(kind="setup-changed").order_by("id")] == [
        ["made"], ["changed"], ["switched on"], ["changed"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"if-0-words": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"then": ""}, "mindestens ein Schritt"),
        ({"then": "0:answer", "then-0-text": "Hallo {kundin}"}, "{kundin} füllt niemand aus"),
        ({"then": "0:hook", "then-0-url": "http://lager.example/"}, "sie beginnt mit https://"),
        ({"then": "0:hook", "then-0-url": "https://10.0.0.7/"}, "Adressen im eigenen Netz ruft das Haus nicht auf"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(office: Client, tag: Tag, more: dict[str, str], said: str) -> None:
    answer = office.post(NEW, form(tag, **more))

    assert (answer.status_code, said in answer.content.decode(), Rule.objects.count()) == (422, True, 0)


def test_a_trial_says_what_would_follow_and_why_not_and_changes_no_row(office: Client, tag: Tag) -> None:
    meant = receive("Ich schicke es zurück.")
    other = make_case(brand=meant.brand)
    del_save = {name: value for name, value in form(tag).items() if name != "save"}

    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = office.post(NEW, {**del_save, "try": "yes"})

    told = answer.content.decode()
    written = [each["sql"] for each in seen if not each["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert answer.status_code == 200
    assert "Schlagwort „Retoure“ setzen" in told
    assert f"/cases/{other.number}/" in told and "läuft nicht:" in told
    assert [each for each in written if "session" not in each] == []
    assert (Rule.objects.count(), RuleRun.objects.count(), list(meant.tags.all())) == (0, 0, [])


def test_a_trial_of_a_time_rule_counts_the_hours(office: Client, tag: Tag) -> None:
    meant = receive("Ich schicke es zurück.")
    given = form(tag, **{"when": "time", "when-was": "time", "when-0-state": "with-us", "when-0-clock": "plain"})
    del given["save"]

    now_due = office.post(NEW, {**given, "when-0-hours": "1", "try": "yes"}).content.decode()
    Case.objects.filter(pk=meant.pk).update(waiting_since=now().replace(year=2020))
    long_due = office.post(NEW, {**given, "when-0-hours": "1", "try": "yes"}).content.decode()

    assert ("läuft nicht: Zeit vergangen ist" in now_due, "läuft nicht:" in long_due) == (True, False)


def test_a_trial_asks_the_same_for_one_case_and_for_thirty(office: Client, tag: Tag) -> None:
    case = receive("Ich schicke es zurück.")
    given = {name: value for name, value in form(tag).items() if name != "save"} | {"try": "yes"}
    office.post(NEW, given)

    with CaptureQueriesContext(connection) as one:
        office.post(NEW, given)
    for _n in range(29):
        make_case(brand=case.brand)
    with CaptureQueriesContext(connection) as thirty:
        office.post(NEW, given)

    assert len(thirty) == len(one)


def test_the_order_is_changed_step_by_step(office: Client, tag: Tag, admin: User) -> None:
    first, second, third = make_rules(admin, tag, 3)

    office.post(f"/office/rules/{third.pk}/moves/", {"up": "yes"})
    office.post(f"/office/rules/{first.pk}/moves/", {"up": "yes"})
    office.post(f"/office/rules/{second.pk}/moves/")

    assert [rule.pk for rule in Rule.objects.all()] == [first.pk, third.pk, second.pk]


def test_the_list_asks_the_same_for_one_rule_and_for_thirty(office: Client, tag: Tag, admin: User) -> None:
    make_rules(admin, tag, 1)
    office.get("/office/rules/")

    with CaptureQueriesContext(connection) as one:
        office.get("/office/rules/")
    make_rules(admin, tag, 29)
    with CaptureQueriesContext(connection) as thirty:
        office.get("/office/rules/")

    assert len(thirty) == len(one)


def test_what_a_rule_did_stands_in_its_log(office: Client, tag: Tag, admin: User) -> None:
    [rule] = make_rules(admin, tag, 1)
    case = make_case()
    RuleRun.objects.create(
        rule=rule, version=1, case=case, event_id=1, chain=[rule.pk],
        did=[["tag-on", "Retoure", ""], ["priority", "hoch", "same"]],
    )  # fmt: skip

    told = office.get(f"/office/rules/{rule.pk}/log/").content.decode()

    assert case.number in told
    assert "das Schlagwort „Retoure“ gesetzt" in told
    assert "ist schon so" in told


@pytest.mark.parametrize("roles", [{}, {"is_lead": True}, {"is_boss": True}])
def test_nobody_but_administrators_comes_in(client: Client, tag: Tag, admin: User, roles: dict[str, bool]) -> None:
    [rule] = make_rules(admin, tag, 1)
    client.force_login(make_user(**roles))
    here = f"/office/rules/{rule.pk}/"

    answers = [
        client.get("/office/rules/"), client.get(NEW), client.post(NEW, form(tag)), client.get(here),
        client.post(here, form(tag)), client.post(f"{here}switch/", {"on": "yes"}), client.post(f"{here}moves/"),
        client.post(f"{here}removal/"), client.get(f"{here}versions/"), client.get(f"{here}log/"),
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {403}
    assert Rule.objects.filter(is_active=False, number=1).count() == 1
