"""How a brand wants to sound: its words, its phrases, and how loud each rule of the coach may be."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.coach.actions import save_voice
from kulanz.coach.queries import voice_of
from kulanz.core.newlines import unix_newlines
from kulanz.people.models import Brand

from .. import voice as voices
from ..access import OfficeRequest, admin_view
from ..page import show

LONGEST_SAMPLE = 5000


@admin_view
def voice(request: OfficeRequest, brand_id: int) -> HttpResponse:
    """Show and save a brand's voice."""
    brand = get_object_or_404(Brand.objects.select_related("voice"), pk=brand_id)
    if request.method == "POST":
        given = voices.given(request.POST)
        save_voice(brand=brand, by=request.actor, words=given.words, phrases=given.phrases, levels=given.levels)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("office:voice", args=[brand_id]))
    now = voices.stored(voice_of(brand))
    return show(
        request, "office/voice.html", "brands", {"brand": brand, "voice": now, "groups": voices.groups(), "sample": ""}
    )


@require_POST
@admin_view
def preview(request: OfficeRequest, brand_id: int) -> HttpResponse:
    """Show what the coach would say about a sample with the form as it stands, saved or not."""
    brand = get_object_or_404(Brand.objects.select_related("voice"), pk=brand_id)
    given = voices.given(request.POST)
    sample = unix_newlines(request.POST.get("sample", ""))[:LONGEST_SAMPLE]
    context = {"brand": brand, "sample": sample, "seen": voices.preview(sample, given, brand)}
    if request.headers.get("HX-Request"):
        return render(request, "office/parts/heard.html", context)
    return show(request, "office/voice.html", "brands", {**context, "voice": given, "groups": voices.groups()})
