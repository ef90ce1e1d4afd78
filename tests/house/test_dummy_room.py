"""A new room touches its own folder and one line each in wiring, panels and pyproject: shown by building one."""

from __future__ import annotations

import difflib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOM = Path(__file__).parent / "stamps"
# file, what stands there, what the room makes of it
LINES = (
    (
        "src/kulanz/config/wiring.py",
        '        at_once=("kulanz.promises.reactions.give",),\n',
        '        at_once=("kulanz.promises.reactions.give", "kulanz.stamps.reactions.put"),\n',
    ),
    (
        "src/kulanz/config/panels.py",
        '    "kulanz.promises.panels",\n',
        '    "kulanz.promises.panels",\n    "kulanz.stamps.panels",\n',
    ),
    ("pyproject.toml", '  "desk | portal | office",\n', '  "stamps",\n  "desk | portal | office",\n'),
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house with one more room."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOM, tmp_path / "src" / "kulanz" / "stamps", ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in LINES:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


def run(house: Path, *command: str) -> str:
    """Run a command in the house, with a database of its own."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("KULANZ_", "DATABASE_"))}
    done = subprocess.run(
        command,
        cwd=house,
        env={
            **told,
            "PYTHONPATH": os.pathsep.join([str(house / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "kulanz.config.settings",
            "KULANZ_DATA": str(house / "data"),
            "KULANZ_STAMPS_MOTTO": "Merci",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_room_touches_one_line_each_in_wiring_panels_and_pyproject() -> None:
    changed = {
        name: [line[0] for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]
        for name, old, new in LINES
    }

    assert list(changed) == ["src/kulanz/config/wiring.py", "src/kulanz/config/panels.py", "pyproject.toml"]
    assert all(lines.count("+") == 1 for lines in changed.values())


@pytest.mark.slow
def test_nothing_else_is_needed_for_a_table_an_event_a_panel_a_reaction_a_command_and_a_setting(house: Path) -> None:
    seen = json.loads(run(house, sys.executable, str(Path(__file__).parent / "stamps_visit.py")).splitlines()[-1])

    assert seen == {
        "kind": 1,
        "desk": True,
        "portal": True,
        "panel": [False, True],
        "command": ["/stamps/", "All stamps"],
        "behind it": True,
        "a stranger": 302,
    }


@pytest.mark.slow
def test_the_room_stands_on_its_floor_and_its_migration_holds_its_table(house: Path) -> None:
    checks = run(house, str(Path(sys.executable).parent / "lint-imports"), "--no-cache")

    assert "0 broken" in checks
    assert "No changes" in run(
        house, sys.executable, "-m", "django", "makemigrations", "stamps", "--check", "--dry-run"
    )
