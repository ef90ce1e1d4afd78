"""``python -m tonfall review`` reads a draft and prints what the coach would say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tonfall.__main__ import main

LETTER = "Guten Tag Frau Kern,\n\ndafür bin ich nicht zuständig.\n\nFreundliche Grüße\nTim Rot\n"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "brief.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def test_a_note_is_printed_with_its_reason_and_a_better_wording(
    letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(letter)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("3: [strong] Der Satz schickt weg (wall.not-responsible)")
    assert "→ ich gebe Ihr Anliegen an ‹Name oder Abteilung› weiter." in printed


def test_json_gives_one_object_per_note_with_offsets_into_the_file(
    letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(letter), "--json"]) == 0
    (note,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert LETTER[note["start"] : note["end"]] == note["evidence"] == "dafür bin ich nicht zuständig."
    assert [note["suggestion"]["text"][slice(*gap)] for gap in note["suggestion"]["gaps"]] == [
        "‹Name oder Abteilung›",
        "‹Tag, Uhrzeit›",
    ]


def test_the_context_file_is_heeded_and_a_stop_gives_status_one(
    letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = tmp_path / "ctx.json"
    context.write_text(json.dumps({"unseen_newer_message": True, "customer_name": "Eva Kehrn"}), encoding="utf-8")
    assert main(["review", str(letter), "--context", str(context), "--json"]) == 1
    codes = [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()]
    assert codes == ["message.unseen", "greeting.name", "wall.not-responsible"]


def test_a_missing_file_and_a_broken_context_give_status_two(letter: Path, tmp_path: Path) -> None:
    broken = tmp_path / "ctx.json"
    broken.write_text("[1", encoding="utf-8")
    assert main(["review", str(tmp_path / "nothing.txt")]) == 2
    assert main(["review", str(letter), "--context", str(broken)]) == 2


def test_the_coach_runs_without_django() -> None:
    code = "import sys; sys.modules['django'] = None; import tonfall; print(len(tonfall.review('Das geht nicht.')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3] / "src"), "PYTHONUTF8": "1"},
    )
    assert done.stdout == "1\n"
