"""A brand may choose any colour; words stay readable all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.ui import brand

colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours)
def test_every_colour_ends_with_enough_contrast_on_both_grounds(colour: brand.Rgb) -> None:
    for ground in (brand.LIGHT_SURFACE, brand.DARK_SURFACE):
        accent = brand.fitted(colour, ground)
        assert brand.contrast(accent.colour, ground) >= brand.ENOUGH
        assert brand.contrast(accent.words, accent.colour) >= 4.5


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert brand.fitted((0x0B, 0x5C, 0x66), brand.LIGHT_SURFACE).colour == (0x0B, 0x5C, 0x66)


def test_black_on_white_has_the_contrast_of_the_guideline() -> None:
    assert brand.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


def test_the_style_sheet_sets_three_values() -> None:
    assert brand.stylesheet("#0B5C66") == (
        ":root {\n"
        "  --accent: light-dark(#0B5C66, #71A0A6);\n"
        "  --on-accent: light-dark(#FFFFFF, #16202A);\n"
        "  --accent-soft: light-dark(#DDE8EA, #2B3B41);\n"
        "}\n"
    )


@pytest.mark.parametrize("wrong", ["", "red", "#FFF", "#GGGGGG", "#0B5C66; }"])
def test_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"written #RRGGBB|invalid literal"):
        brand.stylesheet(wrong)
