"""Blocked senders in the office: seen, blocked by hand, let go, and told in the audit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.people.models import BlockedSender
from tests.pages import in_one_line


def test_an_address_is_blocked_seen_and_let_go(office: Client) -> None:
    office.post("/office/blocked/", {"address": " Werbung@Laden.example "})
    listed = office.get("/office/blocked/").content.decode()
    blocked = BlockedSender.objects.get()
    released = office.post(f"/office/blocked/{blocked.pk}/release/", follow=True).content.decode()

    assert "werbung@laden.example" in listed
    assert "werbung@laden.example ist nicht mehr gesperrt." in released
    assert "Niemand ist gesperrt" in released
    audit = in_one_line(office.get("/office/audit/").content.decode())
    assert audit.count("Absender werbung@laden.example") == 2
    assert ("gesperrt" in audit, "nicht mehr gesperrt" in audit) == (True, True)


def test_what_is_no_address_is_refused_in_words(office: Client) -> None:
    answer = office.post("/office/blocked/", {"address": "Werbung"})

    assert (answer.status_code, BlockedSender.objects.count()) == (422, 0)
    assert "Das ist keine E-Mail-Adresse." in answer.content.decode()


def test_a_long_list_is_found_page_by_page(office: Client, django_assert_num_queries) -> None:
    BlockedSender.objects.bulk_create([BlockedSender(address=f"w{number}@laden.example") for number in range(101)])
    office.get("/office/blocked/")

    with django_assert_num_queries(3):
        first = office.get("/office/blocked/")
    last = office.get(f"/office/blocked/?before={first.context['next_before']}").content.decode()

    assert ("w100@" in first.content.decode(), "w0@laden" in first.content.decode(), "w0@laden" in last) == (
        True, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(("role", "status"), [("lead", 200), ("boss", 200), ("agent", 403), ("stranger", 302)])
def test_leads_and_bosses_see_it_too(browser: Callable[[str], Client], role: str, status: int) -> None:
    assert browser(role).get("/office/blocked/").status_code == status
