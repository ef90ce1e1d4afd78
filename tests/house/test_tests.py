"""Every test says itself what must be true. One that only must not fail says so in a comment: ``# ends: …``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
CHECKS = {"raises", "fail", "expect"}
CHECKERS = ("assert_", "check_", "django_assert_")


def test_every_test_asserts_something_itself() -> None:
    silent = [
        f"{path.relative_to(TESTS)}:{test.lineno} {test.name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for test in each_test(path)
        if not asserts(test) and not says_why(test, path)
    ]

    assert silent == []


def test_every_story_in_a_browser_is_marked_as_one() -> None:
    journeys = sorted((TESTS / "journeys").glob("test_*.py"))

    assert [each.name for each in journeys if "pytest.mark.journey" not in each.read_text(encoding="utf-8")] == []


def each_test(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def asserts(test: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Assert) or is_check(node) for node in ast.walk(test))


def is_check(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func).rpartition(".")[2]
    return name in CHECKS or name.startswith(CHECKERS)


def says_why(test: ast.FunctionDef, path: Path) -> bool:
    lines = path.read_text(encoding="utf-8").splitlines()[test.lineno - 1 : test.end_lineno]
    return any("# ends: " in line for line in lines)
