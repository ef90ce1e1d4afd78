"""What only the looks of a page say stands in its text, too, and in the words that are shown."""

import pytest

from lesart import html_to_text
from lesart.html_looks import link_target, tell_looks
from lesart.visible import split_html_body
from tests.lesart.builder import with_head

STRUCK = {
    "<p>Wir nehmen <s>vier</s> zwei Stühle</p>": "Wir nehmen ~~vier~~ zwei Stühle",
    "<p>Wir nehmen <strike>vier</strike> zwei</p>": "Wir nehmen ~~vier~~ zwei",
    "<p>Wir nehmen <del>vier</del> zwei</p>": "Wir nehmen ~~vier~~ zwei",
    "<p><span style='COLOR:red; TEXT-DECORATION: underline line-through'>Hafenweg 3</span></p>": "~~Hafenweg 3~~",
    "<p><b style='text-decoration-line:line-through'>Hafenweg 3</b></p>": "~~Hafenweg 3~~",
    "<s>alt <del>uralt</del></s> neu": "~~alt uralt~~ neu",
    "<div style='text-decoration:line-through'>eins<br>zwei <b>drei</b></div>": "~~eins~~\n~~zwei drei~~",
    "<p><s> </s>nichts</p>": "nichts",
    "<p style='text-decoration:underline'>line-through ist ein Wort</p>": "line-through ist ein Wort",
}


@pytest.mark.parametrize("html", STRUCK)
def test_struck_out_words_are_marked_wherever_the_body_is_read(html: str) -> None:
    assert (html_to_text(html), split_html_body(html)[0]) == (STRUCK[html], STRUCK[html])


RAISED = {
    "120 m<sup>2</sup> und 3 m<sup>3</sup>": "120 m² und 3 m³",
    "CO<sub>2</sub>": "CO₂",
    "17<sup>95</sup> Euro": "17⁹⁵ Euro",
    "10<span style='vertical-align:super'>-6</span>": "10⁻⁶",
    "Typ<sup>max</sup> und T<sub>min</sub>": "Typ^max und T_min",
    "the 1<sup>st</sup> of May, Kulanz<sup>TM</sup>": "the 1st of May, KulanzTM",
    "siehe<sup><a href='https://laden.example/#f1'>[1]</a></sup>": "siehe[1]",
    "<sup>ein ganzer Satz in kleiner Schrift</sup>": "ein ganzer Satz in kleiner Schrift",
}


@pytest.mark.parametrize("html", RAISED)
def test_raised_and_lowered_figures_stay_apart_from_the_others(html: str) -> None:
    assert (html_to_text(html), split_html_body(html)[0]) == (RAISED[html], RAISED[html])


LINKS = [
    ("https://laden.example/stuhl?nr=7", "diesen Stuhl", "https://laden.example/stuhl?nr=7"),
    ("https://fremd.example/login", "www.bank.example", "https://fremd.example/login"),
    ("mailto:rosa@post.example?subject=Stuhl", "Rosa", "rosa@post.example"),
    ("tel:+4942112345", "Rückruf", "+4942112345"),
    ("https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fladen.example%2Fa&data=05", "hier", "https://laden.example/a"),
    ("https://laden.example/k?" + "x" * 400, "hier", "https://laden.example/k?…"),
    ("https://laden.example/", "laden.example", ""),
    ("http://www.laden.example/a?utm=1", "https://laden.example/a", ""),
    ("https://laden.example/a/b/c", "Beleg: https://laden.example/a/b/…", ""),
    ("mailto:rosa@post.example", "Rosa@Post.example", ""),
    ("tel:+49 421 12345", "0421 / 12345", ""),
    ("#oben", "nach oben", ""),
    ("javascript:alert(1)", "hier", ""),
    ("data:text/html,x", "hier", ""),
    ("https://laden.example", "", ""),
    ("https://[kaputt", "hier", "https://[kaputt"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "words", "told"), LINKS)
def test_a_target_is_told_where_the_words_do_not_say_it(address: str, words: str, told: str) -> None:
    assert link_target(address, words) == told


def test_a_target_stands_behind_the_words_of_its_link() -> None:
    mail = with_head(
        b"Content-Type: text/html\r\n\r\n<p>Ich meine <a href='https://laden.example/stuhl'>diesen</a> hier.</p>"
    )
    assert (mail.text, mail.visible_reply) == (("Ich meine diesen <https://laden.example/stuhl> hier.",) * 2)


WORD_TABLE = (
    "<table class=MsoNormalTable><tr>"
    + "".join(f"<td><p class=MsoNormal><b>{word}<o:p></o:p></b></p></td>" for word in ("Ware", "Stück", "Preis"))
    + "</tr><tr>"
    + "".join(f"<td><p class=MsoNormal>{word}<br></p></td>" for word in ("Hocker Eiche", "4", "59,00 €"))
    + "</tr></table><p class=MsoNormal>Bitte bestätigen.</p>"
)


def test_a_row_of_a_table_from_a_word_processor_is_one_line() -> None:
    expected = "Ware Stück Preis\nHocker Eiche 4 59,00 €\n\nBitte bestätigen."
    text, (visible, _) = html_to_text(WORD_TABLE), split_html_body(WORD_TABLE)
    assert ([" ".join(line.split()) for line in text.split("\n")], visible) == (expected.split("\n"), expected)


ROWS = {
    "<table><tr><th><div>Farbe</div></th><td><div>rot</div></td></tr></table>": "Farbe rot",
    "<table><tr><td>Tisch<br>Buche</td><td>1</td><td>99 €</td></tr></table>": "Tisch Buche 1 99 €",
    "<table><tr><td><table><tr><td><p>innen</p></td><td><p>2</p></td></tr></table></td></tr></table>": "innen 2",
    "<table><tr><td>Kurz GmbH<br>Weg 1</td><td>Tel. 1<br>Fax 2</td></tr></table>": "Kurz GmbH\nWeg 1 Tel. 1\nFax 2",
    "<table><tr><td><p>Guten Tag,</p><p>" + "lang " * 40 + "</p></td></tr></table>": "Guten Tag,\n\n" + "lang " * 39 + "lang",
}  # fmt: skip


@pytest.mark.parametrize("html", ROWS)
def test_only_rows_of_values_are_put_on_one_line(html: str) -> None:
    lines = [" ".join(line.split()) for line in html_to_text(html).split("\n")]
    assert [line for line in lines if line] == [line for line in ROWS[html].split("\n") if line]


def test_a_page_without_such_looks_is_left_as_it_is() -> None:
    html = "<p>Nur <b>fett</b></P>"
    assert tell_looks(html) is html
