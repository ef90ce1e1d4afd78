"""Tags on a case, and those that are offered while one is typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import offered_tags

from .. import undoing
from ..access import DeskRequest, case_view, desk_view
from ..picking import untag


@require_POST
@case_view
def tags(request: DeskRequest, case: Case) -> None:
    """Put on tags (comma separated; ``colour``: that of a new one) or take one off."""
    given = request.POST
    change = actions.change_tags(
        case_id=case.pk,
        by=request.actor,
        add=given.get("add", "").split(","),
        remove=given.getlist("remove"),
        colour=given.get("colour", ""),
    )
    if change:
        signs = [f"+ {name}" for name in change.added] + [f"− {name}" for name in change.removed]
        undoing.remember(request, _("Tags: %(changes)s") % {"changes": ", ".join(signs)}, [untag(case, change)])


@require_safe
@desk_view
def offered(request: DeskRequest) -> HttpResponse:
    """Answer the tags that can be put on, as what a field of tags proposes."""
    return render(request, "desk/parts/offered_tags.html", {"tags": offered_tags()})
