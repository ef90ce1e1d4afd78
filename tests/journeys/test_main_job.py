"""The main job: a mail comes in, a person answers, the customer says whether it is solved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, WIDE
from tests.dovecot import PASSWORD as BOX_PASSWORD
from tests.dovecot import USER, Dovecot

from .conftest import SignedIn, send_at_once, sign_in
from .house import House, Sink, letter

pytestmark = pytest.mark.journey
OpenPage = Callable[..., Page]
NAMES = iter(range(1, 100))


@pytest.fixture
def customer() -> str:
    """A customer who has never written before."""
    return f"Enno Harms <enno{next(NAMES)}@post.example>"


@pytest.fixture
def at_desk(signed_in: SignedIn) -> Page:
    """Karin, who leads both teams and sends without a time to take back, in her inbox."""
    page = signed_in("karin", "/me/", viewport=WIDE)
    send_at_once(page)
    page.get_by_role("link", name="Eingang").click()
    page.get_by_role("link", name="Alle offenen").first.click()
    return page


def address_of(customer: str) -> str:
    return customer.split("<")[1].rstrip(">")


def row(page: Page, subject: str) -> Page:
    return page.locator("[data-row]", has_text=subject)  # type: ignore[return-value]


def status(page: Page) -> Page:
    return page.locator(".case-head .status")  # type: ignore[return-value]


def arrive(page: Page, house: House, customer: str, subject: str) -> EmailMessage:
    """Send a customer's mail and open its case as soon as the desk shows it."""
    mail = letter(customer, subject, f"Guten Tag,\n\n{subject}: was soll ich tun?\n\nEnno Harms")
    house.receive(mail)
    row(page, subject).locator("a").click()
    expect(page.locator(".case-head h1")).to_have_text(subject)
    return mail


def answer(page: Page, text: str, button: str) -> None:
    page.get_by_label("Ihre Antwort").fill(text)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".entry.ours", has_text=text.splitlines()[-1])).to_be_visible()


def link_in(mail: EmailMessage) -> str:
    """Return the address of the case page that a mail of ours carries."""
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return re.search(r"http://\S+/c/\S+", text)[0]  # type: ignore[index]


def proposed(page: Page, house: House, sink: Sink, customer: str, subject: str) -> EmailMessage:
    """Bring a matter to the point where the customer is asked, and return the mail that asks."""
    arrive(page, house, customer, subject)
    answer(page, "Guten Tag Herr Harms,\n\nbitte einmal fest hineindrehen.", "Als Lösung senden")
    return sink.next_to(address_of(customer))


@pytest.mark.check(28)
def test_a_mail_is_answered_and_the_customer_says_it_is_solved(
    house: House, sink: Sink, at_desk: Page, open_page: OpenPage, customer: str
) -> None:
    page, subject = at_desk, "Lampe flackert nach dem Einschalten"
    mail = arrive(page, house, customer, subject)
    expect(page.locator(".side .name")).to_have_text("Enno Harms")
    page.locator(".case-actions").get_by_role("button", name="Übernehmen").click()
    expect(page.locator(".case-head .facts")).to_contain_text("bei Karin Brodersen")
    page.get_by_role("tab", name="Notiz").click()
    page.get_by_label("Ihre Notiz").fill("Vermutlich sitzt das Leuchtmittel locker.")
    page.get_by_role("button", name="Notiz").click()
    expect(page.locator(".entry.note")).to_contain_text("sitzt das Leuchtmittel locker")
    answer(page, "Guten Tag Herr Harms,\n\nbitte einmal fest hineindrehen.", "Als Lösung senden")
    expect(status(page)).to_contain_text("gelöst?")

    received = sink.next_to(address_of(customer))
    assert received["In-Reply-To"] == mail["Message-ID"]
    assert str(mail["Message-ID"]) in str(received["References"])
    assert received["Subject"] == f"Re: {subject}"
    assert "Leuchtmittel locker" not in received.as_string()

    window = open_page(link_in(received), viewport=PHONE)
    expect(window.get_by_role("heading", level=1)).to_contain_text("Wir meinen, es ist gelöst.")
    expect(window.locator(".talk .entry")).to_have_count(2)
    expect(window.get_by_text("Vermutlich sitzt")).to_have_count(0)
    expect(window.locator(".progress [aria-current=step]")).to_contain_text("Sie sagen, ob es gelöst ist")
    expect(window.locator(".talk")).to_contain_text("Karin Brodersen")
    expect(window.locator(".talk time").first).to_be_visible()
    window.reload()
    page.reload()
    expect(status(page)).to_contain_text("gelöst?")  # looking is no answer

    window.get_by_role("button", name="Ja, gelöst").click()
    expect(window.get_by_role("status")).to_contain_text("Schön, dass es gelöst ist")
    page.reload()
    expect(status(page)).to_contain_text("bestätigt gelöst")
    expect(page.locator(".entry.event").last).to_contain_text("Enno Harms sagt: Es ist gelöst")


