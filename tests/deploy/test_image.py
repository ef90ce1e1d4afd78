"""The image and its composition, read: no demo in a real house, and what backup and health checks need is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kulanz.config.cli import commands
from kulanz.config.commands.check_health import ROLES

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSED = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def lists(text: str, before: str) -> list[list[str]]:
    return [json.loads(found) for found in re.findall(rf"{before}\s*(\[.*?\])", text)]


def test_no_container_brings_the_demo() -> None:
    started = [*lists(IMAGE, r"\nCMD"), *lists(COMPOSED, "command:")]

    assert len(started) == 5
    assert [words for words in started if "--demo" in words or words[0] == "demo" or words[0] not in commands()] == []


def test_the_image_holds_the_programs_that_backups_need() -> None:
    assert re.search(r"apt-get install .*\bpostgresql-client\b", IMAGE)


def test_every_role_that_is_composed_is_watched() -> None:
    checks = [words for words in lists(COMPOSED, "test:") if "check-health" in words]
    watched = [role for words in checks for role in words[words.index("check-health") + 1 :]]

    assert sorted(watched) == sorted(ROLES)
    assert lists(IMAGE, "HEALTHCHECK CMD") == [["python", "-m", "kulanz", "check-health"]]
