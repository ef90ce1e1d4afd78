"""With PostgreSQL: a filled database is never replaced unasked, and what is missing is said in one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from ..own_process import PASSWORD, House

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="with SQLite the database is a file"),
]
ADMIN = ("create-admin", "chefin@demo.example", "Anna")
PEOPLE = ("manage", "shell", "-v", "0", "-c", "from kulanz.people.models import User; print(User.objects.count())")


@pytest.fixture(scope="module")
def server() -> str:
    """The address of the server of this run, without a database."""
    told = connection.settings_dict
    return f"postgresql://{told['USER']}@{quote(told['HOST'])}:{told['PORT']}"


@pytest.fixture(scope="module")
def databases(server: str) -> Iterator[list[str]]:
    """Two empty databases."""
    names = [f"backup_{os.getpid()}_{number}" for number in range(2)]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as session:
        for name in names:
            session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield [f"{server}/{name}" for name in names]
        for name in names:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def house(databases: list[str], tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with an administrator and an attachment."""
    house = House(tmp_path_factory.mktemp("house") / "data")
    house.surroundings["DATABASE_URL"] = databases[0]
    assert house.call("migrate").returncode == 0
    assert house.call(*ADMIN, **PASSWORD).returncode == 0
    (house.folder / "attachments").mkdir(exist_ok=True)
    (house.folder / "attachments" / "brief.txt").write_text("Guten Tag", encoding="utf-8")
    return house


@pytest.fixture(scope="module")
def backup(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "b.tar.gz"
    assert house.call("backup", str(file)).returncode == 0
    return file


@pytest.fixture
def other(tmp_path: Path) -> House:
    """An empty data folder, whose database is still to be named."""
    return House(tmp_path / "data")


@pytest.fixture
def without_programs(tmp_path: Path) -> str:
    """A PATH on which none of PostgreSQL's programs lies."""
    (tmp_path / "programs").mkdir()
    return str(tmp_path / "programs")


def test_a_filled_database_is_not_replaced_unasked(house: House, backup: Path, other: House) -> None:
    filled = house.surroundings["DATABASE_URL"]

    done = other.call("restore", str(backup), DATABASE_URL=filled)

    assert (done.returncode, done.stderr.count("\n"), "is not empty" in done.stderr) == (1, 1, True)
    assert (list(other.folder.iterdir()), house.call(*PEOPLE).stdout) == ([], "1\n")


def test_a_backup_comes_back_whole_into_an_empty_database(backup: Path, other: House, databases: list[str]) -> None:
    other.surroundings["DATABASE_URL"] = databases[1]

    assert other.call("restore", str(backup)).returncode == 0

    assert (other.folder / "attachments" / "brief.txt").read_text(encoding="utf-8") == "Guten Tag"
    assert other.call(*PEOPLE).stdout == "1\n"


def test_without_the_programs_nothing_is_changed(
    house: House, backup: Path, other: House, databases: list[str], without_programs: str
) -> None:
    (other.folder / "alt.txt").write_text("von gestern", encoding="utf-8")

    restored = other.call("restore", str(backup), "--force", DATABASE_URL=databases[1], PATH=without_programs)
    saved = house.call("backup", str(other.folder / "b.tar.gz"), PATH=without_programs)

    for done, program in ((saved, "pg_dump"), (restored, "pg_restore")):
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert (program in done.stderr, "postgresql-client" in done.stderr) == (True, True)
    assert [path.name for path in other.folder.iterdir()] == ["alt.txt"]


WORDS = [
    "backup b.tar.gz",
    "restore {backup}",
    "migrate",
    "serve",
    "web",
    "mail",
    "work",
    "cases",
    "demo",
    "check-health",
]


@pytest.mark.parametrize("words", WORDS)
def test_a_database_that_cannot_be_reached_is_one_sentence_with_the_reason(
    server: str, backup: Path, other: House, words: str
) -> None:
    done = other.call(*words.format(backup=backup).split(), DATABASE_URL=f"{server}/there_is_none")

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert 'database "there_is_none" does not exist' in done.stderr
    assert not (other.folder / "b.tar.gz").exists()


def test_what_is_set_up_is_told_without_a_database_too(server: str, other: House) -> None:
    done = other.call("check-setup", DATABASE_URL=f"{server}/there_is_none")

    assert (done.returncode, done.stderr, "Customers cannot reach" in done.stdout) == (1, "", True)
    assert 'database "there_is_none" does not exist' in done.stdout.splitlines()[-1]


def test_a_truncated_backup_leaves_the_database_as_it_was(house: House, backup: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar.gz"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])

    done = house.call("restore", str(half), "--force")

    assert (done.returncode, done.stderr.count("\n"), house.call(*PEOPLE).stdout) == (1, 1, "1\n")
    assert (house.folder / "attachments" / "brief.txt").exists()


def test_after_a_restart_of_the_database_the_next_page_is_served(house: House, server: str) -> None:
    process = house.start("web")
    try:
        assert house.answers(process)
        for _round in range(3):
            assert house.status("/my/") == 404  # there is no brand yet: the database was asked
            with psycopg.connect(f"{server}/postgres", autocommit=True) as session:
                session.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [house.surroundings["DATABASE_URL"].rpartition("/")[2]],
                )
            assert [house.status("/my/") for _page in range(4)] == [404] * 4
    finally:
        process.terminate()
        process.communicate(timeout=60)
