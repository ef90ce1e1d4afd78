"""No word of a body is lost or invented, whatever the body is."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lesart.splitting import Split, split_html, split_text

PIECES = [
    "Guten Tag,",
    "Viele Grüße",
    "Hanna Voss",
    "-- ",
    "--",
    "> ",
    ">> alt",
    ">From hier",
    "| quer",
    "________________________________",
    "-----Ursprüngliche Nachricht-----",
    "---------- Forwarded message ---------",
    "Von: Team <t@firma.example>",
    "Gesendet: Montag, 2. November 2026 09:14",
    "An: Hanna",
    "Betreff: Akku",
    "Von meinem iPhone gesendet",
    "Am 02.11.2026 um 09:14 schrieb Team <t@firma.example>:",
    "Am 2. Nov. 2026 um 09:14 Uhr schrieb Team <",
    "t@firma.example>:",
    "Tel.: +49 421 998877",
    "Amtsgericht Bremen, HRB 12345, Geschäftsführer: Ina Falk",
    "Antworten unten in rot",
    "An",
    "Thema",
    "02.11.2026 09:14",
    "",
    "\t",
    "\u2028",
    "(http://firma.example/a",
    "b)",
    "Bitte nicht. Am 02.11.2026 um 09:14 schrieb Team <t@firma.example>:",
    "Ok. -----Original Message-----",
]
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
BODIES = st.lists(st.tuples(st.sampled_from(PIECES) | st.text(max_size=30), ENDS), max_size=40).map(
    lambda parts: "".join(piece + end for piece, end in parts)
)


def in_order(words: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in words)


def assert_nothing_lost(split: Split, text: str) -> None:
    whole, visible, hidden = text.split(), split.visible.split(), split.hidden.split()
    assert sorted(whole) == sorted(visible + hidden)
    assert in_order(visible, whole)
    assert in_order(hidden, whole)
    assert "".join(split.text[piece.start : piece.end] for piece in split.segments) == split.text


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_every_word_of_a_plain_body_is_kept_in_order(body: str) -> None:
    split = split_text(body)
    assert_nothing_lost(split, body)
    assert_nothing_lost(split_text(body, forward=True), body)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_are_kept(body: str) -> None:
    assert_nothing_lost(split_text(body), body)


TAGS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<blockquote type=cite>",
    "</blockquote>",
    "<br>",
    "<blockquote>",
] + [
    "<div class=gmail_quote>",
    "<div id=divRplyFwdMsg>",
    "<div class=moz-cite-prefix>",
    "<div class=gmail_signature>",
    "<pre>",
    "</pre>",
    "<td>",
    "<b>",
    "<div style='display:none'>",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS) | st.sampled_from(PIECES) | st.just("wort"), max_size=40))
def test_every_word_of_a_page_is_kept(parts: list[str]) -> None:
    page = " ".join(part if part in TAGS else re.sub("[<>&]", "", part) for part in parts)
    split = split_html(page)
    assert_nothing_lost(split, split.text)
    words = " ".join(re.sub("[<>&]", "", part) for part in parts if part not in TAGS).split()
    assert sorted(split.text.split()) == sorted(words)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/= \"'abdivp&;!-[]\0\n", max_size=200))
def test_any_page_is_read_without_an_error(page: str) -> None:
    split = split_html(page)
    assert_nothing_lost(split, split.text)


LABELS = ["-----Ursprüngliche Nachricht-----", "-----Original Message-----", "-----", "_____________________"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LABELS) | st.sampled_from(PIECES), min_size=1, max_size=9))
def test_no_word_is_cut_where_several_announcements_share_a_line(parts: list[str]) -> None:
    line = re.sub("[<>&]", "", " ".join(parts))
    for split in (split_html(f"<p>{line}</p>"), split_text(f"{line}\n\nVon: Ina\nGesendet: heute\n")):
        assert_nothing_lost(split, split.text)


def test_two_thousand_levels_of_quotes_are_read() -> None:
    body = "\n".join(">" * level + " alt" for level in range(1, 2001))
    assert_nothing_lost(split_text("Ja.\n\n" + body), "Ja.\n\n" + body)


def test_deeply_nested_pages_are_read() -> None:
    assert split_html("<div>" * 3000 + "Ja." + "</div>" * 3000).visible == "Ja."
    assert split_html("<p>Ja.</p>" + "<blockquote type=cite>" * 3000 + "alt").visible == "Ja."


def test_a_body_of_one_huge_line_is_read() -> None:
    body = "wort 12.11.2026 09:14 a@b.example schrieb: " * 25_000
    assert split_text(body).visible == body.strip()
