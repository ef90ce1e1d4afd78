"""Picked rows of a list: one request does a step to all of them. Works as a plain form, too."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.cases.queries.lists import PAGE
from kulanz.core.ids import ids_in

from .. import undoing
from ..access import DeskRequest, desk_view
from ..ending import NoSuchCase, wish_in
from ..handing import wish_of
from ..picking import SelectionOutcome, SelectionStep, take_back, take_step
from ..snoozing import until_of
from .handing import ask_whom
from .inbox import filter_from, list_context
from .snoozing import ask_until

MOST = 100


@desk_view
def selection(request: DeskRequest) -> HttpResponse:
    """POST does ``step`` (take, hand, tag, priority, read, end, snooze) to the picked cases.

    GET asks who could take them, or until when they are snoozed.
    """
    if request.method != "POST":
        return _ask(request)
    picked = _picked_in(request.POST)
    if not picked:
        return answer(request, _("No case is selected."))
    if request.POST.get("step") == "ask":
        return _go(request, f"{reverse('desk:selection')}?{_asked(request, picked)}")
    if request.POST.get("step") == "macro":
        return _go(request, f"{reverse('desk:picked-macros')}?{_asked(request, picked)}")
    if request.POST.get("step") == "snooze" and "until" not in request.POST:
        words = f"&{urlencode({'words': request.POST['words']})}" if "words" in request.POST else ""
        return _go(request, f"{reverse('desk:selection')}?snooze&{_asked(request, picked)}{words}")
    try:
        step = _step(request)
    except NoSuchCase as missing:
        return answer(request, missing.words)
    if step is None:
        return answer(request, _("Please say what should be done."))
    outcome = take_step(step, picked, by=request.actor)
    words = " ".join([_said(step, outcome.done), *_left_out(outcome)]).strip()
    return answer(request, words, undoing.remember(request, words, outcome.back))


def _picked_in(given: QueryDict) -> list[int]:
    return list(dict.fromkeys(ids_in([*given.getlist("case"), *given.get("all", "").split(",")])))[:MOST]


def _asked(request: DeskRequest, picked: list[int]) -> str:
    return "&".join([*(f"case={each}" for each in picked), filter_from(request).query()])


def _go(request: DeskRequest, address: str) -> HttpResponse:
    """Lead to another page, also where htmx asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _ask(request: DeskRequest) -> HttpResponse:
    picked = _picked_in(request.GET)
    rows = Case.objects.visible_to(request.actor).filter(pk__in=picked)
    cases = list(rows.select_related("customer", "brand").order_by("id"))
    if not cases:
        return _go(request, reverse("desk:inbox"))
    if "snooze" in request.GET:
        where = {"url": reverse("desk:selection"), "list_query": filter_from(request).query()}
        return ask_until(request, cases[0], where, cases)
    return ask_whom(request, cases, reverse("desk:selection"), filter_from(request).query())


def _step(request: DeskRequest) -> SelectionStep | None:
    """Read a step that is complete; ``None`` where something is missing. Raises ``NoSuchCase``."""
    given = request.POST
    match given.get("step", ""):
        case "take" | "read" as name:
            return SelectionStep(name)
        case "hand" if to := wish_of(given.get("to", "")):
            return SelectionStep("hand", user_id=to.user_id, team_id=to.team_id, words=given.get("reason", ""))
        case "tag" if tag := given.get("tag", "").strip()[:50]:
            return SelectionStep("tag", tag=tag)
        case "snooze":
            return SelectionStep("snooze", until=until_of(given["until"]).moment)
    # Enter in the field for the number presses the first button of the form, which puts on a tag.
    meant = "duplicate" if given.get("step") == "tag" and given.get("of") else given.get("end", "")
    wish = wish_in({"end": meant, "of": given.get("of", "")}, request.actor)
    if wish is not None:
        return SelectionStep("end", ends=wish)
    level = given.get("priority", "")
    is_known = level in {str(each) for each in Case.Priority.values}
    return SelectionStep("priority", priority=int(level)) if is_known else None


