"""What never changes is drawn once; what depends on the page is drawn for it."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, set_script_prefix
from django.utils.translation import gettext_lazy, override

from kulanz.ui.fixed import Picture, Run, Sentence, join

SENTENCE = Template('{% load i18n ui %}{% translate "Close" %}')
OWN = Template('{% load i18n ui %}{% translate word %}{% translate "Close" as kept %}|{{ kept }}')
PLACES = Template("{% load ui %}{% url 'desk:case' number %}{% url 'desk:inbox' as inbox %}|{{ inbox }}")
NESTED = """{% load i18n ui %}<p>
    {% icon "lock" %}
    {% translate "Close" %}
    {% if shut %}
        <b>{% translate "Close" %}: {{ shut }}</b>
    {% elif open %}<i>{% icon "lock" %} </i>{% else %}
        {% for each in many %}{{ each }}{% icon "inbox" %}
        , {% empty %}{% translate "Save" %} {% icon "send" %}{% endfor %}{% endif %}
</p>"""
ICONS = Template('{% load ui %}{% icon "lock" label=_("Close") %}{% icon name %}{% icon "lock" "s" %}')


def spoken(template: Template, language: str, **names: object) -> str:
    with override(language):
        return template.render(Context(names))


def test_a_sentence_is_said_in_the_language_of_each_reader() -> None:
    assert [spoken(SENTENCE, each) for each in ("de", "en", "de")] == ["Schließen", "Close", "Schließen"]
    assert len(SENTENCE.nodelist.get_nodes_by_type(Sentence)) == 1


def test_words_of_the_page_are_looked_up_for_each_page() -> None:
    assert spoken(OWN, "de", word="Close") == "Schließen|Schließen"
    assert spoken(OWN, "de", word=gettext_lazy("Save")) == "Speichern|Schließen"
    assert OWN.nodelist.get_nodes_by_type(Sentence) == []


@pytest.mark.parametrize(("language", "label"), [("de", "Schließen"), ("en", "Close")])
def test_the_name_of_an_icon_is_said_in_the_language_of_the_reader(language: str, label: str) -> None:
    assert f'aria-label="{label}"' in spoken(ICONS, language, name="inbox")


def test_an_icon_that_the_page_chooses_is_drawn_for_it() -> None:
    assert "#inbox" in spoken(ICONS, "de", name="inbox")
    assert "#send" in spoken(ICONS, "de", name="send")
    assert len(ICONS.nodelist.get_nodes_by_type(Picture)) == 1


def test_addresses_are_those_of_the_page_and_of_the_path_the_house_is_served_under() -> None:
    assert spoken(PLACES, "de", number="RL-1") == "/cases/RL-1/|/inbox/"
    set_script_prefix("/help/")
    try:
        assert spoken(PLACES, "de", number="RL-1") == "/help/cases/RL-1/|/help/inbox/"
    finally:
        set_script_prefix("/")
    assert spoken(PLACES, "de", number="RL-2") == "/cases/RL-2/|/inbox/"


def test_a_forged_part_of_an_address_stays_a_part_of_it() -> None:
    assert spoken(PLACES, "de", number='a"><b').startswith("/cases/a%22%3E%3Cb/|")


def test_an_address_that_nobody_has_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        spoken(Template("{% load ui %}{% url 'desk:nowhere' %}"), "de")


@pytest.mark.parametrize("names", [{"shut": "x"}, {"open": True}, {"many": ["a", "b"]}, {"many": []}])
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_drawn_as_one_piece_says_the_same(language: str, names: dict[str, object]) -> None:
    joined, single = Template(NESTED), Template(NESTED)
    join(joined.nodelist, is_markup=False)

    assert spoken(joined, language, **names) == spoken(single, language, **names)
    assert len(joined.nodelist.get_nodes_by_type(Run)) >= 2


def test_indents_are_left_out_of_markup_and_stay_in_the_text_of_a_mail() -> None:
    markup, mail = Template(NESTED), Template("Guten Tag,\n\n    {{ name }}\n")
    join(markup.nodelist, is_markup=True)
    join(mail.nodelist, is_markup=False)

    assert "\n " not in spoken(markup, "de", shut="a\n  b").replace("a\n  b", "")
    assert "a\n  b" in spoken(markup, "de", shut="a\n  b")
    assert spoken(mail, "de", name="Ina") == "Guten Tag,\n\n    Ina\n"
