"""The line reader: one line in, one JSON line out, whatever comes."""

from __future__ import annotations

import io
import json

import pytest

from tonfall._promises.command import run

OPTIONS = ["--at", "2025-03-12T10:30", "--zone", "Europe/Berlin", "--state", "BE"]


def answers(
    lines: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str] = OPTIONS,
) -> list[dict[str, object]]:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert run(options) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_plain_line_gives_its_promise(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (answer,) = answers("Ich melde mich bis morgen Mittag bei Ihnen.\n", monkeypatch, capsys)
    promise = {
        "kind": "P",
        "due": "2025-03-13T12:00:00+01:00",
        "time_said": True,
        "span": [15, 32],
        "clause": [0, 43],
        "said": "bis morgen Mittag",
    }
    assert answer == {
        "kind": "P",
        "due": "2025-03-13T12:00:00+01:00",
        "time_said": True,
        "span": [15, 32],
        "promises": [promise],
    }


def test_a_json_line_may_bring_its_own_moment_state_and_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {
        "text": "Wir liefern in einem Werktag.",
        "language": "de",
        "at": "2025-06-18T08:00:00+00:00",
        "state": "BY",
    }
    (answer,) = answers(json.dumps(line) + "\n", monkeypatch, capsys)
    assert answer["due"] == "2025-06-20T17:00:00+02:00"


def test_vague_and_missing_promises_have_no_due(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answers("Wir melden uns zeitnah.\n\nHaben Sie Fragen?\n", monkeypatch, capsys)
    assert [(answer["kind"], answer["due"]) for answer in found] == [("V", None), ("N", None), ("N", None)]


@pytest.mark.parametrize(
    "line",
    [
        "{broken",
        '{"text": 3}',
        '{"words": "x"}',
        '{"text": "x", "state": "XX"}',
        '{"text": "x", "at": "gestern"}',
        '{"text": "x", "language": "fr"}',
        '{"text": "in 9 Tagen rufe ich an", "at": "9999-12-30T10:00"}',
    ],
)
def test_a_bad_line_gives_an_error_and_the_next_line_is_still_read(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = answers(f"{line}\nWir liefern morgen.\n", monkeypatch, capsys)
    assert list(first) == ["error"]
    assert second["kind"] == "P"


@pytest.mark.parametrize("options", [["--zone", "Mars/Olympus"], ["--state", "XX"], ["--at", "bald"], ["--colour"]])
def test_options_that_make_no_sense_end_with_status_two(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(options) == 2
    assert capsys.readouterr().out == ""
