"""A letter on a page or in a mail says exactly what was typed, and only what is unmistakable becomes more."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.ui.letters import as_plain, in_lines, in_paragraphs


def read(markup: str) -> str:
    """What a mail program shows: line ends from <br> and paragraphs, blanks as they are, no marks."""
    lines = markup.replace("\n", "").replace("<br>", "\n").replace("</p><p>", "\n\n")
    return html.unescape(re.sub(r"<[^>]*>", "", lines)).replace("\u00a0", " ")


def without_ends(text: str) -> str:
    """The text without blanks at the ends of its lines, which nobody sees."""
    return re.sub(" +$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "text",
    [
        "3. Januar: Inventur\n5. Januar: ab 10 Uhr\n1. Februar: wie immer",
        "7. Mai\n\n8. Mai",
        "Der Karton hat 60*40*35 cm, der Schrank 2,10*0,90.",
        "2*3*4 = 24, und 2**10 ist 1024, 3**2**2 auch",
        "Herzliche Grüße\n---\nTeam Werkstatt",
        "Überschrift?\n===\nNein",
        "    sudo reboot\n\tmake all\nFertig",
        "Bitte __init__.py und _privat_ sowie snake_case_name lassen",
        "Liegt unter C:\\Fotos\\*.jpg und /srv/*/neu_*",
        "# 4711 ist Ihre Nummer\n## 2",
        "> 30 Grad waschen\n> nicht bleichen",
        "- 5 Grad in der Nacht\n- 10 Grad am Tag",
        "* Fußnote\n+ 3 Tage",
        "1) oder 1. oder a)",
        "***\n___\n```\nx\n```",
        "Preis < 5 & > 3 &amp; <b>nicht fett</b>",
        "Zeile\\\nnoch eine  \nund\n\n\n\nviel Platz",
        "[ ] offen\n[x] erledigt\n[1]: https-frei",
        "Name    Menge\nLampe     2",
        "*lach* und ~weg~ und ~~raus~~ und `code`",
        "|a|b|\n|-|-|\n|1|2|",
        "2*3*4 und **kwargs\n- 5 °C\n1. Mai\n• ein Punkt von anderswo\n•\tmit Tabulator\n2.\u2002\n•\u2002",
        "**kwargs und **args, ** frei **, IBAN DE**12**34, Karte **1234**",
    ],
)
def test_what_was_typed_is_what_is_read(text: str) -> None:
    assert without_ends(read(in_paragraphs(text))) == without_ends(text.expandtabs(4))
    assert "<h" not in in_paragraphs(text)
    assert not {"<li", "<em", "<hr", "<code", "<pre", "<blockquote", "<strong"} & set(
        re.findall(r"<[a-z]+", in_paragraphs(text))
    )
    assert html.unescape(in_lines(text)) == text


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Hier: https://lampen.example/anleitung?teil=2&seite=3.", "https://lampen.example/anleitung?teil=2&seite=3"),
        ("(siehe http://lampen.example/a_(b))", "http://lampen.example/a_(b)"),
        ("Auf www.lampen.example, Seite 3", "https://www.lampen.example"),
        ("„https://lampen.example/“", "https://lampen.example/"),
        ("https://lampen.example/__neu__/a*b*c", "https://lampen.example/__neu__/a*b*c"),
        ("Schreiben Sie an rita.o'neill+laden@lampen.example!", None),
        ("Schreiben Sie an rita.moll+laden@lampen.example!", "mailto:rita.moll+laden@lampen.example"),
        ("[Zur Anleitung](https://lampen.example/x)", "https://lampen.example/x"),
        ("[hier](www.lampen.example/x)", "https://www.lampen.example/x"),
        ("https://straße.example/größe", "https://straße.example/größe"),
    ],
)
def test_addresses_become_links_without_the_sentence_around_them(text: str, target: str | None) -> None:
    found = [html.unescape(each) for each in re.findall(r'href="([^"]*)"', in_paragraphs(text))]
    assert found == ([target] if target else ["mailto:neill+laden@lampen.example"])


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "[klick](javascript:alert(1))", "[x](data:text/html,hi)", "a@b", "user@localhost", "12@3"],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert "<a" not in in_paragraphs(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wir **kümmern** uns.", "Wir <strong>kümmern</strong> uns."),
        ("**Wichtig:** bitte antworten", "<strong>Wichtig:</strong> bitte antworten"),
        ("(**bis Freitag**)", "(<strong>bis Freitag</strong>)"),
        ("**24. Dezember** zu", "<strong>24. Dezember</strong> zu"),
    ],
)
def test_words_between_double_stars_are_strong(text: str, shown: str) -> None:
    assert in_lines(text) == shown


def test_what_somebody_else_sent_has_no_marks_and_names_no_link() -> None:
    text = "[www.bank.example](https://boese.example/x) **sofort**\n•\u2002eins"
    link = '(<a href="https://boese.example/x" rel="noopener noreferrer nofollow">https://boese.example/x</a>)'

    for drawn in (in_lines(text, is_ours=False), in_paragraphs(text, is_ours=False)):
        assert ("<strong>" in drawn, "<ul>" in drawn, link in drawn) == (False, False, True)
    assert read(in_paragraphs(text, is_ours=False)).replace("\u2002", " ") == text.replace("\u2002", " ")


def test_a_link_in_strong_words_says_in_plain_text_where_it_leads() -> None:
    assert as_plain("**siehe [hier](https://a.example)**") == "**siehe hier <https://a.example>**"


LISTS = "Bitte:\n•\u2002**Karton** < 5 kg\n•\u2002[Fotos](https://lampen.example/x)\nDann:\n\n2.\u2002senden\n3.\u2002warten\n\nGruß"
ITEMS = (
    "<ul><li><strong>Karton</strong> &lt; 5 kg</li><li>"
    '<a href="https://lampen.example/x" rel="noopener noreferrer nofollow">Fotos</a></li></ul>'
)
STEPS = '<ol><li value="2">senden</li><li>warten</li></ol>'


def test_only_lines_that_a_button_made_are_a_list() -> None:
    assert in_lines(LISTS) == f"Bitte:\n{ITEMS}Dann:\n\n{STEPS}\nGruß\n"
    assert in_paragraphs(LISTS) == f"<p>Bitte:</p>{ITEMS}<p>Dann:</p>\n{STEPS}\n<p>Gruß</p>"


def test_without_markup_lists_and_links_stay_readable() -> None:
    assert as_plain(LISTS) == (
        "Bitte:\n• **Karton** < 5 kg\n• Fotos <https://lampen.example/x>\nDann:\n\n2. senden\n3. warten\n\nGruß"
    )


@given(st.text(alphabet="ab 1.•\u2002\n\t*", max_size=60))
def test_no_word_of_a_list_is_lost_and_none_is_said_twice(text: str) -> None:
    shown = html.unescape(re.sub(r"<[^>]*>", "", in_lines(text)))
    assert [*re.sub(r"[^ab]", "", shown)] == [*re.sub(r"[^ab]", "", text)] == [*re.sub(r"[^ab]", "", as_plain(text))]


@given(st.text(alphabet="ab1 *_[]()<>&\"'\n./:@-#`~\\>ä", max_size=120))
def test_no_typed_text_breaks_the_markup_or_loses_a_word(text: str) -> None:
    shown = in_lines(text)
    assert re.sub(r"</?(?:strong|a)(?: href=\"[^\"<>]*\" rel=\"[a-z ]+\")?>", "", shown).count("<") == 0
    assert re.sub(r"\W", "", html.unescape(re.sub(r"<[^>]*>", "", shown))) in {
        re.sub(r"\W", "", text),
        re.sub(r"\W", "", re.sub(r"\]\((?:https?://|mailto:)[^\s()<>\"]*\)", "]", text)),
    }


def test_a_script_that_somebody_typed_stays_text() -> None:
    assert "<script" not in in_paragraphs('<script>alert("x")</script> **<img src=x>**')
