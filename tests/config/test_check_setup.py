"""``kulanz check-setup`` says what is wrong in plain words, and what to do."""

from __future__ import annotations

import argparse

import pytest
from django.utils import translation
from scripts.postgresql import free_port

from kulanz.channels.models import Channel, Mailbox
from kulanz.config.commands import check_setup
from kulanz.config.commands.check_setup import Finding, Level
from kulanz.people.models import User

from ..factories import make_brand, make_user

pytestmark = pytest.mark.django_db


def wrong(findings: list[Finding]) -> list[str]:
    return [finding.text for finding in findings if finding.level is Level.BAD]


@pytest.mark.parametrize(
    ("url", "tls", "level", "said"),
    [
        ("http://127.0.0.1:8000", False, Level.NOTE, "Customers cannot reach"),
        ("https://hilfe.lampen.example", True, Level.GOOD, "encrypted"),
        ("http://hilfe.lampen.example", False, Level.BAD, "is not encrypted"),
    ],
)
def test_the_public_address_has_to_be_reached_and_encrypted(
    settings, url: str, tls: bool, level: Level, said: str
) -> None:
    settings.PUBLIC_URL, settings.BEHIND_TLS, settings.DEBUG = url, tls, False

    (finding,) = check_setup.about_web()

    assert (finding.level, said in finding.text) == (level, True)


def test_an_open_inside_is_wrong(settings) -> None:
    settings.DEBUG = True

    assert [text for text in wrong(list(check_setup.about_web())) if "KULANZ_DEBUG" in text] != []


def test_a_house_without_people_and_brand_has_nobody_who_could_answer() -> None:
    said = " ".join(wrong(list(check_setup.about_database())))

    assert ("There is no administrator" in said, "There is no brand yet" in said) == (True, True)


def test_a_brand_needs_a_channel_and_an_address_of_ours() -> None:
    make_user(is_admin=True)
    make_brand()

    said = " ".join(wrong(list(check_setup.about_database())))

    assert "There is no channel yet" in said
    assert "Radhaus Lindner writes from hilfe@demo.example, which is no mailbox of ours" in said


@pytest.mark.parametrize(
    ("fields", "is_active", "is_wrong"),
    [
        ({"address": "hilfe@demo.example"}, True, False),
        ({"address": "service@demo.example", "aliases": ["Hilfe@demo.example"]}, True, False),
        ({"address": "service@demo.example"}, True, True),
        ({"address": "hilfe@demo.example"}, False, True),
    ],
)
def test_the_sender_of_a_brand_must_be_an_address_that_takes_mail(
    fields: dict[str, object], is_active: bool, is_wrong: bool
) -> None:
    channel = Channel.objects.create(kind="email", name="Mail", brand=make_brand(), is_active=is_active)
    Mailbox.objects.create(channel=channel, **fields)

    said = " ".join(wrong(list(check_setup.about_database())))

    assert ("hilfe@demo.example, which is no mailbox of ours" in said) == is_wrong


@pytest.mark.parametrize(
    ("is_active", "quarantine", "said"),
    [
        (True, False, ["box@demo.example: The server takes no connection on this port. Are server and port right?"]),
        (False, False, []),
        (True, True, []),
    ],
)
def test_every_mailbox_that_is_fetched_is_tried(settings, is_active: bool, quarantine: bool, said: list[str]) -> None:
    settings.QUARANTINE = quarantine
    channel = Channel.objects.create(kind="email", name="Mail", brand=make_brand(), is_active=is_active)
    Mailbox.objects.create(channel=channel, address="box@demo.example", imap_host="127.0.0.1", imap_port=free_port())

    with translation.override("en"):
        found = wrong(list(check_setup.about_database()))

    assert [text for text in found if text.startswith("box@")] == said


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("kulanz@localhost", "KULANZ_FROM is not set"),
        ("Haus <haus.example>", "is not a mail address"),
        ("Haus <kulanz@localhost>", "KULANZ_FROM is not set"),
        ("haus@haus.example", ""),
        ("Haus am See <haus@haus.example>", ""),
    ],
)
def test_the_sender_of_the_houses_own_mails_must_be_set(settings, sender: str, said: str) -> None:
    settings.PUBLIC_URL, settings.DEFAULT_FROM_EMAIL = "https://hilfe.haus.example", sender

    with translation.override("en"):
        found = [text for text in wrong(list(check_setup.about_mail())) if "KULANZ_FROM" in text]

    assert (len(found), said in "".join(found)) == (bool(said), True)


def test_people_of_the_demo_may_not_sign_in_to_a_real_house() -> None:
    make_user(email="mia@demo.example", is_admin=True)

    said = " ".join(wrong(list(check_setup.about_database())))

    assert ("demo company can sign in" in said, "There is no administrator" in said) == (True, False)


def test_the_exit_code_says_whether_something_has_to_be_mended(settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = check_setup.run(argparse.Namespace())
    told = capsys.readouterr().out

    assert (before, "✗ There is no brand yet: make one in the office." in told.splitlines()) == (1, True)
    assert (User.objects.count(), Channel.objects.count()) == (0, 0)  # looking changes nothing
