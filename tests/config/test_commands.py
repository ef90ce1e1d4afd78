"""Commands for checks: one JSON line for each question, one sentence for a wrong one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from kulanz.config import cli
from kulanz.config.commands import cases as commands_cases
from kulanz.config.commands import check_health, check_setup
from kulanz.events import heartbeat

from ..factories import make_case, make_customer

MAIL = b"From: Ina Stern <ina@post.example>\r\nSubject: Der Schirm\r\n\r\nEr fehlt.\r\n"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A mail in a file."""
    file = tmp_path / "schirm.eml"
    file.write_bytes(MAIL)
    return file


def test_a_mail_in_a_file_is_one_line(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["read-mail", str(mail), "mx.haus.example", str(mail)])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (code, [line["subject"] for line in lines]) == (0, ["Der Schirm", "Der Schirm"])


def test_lines_on_standard_input_stay_as_they_are(
    mail: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    questions = tmp_path / "questions"
    questions.write_text(json.dumps({"path": str(mail)}) + "\n" + json.dumps({"text": "Ja"}) + "\n", encoding="utf-8")
    with questions.open(encoding="utf-8") as source:
        monkeypatch.setattr("sys.stdin", source)
        code = cli.main(["read-mail", "mx.haus.example"])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (code, lines[0]["from"], lines[1]["visible_reply"]) == (0, "ina@post.example", "Ja")


@pytest.mark.parametrize("word", ["--hlep", "-x", "fehlt.eml", "./fehlt", "/nirgends/brief.msg"])
def test_a_file_that_is_not_there_is_one_sentence(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["read-mail", word])

    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n"), word in said.err) == (2, "", 1, True)


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_says_how_it_is_called(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (cli.main(["read-mail", word]), "FILE" in capsys.readouterr().out) == (0, True)


@pytest.mark.django_db
def test_cases_are_a_line_each_for_people_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    case = make_case(customer=make_customer(address="anna@post.example"), number="RL-7")
    commands_cases.run(argparse.Namespace(json=False))
    plain = capsys.readouterr().out
    commands_cases.run(argparse.Namespace(json=True))

    assert plain.split() == ["RL-7", "new", "anna@post.example", "0", *case.subject.split()]
    assert json.loads(capsys.readouterr().out) == {
        "number": "RL-7", "subject": case.subject, "status": "new", "customer": "anna@post.example",
        "channel": "email", "messages": 0, "fields": {},
    }  # fmt: skip


@pytest.mark.django_db
def test_a_program_that_watches_hears_who_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    heartbeat.beat(["web", "mail"])
    codes = [check_health.run(argparse.Namespace(roles=roles)) for roles in (["web"], ["mail", "work"], [], ["wbe"])]

    assert (codes, capsys.readouterr().err.count("\n")) == ([0, 1, 1, 2], 3)


@pytest.mark.parametrize(
    ("checks", "trusted", "said"), [(False, (), True), (True, (), False), (False, ("mx.haus.example",), False)]
)
def test_it_is_said_when_nobody_checks_senders(
    settings, checks: bool, trusted: tuple[str, ...], said: bool, db: None
) -> None:
    settings.CHECK_SENDERS, settings.TRUSTED_AUTHSERV = checks, trusted

    texts = [finding.text for finding in check_setup.about_mail()]

    assert any("KULANZ_CHECK_SENDERS" in text for text in texts) is said
