"""Macros: chosen, previewed and applied in a case or to picked ones; written and put out of use."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kulanz.cases import errors
from kulanz.cases.models import Case
from kulanz.core.ids import id_in, ids_in
from kulanz.rules import actions
from kulanz.rules.actions.macros import may_change, may_write_for_teams
from kulanz.rules.content import ContentWrong
from kulanz.rules.forms import MacroForm, words_of_wrong
from kulanz.rules.models import Macro
from kulanz.rules.queries import look_ahead, macros_for
from kulanz.rules.shown import ahead_in_words, plans_in_words
from kulanz.rules.sources import Sources
from kulanz.rules.texts import written_by

from .. import undoing
from ..access import DeskRequest, case_view, desk_view
from ..picking import UndoStep
from .inbox import filter_from
from .selection import MOST, answer
from .snoozing import number_in


@case_view
def macros(request: DeskRequest, case: Case) -> HttpResponse:
    """Offer the macros that can be used in a case. Not more queries for many."""
    sources = Sources()
    offered = [(each, plans_in_words(each, sources)) for each in macros_for(request.actor, case)]
    return render(request, "desk/macros.html", _frame(request, case) | {"macros": offered})


@case_view
def macro(request: DeskRequest, case: Case, macro_id: int) -> HttpResponse | None:
    """Say what a macro would do; POST does it. Nothing is sent: its words go into the draft."""
    thing = _usable(request, macro_id, case)
    if request.method == "POST":
        try:
            done = actions.apply_macro(case_id=case.pk, macro_id=thing.pk, by=request.actor)
        except actions.NothingToDo:
            return _ahead(request, case, thing, _("It would change nothing here."), status=422)
        undoing.remember(request, _said([done], thing), [("macro", done.back)])
        if not Case.objects.visible_to(request.actor).filter(pk=case.pk).exists():
            return HttpResponseRedirect(reverse("desk:inbox"))
        return None
    return _ahead(request, case, thing)


def _usable(request: DeskRequest, macro_id: int, case: Case) -> Macro:
    return get_object_or_404(Macro.objects.usable_by(request.actor).for_brand(case.brand_id), pk=macro_id)


def _ahead(request: DeskRequest, case: Case, thing: Macro, problem: str = "", *, status: int = 200) -> HttpResponse:
    text = written_by(case, thing.texts, request.user)
    ahead = ahead_in_words(look_ahead(thing, [case.pk]))
    context = _frame(request, case) | {"macro": thing, "text": text, "ahead": ahead, "problem": problem}
    return render(request, "desk/macro.html", context, status=status)


def _frame(request: DeskRequest, case: Case) -> dict[str, Any]:
    return {"case": case, "list_query": request.GET.urlencode(), "section": "inbox"}


@desk_view
def picked_macros(request: DeskRequest) -> HttpResponse:
    """Choose a macro for picked cases ("case"), look at what it would do ("macro"); POST does it to each of them."""
    given = request.POST if request.method == "POST" else request.GET
    picked = list(dict.fromkeys(ids_in(given.getlist("case"))))[:MOST]
    cases = list(Case.objects.visible_to(request.actor).filter(pk__in=picked).select_related("customer"))
    if not cases:
        return HttpResponseRedirect(reverse("desk:inbox"))
    offered = Macro.objects.usable_by(request.actor)
    context: dict[str, Any] = {"cases": cases, "list_query": filter_from(request).query(), "section": "inbox"}
    if not given.get("macro"):
        sources = Sources()
        context["macros"] = [(each, plans_in_words(each, sources)) for each in offered]
        return render(request, "desk/macros.html", context)
    thing = get_object_or_404(offered, pk=id_in(given["macro"]) or 0)
    if request.method == "POST":
        return _apply_to_all(request, thing, cases)
    ahead = ahead_in_words(look_ahead(thing, [case.pk for case in cases if _is_for(thing, case)]))
    others = [case for case in cases if not _is_for(thing, case)]
    return render(request, "desk/macro.html", context | {"macro": thing, "ahead": ahead, "others": others})


def _is_for(thing: Macro, case: Case) -> bool:
    return thing.brand_id in {None, case.brand_id}


def _apply_to_all(request: DeskRequest, thing: Macro, cases: list[Case]) -> HttpResponse:
    """Apply a macro to each case, each in one go. What cannot take it is left out."""
    done: list[actions.MacroDone] = []
    for case in cases:
        try:
            done.append(actions.apply_macro(case_id=case.pk, macro_id=thing.pk, by=request.actor))
        except (errors.CaseError, errors.NotFound, errors.NotAllowed):
            continue
    back: list[UndoStep] = [("macro", each.back) for each in done]
    words = _said(done, thing)
    if left := len(cases) - len(done):
        words += " " + ngettext("%(n)s left out.", "%(n)s left out.", left) % {"n": left}
    return answer(request, words, undoing.remember(request, words, back))


def _said(done: list[actions.MacroDone], thing: Macro) -> str:
    amount = len(done)
    words = ngettext("“%(name)s” done.", "“%(name)s” done in %(n)s cases.", amount)
    return words % {"name": thing.name, "n": amount} if amount else _("It would change nothing here.")


@desk_view
def show_macros(request: DeskRequest) -> HttpResponse:
    """List the macros that somebody uses, with those out of use that they may bring back."""
    usable = list(Macro.objects.usable_by(request.actor).select_related("team", "brand", "owner"))
    gone = Macro.objects.exclude(archived_at=None).select_related("team", "brand", "owner")
    rows = [*usable, *(each for each in gone if may_change(each, request.actor))]
    sources = Sources()
    told = [(each, plans_in_words(each, sources), may_change(each, request.actor)) for each in rows]
    return render(request, "desk/own_macros.html", {"macros": told, "section": "me"})


@desk_view
def edit_macro(request: DeskRequest, macro_id: int | None = None) -> HttpResponse:
    """Show and save a macro; its changes are added and dropped by buttons of the form."""
    thing = get_object_or_404(Macro, pk=macro_id) if macro_id is not None else Macro(owner_id=request.user.pk)
    if not may_change(thing, request.actor):
        raise errors.NotAllowed
    given = request.POST if request.method == "POST" else None
    form = MacroForm(given, instance=thing, shares=may_write_for_teams(request.actor))
    effects, problem = form.read(request.user.pk), ""
    if effects is not None:
        try:
            actions.save_macro(macro=form.instance, by=request.actor, effects=effects)
        except ContentWrong as wrong:
            problem = words_of_wrong(wrong)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("desk:my-macros"))
    title = _("New macro") if macro_id is None else Macro.objects.values_list("name", flat=True).get(pk=macro_id)
    context = {"form": form, "macro": thing, "title": title, "problem": problem, "section": "me"}
    is_wrong = problem or (given is not None and form.is_asked)
    return render(request, "desk/edit_macro.html", context, status=422 if is_wrong else 200)


@require_POST
@desk_view
def archive_macro(request: DeskRequest, macro_id: int) -> HttpResponse:
    """Take a macro out of use, or back into it."""
    archived = request.POST.get("archived") == "yes"
    actions.archive_macro(macro_id=macro_id, by=request.actor, archived=archived)
    messages.success(request, _("Archived.") if archived else _("In use again."))
    return HttpResponseRedirect(reverse("desk:my-macros"))


def macros_in_palette(request: DeskRequest, typed: str) -> dict[str, Any]:
    """Return the macros of the open case whose names hold what is being typed. Two queries where a case is open."""
    address = request.htmx.current_url_abs_path or ""
    number = number_in(address) if typed else ""
    case = Case.objects.visible_to(request.actor).filter(number=number).first() if number else None
    if case is None:
        return {}
    found = Macro.objects.usable_by(request.actor).for_brand(case.brand_id).filter(name__icontains=typed)
    return {"macros": found[:8], "number": number, "list_query": urlsplit(address).query}
