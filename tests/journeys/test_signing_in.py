"""The door: who comes in, what a stranger learns, how a forgotten password and an invitation work."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import SignedIn, sign_in
from .house import House, Sink

pytestmark = pytest.mark.journey
OpenPage = Callable[..., Page]


def link_to(sink: Sink, address: str) -> str:
    text = sink.next_to(address).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return re.search(r"http://\S+", text)[0]  # type: ignore[index]


def test_the_page_for_signing_in_waits_in_its_first_field(open_page: OpenPage, house: House) -> None:
    page = open_page(f"{house.url}/account/login/")
    expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()
    expect(page.locator("[placeholder]")).to_have_count(0)  # the labels stand above


def test_a_stranger_cannot_tell_who_works_here(open_page: OpenPage, house: House) -> None:
    page = open_page(f"{house.url}/account/login/")
    said = []
    for name in ("soenke", "nobody.knows"):
        sign_in(page, house, name, "not the password")
        said.append(page.get_by_role("alert").inner_text())
    assert said == ["E-Mail-Adresse oder Passwort stimmen nicht."] * 2
    answers = []
    for name in ("soenke", "nobody.knows"):
        page.goto(f"{house.url}/account/password/reset/")
        page.get_by_label("E-Mail-Adresse").fill(f"{name}@demo.example")
        page.get_by_role("button", name="Link schicken").click()
        answers.append(page.locator("main").inner_text())
    assert answers[0] == answers[1]


def test_after_five_wrong_passwords_the_door_waits(open_page: OpenPage, house: House) -> None:
    page = open_page(f"{house.url}/account/login/")
    for _attempt in range(6):
        sign_in(page, house, "tobias", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("zu viele Versuche")


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(
    open_page: OpenPage, signed_in: SignedIn, house: House, sink: Sink
) -> None:
    page = open_page(f"{house.url}/account/login/")
    page.get_by_role("link", name="Passwort vergessen?").click()
    page.get_by_label("E-Mail-Adresse").fill("mehmet@demo.example")
    page.get_by_role("button", name="Link schicken").click()
    link = link_to(sink, "mehmet@demo.example")
    outbox = signed_in("nils", "/office/outbox/")
    expect(outbox.get_by_text("Ihr neues Passwort bei Kulanz").first).to_be_visible()
    page.goto(link)
    page.get_by_label("Neues Passwort", exact=True).fill("drei-lange-naechte")
    page.get_by_label("Neues Passwort noch einmal").fill("drei-lange-naechte")
    page.get_by_role("button", name="Passwort setzen").click()
    expect(page.get_by_role("heading", name="Ihr neues Passwort gilt jetzt.")).to_be_visible()
    sign_in(page, house, "mehmet", "drei-lange-naechte")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mehmet")


def test_an_invitation_opens_a_seat_once(open_page: OpenPage, signed_in: SignedIn, house: House, sink: Sink) -> None:
    office = signed_in("nils", "/office/invitations/")
    office.get_by_label("E-Mail-Adresse").fill("neu@demo.example")
    office.get_by_label("Name", exact=True).fill("Merle Paulsen")
    office.get_by_label("Kundenbetreuung").check()
    office.get_by_role("button", name="Einladung senden").click()
    expect(office.get_by_text("neu@demo.example").first).to_be_visible()
    link = link_to(sink, "neu@demo.example")
    page = open_page(link)
    page.get_by_label("Passwort", exact=True).fill("ein-heller-morgen")
    page.get_by_role("button", name="Hereinkommen").click()
    page.wait_for_url(lambda url: "/invited/" not in url)
    if "/login/" in page.url:
        sign_in(page, house, "neu", "ein-heller-morgen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merle")
    answer = page.request.get(link)
    assert answer.status == 404
