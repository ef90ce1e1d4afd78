"""The manual: both languages alike, every page found, every picture there, shown once and taken from the product."""

from __future__ import annotations

import re
from pathlib import Path

import picture_shots
import pytest
from picture_words import WORDS

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "docs" / "manual"
LANGUAGES = ("de", "en")
MOST_BYTES = 3_000_000  # all pictures together: they come with every clone
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| .+ \| \[.+?\]\((de/[\w-]+\.md)\) \| \[.+?\]\((en/[\w-]+\.md)\) \|$", re.M)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def shown(page: Path) -> list[str]:
    return [address for _, address in PICTURE.findall(read(page))]


def pages() -> list[tuple[Path, Path]]:
    """Return the pages of the index in pairs, German and English."""
    return [(MANUAL / german, MANUAL / english) for german, english in ROW.findall(read(MANUAL / "README.md"))]


def headings(page: Path) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", read(page), re.M)]


def anchors(page: Path) -> set[str]:
    """Return what can be linked to in a page, written as the sites that show it write it."""
    titles = re.findall(r"^#+ (.+)$", read(page), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_page_stands_in_the_index_beside_its_other_language() -> None:
    listed = sorted(page for pair in pages() for page in pair)

    assert listed == sorted(path for language in LANGUAGES for path in (MANUAL / language).glob("*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_there_and_shown_exactly_once(language: str) -> None:
    named = [address for page in (MANUAL / language).glob("*.md") for address in shown(page)]

    assert sorted(named) == sorted(f"pictures/{path.name}" for path in (MANUAL / language / "pictures").iterdir())


def test_both_languages_show_the_same_pictures_under_the_same_parts() -> None:
    pairs = pages()

    assert len(pairs) >= 3
    assert [shown(german) for german, _ in pairs] == [shown(english) for _, english in pairs]
    assert [headings(german) for german, _ in pairs] == [headings(english) for _, english in pairs]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_are_those_that_are_taken_from_the_product(language: str) -> None:
    taken = sorted(f"{shot.name}.webp" for shot in picture_shots.SHOTS)

    assert taken == sorted(path.name for path in (MANUAL / language / "pictures").iterdir())
    assert len(taken) == len(set(taken))


def test_every_picture_says_in_words_what_it_shows() -> None:
    told = [(page.name, words) for pair in pages() for page in pair for words, _ in PICTURE.findall(read(page))]

    assert [each for each in told if len(each[1]) < 20 or not each[1].endswith(".")] == []
    assert len({words for _, words in told}) == len(told)


def test_pictures_are_small_and_of_one_kind() -> None:
    files = [path for language in LANGUAGES for path in (MANUAL / language / "pictures").iterdir()]

    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert {(data[:4], data[8:12]) for data in (path.read_bytes() for path in files)} == {(b"RIFF", b"WEBP")}


@pytest.mark.parametrize("start", ["README.md", "README.de.md", "docs/manual/README.md"])
def test_what_a_newcomer_follows_leads_somewhere(start: str) -> None:
    assert broken_links(ROOT / start) == []


def test_links_of_the_manual_lead_somewhere() -> None:
    assert [(page.name, link) for pair in pages() for page in pair for link in broken_links(page)] == []


def test_both_readmes_lead_to_the_manual() -> None:
    assert ["docs/manual/README.md" in read(ROOT / name) for name in ("README.md", "README.de.md")] == [True, True]


def test_both_languages_type_the_same_things_into_the_pictures() -> None:
    assert set(WORDS["de"]) == set(WORDS["en"])


def broken_links(page: Path) -> list[str]:
    """Return the links to files and parts of files that are not there; what lies elsewhere is not asked."""
    found = []
    for link in LINK.findall(read(page)):
        path, _, part = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "://" in link or link.startswith("mailto:"):
            continue
        if not target.exists() or (part and part not in anchors(target)):
            found.append(link)
    return found
