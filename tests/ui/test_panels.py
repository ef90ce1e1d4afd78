"""Slots: each panel reads once a page, shows nothing where it has nothing, and stands where the table put it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import Context, Engine

from kulanz.config import panels as wired
from kulanz.ui import panels
from kulanz.ui.panels import Display, PagePanels, Panel, Sign, Slot

TEMPLATES = {"name.html": "<b>{{ name }} of {{ house }}</b>", "two.html": "<i>{{ name }}</i>"}
PAGE = '{% load ui %}{% slot "case-side" %}|{% slot "case-top" %}'


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    wired.switch_on()


def page(shown: object, *found: Panel) -> str:
    """Draw a page of two slots with these panels."""
    panels.fill([Display(found)])
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", TEMPLATES)],
        libraries={"ui": "kulanz.ui.templatetags.ui"},
    )
    return engine.from_string(PAGE).render(Context({"panels": PagePanels(shown), "house": "Ahrens"}))


def test_a_panel_knows_the_page_and_what_it_read() -> None:
    drawn = page("Anna", Panel(Slot.CASE_SIDE, "name.html", lambda shown: {"name": f"<{shown}>"}))

    assert drawn == "<b>&lt;Anna&gt; of Ahrens</b>|"


def test_panels_of_a_slot_stand_in_the_order_of_the_table() -> None:
    one, two = (Panel(Slot.CASE_TOP, "two.html", lambda shown, name=name: {"name": name}) for name in ("1", "2"))

    assert (page("", one, two), page("", two, one)) == ("|<i>1</i><i>2</i>", "|<i>2</i><i>1</i>")


def test_what_one_panel_reads_no_other_sees() -> None:
    read = Panel(Slot.CASE_SIDE, "two.html", lambda shown: {"name": "mine"})
    bare = Panel(Slot.CASE_SIDE, "plain.html")
    TEMPLATES["plain.html"] = "{{ house }}"

    assert page("", read, bare) == "<i>mine</i>Ahrens|"


def test_a_room_reads_once_for_all_its_panels_and_may_have_nothing_to_show() -> None:
    asked: list[object] = []

    def read(shown: object) -> None:
        asked.append(shown)

    assert page("Anna", Panel(Slot.CASE_SIDE, "two.html", read), Panel(Slot.CASE_TOP, "two.html", read)) == "|"
    assert asked == ["Anna"]


def test_whether_a_slot_is_empty_can_be_asked_without_drawing_it() -> None:
    panels.fill([Display((Panel(Slot.TODAY, "two.html", lambda shown: {"name": "1"} if shown else None),))])

    assert [PagePanels(shown).has(Slot.TODAY) for shown in (True, False)] == [True, False]
    assert not PagePanels(True).has(Slot.CASE_SIDE)


def test_pages_read_along_what_panels_and_signs_name_each_once() -> None:
    letter = Panel(Slot.CASE_LETTER, "two.html", beside_letters=("reading",))
    signs = (Sign(lambda case: [], beside=("mood__level",)), Sign(lambda case: [], beside=("mood__level", "pace__at")))

    panels.fill([Display((letter, letter), signs)])

    assert (panels.beside_letters(), panels.beside_cases()) == (("reading",), ("mood__level", "pace__at"))
