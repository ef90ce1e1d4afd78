"""Making one case of two, and two of one again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Case
from kulanz.cases.queries import other_cases

from .. import undoing
from ..access import REFUSALS, DeskRequest, back_to, case_view
from ..ending import NoSuchCase, id_of
from ..relating import of_one_brand


@case_view
def merges(request: DeskRequest, case: Case) -> HttpResponse:
    """Let a case go on in another one ("into" or "other": its number; "sure": of another customer); GET asks."""
    if request.method != "POST":
        return _ask(request, case)
    wanted = request.POST.get("other", "") or request.POST.get("into", "")
    try:
        merge = actions.merge_cases(
            case_id=case.pk,
            into_id=id_of(wanted, request.actor),
            by=request.actor,
            customers_are_known=request.POST.get("sure") == "yes",
        )
    except NoSuchCase as missing:
        return _ask(request, case, missing.words, wanted)
    except errors.CustomersDiffer as differ:
        return _ask(request, case, into=wanted, names=differ.names)
    except errors.BrandsDiffer:
        return _ask(request, case, REFUSALS[errors.BrandsDiffer](), wanted)
    except errors.WrongState:
        return _ask(request, case, _("That is this very case."), wanted)
    words = _("%(number)s goes on in %(into)s now.") % {"number": case.number, "into": merge.into.number}
    undoing.remember(request, words, [("merge", {"case_id": case.pk})])
    return back_to(request, merge.into.number)


def _ask(
    request: DeskRequest, case: Case, error: str = "", into: str = "", names: tuple[str, ...] = ()
) -> HttpResponse:
    """Ask with which case, on a page of its own; what was sent from the dialog of a case is answered in the dialog."""
    context = {
        "case": case,
        "list_query": request.GET.urlencode(),
        "section": "inbox",
        "mergeable": of_one_brand(case, other_cases(request.actor, case)),
        "merge_error": error,
        "merge_into": into.strip().upper()[:20],
        "merge_names": names,
        "merges_in_dialog": bool(request.headers.get("HX-Request")),
    }
    status = 422 if error or names else 200
    if not request.headers.get("HX-Request"):
        return render(request, "desk/merge.html", context, status=status)
    response = render(request, "desk/parts/merge_form.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#merge-form", "outerHTML"
    return response


@require_POST
@case_view
def separation(request: DeskRequest, case: Case, other: str) -> HttpResponse:
    """Let a case that was merged into this one stand on its own again, and show it."""
    apart = actions.unmerge_case(case_id=id_of_merged(case, other), by=request.actor)
    undoing.remember(
        request,
        _("%(number)s stands on its own again.") % {"number": apart.number},
        [("merge-again", {"case_id": apart.pk, "into_id": case.pk, "customers_are_known": True})],
    )
    return back_to(request, apart.number)


def id_of_merged(case: Case, number: str) -> int:
    """Return the id of a case that was merged into this one. Raises ``NotFound``."""
    found = Case.with_merged.filter(merged_into=case, number=number).values_list("pk", flat=True).first()
    if found is None:
        raise errors.NotFound
    return found
