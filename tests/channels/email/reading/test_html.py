"""HTML as words and HTML as shown."""

import re

import pytest

from kulanz.channels.email.reading import html_to_text, safe_html
from kulanz.channels.email.reading.html_guard import is_bearable

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
