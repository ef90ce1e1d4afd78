"""What measures can be asked what it measures, and measures both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import jobs, texts

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_measurements_say_what_they_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    parts = ["limits", "reading", "growth of reading", "long texts", "jobs", "cold start", "desk", "SIZE"]
    assert [part for part in parts if part not in done.stdout] == []


@pytest.mark.slow
def test_jobs_are_measured_on_both_databases() -> None:
    measured = jobs.everything("--jobs", "20", "--threads", "1")

    assert {
        database: (measured[database]["jobs"], measured[database]["per_second"]["repeats"])
        for database in ("sqlite", "postgresql")
    } == {"sqlite": (20, 5), "postgresql": (20, 5)}


@pytest.mark.slow
def test_a_long_text_goes_the_whole_way() -> None:
    measured = texts.everything("--only", "sentences", "--up-to", "10000", "--letters", "2")

    assert list(measured["shapes"]["sentences"]) == [
        "arrives", "read ahead", "desk", "coach", "customer's page", "answer", "mail out",
    ]  # fmt: skip
    assert measured["memory_after_long_letters"]["times"] > 0
