"""What was backed up comes back whole; what is there is never overwritten by mistake."""

from __future__ import annotations

import os
import shutil
import stat
import tarfile
from pathlib import Path

import pytest

from .test_process import House

ADMIN = ("create-admin", "chefin@demo.example", "Anna")
PASSWORD = {"KULANZ_ADMIN_PASSWORD": "ein-gutes-Kennwort-42"}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a house with an administrator and an attachment; made once, because starting takes seconds."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    house = House(folder)
    assert house.call("migrate").returncode == 0
    assert house.call(*ADMIN, **PASSWORD).returncode == 0
    (folder / "attachments").mkdir(exist_ok=True)
    (folder / "attachments" / "brief.txt").write_text("Guten Tag", encoding="utf-8")
    return folder


@pytest.fixture
def house(tmp_path: Path, furnished: Path) -> House:
    shutil.copytree(furnished, tmp_path / "data")
    return House(tmp_path / "data")


def test_a_backup_comes_back_whole(house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"

    assert house.call("backup", str(file)).returncode == 0
    other = House(tmp_path / "other")
    assert other.call("restore", str(file)).returncode == 0

    assert (tmp_path / "other" / "attachments" / "brief.txt").read_text(encoding="utf-8") == "Guten Tag"
    assert (tmp_path / "other" / "secret.key").read_bytes() == (tmp_path / "data" / "secret.key").read_bytes()
    assert other.call(*ADMIN, **PASSWORD).returncode == 1  # she is there already


def test_only_its_owner_reads_a_backup(house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    house.call("backup", str(file))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        assert not [name for name in archive.getnames() if name.startswith("files/static")]


def test_nothing_is_overwritten_without_a_word(house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert house.call("backup", str(file)).returncode == 0

    assert house.call("backup", str(file)).returncode == 1
    assert house.call("restore", str(file)).returncode == 1
    assert house.call("restore", str(file), "--force").returncode == 0


def test_a_file_that_is_no_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tar.gz"
    wrong.write_bytes(os.urandom(100))

    assert house.call("restore", str(wrong), "--force").returncode == 1
    assert (tmp_path / "data" / "kulanz.sqlite3").exists()
