"""What was backed up comes back whole; what is there is never overwritten by mistake."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tarfile
from pathlib import Path

import pytest

import kulanz

from ..own_process import PASSWORD, House

ADMIN = ("create-admin", "chefin@demo.example", "Anna")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a house with an administrator and an attachment; made once, because starting takes seconds."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    house = House(folder)
    house.migrate()
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


def test_a_backup_names_the_version_that_wrote_it(house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    house.call("backup", str(file))

    with tarfile.open(file) as archive:
        label = json.load(archive.extractfile("kulanz.json"))  # type: ignore[arg-type]
    assert (label["version"], label["database"]) == (kulanz.__version__, "sqlite")


def test_nothing_is_overwritten_without_a_word(house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert house.call("backup", str(file)).returncode == 0

    assert house.call("backup", str(file)).returncode == 1
    assert house.call("restore", str(file)).returncode == 1
    assert house.call("restore", str(file), "--force").returncode == 0


def test_a_backup_of_nothing_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    house = House(tmp_path / "other", data=tmp_path / "missing")

    done = house.call("backup", str(tmp_path / "b.tar.gz"))

    assert (done.returncode, done.stdout, sorted(path.name for path in tmp_path.iterdir())) == (1, "", ["other"])
    assert str(tmp_path / "missing") in done.stderr


def test_an_empty_database_is_no_success_either(tmp_path: Path) -> None:
    house = House(tmp_path / "data")

    done = house.call("backup", str(tmp_path / "b.tar.gz"))

    assert (done.returncode, (tmp_path / "b.tar.gz").exists(), done.stderr.count("\n")) == (1, False, 1)


@pytest.mark.parametrize("command", ["check-setup", "cases", "demo", "create-admin"])
def test_no_command_works_on_a_place_that_does_not_exist(tmp_path: Path, command: str) -> None:
    house = House(tmp_path / "other", data=tmp_path / "missing")
    words = {"create-admin": ADMIN}.get(command, (command,))

    done = house.call(*words, **PASSWORD)

    assert (done.returncode, (tmp_path / "missing").exists()) == (1, False)


def test_the_settings_of_the_service_are_named_once(house: House, tmp_path: Path) -> None:
    settings = tmp_path / "service.env"
    settings.write_text(f"KULANZ_DATA={house.folder}\n", encoding="utf-8")
    stranger = House(tmp_path / "elsewhere")
    del stranger.surroundings["KULANZ_DATA"]

    done = stranger.call("--env", str(settings), "backup", str(tmp_path / "b.tar.gz"))

    assert (done.returncode, (tmp_path / "b.tar.gz").exists()) == (0, True)
    assert stranger.call("--env", str(tmp_path / "none.env"), "backup").returncode == 2


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_backup_changes_nothing_and_is_one_sentence(house: House, tmp_path: Path, share: float) -> None:
    file = tmp_path / "backup.tar.gz"
    assert house.call("backup", str(file)).returncode == 0
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    before = sorted(path.name for path in house.folder.iterdir())

    done = house.call("restore", str(file), "--force")

    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)
    assert sorted(path.name for path in house.folder.iterdir()) == before


def test_a_copy_in_quarantine_sends_nothing_until_somebody_lifts_it(house: House, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert house.call("backup", str(file)).returncode == 0
    other = House(tmp_path / "other")

    assert other.call("restore", str(file), "--quarantine").returncode == 0
    ask = ("manage", "shell", "-c", "from django.conf import settings; print(repr(settings.SMTP_OUT))")
    smtp = {"KULANZ_SMTP_OUT": "smtp://mail.demo.example"}
    quiet = other.call(*ask, **smtp).stdout
    (tmp_path / "other" / "quarantine").unlink()

    assert ("''" in quiet, "smtp://mail.demo.example" in other.call(*ask, **smtp).stdout) == (True, True)


def test_a_file_that_is_no_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tar.gz"
    wrong.write_bytes(os.urandom(100))

    assert house.call("restore", str(wrong), "--force").returncode == 1
    assert (tmp_path / "data" / "kulanz.sqlite3").exists()


def test_a_folder_on_another_disk_is_backed_up_too(house: House, tmp_path: Path) -> None:
    shutil.move(house.folder / "attachments", tmp_path / "disk")
    (house.folder / "attachments").symlink_to(tmp_path / "disk")
    os.link(tmp_path / "disk" / "brief.txt", tmp_path / "disk" / "zweiter.txt")
    assert house.call("backup", str(tmp_path / "b.tar.gz")).returncode == 0

    assert House(tmp_path / "other").call("restore", str(tmp_path / "b.tar.gz")).returncode == 0

    came_back = {path.name: path.read_text("utf-8") for path in (tmp_path / "other" / "attachments").iterdir()}
    assert came_back == {"brief.txt": "Guten Tag", "zweiter.txt": "Guten Tag"}
    assert not (tmp_path / "other" / "attachments").is_symlink()


@pytest.mark.parametrize("word", ["check-setup", "check-health", "cases"])
def test_a_command_on_an_empty_place_is_no_reason_against_a_restore(house: House, tmp_path: Path, word: str) -> None:
    assert house.call("backup", str(tmp_path / "b.tar.gz")).returncode == 0
    other = House(tmp_path / "other")
    other.call(word)

    done = other.call("restore", str(tmp_path / "b.tar.gz"))

    assert (done.returncode, done.stderr) == (0, "")
    assert (other.folder / "secret.key").read_bytes() == (house.folder / "secret.key").read_bytes()


@pytest.mark.parametrize("name", ["kulanz.sqlite3", "notes.txt", "attachments/letter.txt"])
def test_a_place_with_anything_of_somebodys_is_not_replaced(house: House, tmp_path: Path, name: str) -> None:
    assert house.call("backup", str(tmp_path / "b.tar.gz")).returncode == 0
    other = House(tmp_path / "other")
    (other.folder / name).parent.mkdir(exist_ok=True)
    (other.folder / name).write_text("somebody's", encoding="utf-8")

    assert other.call("restore", str(tmp_path / "b.tar.gz")).returncode == 1

    assert (other.folder / name).read_text(encoding="utf-8") == "somebody's"


@pytest.mark.parametrize("name", ["../outside.txt", "files/../../outside.txt", "/outside.txt", "link", "pipe"])
def test_nothing_is_unpacked_beside_the_data_folder(house: House, tmp_path: Path, name: str) -> None:
    file, kinds = tmp_path / "b.tar.gz", {"link": tarfile.SYMTYPE, "pipe": tarfile.FIFOTYPE}
    with tarfile.open(file, "w:gz") as archive:
        archive.add(house.folder / "kulanz.sqlite3", arcname="database.sqlite3")
        odd = tarfile.TarInfo(name)
        odd.type, odd.linkname = kinds.get(name, tarfile.REGTYPE), "/etc"
        archive.addfile(odd)

    done = House(tmp_path / "other").call("restore", str(file))

    assert (done.returncode, done.stderr.count("\n"), str(file) in done.stderr) == (1, 1, True)
    assert (list((tmp_path / "other").iterdir()), (tmp_path / "outside.txt").exists()) == ([], False)
