"""A new channel is its own folder and one line each in settings and contract: told with a channel nobody knows yet."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.channels.test_nothing_lost import own_database

pytestmark = pytest.mark.own_database

ROOT = Path(__file__).resolve().parent.parent.parent
DUMMY = Path(__file__).resolve().parent / "dummy"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of our source with one more channel: its folder, and two lines elsewhere."""
    without = shutil.ignore_patterns("__pycache__")
    for package in ("kulanz", "lesart", "tonfall"):
        shutil.copytree(ROOT / "src" / package, tmp_path / "src" / package, ignore=without)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(DUMMY / "channel", tmp_path / "src" / "kulanz" / "channels" / "dummy", ignore=without)
    null = '    "kulanz.channels.null.apps.NullConfig",\n'
    dummy = null.replace("null", "dummy").replace("Null", "Dummy")
    replace_line(tmp_path / "src/kulanz/config/settings.py", null, null + dummy)
    replace_line(tmp_path / "pyproject.toml", '"email | form | null"', '"email | form | null | dummy"')
    return tmp_path


def test_a_new_channel_is_its_folder_and_a_line_each_in_settings_and_contract(house: Path) -> None:
    with contextlib.ExitStack() as undo:
        database_url = f"sqlite:///{house / 'dummy.sqlite3'}"
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            database_url = undo.enter_context(own_database(os.environ["DATABASE_URL"]))
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "KULANZ_DATA": str(house / "data"),
            "KULANZ_URL": "http://127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "kulanz.config.settings",
            "PYTHONPATH": str(house / "src"),
        }
        (house / "data").mkdir(mode=0o700)
        told = run(house, environment, sys.executable, str(DUMMY / "story.py"))

    assert told == (0, "")


def test_the_contract_of_channels_holds_for_a_new_one(house: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(house / "src")}
    code, said = run(house, environment, str(Path(sys.executable).parent / "lint-imports"), "--no-cache")

    assert code == 0, said


def replace_line(path: Path, line: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.count(line) == 1
    path.write_text(content.replace(line, new), encoding="utf-8")


def run(house: Path, environment: dict[str, str], *command: str) -> tuple[int, str]:
    """Return how a command in the house ended, and what it said where it did not end well."""
    done = subprocess.run(
        command, cwd=house, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout if done.returncode else ""
