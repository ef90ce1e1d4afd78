"""The case page: what is with my matter, who does what, when and why; and my word on whether it is solved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kulanz.cases import actions, queries
from kulanz.cases.arrival import Arrival, Upload, upload_of
from kulanz.cases.audience import page_address
from kulanz.cases.errors import NotAllowed
from kulanz.cases.models import Attachment, CaseLink
from kulanz.cases.shown import ShownToCustomer
from kulanz.channels.form.limits import PER_KEY, may_use
from kulanz.core.clock import now
from kulanz.people.actions import change_customer
from kulanz.people.actors import customer_actor
from kulanz.people.models import Brand
from kulanz.people.rules import Detail
from kulanz.ui.brand import stylesheet
from kulanz.ui.downloads import download
from kulanz.ui.panels import PagePanels

from .. import customer_view
from ..files import files_of, left_behind
from ..frame import asked_catalogue, brand_for, render_for
from ..limits import limits, too_large

TWICE = timedelta(minutes=5)


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a case page to whoever has its key; everybody else learns nothing but how to get a new one."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = queries.link_for(token)
        if link is not None and not customer_view.has_page(link.case):
            link = None
        response = _closed(request, token) if link is None else _in_words_of(link, request, view, *args, **kwargs)
        # The address is the key: no other page may learn it, no search engine may keep it.
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _in_words_of(
    link: CaseLink, request: HttpRequest, view: Callable[..., HttpResponseBase], *args: Any, **kwargs: Any
) -> HttpResponseBase:
    with translation.override(asked_catalogue(request, link.case.brand, link.customer, language=link.case.language)):
        try:
            return view(request, link, *args, **kwargs)
        except NotAllowed as refused:
            raise PermissionDenied from refused


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a key opens nothing (any more), as the brand whose key it was."""
    once = queries.link_once(token)
    if once is not None:
        case = once.case
        return render_for(
            request, "portal/closed.html", {}, brand=case.brand, customer=once.customer, language=case.language,
            status=404,
        )  # fmt: skip
    try:
        return render_for(request, "portal/closed.html", {}, brand=brand_for(request)[0], status=404)
    except Brand.DoesNotExist:
        raise Http404 from None


@require_safe
@by_link
def show_case(request: HttpRequest, link: CaseLink) -> HttpResponseBase:
    """Show the case page. Looking changes nothing but when the link was last used: mail scanners follow links."""
    actions.note_link_use(link=link)
    return _page(request, link)


def _page(request: HttpRequest, link: CaseLink, *, status: int = 200, **more: Any) -> HttpResponse:
    token = queries.link_token(link)
    return render_for(
        request,
        "portal/case.html",
        {
            **customer_view.case_view(link.case, link.customer),
            **limits(),
            "panels": PagePanels(ShownToCustomer(link.case, link.customer)),
            "token": token,
            "link": link,
            "goes_on_in": customer_view.goes_on_in(link),
            "text": "",
            **more,
        },
        brand=link.case.brand,
        customer=link.customer,
        language=link.case.language,
        address=reverse("portal:case", args=[token]),
        status=status,
    )


def _back(request: HttpRequest, link: CaseLink, thanks: str) -> HttpResponseRedirect:
    messages.success(request, thanks)
    return HttpResponseRedirect(reverse("portal:case", args=[queries.link_token(link)]))


@require_safe
@by_link
def continuation(request: HttpRequest, link: CaseLink) -> HttpResponseBase:
    """Lead from a duplicate to the case in which its matter goes on."""
    target = customer_view.goes_on_in(link)
    if target is None:
        raise Http404
    key = actions.create_link(case_id=target.pk, customer_id=link.customer_id)
    return HttpResponseRedirect(reverse("portal:case", args=[queries.link_token(key)]))


