"""No file and no function outgrows the eye."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# where, which files, most lines
LIMITS = (
    ("src", "**/*.py", 300),
    ("scripts", "**/*.py", 300),
    ("bench", "**/*.py", 300),
    ("tests", "**/*.py", 500),
    ("src", "**/*.html", 150),
    ("src", "**/*.css", 200),
)
LONGEST_TEMPLATE_LINE = 120
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 6
ALL_SCRIPTS = 3_000
FOREIGN = ("/migrations/", "/vendor/")


def test_no_file_is_longer_than_its_kind_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = [(length(path), most, path) for folder, pattern, most in LIMITS for path in files(folder, pattern)]
    with capsys.disabled():
        print("\n\nThe ten longest files (lines / limit):")
        for lines, most, path in sorted(sizes, reverse=True)[:10]:
            print(f"  {lines:>4} / {most}  {path.relative_to(ROOT)}")

    assert [f"{path.relative_to(ROOT)}: {lines} lines" for lines, most, path in sizes if lines > most] == []


def test_no_line_of_a_template_is_longer_than_the_eye_reads() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{at}: {len(line)} characters"
        for path in files("src", "**/*.html")
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]

    assert too_long == []


def test_no_function_is_longer_than_the_eye_takes_in() -> None:
    too_long = [f"{where}: {lines} lines" for lines, where in functions() if lines > LONGEST_FUNCTION]

    assert too_long == []


def test_most_functions_are_short() -> None:
    assert statistics.median(lines for lines, _ in functions()) <= MEDIAN_FUNCTION


def test_our_own_javascript_stays_small() -> None:
    assert sum(length(path) for path in files("src", "**/*.js")) <= ALL_SCRIPTS


def functions() -> Iterator[tuple[int, str]]:
    """Yield the lines of code of each function, its docstring not counted, and where it stands."""
    for path in files("src", "**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield body_lines(node), f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 1


def files(folder: str, pattern: str) -> list[Path]:
    return [
        path for path in sorted((ROOT / folder).glob(pattern)) if not any(part in path.as_posix() for part in FOREIGN)
    ]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
