"""Which person a mail is from."""

from __future__ import annotations

import pytest

from kulanz.channels.email.persons import named_inside, person_behind
from lesart import Address

NADJA = Address("Nadja Lorenz", "nadja.lorenz@post.example")


def behind(author: Address, *others: Address, is_list: bool = False, head: bytes = b"", text: str = "Hallo"):
    return person_behind(
        author,
        others,
        is_ours=lambda address: address.endswith("@laden.example"),
        is_list=is_list,
        head=head,
        text=text,
    )


@pytest.mark.parametrize(
    "author",
    [
        Address("Kontaktformular", "kontaktformular@agentur.example"),
        Address("Nadja Lorenz", "no-reply@baukasten.example"),
        Address("", "noreply+12@baukasten.example"),
        Address("Nadja Lorenz", "web17@server4.hoster.example"),
        Address("WordPress", "wordpress@laden-seite.example"),
        Address("Webseite", "info@laden-seite.example"),
        Address("Marktplatz Nord", "bestellung@marktplatz.example"),
        Address("Nadja Lorenz via Handwerkerportal", "anfrage@portal.example"),
        Address("'Nadja Lorenz' via Vorstand", "vorstand@gruppen.example"),
        Address("Hausverwaltung Elbe", "mieter@hv-elbe.example"),
        Address("Webshop der Manufaktur", "shop@laden.example"),
        Address("Formular", "seite@laden.example"),
        Address("Nadja Lorenz", "x4711@relay.example"),
    ],
)
def test_a_machine_that_names_a_person_is_not_the_customer(author: Address) -> None:
    assert behind(author, NADJA) == NADJA


@pytest.mark.parametrize(
    ("author", "other"),
    [
        (Address("Wilma Sand", "wilma.sand@post.example"), Address("Familie Sand", "wir@sand.example")),
        (Address("Wilma Sand", "w.sand@post.example"), Address("", "buero@firma.example")),
        (Address("", "wilma.sand@post.example"), Address("Otto Brandt", "otto@brandt.example")),
        (Address("Ruderverein", "vorstand@rudern.example"), Address("Kasse", "kasse@rudern.example")),
        (Address("Petra Klein", "office@firma.example"), Address("Otto Chef", "otto@mutter.example")),
        (Address("Firma Berg GmbH", "info@berg.example"), Address("Einkauf", "einkauf@einkauf.berg.example")),
        (Address("Wilma", "wilma@post.example"), NADJA),
        (Address("Kanzlei Ost", "kanzlei@ost.example"), Address("", "fristen@ost-recht.example")),
    ],
)
def test_a_person_stays_the_customer_whoever_is_to_be_answered(author: Address, other: Address) -> None:
    assert behind(author, other) is None


def test_a_list_that_rewrites_its_sender_names_who_wrote() -> None:
    assert behind(Address("Rudern", "rudern@listen.example"), NADJA, is_list=True) == NADJA


def test_a_name_before_the_machines_own_is_the_persons() -> None:
    bare = Address("", NADJA.address)

    assert behind(Address("Nadja Lorenz via Portal", "anfrage@portal.example"), bare) == NADJA


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (b"X-PHP-Originating-Script: 33:mail.php\r\n", "Hallo"),
        (b"Subject: x\r\nX-Mailer: PHPMailer 6.8\r\n", "Hallo"),
        (b"", "E-Mail: Lorenz@Post.example\nFrage: Haben Sie Ersatz?"),
    ],
)
def test_signs_of_a_form_decide_where_the_names_do_not(head: bytes, text: str) -> None:
    author, other = Address("Laden", "laden@host.example"), Address("", "lorenz@post.example")

    assert behind(author, other, head=head, text=text) == other
    assert behind(author, other) is None


def test_a_person_who_writes_another_address_into_the_letter_stays_the_customer() -> None:
    wilma, family = Address("Wilma Sand", "wilma@post.example"), Address("Familie Sand", "wir@sand.example")

    assert behind(wilma, family, text="Bitte antworten Sie an wir@sand.example.") is None


def test_nobody_else_named_means_the_author() -> None:
    assert behind(Address("Kontaktformular", "formular@agentur.example")) is None


def test_our_own_people_answering_each_other_are_no_customers() -> None:
    assert behind(Address("Lager", "lager@laden.example"), Address("Chefin", "chefin@laden.example")) is None


def inside(author: Address, text: str = "", head: str = "", *, is_list: bool = False) -> Address | None:
    return named_inside(author, is_list=is_list, head=head.encode() + b"\r\n\r\n", text=text)


WORDPRESS = Address("WordPress", "wordpress@laden-seite.example")
GROUP = Address("Nadja Lorenz' via Vorstand", "vorstand@gruppen.example")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name: Nadja Lorenz\nE-Mail: nadja@post.example\nNachricht: Hallo", "Nadja Lorenz"),
        ("Ihr Name: Nadja Lorenz\nIhre E-Mail-Adresse: nadja@post.example\n\nHallo", "Nadja Lorenz"),
        ("Your name | Nadja Lorenz\nYour email | nadja@post.example", "Nadja Lorenz"),
        ("*Mail:* nadja@post.example\n*Text:* Hallo", ""),
    ],
)
def test_a_form_that_asks_for_no_answer_names_the_person_by_what_was_typed(text: str, name: str) -> None:
    assert inside(WORDPRESS, text) == Address(name, "nadja@post.example")


@pytest.mark.parametrize(
    ("author", "text"),
    [
        (Address("Wilma Sand", "wilma@post.example"), "Gruß\nWilma\nE-Mail: privat@sand.example"),
        (Address("Bank", "noreply@bank.example"), "Name: Wilma Sand\nE-Mail: service@bank-hilfe.example"),
        (WORDPRESS, "Schreiben Sie mir: wilma@post.example"),
        (WORDPRESS, "E-Mail: wilma@post.example\nE-Mail: otto@post.example"),
        (WORDPRESS, "E-Mail: wordpress@laden-seite.example"),
    ],
)
def test_an_address_in_a_text_is_nobody_where_no_form_or_several_speak(author: Address, text: str) -> None:
    assert inside(author, text) is None


@pytest.mark.parametrize(
    "head",
    [
        "X-Original-From: Nadja Lorenz <nadja@post.example>",
        "X-Original-Sender: nadja@post.example",
        "X-Original-From: =?utf-8?Q?Nadja?=\r\n =?utf-8?Q?_Lorenz?= <nadja@post.example>",
    ],
)
def test_a_group_that_asks_for_answers_to_itself_still_names_who_wrote(head: str) -> None:
    found = inside(GROUP, head=head)
    assert found is not None
    assert found.address == "nadja@post.example"
    assert inside(Address("Wilma Sand", "wilma@post.example"), head=head) is None
    assert inside(Address("Vorstand", "vorstand@gruppen.example"), head=head, is_list=True) == found
