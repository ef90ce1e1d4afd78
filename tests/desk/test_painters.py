"""What is drawn without a template escapes by itself: heads and texts of letters, rows of lists."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import set_script_prefix

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import View
from kulanz.desk import lettering
from kulanz.desk.templatetags.desk import case_rows
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.factories import make_case

from .conftest import Arrive

EVIL = "<script>alert(1)</script>\"'><img src=x>"
TAME = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&gt;&lt;img src=x&gt;"


def page_of(desk: Client, case: Case, query: str = "") -> str:
    return desk.get(f"/cases/{case.number}/{query}").content.decode()


def test_the_head_of_a_letter_escapes_its_names(desk: Client, arrive: Arrive) -> None:
    case = arrive(sender_name=EVIL, recipients=[{"name": EVIL, "address": "b@post.example", "role": "cc"}])

    head = re.search(r'<article class="entry".*?</header>', page_of(desk, case), re.DOTALL)

    assert head is not None
    assert (TAME in head[0], "<script" in head[0], "<img" in head[0]) == (True, False, False)


def test_the_menu_of_each_letter_is_its_own(desk: Client, arrive: Arrive) -> None:
    case = arrive("Erster Brief")
    arrive("Zweiter Brief", case_id=case.pk)
    first, second = case.messages.order_by("pk")

    page = page_of(desk, case, "?view=all")

    menus = re.findall(
        r'<details class="menu">\s*<summary class="button icon-only compact".*?</details>', page, re.DOTALL
    )
    links = [re.findall(r'(?:a\s+href|action)="([^"]+)"', menu) for menu in menus if "answer=" in menu]
    assert sorted(links) == [
        [
            f"/cases/{case.number}/?view=all&amp;answer={each.pk}#reply",
            f"/cases/{case.number}/forwarding/?letter={each.pk}&amp;view=all",
            f"/messages/{each.pk}/html/",
            f"/cases/{case.number}/moves/{each.pk}/?view=all",
            f"/cases/{case.number}/moves/{each.pk}/?view=all",
        ]
        for each in (first, second)
    ]


def test_an_address_cannot_leave_the_menu_of_a_letter(desk: Client, arrive: Arrive) -> None:
    case = arrive()
    arrive("Noch einer", case_id=case.pk)

    page = page_of(desk, case, "?view=all&q=%22%3E%3Cscript%3Ealert(1)")

    assert "<script>alert" not in page


@pytest.mark.parametrize("unveiled", [True, False])
def test_the_text_of_a_letter_escapes_everything(unveiled: bool) -> None:
    assert lettering.draw(EVIL, None, numbered=True, unveiled=unveiled) == TAME


@pytest.mark.django_db
def test_a_text_with_marks_escapes_what_stands_in_and_between_them(desk: Client, arrive: Arrive) -> None:
    case = arrive(f"Sie Vollidiot {EVIL}! Wann kommt {EVIL}?")
    for query in ("", "?words"):
        page = page_of(desk, case, query)

        assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def test_the_rows_of_a_list_escape_names_subjects_tags_and_the_query(agent: User, arrive: Arrive) -> None:
    case = arrive(sender_name=EVIL, subject=EVIL)
    actions.change_tags(case_id=case.pk, by=actor_for(agent), add=[EVIL])
    User.objects.filter(pk=agent.pk).update(name=EVIL)
    actions.take_case(case_id=case.pk, by=actor_for(agent))

    rows = str(case_rows(list(Case.objects.select_related("customer", "assignee")), "", EVIL, View.ALL))

    assert rows.count(TAME) >= 5
    assert ("<script" in rows, "<img" in rows) == (False, False)


@pytest.mark.django_db
def test_rows_link_to_their_cases_behind_any_prefix() -> None:
    case = make_case()
    set_script_prefix("/help-desk/")
    try:
        rows = str(case_rows([case], "", "", View.ALL))
    finally:
        set_script_prefix("/")

    assert f'href="/help-desk/cases/{case.number}/"' in rows
