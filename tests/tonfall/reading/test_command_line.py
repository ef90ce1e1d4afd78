"""``python -m tonfall``: lines in, JSON lines out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[3] / "src"


def _run(command: str, given: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tonfall", command],
        input=given,
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE), "PYTHONWARNINGS": "error"},
    )
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("command", "line", "answer"),
    [
        ("address", "Kannst du mir helfen?", {"address": "informal"}),
        ("abuse", "Hallo, Sie Idiot!", {"abusive": True, "kind": "insult", "spans": [[7, 16]]}),
        ("abuse", "Das ist eine Frechheit!", {"abusive": False, "kind": None, "spans": []}),
        ("pii", "Tel. 0711/123456", {"spans": [{"kind": "phone", "start": 5, "end": 16}]}),
        (
            "mood",
            "Ich bin enttäuscht.",
            {
                "level": "upset",
                "cues": [{"kind": "disappointment", "start": 8, "end": 18, "words": "enttäuscht"}],
            },
        ),
    ],
)
def test_a_line_is_answered_with_one_json_line(command: str, line: str, answer: dict[str, Any]) -> None:
    assert _run(command, line.encode() + b"\n") == [answer]


def test_a_json_line_may_name_its_language() -> None:
    assert _run("address", b'{"text": "Die Sie", "language": "en"}\n') == [{"address": "none"}]


def test_bad_lines_give_an_error_and_the_next_line_is_read() -> None:
    lines = b'{"text": 3}\n\xff\xfe\n{"text": "a", "language": []}\n{"text": \n\nWie geht das?\n'
    assert ["error" in answer for answer in _run("address", lines)] == [True, True, True, True, False, False]


def test_read_answers_with_every_part() -> None:
    (answer,) = _run("read", b'{"text": "Wo ist meine Lampe?", "at": "2025-03-12T10:30"}\n')
    parts = "abuse address expertise facts language mood personal_data questions sides summary"
    assert " ".join(sorted(answer)) == parts


def test_a_wrong_date_of_writing_is_an_error() -> None:
    assert "error" in _run("read", b'{"text": "Hallo", "at": "neulich"}\n')[0]


def test_an_unknown_command_explains_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tonfall", "sing"],
        capture_output=True,
        env={"PYTHONPATH": str(SOURCE)},
        text=True,
    )
    assert (done.returncode, done.stderr.startswith("usage: python -m tonfall")) == (2, True)


def test_importing_tonfall_loads_neither_django_nor_a_word_list() -> None:
    code = (
        "import sys, tonfall; from tonfall._wordlists import table; "
        "print(any(m.split('.')[0] == 'django' for m in sys.modules), table.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={"PYTHONPATH": str(SOURCE)}, text=True)
    assert done.stdout == "False 0\n"
