"""The public contact form. Its own room among the channels keeps, checks and hands over; this is only its face."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from kulanz.channels.actions import receive_form
from kulanz.channels.form.receiving import FormRefused
from kulanz.channels.form.trap import opened_stamp
from kulanz.channels.models import Channel
from kulanz.core.ids import public_id

from ..files import files_of, left_behind, uploads_of
from ..frame import asked_speech, render_for

FIELDS = ("name", "address", "phone", "subject", "text")


def show_form(request: HttpRequest, channel_id: int | None = None) -> HttpResponse:
    """Show the form and take what was written."""
    return _answer(request, _channel(channel_id), is_embedded=False)


@xframe_options_exempt
@csrf_exempt  # browsers send no cookies of ours from a frame on another site; the stamp and the limits stand in
def show_embedded(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show the form for a frame on the brand's own site."""
    response = _answer(request, _channel(channel_id), is_embedded=True)
    response._csp_replace = {"frame-ancestors": "*"}  # type: ignore[attr-defined]
    return response


def _channel(channel_id: int | None) -> Channel:
    forms = Channel.objects.filter(kind=Channel.Kind.FORM, is_active=True).select_related("brand").order_by("pk")
    channel = forms.filter(pk=channel_id).first() if channel_id else forms.first()
    if channel is None:
        raise Http404
    return channel


def _answer(request: HttpRequest, channel: Channel, *, is_embedded: bool) -> HttpResponse:
    with translation.override(asked_speech(request, channel.brand)):
        if request.method != "POST":
            return _page(request, channel, {}, is_embedded=is_embedded)
        files, empty = files_of(request)
        given = {name: request.POST.get(name, "").strip() for name in FIELDS}
        try:
            taken = receive_form(
                brand_id=channel.brand_id,
                **given,
                stamp=request.POST.get("stamp", ""),
                honeypot=request.POST.get("website", ""),
                language="en" if translation.get_language() == "en" else "de",
                uploads=uploads_of(files),
                network=request.META.get("REMOTE_ADDR", ""),
                submission=request.POST.get("submission", "")[:22],
            )
        except FormRefused as refused:
            words = _words(refused)
            return _page(request, channel, given, is_embedded=is_embedded, error=words, code=refused.code)
    context = {
        "number": taken.case_number, "token": taken.token, "address": given["address"], "is_embedded": is_embedded,
        "left_behind": left_behind(empty),
    }  # fmt: skip
    return render_for(request, "portal/contact_done.html", context, brand=channel.brand)


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
        "given": given,
        "error": error,
        "code": code,
        "channel": channel,
        "is_embedded": is_embedded,
        "stamp": opened_stamp(),
        "submission": request.POST.get("submission", "")[:22] or public_id(),
        "limit": settings.UPLOAD_SIZE_LIMIT // 1024 // 1024,
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
    }.get(refused.code, _("That did not work. Your text is still here."))