@pytest.mark.check(29)
def test_not_yet_with_words_brings_the_matter_back_and_files_arrive_from_the_page(
    house: House, sink: Sink, at_desk: Page, open_page: OpenPage, customer: str, tmp_path: Path
) -> None:
    page, subject = at_desk, "Stehleuchte wackelt am Fuß"
    window = open_page(link_in(proposed(page, house, sink, customer, subject)), viewport=PHONE)
    window.get_by_label("Möchten Sie etwas dazu sagen?").fill("Sie wackelt immer noch.")
    window.get_by_role("button", name="Noch nicht").click()
    expect(window.get_by_role("status")).to_contain_text("Es liegt wieder bei uns")
    page.reload()
    expect(status(page)).to_contain_text("bei uns")
    expect(page.locator(".case-head .facts")).to_contain_text("bei Karin Brodersen")
    expect(page.locator(".thread")).to_contain_text("bitte einmal fest hineindrehen")
    expect(page.locator(".thread")).to_contain_text("Sie wackelt immer noch.")

    photo = tmp_path / "fuß.txt"
    photo.write_text("so schief steht sie", encoding="utf-8")
    window.get_by_label("Ihre Nachricht").fill("Hier ist ein Bild vom Fuß.")
    window.locator("input[type=file]").set_input_files(photo)
    window.get_by_role("button", name="Senden").click()
    expect(window.get_by_role("status")).to_contain_text("Ihre Nachricht ist angekommen")
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="fuß.txt herunterladen").click()
    assert Path(download.value.path()).read_text("utf-8") == "so schief steht sie"


def test_a_mail_of_thanks_is_offered_and_counts_once_a_person_accepts_it(
    house: House, sink: Sink, at_desk: Page, customer: str
) -> None:
    page, subject = at_desk, "Trafo brummt leise"
    received = proposed(page, house, sink, customer, subject)
    house.receive(letter(customer, f"Re: {subject}", "Danke, klappt!", answers=received))
    accept = page.get_by_role("button", name="Als Bestätigung annehmen")
    expect(accept).to_be_visible()  # the open case shows its news by itself
    expect(status(page)).to_contain_text("gelöst?")
    accept.click()
    expect(status(page)).to_contain_text("bestätigt gelöst")
    expect(accept).to_have_count(0)


def test_z_takes_an_answer_back_before_it_leaves(
    house: House, sink: Sink, at_desk: Page, signed_in: SignedIn, customer: str
) -> None:
    subject = "Kabel ist zu kurz"
    arrive(at_desk, house, customer, subject)
    number = at_desk.url.split("/cases/")[1].split("/")[0]
    page = signed_in("mehmet", f"/cases/{number}/", viewport=WIDE)
    page.get_by_label("Ihre Antwort").fill("Ein längeres Kabel haben wir leider nicht.")
    page.get_by_role("button", name="Senden und warten").click()
    expect(page.locator(".entry.held")).to_contain_text("längeres Kabel")
    page.locator(".thread").focus()
    page.keyboard.press("z")
    expect(page.locator(".entry.ours")).to_have_count(0)
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Ein längeres Kabel haben wir leider nicht.")
    assert sink.to(address_of(customer)) == []


def test_a_send_stops_when_the_customer_has_written_meanwhile(
    house: House, sink: Sink, at_desk: Page, customer: str
) -> None:
    page, subject = at_desk, "Wann kommt der Ersatzschirm?"
    arrive(page, house, customer, subject)
    answer(page, "Er kommt am Freitag.", "Senden und warten")
    received = sink.next_to(address_of(customer))
    page.get_by_label("Ihre Antwort").fill("Noch ein Wort dazu.")
    house.receive(letter(customer, f"Re: {subject}", "Freitag passt mir leider nicht.", answers=received))
    expect(page.locator(".thread")).to_contain_text("Freitag passt mir leider nicht.")
    page.get_by_role("button", name="Senden und warten").click()
    expect(page.get_by_role("alert")).to_contain_text("Nichts wurde gesendet")
    expect(page.get_by_label("Ihre Antwort")).to_have_value("Noch ein Wort dazu.")
    with page.expect_response("**/replies/*"):
        page.get_by_role("button", name="Senden und warten").click()
    expect(page.locator(".entry.ours")).to_have_count(1)  # the same press once more is no answer to the question
    page.get_by_role("button", name="Gelesen, trotzdem senden").click()
    expect(page.locator(".entry.ours")).to_have_count(2)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    running = Dovecot()
    yield running
    running.stop()


def test_the_same_from_a_mailbox_by_imap(
    house: House, sink: Sink, at_desk: Page, open_page: OpenPage, customer: str, dovecot: Dovecot
) -> None:
    subject = "Schalter klemmt seit gestern"
    office = open_page(f"{house.url}/account/login/", viewport=WIDE)
    sign_in(office, house, "nils")
    office.goto(f"{house.url}/office/channels/")
    office.get_by_role("link", name="Neue Adresse").first.click()
    office.get_by_label("Adresse", exact=True).fill("laden@demo.example")
    office.get_by_label("IMAP-Server (leer").fill("127.0.0.1")
    office.get_by_label("Port").fill(str(dovecot.port))
    office.get_by_label("Absicherung").select_option("none")
    office.get_by_label("Benutzername").fill(USER)
    office.get_by_label("Passwort").fill(BOX_PASSWORD)
    office.get_by_role("button", name="Speichern", exact=True).click()
    expect(office.get_by_text("laden@demo.example")).to_be_visible()

    mail = letter(customer, subject, "Der Schalter geht nur mit Gewalt.")
    dovecot.deliver(mail.as_bytes())
    row(at_desk, subject).locator("a").click()
    answer(at_desk, "Ein Tropfen Öl hilft.", "Als Lösung senden")
    received = sink.next_to(address_of(customer))
    assert received["In-Reply-To"] == mail["Message-ID"]
    window = open_page(link_in(received))
    window.get_by_role("button", name="Ja, gelöst").click()
    at_desk.reload()
    expect(status(at_desk)).to_contain_text("bestätigt gelöst")
