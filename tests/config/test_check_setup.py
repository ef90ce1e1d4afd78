"""``kulanz check-setup`` says what is wrong in plain words, and what to do."""

from __future__ import annotations

import argparse

import pytest

from kulanz.channels.models import Channel
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


def test_people_of_the_demo_may_not_sign_in_to_a_real_house() -> None:
    make_user(email="mia@demo.example", is_admin=True)

    said = " ".join(wrong(list(check_setup.about_database())))

    assert ("demo company can sign in" in said, "There is no administrator" in said) == (True, False)


def test_the_exit_code_says_whether_something_has_to_be_mended(settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = check_setup.run(argparse.Namespace())
    told = capsys.readouterr().out

    assert (before, "✗ There is no brand yet: make one in the office." in told.splitlines()) == (1, True)
    assert (User.objects.count(), Channel.objects.count()) == (0, 0)  # looking changes nothing
