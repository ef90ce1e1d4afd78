"""HTML as words and HTML as shown."""

import re

import pytest

from lesart import html_to_text, safe_html
from lesart.html_guard import is_bearable

TEXTS = {
    "<p>Eins</p><p>Zwei</p>": "Eins\n\nZwei",
    "Eins<br>Zwei<div>Drei</div>": "Eins\nZwei\nDrei",
    "<ul><li>a</li><li>b</li></ul>": "- a\n- b",
    "<table><tr><td>Preis</td><td>5 €</td></tr></table>": "Preis 5 €",
    "<style>p{}</style><script>x()</script>Wort": "Wort",
    "<title>Titel</title><body>Rumpf": "Rumpf",
    "a&nbsp;b &amp; c &#8364;": "a b & c €",
    "<img src=x alt='Unser Laden'>": "Unser Laden",
    "Das\n  ist   ein\n Satz": "Das ist ein Satz",
    "<b>fe<i>tt</b>": "fett",
    "<pre>eins\n  <b>zwei</b>\ndrei</pre>vier": "eins\nzwei\ndrei\nvier",
    "<div>Eins</div>Zwei <blockquote>Drei</blockquote><b>Vier</b>": "Eins\nZwei\n\nDrei\nVier",
    "kein HTML": "kein HTML",
    "": "",
}


@pytest.mark.parametrize("html", TEXTS)
def test_html_becomes_its_words(html: str) -> None:
    assert html_to_text(html) == TEXTS[html]


def unbearable() -> dict[str, str]:
    return {
        "open elements": "<div>" * 200_000 + "Wort",
        "open formatting": "".join(f"<b a={number}><p>" for number in range(20_000)) + "Wort",
        "attributes": "<a " + " ".join(f"a{number}" for number in range(100_000)) + ">Wort",
        "misplaced ends": "<div><table><td></div></table>" * 20_000 + "Wort",
    }


@pytest.mark.parametrize("name", unbearable())
def test_html_made_to_stop_a_parser_is_read_without_one(name: str) -> None:
    html = unbearable()[name]
    assert (is_bearable(html), "Wort" in html_to_text(html), "Wort" in safe_html(html).html) == (
        False,
        True,
        True,
    )


def test_a_large_tidy_page_goes_to_the_parser() -> None:
    assert is_bearable("<table>" + "<tr><td><p>Zeile<br>zwei</td></tr>" * 20_000 + "</table>") is True


DANGERS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>1</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<iframe src=//boese.example></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=//boese.example><input name=pin><button>Los</button></form>",
    "<style>body{background:url(//boese.example)}</style>",
    "<link rel=stylesheet href=//boese.example>",
    "<meta http-equiv=refresh content='0;url=//boese.example'><base href=//boese.example>",
    "<p style='background:url(//boese.example)'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='position:fixed;top:0'>x</p>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<img src='data:image/svg+xml;base64,AAAA'>",
    "<img srcset='//boese.example/a 1x'>",
    "<table background='//boese.example/a'><td>x</table>",
    "<video src=//boese.example></video><audio src=//boese.example></audio>",
    "<noscript><img src=x onerror=alert(1)></noscript>",
]
ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|input|style|meta|base|link|svg|video|audio)\b|\son[a-z]+\s*="
    r"|javascript:|vbscript:|expression\(|url\(|position|srcset|background=|data:(?!image/(?:png|gif|jpe?g))",
    re.IGNORECASE,
)


@pytest.mark.parametrize("html", DANGERS)
def test_nothing_active_is_shown(html: str) -> None:
    shown = safe_html(f"<p>vorher</p>{html}<p>nachher</p>").html
    assert (ACTIVE.search(shown), "vorher" in shown, "nachher" in shown) == (None, True, True)


def test_remote_images_are_held_back_until_asked() -> None:
    html = '<p><img src="https://laden.example/a.png?x=1&amp;y=2" alt="Logo"><img src="//laden.example/b.png"></p>'
    held = safe_html(html)
    assert held.remote_images_blocked == 2
    assert held.html == (
        '<p><img data-remote="https://laden.example/a.png?x=1&amp;y=2" alt="Logo">'
        '<img data-remote="//laden.example/b.png"></p>'
    )
    asked = safe_html(html, remote_images=True)
    assert (asked.remote_images_blocked, "data-remote" in asked.html) == (0, False)


def test_images_inside_the_mail_get_the_address_of_the_caller() -> None:
    html = '<img src="cid:bild%40laden"><img src="CID:fehlt">'
    assert safe_html(html, {"bild@laden": "/anhang/7"}).html == '<img src="/anhang/7"><img src="CID:fehlt">'
    assert safe_html(html, lambda cid: f"/x/{cid}").html == '<img src="/x/bild@laden"><img src="/x/fehlt">'


