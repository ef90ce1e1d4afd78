"""The reader as a command: one JSON line in, one JSON line out."""

import io
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from lesart.command import run

RAW = (
    b"From: Eva <eva@kunde.example>\nTo: hilfe@laden.example\nSubject: Lampe\nDate: "
    b"Mon, 2 Mar 2026 10:00:00 +0100\n\nHallo"
)


def ask(*questions: object) -> list[Any]:
    answers = io.StringIO()
    lines = "\n".join(item if isinstance(item, str) else json.dumps(item) for item in questions)
    assert run([], questions=io.StringIO(lines), answers=answers) == 0
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def test_a_mail_file_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(RAW)
    (answer,) = ask({"path": str(path)})
    expected = {
        "subject": "Lampe",
        "from": "eva@kunde.example",
        "to": ["hilfe@laden.example"],
        "date": "2026-03-02T10:00:00+01:00",
        "texts": ["Hallo"],
        "html": None,
        "attachments": [],
        "visible_reply": "Hallo",
        "hidden_rest": "",
        "is_bounce": False,
        "bounce_class": None,
        "bounce_recipient": None,
        "bounce_message_id": None,
        "delivery": None,
        "is_auto_reply": False,
        "in_reply_to": None,
        "references": [],
        "warnings": [],
        "error": None,
        "raw_sha256": sha256(RAW).hexdigest(),
        "safe_html": [],
    }
    assert {key: answer[key] for key in expected} == expected


def test_a_body_alone_is_split() -> None:
    assert (
        ask({"text": "Hallo"}, {"html": "<p>Hallo</p>"})
        == [{"visible_reply": "Hallo", "hidden_rest": "", "error": None}] * 2
    )


def test_a_question_that_cannot_be_answered_gets_an_error() -> None:
    answers = ask({"path": "/gibt/es/nicht.eml"}, "kein JSON", "[]", "5", {})
    assert [bool(answer["error"]) for answer in answers] == [True] * 5


def test_the_module_runs_without_the_web_framework() -> None:
    code = "import sys, lesart.command; sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False).returncode
        == 0
    )
