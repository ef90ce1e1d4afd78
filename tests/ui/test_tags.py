"""Tags: small strings, right in every language, loud about typing errors."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from kulanz.cases.rules import CaseStatus
from kulanz.ui import icons, navigation, states, words

TEMPLATES = Path(icons.__file__).parent / "templates"
SYSTEM = Path(icons.__file__).parents[1]


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def asking(**cookies: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return request


def test_an_icon_is_decoration_unless_it_has_a_name() -> None:
    assert rendered('{% icon "inbox" "s" %}') == (
        '<svg class="icon s" aria-hidden="true"><use href="/static/ui/icons.svg#inbox"/></svg>'
    )
    assert rendered('{% icon "lock" label="a <b>" %}') == (
        '<svg class="icon" role="img" aria-label="a &lt;b&gt;"><use href="/static/ui/icons.svg#lock"/></svg>'
    )


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(ValueError, match="no icon called 'unicorn'"):
        icons.icon("unicorn")


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    used = {
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))
    }
    assert used - icons.names() == set()


def test_every_state_of_a_case_has_a_look() -> None:
    assert list(states.STATES) == [str(state) for state in CaseStatus]


def test_a_state_is_a_sign_and_a_word() -> None:
    with translation.override("en"):
        assert rendered("{% status state %}", state="confirmed") == (
            '<span class="status solved"><svg class="icon" aria-hidden="true">'
            '<use href="/static/ui/icons.svg#circle-check"/></svg>confirmed solved</span>'
        )


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"'), ('"><x', "")]
)
def test_the_theme_comes_from_the_cookie_and_only_known_words_count(cookie: str, attribute: str) -> None:
    assert rendered("{% theme %}", request=asking(theme=cookie)) == attribute


def test_without_a_request_the_system_decides() -> None:
    assert rendered("{% theme %}") == ""


@pytest.mark.parametrize(("active", "shown"), [("de-informal", "de"), ("en", "en")])
def test_the_page_language_is_a_plain_tag(active: str, shown: str) -> None:
    with translation.override(active):
        assert rendered("{% language %}") == shown


def test_the_rail_shows_what_this_person_may_see(monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = navigation.Place(key="inbox", label="Eingang", icon="inbox", url_name="ui:styleguide", keys="g i")
    office = navigation.Place(
        key="office", label="Büro", icon="settings", url_name="ui:styleguide", allowed=lambda _: False
    )
    me = navigation.Place(key="me", label="Ich & du", icon="circle-user-round", url_name="ui:styleguide", foot=True)
    monkeypatch.setattr(navigation, "RAIL", [inbox, office, me])
    html = rendered("{% nav section %}", request=asking(), section="inbox")
    assert re.sub(r"<svg.*?</svg>", "", html) == (
        '<ul class="main"><li><a href="/ui/styleguide/" aria-current="page" data-key="g i">Eingang</a></li></ul>'
        '<ul class="foot"><li><a href="/ui/styleguide/">Ich &amp; du</a></li></ul>'
    )


def test_an_address_nobody_registered_is_empty() -> None:
    assert rendered('{% address "nowhere" %}') == ""


def test_an_address_may_depend_on_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation.ADDRESSES, "live", lambda request: f"/live/?asked={request.path}")
    assert rendered('{% address "live" %}', request=asking()) == "/live/?asked=/"
    assert rendered('{% address "live" %}') == ""


def test_nothing_has_no_time() -> None:
    assert rendered("{{ at|short_time }}{{ at|since }}{{ at|iso }}", at=None) == ""


def test_scripts_say_only_sentences_that_exist() -> None:
    said = {
        key
        for path in SYSTEM.glob("*/static/*/js/*.js")
        for key in re.findall(r'(?:say\(|label: |complain\()"([a-z_]+)"', path.read_text("utf-8"))
    }
    assert said - set(words._sentences()) == set()