def _said(step: SelectionStep, done: int) -> str:
    if not done:
        return ""
    return {
        "take": ngettext("%(n)s case is yours now.", "%(n)s cases are yours now.", done),
        "hand": ngettext("%(n)s case handed over.", "%(n)s cases handed over.", done),
        "tag": ngettext("%(n)s case tagged.", "%(n)s cases tagged.", done),
        "priority": ngettext("Priority of %(n)s case changed.", "Priority of %(n)s cases changed.", done),
        "end": ngettext("%(n)s case ended.", "%(n)s cases ended.", done),
        "snooze": ngettext("%(n)s case snoozed.", "%(n)s cases snoozed.", done),
        "read": ngettext("%(n)s case marked read.", "%(n)s cases marked read.", done),
    }[step.name] % {"n": done}


def _left_out(outcome: SelectionOutcome) -> list[str]:
    """Say how many cases were left out and why."""
    reasons = {
        "same": ngettext("%(n)s was so already.", "%(n)s were so already.", outcome.skipped.get("same", 0)),
        "gone": ngettext(
            "%(n)s left out: it is no longer with your teams.",
            "%(n)s left out: they are no longer with your teams.",
            outcome.skipped.get("gone", 0),
        ),
        "refused": ngettext(
            "%(n)s left out: that person may not see it.",
            "%(n)s left out: that person may not see them.",
            outcome.skipped.get("refused", 0),
        ),
        "held": ngettext(
            "%(n)s left out: a field or a checklist is still open.",
            "%(n)s left out: fields or checklists are still open.",
            outcome.skipped.get("held", 0),
        ),
        "state": ngettext(
            "%(n)s left out: it has moved on.", "%(n)s left out: they have moved on.", outcome.skipped.get("state", 0)
        ),
    }
    return [words % {"n": outcome.skipped[why]} for why, words in reasons.items() if outcome.skipped.get(why)]


@require_POST
@desk_view
def undo(request: DeskRequest, key: str) -> HttpResponse:
    """Put the picked cases back as they were, where nobody has touched them since."""
    back = undoing.take(request, key)
    if back is None:
        return answer(request, _("It is too late to undo that."))
    failed = [undo_step for undo_step in back if not take_back(undo_step, by=request.actor)]
    is_drawn_anew = any(name == "macro" for name, _values in back)  # also what stands in the draft
    words = (
        _("Undone.")
        if not failed
        else ngettext(
            "Undone, except for %(n)s case that has moved on.",
            "Undone, except for %(n)s cases that have moved on.",
            len(failed),
        )
        % {"n": len(failed)}
    )
    return _drawn_anew(request, words) if is_drawn_anew else answer(request, words)


def _drawn_anew(request: DeskRequest, words: str) -> HttpResponse:
    """Say what was done on the page itself, fetched anew as a whole."""
    if not request.headers.get("HX-Request"):
        return answer(request, words)
    messages.info(request, words)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def answer(request: DeskRequest, words: str, undo: bool = False) -> HttpResponse:
    """Show the list again and say what was done: in the page for htmx, after a redirect for everybody else."""
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "list":
        # Inside the list: out of band the way back would find no place once news have drawn the list anew.
        context = {**list_context(request, filter_from(request), size=PAGE), "undo_here": undo}
        response = render(request, "desk/parts/list.html", context)
        return _telling(response, words if not undo else "")
    if request.headers.get("HX-Request") and not request.headers.get("HX-Target"):
        return _telling(HttpResponse(status=204), words)
    if not undo:
        messages.info(request, words)
    return HttpResponseRedirect(f"{reverse('desk:inbox')}?{filter_from(request).query(after='')}")


def _telling(response: HttpResponse, words: str) -> HttpResponse:
    """Let the page say words in a toast, and fetch what may have changed."""
    told = {"told": words, "list-changed": {}, "details-changed": {}} if words else {}
    if told:
        response["HX-Trigger"] = json.dumps(told)
    return response
