"""The desk as an app: what browsers keep is the same for everybody."""

from __future__ import annotations

import json

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.factories import make_user


@pytest.mark.django_db
def test_the_page_for_no_line_says_what_is_kept_and_nothing_of_whoever_asks(client: Client) -> None:
    stranger = client.get(reverse("desk:offline", args=["de"])).content
    client.force_login(make_user(name="Mara Lindner"))

    page = client.get(reverse("desk:offline", args=["de"]))

    assert page.content == stranger
    assert "Keine Verbindung" in page.content.decode()
    assert "No connection" in client.get(reverse("desk:offline", args=["en"])).content.decode()
    assert client.get(reverse("desk:offline", args=["fr"])).status_code == 404


@pytest.mark.django_db
def test_the_worker_keeps_only_what_is_public(client: Client) -> None:
    answer = client.get("/service-worker.js")
    lines = dict(
        line.removeprefix("const ").rstrip(";").split(" = ", 1) for line in answer.content.decode().split("\n")[:4]
    )
    kept = json.loads(lines["KEPT"])

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert json.loads(lines["OFFLINE"]) == kept[0] == "/offline/de/"
    assert [client.get(each).status_code for each in kept[:2]] == [200, 200]
    assert all(each.startswith("/static/") for each in kept[2:])


@pytest.mark.django_db
def test_it_can_be_installed(client: Client) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    assert all(finders.find(each["src"].removeprefix("/static/")) for each in manifest["icons"])
    assert {each["sizes"] for each in manifest["icons"]} == {"192x192", "512x512"}