def test_links_lose_their_power_over_our_window() -> None:
    shown = safe_html('<a href="https://kunde.example" target="_blank" onclick="x()">Link</a>').html
    assert shown == '<a href="https://kunde.example" rel="noopener noreferrer nofollow">Link</a>'


def test_harmless_looks_stay() -> None:
    html = '<p style="color: red; position: fixed">rot</p>'
    assert safe_html(html).html == '<p style="color:red">rot</p>'


def test_words_that_look_like_our_mark_stay_words() -> None:
    html = '<p>src="\ue000https://laden.example</p>'
    assert "<img" not in safe_html(html).html


GROUNDS = {
    '<p style="background:#223344;color:white">weiß</p>': '<p style="background-color:#223344;color:white">weiß</p>',
    '<p style="BACKGROUND: Yellow none">gelb</p>': '<p style="background-color:Yellow">gelb</p>',
    '<p style="background:url(//boese.example/a) no-repeat rgb(1, 2, 3)">x</p>': '<p style="background-color:rgb(1, 2, 3)">x</p>',
    '<p style="background:linear-gradient(90deg,#112233,#445566)">x</p>': '<p style="background-color:#112233">x</p>',
    '<p style="background:none">x</p>': "<p>x</p>",
    '<p style="background:url(//boese.example/a)">x</p>': "<p>x</p>",
}  # fmt: skip


@pytest.mark.parametrize("html", GROUNDS)
def test_of_a_ground_in_shorthand_its_colour_stays(html: str) -> None:
    assert safe_html(html).html == GROUNDS[html]


def test_the_ground_of_the_body_comes_along() -> None:
    shown = safe_html("<body class='a>b' bgcolor=#303030 text=white style='margin:0'><p>hell</p></body>").html
    assert shown == '<div style="background-color:#303030;color:white;margin:0"><p>hell</p></div>'


def test_a_link_without_a_scheme_leads_nowhere_in_the_house() -> None:
    for target in ("/account/logout/", "logout", "../office/", "?x=1", " /a:b", "www.kunde.example"):
        assert safe_html(f'<a href="{target}">Link</a>').html == '<a rel="noopener noreferrer nofollow">Link</a>'
    for target, led in {"//kunde.example/a": "https://kunde.example/a", "#unten": "#unten", "tel:1": "tel:1"}.items():
        assert f'href="{led}"' in safe_html(f'<a href="{target}">Link</a>').html


LIGHT = {
    '<p style="color:#fff">weiß</p>': False,
    '<div style="background:#000"><p style="color:#fff">weiß</p></div>': True,
    '<div style="background:#000"><p style="background:#eee;color:#FEFEFE">weiß</p></div>': False,
    '<table bgcolor="black"><tr><td><font color="white">weiß</font></td></tr></table>': True,
    '<font color="#F8F8F8">weiß</font>': False,
    '<p style="background:url(//laden.example/nacht.png);color:rgb(250, 250, 250)">weiß</p>': False,
    '<p style="color:#990000">rot</p>': True,
}


@pytest.mark.parametrize("html", LIGHT)
def test_words_whose_ground_is_not_shown_do_not_vanish(html: str) -> None:
    assert bool(re.search(r"(?<!-)color[:=]", safe_html(html).html)) is LIGHT[html]


NAMES = [
    '<img src="CID:Riss@Post">',
    '<img src="cid:%3Criss@post%3E">',
    '<img src=" riss@post ">',
    '<img src="riss.png">',
    '<img src="RISS.PNG">',
    '<img src="https://laden.example/bilder/riss.png">',
    '<img src="cid://riss@post">',
    '<img src="../bilder/riss.png">',
]


@pytest.mark.parametrize("html", NAMES)
def test_a_picture_of_the_mail_is_found_by_any_of_its_names(html: str) -> None:
    shown = safe_html(html, {"riss@post": "/anhang/1", "https://laden.example/bilder/riss.png": "/anhang/1"})
    assert (shown.html, shown.remote_images_blocked) == ('<img src="/anhang/1">', 0)


def test_a_bare_name_that_is_no_picture_of_the_mail_fetches_nothing() -> None:
    assert safe_html('<img src="/office/"><img src="x/anders.png">', {"riss@post": "/anhang/1"}).html == "<img><img>"


def test_no_expression_of_the_page_reader_walks_a_run_of_blanks_twice() -> None:
    text = html_to_text("a" + "&nbsp;" * 300_000 + "b" + "<p>" + " " * 300_000 + "<i>" * 3_000)
    assert text.startswith("a ") and text.endswith("b")
