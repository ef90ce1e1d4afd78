"""Files of an answer that is being written: chosen, looked at and taken out before it is sent."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Case
from kulanz.cases.queries import file_of_draft, files_of_draft
from kulanz.ui.downloads import download

from ..access import DeskRequest, back_to, case_view, desk_view
from ..attaching import keep_files, words_for_file
from .writing import save_draft


@require_POST
@case_view
def files(request: DeskRequest, case: Case) -> HttpResponse:
    """Keep files in the draft. Answers the list of all of them; a refused one as a sentence with status 422."""
    try:
        keep_files(request, case)
    except (errors.UploadRefused, errors.LetterTooLarge) as refused:
        return HttpResponse(words_for_file(refused), status=422, content_type="text/plain; charset=utf-8")
    return _list(request, case)


@require_POST
@case_view
def removal(request: DeskRequest, case: Case, public_id: str) -> HttpResponse:
    """Take a file out of the draft. Without script it is a button of the whole form, whose words are kept as well."""
    actions.detach_from_draft(case_id=case.pk, by=request.actor, public_id=public_id)
    if request.headers.get("HX-Request"):
        return _list(request, case)
    keep_files(request, case)
    save_draft(request, case, "reply")
    return back_to(request, case.number)


@desk_view
def file(request: DeskRequest, public_id: str) -> HttpResponseBase:
    """Give a file of one's own draft as a download, or with ``?picture`` for showing it."""
    found = file_of_draft(request.actor, public_id)
    return download(found.file, name=found.name, picture=found.content_type if "picture" in request.GET else "")


def _list(request: DeskRequest, case: Case) -> HttpResponse:
    context = {"case": case, "draft_files": files_of_draft(case.pk, request.actor.id or 0)}
    return render(request, "desk/parts/draft_files.html", context)
