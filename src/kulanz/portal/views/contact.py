"""The public contact form. Its own room among the channels keeps, checks and hands over; this is only its face."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from kulanz.cases.arrival import upload_of
from kulanz.channels.form.actions import FormTaken, receive_form
from kulanz.channels.form.honeypot import opened_stamp
from kulanz.channels.form.receiving import FormRefused
from kulanz.channels.models import Channel
from kulanz.core.ids import public_id
from kulanz.people.models import Brand

from .. import repeats
from ..files import Files, files_of, left_behind
from ..frame import asked_brand, asked_catalogue, brand_for, render_for
from ..limits import limits, too_large, too_long

FIELDS = ("name", "address", "phone", "subject", "text")


def show_form(request: HttpRequest, channel_id: int | None = None) -> HttpResponse:
    """Show the form and take what was written. Without an id it is the first form of the brand that is asked for."""
    channel = _channel(request, channel_id)
    return _no_form(request) if channel is None else _answer(request, channel, is_embedded=False)


@xframe_options_exempt
@csrf_exempt  # browsers send no cookies of ours from a frame on another site; the stamp and the limits stand in
def show_embedded(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show the form for a frame on the brand's own site."""
    channel = _channel(request, channel_id)
    if channel is None:
        raise Http404
    response = _answer(request, channel, is_embedded=True)
    response._csp_replace = {"frame-ancestors": "*"}  # type: ignore[attr-defined]
    return response


def _channel(request: HttpRequest, channel_id: int | None) -> Channel | None:
    forms = Channel.objects.filter(kind="form", is_active=True).select_related("brand").order_by("pk")
    if channel_id is not None:
        return forms.filter(pk=channel_id).first()
    wanted = asked_brand(request)
    return forms.filter(brand_id=wanted).first() if wanted else forms.first()


def _no_form(request: HttpRequest) -> HttpResponse:
    """Say where a brand can be written to that has no form: a link of ours led here."""
    try:
        brand, _language = brand_for(request)
    except Brand.DoesNotExist:
        raise Http404 from None
    return render_for(request, "portal/no_form.html", {"address": brand.sender_address}, brand=brand, status=404)


def _answer(request: HttpRequest, channel: Channel, *, is_embedded: bool) -> HttpResponse:
    with translation.override(asked_catalogue(request, channel.brand)):
        if request.method != "POST":
            return _page(request, channel, {}, is_embedded=is_embedded)
        files, empty = files_of(request)
        given = {name: request.POST.get(name, "").strip() for name in FIELDS}
        if words := too_long(given["text"]) or too_large(request):
            return _page(request, channel, given, is_embedded=is_embedded, error=words,
                         code="long" if too_long(given["text"]) else "size")  # fmt: skip
        try:
            taken = _take(request, channel, given, files)
        except FormRefused as refused:
            words = _words(refused)
            return _page(request, channel, given, is_embedded=is_embedded, error=words, code=refused.reason)
    context = {
        "number": taken.case_number, "token": taken.token, "address": given["address"], "is_embedded": is_embedded,
        "left_behind": left_behind(empty), **_own_address(channel),
    }  # fmt: skip
    return render_for(request, "portal/contact_done.html", context, brand=channel.brand)


def _take(request: HttpRequest, channel: Channel, given: dict[str, str], files: Files) -> FormTaken:
    place = repeats.place_of(channel.pk, given, files)
    known = repeats.taken_before(place)
    if known is not None:
        return known
    taken = receive_form(
        brand_id=channel.brand_id,
        channel_id=channel.pk,
        **given,
        stamp=request.POST.get("stamp", ""),
        # A name that machines like to fill in; people do not see the field.
        honeypot=request.POST.get("website", ""),
        language="en" if translation.get_language() == "en" else "de",
        uploads=list(map(upload_of, files)),
        network=request.META.get("REMOTE_ADDR", ""),
        submission=request.POST.get("submission", "")[:22],
    )
    repeats.remember(place, taken)
    return taken


def _own_address(channel: Channel) -> dict[str, str]:
    """A form leads to itself: its brand may have several."""
    return {"contact_url": reverse("portal:contact-channel", args=[channel.pk])}


def _page(
    request: HttpRequest,
    channel: Channel,
    given: dict[str, str],
    *,
    is_embedded: bool,
    error: str = "",
    code: str = "",
) -> HttpResponse:
    context = {
        "given": dict.fromkeys(FIELDS, "") | given,
        "error": error,
        "code": code,
        "channel": channel,
        "is_embedded": is_embedded,
        "stamp": opened_stamp(),
        "submission": request.POST.get("submission", "")[:22] or public_id(),
        **limits(),
        **_own_address(channel),
    }
    return render_for(request, "portal/contact.html", context, brand=channel.brand, status=422 if error else 200)


def _words(refused: FormRefused) -> str:
    return {
        "machine": _("This page was open for too long. Please send it once more; your text is still here."),
        "address": _("Please check your mail address: we could not answer you otherwise."),
        "text": _("Please write what it is about."),
        "files": _("Please add fewer files."),
        "size": _("The files are too large. Your text is still here."),
        "too-often": _(
            "You have written several times just now. Please try again in an hour; your text is still here."
        ),
    }.get(refused.reason, _("That did not work. Your text is still here."))
