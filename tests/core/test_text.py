"""Text as it is looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.core.text import folded, without_marks, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "mueller"),
        ("Müller", "MULLER"),
        ("Goethe", "Göthe"),
        ("Jäger", "JAEGER"),
        ("Weiß", "WEISS"),
        ("Mu\u0308ller", "Müller"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Çelik", "celik"),
        ("Ærø", "aero"),
    ],
)
def test_two_ways_to_write_a_name_are_looked_for_as_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Meier", "Maier"), ("Horn", "Hornung"), ("Kruse", "Krause")])
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(), st.text())
def test_the_beginning_of_a_text_finds_it(beginning: str, rest: str) -> None:
    assert folded(beginning + rest).startswith(folded(beginning))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. Änne von Groß-Bülow", ["dr", "anne", "von", "gross", "bulow"]),
        ("a.meier+shop@post.example", ["a", "meier", "shop", "post", "example"]),
        ("O’Brien & Söhne_GmbH", ["o", "brien", "sohne", "gmbh"]),
        ("Bauer Bauer", ["baur"]),
        ("Ka\u0308the", ["kathe"]),
        (" ,;- ", []),
        ("王小明", ["王小明"]),
    ],
)
def test_a_text_falls_into_its_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


WESTERN = st.text(st.characters(codec="latin-1") | st.sampled_from("‐‑–—‘’‚“”„•…‧€"))


@given(WESTERN, st.sampled_from(["", "王", "ﬁ", "½"]))
def test_words_are_the_same_whether_or_not_other_scripts_stand_beside_them(text: str, other: str) -> None:
    each_by_itself = [found for word in text.split() for found in words_of(f"{word} 王") if found != "王"]

    assert words_of(f"{text} {other}") == list(dict.fromkeys([*each_by_itself, *words_of(other)]))


def test_sorting_keeps_the_written_e() -> None:
    assert (without_marks("Ägidius"), without_marks("Aegidius")) == ("agidius", "aegidius")
