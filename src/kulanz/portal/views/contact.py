"""The public contact form. Its own room among the channels keeps, checks and hands over; this is only its face."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def show_form(request: HttpRequest, key: str = "") -> HttpResponse:
    """Show the form and take what was written."""
    raise Http404


def show_embedded(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form for a frame on the brand's own site."""
    raise Http404
