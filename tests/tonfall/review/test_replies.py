"""The coach against labelled replies: silent on every good one, right where it speaks.

``learn`` was looked at while the rules were written; ``kept`` was written before them and scored at the end.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tonfall._review.reading import context_from
from tonfall._review.reviewing import review

FOLDER = Path(__file__).parent / "replies"
REPLIES: dict[str, list[dict[str, Any]]] = {
    part: [
        reply
        for file in sorted((FOLDER / part).glob("*.toml"))
        for reply in tomllib.loads(file.read_text(encoding="utf-8"))["reply"]
    ]
    for part in ("learn", "kept")
}
GOOD = [pytest.param(r, id=r["id"]) for part in REPLIES.values() for r in part if r["quality"] == "good"]


def _codes(reply: dict[str, Any]) -> set[str]:
    return {finding.code for finding in review(reply["draft"], context_from(reply.get("context", {})))}


@pytest.mark.parametrize("reply", GOOD)
def test_a_good_reply_gets_no_note(reply: dict[str, Any]) -> None:
    assert _codes(reply) == set()


@pytest.mark.parametrize("part", ["learn", "kept"])
def test_notes_are_right_and_most_flaws_are_seen(part: str) -> None:
    right: Counter[bool] = Counter()
    wrong: Counter[bool] = Counter()
    missed: Counter[bool] = Counter()
    for reply in REPLIES[part]:
        noted, wanted = _codes(reply), set(reply.get("notes", []))
        for code in noted | wanted:
            is_phrase = code.startswith(("wall.", "negative."))
            (right if code in noted & wanted else wrong if code in noted else missed)[is_phrase] += 1
    assert right[True] >= 0.95 * (right[True] + wrong[True])
    assert right[False] >= 0.9 * (right[False] + wrong[False])
    assert sum(right.values()) >= 0.8 * (sum(right.values()) + sum(missed.values()))


def test_there_are_at_least_150_replies_of_every_kind() -> None:
    replies = [reply for part in REPLIES.values() for reply in part]
    assert len(replies) >= 150
    assert {reply["quality"] for reply in replies} == {"good", "middling", "bad"}
    assert {reply["kind"] for reply in replies} >= {
        *("complaint", "question", "refusal", "delay", "apology", "technical")
    }
