"""The command line: each word does its work or says in one sentence why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kulanz

from ..own_process import PASSWORD, PATIENCE, House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    house.migrate()
    yield house


def test_a_wrong_setting_is_one_clear_sentence(house: House) -> None:
    done = house.call("cases", KULANZ_WEB="everywhere")

    assert done.returncode == 1
    assert done.stderr == "KULANZ_WEB='everywhere': use host:port, for example 127.0.0.1:8000.\n"


def test_an_unknown_word_is_answered_with_those_that_exist(house: House) -> None:
    done = house.call("sreve")

    assert done.returncode == 2
    assert "kulanz serve" in done.stdout


def test_the_first_administrator_is_made_once(house: House) -> None:
    words = ("create-admin", "chefin@demo.example", "Anna Chefin")
    assert house.call(*words, **PASSWORD).returncode == 0
    assert house.call(*words, **PASSWORD).returncode == 1
    assert house.call("create-admin", "b@demo.example", "B", KULANZ_ADMIN_PASSWORD="kurz").returncode == 1
    assert house.call("create-admin", "keine", "B", **PASSWORD).returncode == 2


@pytest.mark.parametrize(
    "setting",
    ["mail.demo.example:25", "ftp://mail.demo.example", "smtp://", "smtp://a:b@ x/", "smtp://mail..demo.example"],
)
def test_an_outgoing_server_that_cannot_be_used_is_refused_without_repeating_its_password(
    house: House, setting: str
) -> None:
    done = house.call("cases", KULANZ_SMTP_OUT=setting)

    assert (done.returncode, done.stderr) == (1, "KULANZ_SMTP_OUT: use smtp://host or smtps://host.\n")


@pytest.mark.parametrize(
    ("language", "short", "disk"),
    [
        ("C.UTF-8", "This password is too short.", r"\d\.\d GB of disk are free"),
        ("en_GB.UTF-8", "This password is too short.", r"\d\.\d GB of disk are free"),
        ("de_AT.UTF-8", "Dieses Passwort ist zu kurz.", r"\d,\d GB sind auf der Platte frei"),
    ],
)
def test_a_terminal_is_answered_in_its_own_language_and_with_its_own_numbers(
    house: House, language: str, short: str, disk: str
) -> None:
    refused = house.call("create-admin", "c@demo.example", "C", KULANZ_ADMIN_PASSWORD="kurz", LANG=language)
    told = house.call("check-setup", LANG=language)

    assert (refused.returncode, short in refused.stderr) == (1, True)
    assert re.search(disk, told.stdout)


def test_the_version_is_told(house: House) -> None:
    assert house.call("--version").stdout == f"Kulanz {kulanz.__version__}\n"


def test_the_demo_comes_into_a_new_place_only_when_asked_for(tmp_path: Path) -> None:
    house = House(tmp_path)
    people = ("manage", "shell", "-c", "from kulanz.people.models import User; print('people', User.objects.count())")
    for words, after in ((["--prepare"], 0), (["--prepare", "--demo"], 0)):
        process = house.start("serve", *words)
        assert house.answers(process)
        process.terminate()
        process.communicate(timeout=PATIENCE)

        assert f"people {after}" in house.call(*people).stdout


@pytest.mark.parametrize(
    "url", ["https://hilfe.lampen.example", "http://192.0.2.7", "http://hilfe.lampen.example:8000"]
)
def test_the_demo_never_comes_behind_a_public_address(tmp_path: Path, url: str) -> None:
    house = House(tmp_path)
    house.migrate()

    done = house.call("demo", KULANZ_URL=url)

    assert (done.returncode, url in done.stderr) == (1, True)


def test_the_demo_never_comes_beside_real_people_and_goes_for_good(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.migrate()
    assert house.call("demo").returncode == 0
    assert house.call("demo", "--remove").returncode == 0
    assert house.call("create-admin", "mia@lampen.example", "Mia Real", **PASSWORD).returncode == 0

    refused = house.call("demo")
    process = house.start("serve", "--prepare", "--demo")
    assert house.answers(process)
    process.terminate()
    output, _ = process.communicate(timeout=PATIENCE)

    assert (refused.returncode, "@demo.example" in output) == (1, False)
