"""Tests lie where their subject lies: every package has its folder here, and every folder its package there."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = ROOT / "tests"
SRC = ROOT / "src"

# Folders of tests about no single package.
WHOLE = {
    "bench": "the measurements beside src",
    "deploy": "a house as docs/deploy makes it",
    "house": "the rules of the house",
    "journeys": "whole stories in a browser",
    "vendor": "a library that tests need",
    "wheel": "the package as a stranger installs it",
}


def test_every_room_and_library_has_its_tests() -> None:
    without = [name for name in sorted(packages()) if not any((TESTS / name).rglob("test_*.py"))]

    assert without == []


def test_every_folder_of_tests_has_its_subject() -> None:
    folders = {path.name for path in TESTS.iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert folders - set(WHOLE) == packages()


def packages() -> set[str]:
    """The rooms of kulanz, and the libraries beside it."""
    rooms = {path.parent.name for path in (SRC / "kulanz").glob("*/__init__.py")}
    libraries = {path.parent.name for path in SRC.glob("*/__init__.py")} - {"kulanz"}
    return rooms | libraries
