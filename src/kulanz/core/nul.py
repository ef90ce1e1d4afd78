"""The NUL sign stays outside: nobody types it, and PostgreSQL stores no text that holds one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, QueryDict

NUL = "\0"


def storable(text: str) -> str:
    """Return ``text`` as every database takes it: without NUL signs, a lone surrogate as "?"."""
    return text.replace(NUL, "") if text.isascii() else text.replace(NUL, "").encode("utf-8", "replace").decode("utf-8")


class NulFreeMiddleware:
    """Takes NUL signs out of query, cookies and typed fields, so that no view ever meets one.

    A path with a NUL leads nowhere: 404. Text around a NUL is kept; a cookie with one is left out, for it was forged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean what is known before the body is read."""
        if NUL in request.path_info:
            return HttpResponseNotFound()
        query = request.META.get("QUERY_STRING", "")
        # Taking one out of "%%0000" leaves another.
        while "%00" in query or NUL in query:
            query = query.replace("%00", "").replace(NUL, "")
            request.META["QUERY_STRING"] = query
        # In a cookie it is written in octal, and Python's parser makes the sign of it.
        if "\\000" in request.META.get("HTTP_COOKIE", ""):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Clean the fields of a form; the body is parsed for the CSRF check at this point anyway."""
        if request.method == "POST" and any(NUL in value for _, values in request.POST.lists() for value in values):
            request.POST = _clean(request.POST)


def _clean(typed: QueryDict) -> Any:
    clean = typed.copy()
    for name, values in typed.lists():
        clean.setlist(name, [value.replace(NUL, "") for value in values])
    return clean
