"""The log never tells an address that is a key; refusals take one line."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from kulanz.core.discretion import Discreet, discreet
from tests.factories import make_user

KEY = "Qm9va2luZy1yZWY6MTIz:1vXyZa:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"Unprocessable Entity: /c/{KEY}/messages/", "Unprocessable Entity: /c/…/messages/"),
        (f"Forbidden (CSRF cookie not set.): /my/sign-in/{KEY}/", "Forbidden (CSRF cookie not set.): /my/sign-in/…/"),
        (f"Unprocessable Entity: /office/invited/{KEY[:43]}/", "Unprocessable Entity: /office/invited/…/"),
        (f"GET /live/?token={KEY}&after=3 403", "GET /live/?token=…&after=3 403"),
        ("Not Found: /account/password/reset/key/3b-cv2x1k-9f8e7d6c5b4a39281706f5e4d3c2b1a0/",
         "Not Found: /account/password/reset/key/…/"),
        ("Method Not Allowed: /cases/LA-7/replies/", "Method Not Allowed: /cases/LA-7/replies/"),
        ("job send-mail {'outgoing_id': 7} failed", "job send-mail {'outgoing_id': 7} failed"),
    ],
)  # fmt: skip
def test_keys_are_left_out_and_the_rest_stays(said: str, written: str) -> None:
    assert discreet(said) == written


@pytest.mark.django_db
def test_a_refusal_is_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.force_login(make_user())
    caplog.handler.addFilter(Discreet())

    client.get("/office/audit/")

    (line,) = [each for each in caplog.records if each.name == "django.request"]
    assert (line.getMessage(), line.exc_info) == ("Forbidden (Permission denied): /office/audit/", None)


def test_a_fault_of_ours_keeps_its_trace() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", ("/",), (None,) * 3)

    Discreet().filter(record)

    assert (record.getMessage(), record.exc_info) == ("Internal Server Error: /", (None,) * 3)
