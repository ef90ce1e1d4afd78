"""A draft for others: shared with all who see the case, handed over to one, taken up."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions
from kulanz.cases.models import Case, Draft
from kulanz.people.actors import sight_of
from kulanz.people.models import User

from ..access import DeskRequest, back_to, case_view, chosen_id
from .writing import save_draft

LONGEST_REMARK = 300


@case_view
def sharing(request: DeskRequest, case: Case) -> HttpResponse:
    """Share the draft of one's answer with all who see the case, or hand it over to one ("person"); GET asks."""
    own = Draft.objects.filter(case=case, user=request.user, kind="reply").exclude(text="").first()
    query = request.GET.get("list", "")
    case_url = reverse("desk:case", args=[case.number]) + (f"?{query}" if query else "")
    if own is None:
        return HttpResponseRedirect(case_url)
    people = User.objects.filter(is_active=True).exclude(pk=request.user.pk).prefetch_related("memberships")
    able = [user for user in people.order_by("name", "id") if sight_of(user).covers(case.team_id)]
    if request.method != "POST":
        context = {"case": case, "draft": own, "people": able, "case_url": case_url, "section": "inbox"}
        return render(request, "desk/share.html", context)
    to_id, remark = chosen_id(request, "person"), request.POST.get("remark", "").strip()[:LONGEST_REMARK]
    named = next((user.name for user in able if user.pk == to_id), "")
    note = remark
    if named:
        note = f"@{named} {remark or _('I hand my draft in this case over to you.')}"
    actions.share_draft(case_id=case.pk, by=request.actor, to_id=to_id, note=note)
    return HttpResponseRedirect(case_url)


@require_POST
@case_view
def keeping(request: DeskRequest, case: Case) -> HttpResponse:
    """Let the draft be one's own again. The form of the answer brings its newest words along."""
    if "text" in request.POST:
        save_draft(request, case, "reply")
    actions.keep_draft(case_id=case.pk, by=request.actor)
    return back_to(request, case.number)


@require_POST
@case_view
def taking(request: DeskRequest, case: Case, draft_id: int) -> HttpResponse:
    """Go on with the draft of a colleague."""
    actions.take_draft(case_id=case.pk, by=request.actor, draft_id=draft_id)
    return back_to(request, case.number)
