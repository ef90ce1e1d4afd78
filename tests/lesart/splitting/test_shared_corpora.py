"""The collected bodies of other projects and our own German ones: at least as many right as before."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from lesart.splitting import split_text

SHARED = Path(os.environ.get("KULANZ_SHARED") or Path(__file__).parents[4] / "shared")
FLOORS = {"quotes": 132, "quotes-german-own": 20}


def cases(folder: str) -> list[dict[str, Any]]:
    path = SHARED / "data" / "mail" / folder / f"{folder}.jsonl"
    if not path.exists():
        pytest.skip("the shared test mails are not here")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def flat(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff\0]+", " ", text).strip()


@pytest.mark.parametrize("folder", FLOORS)
def test_as_many_bodies_as_before_are_split_exactly(folder: str) -> None:
    right = 0
    for case in cases(folder):
        wanted = [flat(text) for text in (case["expected"], *case.get("alt", []))]
        right += flat(split_text(case["text"]).visible) in wanted
    assert right >= FLOORS[folder]
