"""What is done to a case beside writing. Each is one action and leads back to the case."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.rules import WaitingFor
from kulanz.people.actors import sight_of
from kulanz.people.models import Team, User

from .. import undoing
from ..access import DeskRequest, chosen_id, desk_view
from ..days import chosen_day, last_day
from ..picking import STEPS, Step
from .writing import back_to, case_id_of


@desk_view
def assignment(request: DeskRequest, number: str) -> HttpResponse:
    """Hand a case to a person or a team: GET shows who can take it, POST does it."""
    case_id = case_id_of(number)
    if request.method == "POST":
        return _assign(request, number, case_id)
    case = Case.objects.visible_to(request.actor).select_related("team").filter(pk=case_id).first()
    if case is None:
        raise Http404
    people = User.objects.filter(is_active=True).prefetch_related("memberships").order_by("name")
    able = [user for user in people if sight_of(user).covers(case.team_id)]
    context = {"case": case, "people": able, "teams": Team.objects.all(), "section": "inbox"}
    part = "desk/parts/assign_form.html" if request.headers.get("HX-Target") == "assign-form" else "desk/assign.html"
    return render(request, part, context)


def _assign(request: DeskRequest, number: str, case_id: int) -> HttpResponse:
    before = Case.objects.filter(pk=case_id).values("assignee_id", "team_id").get()
    actions.assign_case(
        case_id=case_id,
        by=request.actor,
        user_id=chosen_id(request, "person"),
        team_id=chosen_id(request, "team"),
        keep_team="team" not in request.POST,
        reason=request.POST.get("reason", ""),
    )
    after = Case.objects.filter(pk=case_id).values("assignee_id", "team_id").get()
    is_gone = not Case.objects.visible_to(request.actor).filter(pk=case_id).exists()
    words = _("Handed over. The case is with another team now.") if is_gone else _("Handed over.")
    if after != before:
        back = {"case_id": case_id, "user_id": before["assignee_id"], "team_id": before["team_id"]}
        undoing.remember(request, words, [("return", back)])
    return HttpResponseRedirect(reverse("desk:inbox")) if is_gone else back_to(request, number)


@require_POST
@desk_view
def takeover(request: DeskRequest, number: str) -> HttpResponse:
    """Take a case oneself."""
    return _hand_over(request, number, Step("take"), _("It is yours now."))


def _hand_over(request: DeskRequest, number: str, step: Step, words: str) -> HttpResponse:
    """Hand one case over as the list does it with many: refused is refused, and for half a minute it can be undone."""
    case = Case.objects.visible_to(request.actor).filter(pk=case_id_of(number)).first()
    if case is None:
        raise PermissionDenied
    if (way := STEPS[step.name](case, step, request.actor)) is not None:
        undoing.remember(request, words, [way])
    return back_to(request, number)


@desk_view
def waiting(request: DeskRequest, number: str) -> HttpResponse:
    """Let a case wait for the customer or for others (``reason``: for whom, ``until``: when we ask again); GET asks."""
    if request.method != "POST":
        return _ask_for_whom(request, number)
    whom = WaitingFor.CUSTOMER if request.POST.get("whom") == WaitingFor.CUSTOMER.value else WaitingFor.OTHERS
    case_id, until = case_id_of(number), chosen_day(request.POST.get("until", ""))
    actions.wait_for(case_id=case_id, by=request.actor, whom=whom, reason=request.POST.get("reason", ""), until=until)
    words = _("The case waits for the customer.") if whom is WaitingFor.CUSTOMER else _("The case waits for others.")
    undoing.remember(request, words, [("wait", {"case_id": case_id})])
    return back_to(request, number)


def _ask_for_whom(request: DeskRequest, number: str) -> HttpResponse:
    case = Case.objects.visible_to(request.actor).filter(number=number).first()
    if case is None:
        raise Http404
    days = {"at": timezone.localtime(), "last_day": last_day()}
    context = {"case": case, "keep": request.GET.urlencode(), "section": "inbox", **days}
    return render(request, "desk/wait.html", context)


@require_POST
@desk_view
def resumption(request: DeskRequest, number: str) -> HttpResponse:
    """Take a waiting case back to us."""
    actions.resume_case(case_id=case_id_of(number), by=request.actor)
    return back_to(request, number)


@require_POST
@desk_view
def reopening(request: DeskRequest, number: str) -> HttpResponse:
    """Take an ended case up again."""
    actions.reopen_case(case_id=case_id_of(number), by=request.actor)
    return back_to(request, number)


@require_POST
@desk_view
def confirmation(request: DeskRequest, number: str, message_id: int) -> HttpResponse:
    """Take the customer's mail as their word that it is solved."""
    actions.accept_confirmation(message_id=message_id, by=request.actor)
    return back_to(request, number)


