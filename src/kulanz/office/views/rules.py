"""Rules of the house: written, tried out, put in order, switched, looked up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.rules import actions
from kulanz.rules.content import ContentWrong
from kulanz.rules.forms import RuleForm, words_of_wrong
from kulanz.rules.models import Rule
from kulanz.rules.queries import last_runs, try_out
from kulanz.rules.rules import content_of
from kulanz.rules.shown import content_in_words, names_of, steps_in_words
from kulanz.rules.sources import Sources

from ..access import OfficeRequest, admin_view
from ..page import show


@admin_view
def show_rules(request: OfficeRequest) -> HttpResponse:
    """List the rules in their order. At most seven queries."""
    sources = Sources()
    rows = [{"rule": rule, "told": content_in_words(rule.content, sources)} for rule in Rule.objects.all()]
    return show(request, "office/rules.html", "rules", {"rules": rows})


@admin_view
def rule(request: OfficeRequest, rule_id: int | None = None) -> HttpResponse:
    """Show a rule, add and drop parts of it, try it out ("try"), save it."""
    thing = get_object_or_404(Rule, pk=rule_id) if rule_id is not None else None
    given = request.POST if request.method == "POST" else None
    kept = content_of(thing.content) if thing is not None else None
    form = RuleForm(given, name=thing.name if thing else "", stops=bool(thing and thing.stops), content=kept)
    content = form.read()
    if content is None:
        is_wrong = given is not None and form.is_asked
        return _page(request, thing, form, status=422 if is_wrong else 200)
    if "try" in request.POST:
        trial = try_out(content, request.actor)
        return _page(request, thing, form, trial=trial, would=sum(not each.why_not for each in trial))
    try:
        actions.save_rule(
            by=request.actor,
            name=form.cleaned_data["name"],
            content=content,
            stops=form.cleaned_data["stops"],
            rule_id=rule_id,
        )
    except ContentWrong as wrong:
        return _page(request, thing, form, problem=words_of_wrong(wrong), status=422)
    return _told(request, _("Saved."))


def _page(
    request: OfficeRequest, thing: Rule | None, form: RuleForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    title = thing.name if thing is not None else _("New rule")
    context = {"rule": thing, "form": form, "title": title, "trial": None, **more}
    return show(request, "office/rule.html", "rules", context, status=status)


@require_POST
@admin_view
def moves(request: OfficeRequest, rule_id: int) -> HttpResponse:
    """Move a rule one place up ("up": yes) or down."""
    actions.move_rule(rule_id=rule_id, by=request.actor, up=request.POST.get("up") == "yes")
    return HttpResponseRedirect(reverse("office:rules"))


@require_POST
@admin_view
def switch(request: OfficeRequest, rule_id: int) -> HttpResponse:
    """Switch a rule on ("on": yes) or off."""
    on = request.POST.get("on") == "yes"
    actions.switch_rule(rule_id=rule_id, by=request.actor, on=on)
    return _told(request, _("It runs from now on.") if on else _("It runs no more."))


@require_POST
@admin_view
def removal(request: OfficeRequest, rule_id: int) -> HttpResponse:
    """Remove a rule."""
    actions.remove_rule(rule_id=rule_id, by=request.actor)
    return _told(request, _("Removed."))


@admin_view
def versions(request: OfficeRequest, rule_id: int) -> HttpResponse:
    """Show all versions of a rule; POST brings the one of a "number" back."""
    thing, problem = get_object_or_404(Rule, pk=rule_id), ""
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            actions.bring_back(rule_id=rule_id, number=int(number) if number.isdecimal() else 0, by=request.actor)
        except ContentWrong as wrong:
            problem = words_of_wrong(wrong)
        else:
            return _told(request, _("The earlier version holds again."))
    sources = Sources()
    rows = thing.versions.select_related("saved_by")[:100]
    told = [{"version": each, "told": content_in_words(each.content, sources)} for each in rows]
    context = {"rule": thing, "versions": told, "problem": problem}
    return show(request, "office/rule_versions.html", "rules", context, status=422 if problem else 200)


@admin_view
def log(request: OfficeRequest, rule_id: int) -> HttpResponse:
    """Show what a rule did last, in which version and after which others. At most four queries."""
    thing = get_object_or_404(Rule, pk=rule_id)
    runs = last_runs(thing.pk)
    names = names_of(each for run in runs for each in run.chain[:-1])
    rows = [
        {"run": run, "steps": steps_in_words(run.did), "after": [names.get(each, "?") for each in run.chain[:-1]]}
        for run in runs
    ]
    return show(request, "office/rule_log.html", "rules", {"rule": thing, "runs": rows})


def _told(request: OfficeRequest, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("office:rules"))
