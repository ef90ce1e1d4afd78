"""No view ever meets a NUL sign, wherever it was hidden."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kulanz.core.nul import NulFreeMiddleware
from tests.factories import make_user


def passed_on(request: HttpRequest) -> HttpRequest:
    """Return the request as a view gets it."""
    seen = []

    def view(inner: HttpRequest) -> HttpResponse:
        middleware.process_view(inner, view, (), {})
        seen.append(inner)
        return HttpResponse()

    middleware = NulFreeMiddleware(view)
    middleware(request)
    return seen[0]


@pytest.mark.parametrize("query", ["q=a%00b", "q=%00ab", "q=a%%0000b", "%00q=ab", "q=ab%00%00", "q=a\0b"])
def test_a_query_loses_its_nul_signs(query: str) -> None:
    request = passed_on(RequestFactory().generic("GET", "/inbox/", QUERY_STRING=query))

    assert request.GET.dict() == {"q": "ab"}
    assert "%00" not in request.get_full_path()


def test_an_escaped_percent_sign_is_no_nul() -> None:
    assert passed_on(RequestFactory().get("/inbox/?q=%2500")).GET["q"] == "%00"


def test_typed_text_is_kept_around_the_nul() -> None:
    request = passed_on(RequestFactory().post("/", {"text": "Guten\0 Tag", "tags": ["a\0", "b"]}))

    assert (request.POST["text"], request.POST.getlist("tags")) == ("Guten Tag", ["a", "b"])


@pytest.mark.django_db
def test_a_path_with_a_nul_leads_nowhere(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/cases/RL-1%00/").status_code == 404


@pytest.mark.django_db
def test_a_forged_session_cookie_is_no_session(client: Client) -> None:
    answer = client.get("/inbox/", headers={"cookie": 'kulanz_session="\\000abcdefghijk"'})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/inbox/")
