"""The pictures of the manuals can still be taken: whoever changes a screen finds them by the same ways."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from picture_shots import SHOTS

from .house import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.long]


def test_every_picture_is_taken_in_both_languages(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "pictures.py", "--to", tmp_path], check=True)

    taken = {
        language: sorted(path.name for path in (tmp_path / language / "pictures").iterdir())
        for language in "de en".split()
    }
    wanted = sorted(f"{shot.name}.webp" for shot in SHOTS)
    assert taken == {"de": wanted, "en": wanted}
    assert [path for path in tmp_path.rglob("*.webp") if path.stat().st_size < 8_000] == []  # an empty page is smaller


def test_one_picture_is_taken_alone_and_the_others_are_left_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "pictures"
    folder.mkdir(parents=True)
    (folder / "today.webp").write_bytes(b"as it was")

    subprocess.run([sys.executable, ROOT / "scripts" / "pictures.py", "channel", "--to", tmp_path], check=True)

    assert (folder / "today.webp").read_bytes() == b"as it was"
    assert sorted(path.name for path in folder.iterdir()) == ["channel.webp", "today.webp"]


def test_a_picture_that_nobody_knows_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "pictures.py", "todday", "--to", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, "todday" in done.stderr, "customer-page" in done.stderr) == (2, True, True)
    assert list(tmp_path.iterdir()) == []
