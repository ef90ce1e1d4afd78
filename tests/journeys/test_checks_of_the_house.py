"""Checks of docs/checks.md that want a house of their own: the demo, the coach, promises, the customer's page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.demo import loading
from kulanz.people.models import Brand, User
from kulanz.promises.models import Promise
from tests.browser import PHONE, WIDE
from tests.conftest import Clock
from tests.factories import make_case, make_customer, make_user

from .conftest import OpenAs

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agent() -> User:
    return make_user(name="Ida Brandt")


def case_of(agent: User, text: str = "Guten Tag, wo bleibt meine Klingel?", **customer: object) -> Case:
    """A case of one letter, with its customer as told."""
    case = make_case(assignee=agent, customer=make_customer(name="Ute Falk", **customer))
    Message.objects.create(case=case, direction="in", channel="email", customer=case.customer, text=text)
    return case


def written(page: Page, text: str) -> list[str]:
    """What the coach says of a text."""
    page.locator("#reply-text").fill("")
    with page.expect_response("**/review/"):
        page.locator("#reply-text").focus()
        page.keyboard.insert_text(text)
    page.wait_for_timeout(200)
    return page.locator(".remark:not(.catch) [data-title]").all_inner_texts()


@pytest.mark.check(3)
def test_the_demo_goes_after_its_counts_were_seen(open_as: OpenAs) -> None:
    loading.load(now())
    page = open_as(make_user(is_admin=True), "/office/health/", viewport=WIDE)
    page.locator("a[href='/demo/']").click()
    expect(page.locator(".counts")).to_contain_text(f"Anliegen\n{Case.objects.count()}", use_inner_text=True)

    page.get_by_role("button", name="endgültig entfernen").click()

    expect(page.get_by_text("Die Demo-Firma ist weg.")).to_be_visible()
    assert (Case.with_merged.count(), Brand.objects.count()) == (0, 0)


@pytest.mark.check(21)
@pytest.mark.check(22)
def test_the_coach_marks_a_mix_of_address_and_offers_words_for_a_wall(open_as: OpenAs, agent: User) -> None:
    page = open_as(agent, f"/cases/{case_of(agent).number}/", viewport=WIDE)

    mixed = written(page, "Guten Tag Frau Falk,\n\nich habe Ihnen dein Paket geschickt.")
    wall = written(page, "Mir sind die Hände gebunden.")
    page.keyboard.press("Alt+1")

    assert ("Sie und du gemischt" in mixed, "Die Hände gebunden" in wall) == (True, True)
    expect(page.locator("#reply-text")).to_have_value("Diese Entscheidung trifft ‹Name oder Abteilung›. Ich frage dort "
                                                      "nach und melde mich bis ‹Tag, Uhrzeit›.")  # fmt: skip


@pytest.mark.check(23)
def test_a_promise_over_the_holidays_gets_the_day_it_names(open_as: OpenAs, agent: User, clock: Clock) -> None:
    clock.at = datetime(2026, 12, 21, 9, 0, tzinfo=UTC)
    page = open_as(agent, f"/cases/{case_of(agent).number}/", viewport=WIDE)

    written(page, "Ich melde mich bis Freitag 12 Uhr.")

    expect(page.locator(".remark.catch")).to_contain_text("Fr., 12:00")
    page.locator(".remark.catch").get_by_role("button", name="Festhalten").click()
    expect(page.locator("#side-promises")).to_contain_text("12:00")
    assert Promise.objects.get().due_at == datetime(2026, 12, 25, 11, 0, tzinfo=UTC)


@pytest.mark.check(25)
def test_who_knows_the_trade_is_written_to_differently(open_as: OpenAs, agent: User) -> None:
    text = "Guten Tag Frau Falk,\n\nbitte prüfen Sie den Proxy und leeren Sie den Cache."
    said = []
    for expertise in ("novice", "expert"):
        page = open_as(agent, f"/cases/{case_of(agent, expertise=expertise).number}/", viewport=WIDE)
        said.append("Ein Fachwort ohne Erklärung" in written(page, text))

    assert said == [True, False]


@pytest.mark.check(27)
def test_what_was_promised_for_today_stands_there_before_and_after_it_is_due(
    open_as: OpenAs, agent: User, clock: Clock
) -> None:
    for words, hours in (("Ich rufe zurück.", 2), ("Das Geld kommt.", -2)):
        case = case_of(agent)
        given = Message.objects.create(case=case, direction="out", channel="email", text=words, delivery="sent")
        due = clock.now() + timedelta(hours=hours)
        Promise.objects.create(case=case, message=given, words=words, due_at=due, promised_by=agent)
    page = open_as(agent, "/", viewport=PHONE)

    kept, broken = (page.locator(".people li", has_text=words) for words in ("Ich rufe zurück.", "Das Geld kommt."))
    expect(kept).to_be_visible()
    expect(kept).not_to_contain_text("gebrochen")
    expect(broken).to_contain_text("gebrochen")
    colour = "each => getComputedStyle(each.querySelector('.waits')).color"
    assert broken.evaluate(colour) != kept.evaluate(colour)