@require_POST
@by_link
def answer(request: HttpRequest, link: CaseLink) -> HttpResponseBase:
    """Take the customer's word: solved, or not yet."""
    by, words = customer_actor(link.customer), request.POST.get("words", "")
    if request.POST.get("solved") == "yes":
        actions.confirm_solved(case_id=link.case_id, by=by, words=words)
        return _back(request, link, _("Thank you. We are glad it is solved."))
    if request.POST.get("solved") == "no":
        actions.decline_solution(case_id=link.case_id, by=by, words=words)
        return _back(request, link, _("Thank you for telling us. It is with us again."))
    return _page(request, link, status=422, answer_error=_("Please choose one of the two."))


@require_POST
@by_link
def write(request: HttpRequest, link: CaseLink) -> HttpResponseBase:
    """Take a letter with files. Sent twice by a nervous finger, it is there once."""
    text = request.POST.get("text", "").strip()
    files, empty = files_of(request)
    if words := too_large(request):
        return _page(request, link, status=422, write_error=words, text=text)
    if not text and not files:
        words = f"{left_behind(empty)} {_('Please write something first.')}".strip()
        return _page(request, link, status=422, write_error=words)
    uploads = tuple(map(upload_of, files))
    arrival = _arrival(link, text or _("(only files)"), uploads)
    if not _was_just_said(link, arrival):
        if not _may_write(request, link):
            return _page(request, link, status=422, write_error=_too_often(), text=text)
        actions.receive_messages([arrival])
    if empty:
        messages.warning(request, left_behind(empty))
    return _back(request, link, _("Your message has arrived."))


def _may_write(request: HttpRequest, link: CaseLink) -> bool:
    network = request.META.get("REMOTE_ADDR", "")
    return may_use(address=f"customer {link.customer_id}", network=network, most=PER_KEY)


def _too_often() -> str:
    return _("You have written several times just now. Please try again in an hour; your text is still here.")


def _was_just_said(link: CaseLink, arrival: Arrival) -> bool:
    theirs = link.case.messages.filter(customer_id=link.customer_id, direction="in", at__gte=now() - TWICE)
    newest = theirs.order_by("-at", "-id").first()
    if newest is None or newest.text != arrival.text:
        return False
    sent = sorted(hashlib.sha256(upload.data).hexdigest() for upload in arrival.uploads)
    return sorted(newest.attachments.values_list("sha256", flat=True)) == sent


def _arrival(link: CaseLink, text: str, uploads: tuple[Upload, ...]) -> Arrival:
    point = link.customer.contact_points.filter(kind="mail", proven_at__isnull=False).first()
    return Arrival(
        channel="page",
        brand_id=link.case.brand_id,
        sender_address=point.value if point else page_address(link.customer_id),
        sender_name=link.customer.name,
        subject=customer_view.known_as(link.case, link.customer).subject,
        text=text,
        at=now(),
        case_id=link.thread_id,
        customer_id=link.customer_id,
        uploads=uploads,
    )


@require_POST
@by_link
def preferences(request: HttpRequest, link: CaseLink) -> HttpResponseBase:
    """Remember how much the customer wants to hear."""
    detail = request.POST.get("detail", "")
    if detail not in set(Detail):
        return _page(request, link, status=422)
    change_customer(customer_id=link.customer_id, by=customer_actor(link.customer), detail=detail)
    return _back(request, link, _("We will keep to that."))


@require_safe
@by_link
def file(request: HttpRequest, link: CaseLink, public_id: str) -> HttpResponseBase:
    """Give a file of this case as a download; with ``?picture`` one that we described, for showing it."""
    found = get_object_or_404(
        Attachment, public_id=public_id, message__in=customer_view.said_in(link.case, link.customer)
    )
    is_shown = "picture" in request.GET and found.alt_text
    return download(found.file, name=found.name, picture=found.content_type if is_shown else "")


@require_safe
def colours(request: HttpRequest, brand_id: int) -> HttpResponse:
    """Give a brand's colours as a style sheet of its own: no page carries inline styles."""
    brand = Brand.objects.filter(pk=brand_id).only("accent").first()
    if brand is None:
        raise Http404
    response = HttpResponse(stylesheet(brand.accent), content_type="text/css")
    response["Cache-Control"] = "public, max-age=300"
    return response
