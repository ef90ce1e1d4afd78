"""No page of ours is kept by a browser or a proxy; what is meant for all says so itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kulanz.ui.bundle import bundle
from tests.factories import make_brand, make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/cases/", "/customers/", "/me/", "/office/health/"])
def test_pages_of_the_house_are_never_stored(client: Client, path: str) -> None:
    client.force_login(make_user(is_admin=True))

    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_a_case_and_its_refusals_are_never_stored(client: Client) -> None:
    case = make_case()
    client.force_login(make_user())

    pages = [client.get(path) for path in (f"/cases/{case.number}/", "/cases/XX-1/", "/nowhere/")]

    assert ["no-store" in page.headers["Cache-Control"] for page in pages] == [True] * 3


def test_colours_may_be_kept(client: Client) -> None:
    assert client.get(f"/brands/{make_brand().pk}/colours.css").headers["Cache-Control"] == "public, max-age=300"


def test_pages_that_hold_secrets_are_never_packed_and_the_style_sheet_is(client: Client) -> None:
    """Whoever makes us repeat their words beside a secret could read it from the packed size (docs/performance.md)."""
    case = make_case()
    client.force_login(make_user())
    sheet = reverse("ui:stylesheet", args=[bundle().name])

    answers = [
        client.get(path, headers={"Accept-Encoding": "gzip, br, zstd"}) for path in (f"/cases/{case.number}/", sheet)
    ]

    assert [(each.status_code, each.headers.get("Content-Encoding")) for each in answers] == [
        (200, None),
        (200, "gzip"),
    ]
