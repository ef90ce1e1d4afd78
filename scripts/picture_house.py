"""A house whose clock hardly moves, for pictures: the same shop, the same letters, the same hour at every run.

Usage: picture_house.py de|en serve|migrate|demo|create-admin ... ; settings come from the environment, as always.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

# Monday, 16 November 2026, 10:12 in Berlin: an ordinary morning with shops open.
MORNING = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
SLOWNESS = 100  # a hundred seconds of work are one second in the house
STORIES = Path(__file__).resolve().parent / "picture_stories"


def main(language: str, words: list[str]) -> int:
    """Run one command of Kulanz at that hour; ``en`` tells the demo company's stories in English."""
    from kulanz.config import cli  # noqa: PLC0415 - the clock comes first
    from kulanz.demo import story  # noqa: PLC0415

    if language != "de":
        story.HERE = STORIES / language
    return cli.main(words)


def slow_clock() -> None:
    """Let time begin at ``MORNING`` and pass slowly, so that no minute changes while pictures are taken."""
    began = time.monotonic()
    timezone.now = lambda: MORNING + timedelta(seconds=(time.monotonic() - began) / SLOWNESS)


if __name__ == "__main__":
    slow_clock()
    sys.exit(main(sys.argv[1], sys.argv[2:]))
