"""The shared test mails: at least as many are read right as before."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("KULANZ_SHARED") or Path(__file__).resolve().parents[3] / "shared")
CHECKER = SHARED / "data" / "mail" / "check.py"
SOURCE = Path(__file__).resolve().parents[2] / "src"
FLOORS = {
    "stalwart": 83,
    "mikel-mail": 99,
    "enmime": 92,
    "bounces": 287,
    "tnef": 11,
    "spamassassin-ham": 500,
    "quotes": 125,
    "quotes-german-own": 20,
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not CHECKER.exists():
        pytest.skip("the shared test mails are not here")
    return check(tmp_path_factory.mktemp("check") / "results.json")


def check(target: Path, *options: str) -> dict[str, Any]:
    reader = f"{sys.executable} -m lesart"
    command = [sys.executable, str(CHECKER), "--reader", reader, "--json", str(target), *options]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("folder", FLOORS)
def test_a_folder_is_read_at_least_as_well_as_before(folder: str, results: dict[str, Any]) -> None:
    assert results[folder]["right"] >= FLOORS[folder], results[folder]["fails"]


def test_every_report_is_a_bounce_and_no_answer(results: dict[str, Any]) -> None:
    checks = results["bounces"]["checks"]
    assert (checks["is_bounce"], checks["not_auto_reply"]) == ([293, 293], [293, 293])
    right, asked = checks["bounce_class"]
    assert right / asked >= 0.97


def test_no_ordinary_mail_is_taken_for_a_program(results: dict[str, Any]) -> None:
    checks = results["spamassassin-ham"]["checks"]
    assert (checks["not_bounce"], checks["not_auto_reply"]) == ([500, 500], [500, 500])


def test_damaged_copies_are_answered(results: dict[str, Any], tmp_path: Path) -> None:
    damaged = check(tmp_path / "damaged.json", "--damage", "1", "--seed", "11", "stalwart", "enmime", "tnef")
    assert {folder: (found["fails"], found["slow"]) for folder, found in damaged.items()} == {
        "stalwart": ({}, []),
        "enmime": ({}, []),
        "tnef": ({}, []),
    }
