"""HTML stands in templates. What is marked as safe in Python is known, painted for speed, and attacked by a test."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "kulanz"
MARKS = re.compile(r"\bmark_safe\(|@mark_safe\b")

# Painter -> the test that tries to get markup through it.
PAINTERS = {
    "desk/letterhead.py": "tests/desk/test_painters.py::test_the_head_of_a_letter_escapes_its_names",
    "desk/lettering.py": "tests/desk/test_painters.py::test_the_text_of_a_letter_escapes_everything",
    "desk/rows.py": "tests/desk/test_painters.py::test_the_rows_of_a_list_escape_names_subjects_tags_and_the_query",
    "desk/templatetags/desk.py": (
        "tests/desk/test_painters.py::test_a_text_with_marks_escapes_what_stands_in_and_between_them"
    ),
    "ui/icons.py": "tests/ui/test_tags.py::test_an_icon_is_decoration_unless_it_has_a_name",
    "ui/letters.py": "tests/ui/test_letters.py::test_a_script_that_somebody_typed_stays_text",
    "ui/panels.py": "tests/ui/test_panels.py::test_a_panel_knows_the_page_and_what_it_read",
}


def test_only_known_painters_mark_html_as_safe() -> None:
    marking = {path for path in SOURCE.rglob("*.py") if MARKS.search(path.read_text(encoding="utf-8"))}

    assert {path.relative_to(SOURCE).as_posix() for path in marking} == set(PAINTERS)


def test_each_painter_is_attacked_by_a_test() -> None:
    without = [
        painter
        for painter, test in PAINTERS.items()
        if f"def {test.partition('::')[2]}(" not in (ROOT / test.partition("::")[0]).read_text(encoding="utf-8")
    ]

    assert without == []
