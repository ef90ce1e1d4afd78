"""The way of docs/deploy, walked by a machine: services by their units, a real Postfix both ways, nginx with TLS.

With SQLite it is the one process, with PostgreSQL the roles apart, as the first table of docs/deploy has it.
"""

from __future__ import annotations

import os
import re
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from playwright.sync_api import Page, expect
from psycopg import sql
from scripts import machine

from tests.channels.email.certificates import make_certificate

from .house import PASSWORD, House, Proxy
from .postfix import Postfix

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.long,
    pytest.mark.journey,
    pytest.mark.skipif(
        machine.postfix() is None or os.geteuid() != 0, reason="a real Postfix needs root and its files"
    ),
]
T = TypeVar("T")
ANNA, BERTA, GONE = "anna@kunde.example", "berta@xn--strae-oqa.example", "weg@kunde.example"
OURS = {"LA": "hilfe@lampe.example", "BL": "service@xn--bro-lampe-q9a.example"}


@pytest.fixture
def databases() -> Iterator[Callable[[], str]]:
    """Makes a database of its own for each house: an empty word for SQLite, or one on the server of this run."""
    server, made = os.environ.get("DATABASE_URL", ""), []

    def new() -> str:
        if not server.startswith("postgresql"):
            return ""
        made.append(f"house_{os.getpid()}_{len(made)}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made[-1])))
        return f"{server.rpartition('/')[0]}/{made[-1]}"

    yield new
    for name in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def postfix() -> Iterator[Postfix]:
    """The outgoing server, which is the provider of the customers, too."""
    running = Postfix(customers=(ANNA, BERTA))
    yield running
    sys.stdout.write(running.log())
    running.stop()


@pytest.fixture
def house(tmp_path: Path, databases: Callable[[], str], postfix: Postfix) -> Iterator[House]:
    """A furnished house whose services run; mails for it go to its listener."""
    running = House(tmp_path / "house", databases(), postfix.url)
    running.furnish(OURS)
    postfix.route({address.rpartition("@")[2]: running.smtp for address in (*OURS.values(), "x@büro-lampe.example")})
    running.start()
    until(lambda: "0" in running.look("Message.objects.count()") and running.kulanz("check-health").returncode == 0)
    yield running
    running.stop()


@pytest.fixture
def proxy(tmp_path: Path, house: House) -> Iterator[ssl.SSLContext]:
    """nginx before the house; what it yields trusts its certificate."""
    if machine.nginx() is None:
        pytest.skip("nginx is not here")
    running = Proxy(tmp_path, house, make_certificate(tmp_path))
    yield ssl.create_default_context(cafile=tmp_path / "certificate.pem")
    running.stop()


def until(look: Callable[[], T | None]) -> T:
    """Look again and again until something is there; a minute is for a busy machine, not for the house."""
    end = time.monotonic() + 60
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError(f"nothing came of {look}")
        time.sleep(0.2)
    return found


def letter(sender: str, to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = make_msgid(domain="kunde.example")
    mail.set_content(f"Guten Tag,\n\n{subject}: was soll ich tun?\n")
    return mail


def came(house: House, subject: str) -> bool:
    return house.look(f"Message.objects.filter(case__subject={subject!r}).exists()") == "True"


def answers(postfix: Postfix, address: str) -> list[EmailMessage]:
    """Return what people wrote to a customer, without what the house says by itself."""
    return [mail for mail in postfix.mails(address) if mail["Auto-Submitted"] is None]


def test_a_real_postfix_hands_mails_over_and_takes_them(house: House, postfix: Postfix) -> None:
    postfix.hand_in(
        letter(f"Anna <{ANNA}>", OURS["LA"], "Lampe flackert"),
        letter(f"Berta <{BERTA}>", OURS["BL"], "Aus der Straße"),
        letter(f"Berta <{BERTA}>", "service@büro-lampe.example", "An die Umlautdomain"),
    )
    for subject in ("Lampe flackert", "Aus der Straße", "An die Umlautdomain"):
        until(lambda subject=subject: came(house, subject))  # type: ignore[misc]
    house.answer("Lampe flackert", "Guten Tag, bitte festdrehen.")
    house.answer("Aus der Straße", "Guten Tag, sie liegt bei.")

    (to_anna,) = until(lambda: answers(postfix, ANNA))
    (to_berta,) = until(lambda: answers(postfix, BERTA))

    assert (to_anna["Subject"], to_berta["Subject"]) == ("Re: Lampe flackert", "Re: Aus der Straße")
    reply = letter(ANNA, str(to_anna["Reply-To"]), str(to_anna["Subject"]))
    reply["In-Reply-To"] = to_anna["Message-ID"]
    postfix.hand_in(reply)
    until(lambda: house.look("Message.objects.filter(case__subject='Lampe flackert').count()") == "3")


def test_the_bounce_of_a_real_postfix_finds_the_answer_it_is_about(house: House, postfix: Postfix) -> None:
    postfix.hand_in(letter(f"Weg <{GONE}>", OURS["LA"], "Bald nicht mehr da"))
    until(lambda: came(house, "Bald nicht mehr da"))

    house.answer("Bald nicht mehr da", "Guten Tag, erreicht Sie das?")

    state = "','.join(Message.objects.filter(direction='out').values_list('delivery', flat=True))"
    until(lambda: house.look(state) == "failed")
    assert house.look("Message.objects.values('case').distinct().count()") == "1"
    assert "status=bounced (unknown user" in postfix.log()


def test_a_matter_is_settled_through_the_proxy(
    house: House, postfix: Postfix, proxy: ssl.SSLContext, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{house.url}/account/login/", ignore_https_errors=True)
    page.get_by_label("E-Mail-Adresse").fill("mara@lampe.example")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url(f"{house.url}/")
    assert {cookie["secure"] for cookie in page.context.cookies()} == {True}
    page.goto(f"{house.url}/inbox/?view=open")
    # A browser has six connections to a server of HTTP/1.1, and every page holds one.
    more = [page.context.new_page() for _ in range(7)]
    for each in more:
        each.goto(f"{house.url}/inbox/?view=open")
    postfix.hand_in(letter(f"Anna <{ANNA}>", OURS["LA"], "Lampe summt"))
    for each in (page, *more):
        expect(each.locator("[data-row]", has_text="Lampe summt")).to_be_visible(timeout=60_000)
    page.locator("[data-row]", has_text="Lampe summt").locator("a").click()
    page.get_by_label("Ihre Antwort").fill("Guten Tag,\n\nbitte einmal festdrehen.")
    page.get_by_role("button", name="Als Lösung senden").click()

    (asked,) = until(lambda: answers(postfix, ANNA))
    link = re.search(r"https://\S+/c/\S+", asked.get_body(("plain",)).get_content())[0]  # type: ignore[union-attr,index]
    window = open_page(link, ignore_https_errors=True)
    window.get_by_role("button", name="Ja, gelöst").click()

    expect(page.locator(".case-head .status")).to_contain_text("bestätigt gelöst", timeout=60_000)


def test_while_kulanz_is_away_the_proxy_says_so(house: House, proxy: ssl.SSLContext) -> None:
    (pages,) = {"web", "serve"} & set(house.running)
    asked = f"{house.url}/health/"
    until(lambda: ask(asked, proxy)[0] == 200)
    house.stop(pages)
    away, said = ask(asked, proxy)
    house.start(pages)

    assert (away, "Wir sind in wenigen Minuten wieder da." in said) == (503, True)
    until(lambda: ask(asked, proxy)[0] == 200)


def ask(url: str, trust: ssl.SSLContext) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, context=trust, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except urllib.error.URLError:
        return 0, ""


def test_a_copy_elsewhere_in_quarantine_sends_nothing(
    house: House, postfix: Postfix, tmp_path: Path, databases: Callable[[], str]
) -> None:
    postfix.hand_in(letter(f"Anna <{ANNA}>", OURS["LA"], "Kommt es doppelt?"))
    until(lambda: came(house, "Kommt es doppelt?"))
    house.stop()
    house.answer("Kommt es doppelt?", "Guten Tag, nein.")
    file, copy = house.backup(), House(tmp_path / "elsewhere", databases(), postfix.url)

    assert copy.kulanz("restore", "--quarantine", str(file)).returncode == 0
    assert copy.kulanz("migrate").returncode == 0
    copy.start()
    until(lambda: copy.look("Mail.objects.filter(acknowledges=None).exists()") == "True")
    until(lambda: copy.kulanz("check-health").returncode == 0)
    before = len(answers(postfix, ANNA))
    house.start()
    until(lambda: answers(postfix, ANNA))
    copy.stop()

    assert (before, len(answers(postfix, ANNA))) == (0, 1)
    assert copy.look("Mail.objects.get(acknowledges=None).state") == "queued"
    assert "quarantine" in copy.kulanz("check-setup").stdout