@require_POST
@desk_view
def tags(request: DeskRequest, number: str) -> HttpResponse:
    """Put on tags (comma separated) or take one off."""
    actions.change_tags(
        case_id=case_id_of(number),
        by=request.actor,
        add=request.POST.get("add", "").split(","),
        remove=request.POST.getlist("remove"),
    )
    return back_to(request, number)


@require_POST
@desk_view
def priority(request: DeskRequest, number: str) -> HttpResponse:
    """Set how urgent a matter is in our eyes."""
    value = request.POST.get("priority", "")
    if value not in {str(level.value) for level in Case.Priority}:
        raise Http404
    actions.set_priority(case_id=case_id_of(number), by=request.actor, priority=int(value))
    return back_to(request, number)


@require_POST
@desk_view
def goal(request: DeskRequest, number: str) -> HttpResponse:
    """Write down the customer's goal in one sentence."""
    actions.set_goal(case_id=case_id_of(number), by=request.actor, goal=request.POST.get("goal", ""))
    return back_to(request, number)


@require_POST
@desk_view
def subject(request: DeskRequest, number: str) -> HttpResponse:
    """Give a case another subject."""
    actions.set_subject(case_id=case_id_of(number), by=request.actor, subject=request.POST.get("subject", ""))
    return back_to(request, number)


@require_POST
@desk_view
def story(request: DeskRequest, number: str) -> HttpResponse:
    """Write the story so far."""
    given = request.POST
    actions.edit_story(
        case_id=case_id_of(number),
        by=request.actor,
        matter=given.get("matter", ""),
        promised=given.get("promised", ""),
        next_step=given.get("next_step", ""),
    )
    return back_to(request, number)


@require_POST
@desk_view
def unread(request: DeskRequest, number: str) -> HttpResponse:
    """Let a case look new again, and go back to the list."""
    actions.mark_unread(case_id=case_id_of(number), user_id=request.user.pk)
    keep = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk:inbox") + (f"?{keep}" if keep else ""))


@require_POST
@desk_view
def move(request: DeskRequest, number: str, message_id: int) -> HttpResponse:
    """Move a message to another case by its number (``same``: and keep its address), or split it off into its own."""
    if same := request.POST.get("same", "").strip().upper():
        if request.POST.get("sure") != "yes":
            return _ask_about_sender(request, number, message_id, same)
        target = actions.take_sender_in(message_id=message_id, by=request.actor, case_id=case_id_of(same))
        return back_to(request, target.number)
    wanted = request.POST.get("number", "").strip().upper()
    target = actions.move_message(
        message_id=message_id, by=request.actor, case_id=case_id_of(wanted) if wanted else None
    )
    return back_to(request, target.number)


def _ask_about_sender(request: DeskRequest, number: str, message_id: int, to: str) -> HttpResponse:
    """Say whose address it is and what goes with it, before anything does."""
    taking = actions.look_at_sender(message_id=message_id, by=request.actor, case_id=case_id_of(to))
    context = {
        "taking": taking,
        "number": number,
        "message_id": message_id,
        "keep": request.GET.urlencode(),
        "section": "inbox",
    }
    return render(request, "desk/take_sender.html", context)
