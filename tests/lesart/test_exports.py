"""What lesart offers to others, and that Kulanz takes nothing else."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
DOORS = ("lesart", "lesart.splitting", "lesart.sender_check", "lesart.command")
AS_TEXT = re.compile(r"[\"'](lesart(?:\.\w+)*)[\"']")


@pytest.mark.parametrize("door", DOORS)
def test_the_list_of_public_names_is_sorted_and_complete(door: str) -> None:
    module = import_module(door)

    assert module.__all__ == sorted(set(module.__all__))
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize("door", DOORS)
def test_every_public_name_explains_itself(door: str) -> None:
    module = import_module(door)
    offered = [getattr(module, name) for name in module.__all__]
    classes = [each for each in offered if inspect.isclass(each)]
    methods = [each for kind in classes for name, each in vars(kind).items() if not name.startswith("_")]
    explained = [each for each in (module, *offered, *methods) if _explains_itself(each)]

    silent = [f"{each.__module__}.{each.__qualname__}" for each in explained if not _words_of(each)]
    assert silent == []


def test_kulanz_enters_by_the_doors_and_takes_public_names_only() -> None:
    offered = {door: set(import_module(door).__all__) for door in DOORS}

    taken = [entry for path in sorted((SOURCE / "kulanz").rglob("*.py")) for entry in entries(path)]
    assert len(taken) > 10
    assert [f"{where}: {door} {name}" for where, door, name in taken if name not in offered.get(door, set())] == []


def test_the_licence_and_the_mark_of_typed_packages_lie_beside_the_code() -> None:
    lesart, tonfall = SOURCE / "lesart", SOURCE / "tonfall"

    assert (lesart / "LICENSE").read_text(encoding="utf-8") == (tonfall / "LICENSE").read_text(encoding="utf-8")
    assert (lesart / "py.typed").is_file()


def test_the_libraries_that_ask_about_senders_are_loaded_by_that_door_alone() -> None:
    code = (
        "import sys, lesart, lesart.splitting, lesart.command; print(sorted({'dkim', 'spf', 'dns'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == "[]"


def entries(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (file, door, name) for each name of lesart that a file takes; a door named as text offers its ``run``."""
    content = path.read_text(encoding="utf-8")
    where = path.relative_to(SOURCE).as_posix()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] == "lesart":
            yield from ((where, node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((where, each.name, "*") for each in node.names if each.name.split(".")[0] == "lesart")
    if path.name != "source.py":  # it packs the folders by their names
        yield from ((where, door, "run") for door in AS_TEXT.findall(content))


def _explains_itself(each: object) -> bool:
    """Whether it is a thing that has words of its own: a module, class, function or property, no mere field."""
    return inspect.ismodule(each) or inspect.isclass(each) or inspect.isfunction(each)


def _words_of(each: object) -> str:
    return (getattr(each, "__doc__", "") or "").strip()
