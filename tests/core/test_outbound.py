"""Posting to addresses that people entered: over TLS, to no inner network, once and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kulanz.core.outbound import Unreachable, is_sendable, post
from tests.channels.email.certificates import make_certificate
from tests.notify.services import service


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://hooks.example/services/T0/B0?x=1", True),
        ("https://hooks.example:8443/", True),
        ("http://chat.inside/hooks/1", True),
        ("http://hooks.example/", False),
        ("https://user:password@hooks.example/", False),
        ("https://hooks.example:99999/", False),
        ("https://hooks.example:0/", False),
        ("https:///path", False),
        ("https://[::1", False),
        ("ftp://hooks.example/", False),
        ("", False),
    ],
)
def test_only_https_addresses_are_posted_to_and_http_within_one_s_own_network(
    address: str, is_one: bool, settings: Any
) -> None:
    settings.INSIDE_HOSTS = ("chat.inside",)

    assert is_sendable(address) is is_one


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/", "https://10.1.2.3/", "https://169.254.169.254/latest/", "https://[::1]/", "https://2130706433/",
     "https://[::ffff:10.0.0.1]/", "https://localhost/"],
)  # fmt: skip
def test_nothing_is_posted_into_an_inner_network(address: str) -> None:
    with pytest.raises(Unreachable) as refused:
        post(address, b"{}", {})

    assert refused.value.why == "private"


def test_a_certificate_that_nobody_vouches_for_ends_it(tmp_path: Path, settings: Any) -> None:
    settings.INSIDE_HOSTS = ("127.0.0.1",)
    with service(make_certificate(tmp_path)) as server, pytest.raises(Unreachable) as refused:
        post(f"{server.url}/x", b"{}", {})

    assert (refused.value.why, server.posts) == ("connection", [])


def test_a_redirect_is_an_answer_and_not_a_way(settings: Any) -> None:
    settings.INSIDE_HOSTS = ("127.0.0.1",)
    with service() as server:
        server.status = 302

        assert post(f"{server.url}/a?b=c", b"{}", {"Content-Type": "application/json"}) == 302

    ((path, fields, body),) = server.posts
    assert (path, fields["Content-Type"], body) == ("/a?b=c", "application/json", b"{}")


def test_a_copy_in_quarantine_posts_nothing(settings: Any) -> None:
    settings.QUARANTINE, settings.INSIDE_HOSTS = True, ("127.0.0.1",)
    with service() as server, pytest.raises(Unreachable) as refused:
        post(server.url, b"{}", {})

    assert (refused.value.why, server.posts) == ("quarantine", [])
