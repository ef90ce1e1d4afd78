"""The checklist of a case: put on, ticked, taken off."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.checklists.actions import add_lines, put_checklist, remove_lines, tick_line
from kulanz.checklists.models import ChecklistLine
from kulanz.checklists.queries import templates_in_use

from .. import undoing
from ..access import DeskRequest, case_view, chosen_id
from .details import part_of

PANEL = "side-checklist"


@case_view
def checklists(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Put a template ("template") or lines of one's own ("lines", one a line) on a case; GET asks which."""
    if request.method != "POST":
        frame = {"case": case, "list_query": request.GET.urlencode(), "section": "inbox"}
        return render(request, "desk/checklists.html", {**frame, "templates": templates_in_use()})
    template = chosen_id(request, "template")
    if template is not None:
        added = put_checklist(case_id=case.pk, template_id=template, by=request.actor)
    else:
        added = add_lines(case_id=case.pk, by=request.actor, lines=request.POST.get("lines", "").splitlines())
    if added:
        words = ngettext("%(n)s line added.", "%(n)s lines added.", len(added)) % {"n": len(added)}
        step = {"case_id": case.pk, "line_ids": added, "undone": True}
        undoing.remember(request, words, [("take-off-lines", step)])
    return _answer(request, case)


@require_POST
@case_view
def ticks(request: DeskRequest, case: Case, line_id: int) -> HttpResponse | None:
    """Say that a line is done ("done": yes), or open again."""
    line, done = get_object_or_404(ChecklistLine, pk=line_id, case=case), request.POST.get("done") == "yes"
    if tick_line(line_id=line.pk, by=request.actor, done=done):
        words = _("Ticked: %(line)s") if done else _("Open again: %(line)s")
        step = {"line_id": line.pk, "done": not done, "undone": True}
        undoing.remember(request, words % {"line": line.words}, [("tick", step)])
    return _answer(request, case)


@require_POST
@case_view
def removal(request: DeskRequest, case: Case, line_id: int) -> HttpResponse | None:
    """Take a line off."""
    line = get_object_or_404(ChecklistLine, pk=line_id, case=case)
    remove_lines(case_id=case.pk, line_ids=[line.pk], by=request.actor)
    words = _("Taken off: %(line)s") % {"line": line.words}
    undoing.remember(request, words, [("restore-lines", {"case_id": case.pk, "line_ids": [line.pk]})])
    return _answer(request, case)


def _answer(request: DeskRequest, case: Case) -> HttpResponse | None:
    return part_of(request, case) if request.headers.get("HX-Target") == PANEL else None
