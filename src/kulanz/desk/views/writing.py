"""Writing: answers, notes, drafts, taking back."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, Message
from kulanz.cases.queries import Meant, has_been_said, meant_by
from kulanz.coach.advising import Circumstances
from kulanz.core.ids import id_in
from kulanz.core.newlines import unix_newlines
from kulanz.people.rules import mail_key

from .. import undoing
from ..access import DeskRequest, back_to, case_view
from ..addressees import Chosen, chosen_in, written_down
from ..addressees import words_for as words_for_people
from ..attaching import describe_files, keep_files, words_for_file
from ..composer import Composer
from ..signing import is_signed
from ..typed import problem_of
from .case import render_case

KINDS = {"reply", "note", "forward"}


@require_POST
@case_view
def reply(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Send an answer. Stopped with the text kept when it is empty, something new has come, or the letter is not right.

    What is not right about a letter is only asked once: the button that answers says which of the ways to send
    was meant. An open gap is another matter than all else: "send anyway" does not answer it, only "it is meant so".
    Files that come with the form are kept in the draft first, so that no stop takes them away.
    """
    text, then = unix_newlines(request.POST.get("text", "")), then_of(request)
    try:
        keep_files(request, case)
        describe_files(request, case)
        if then in {LATER, SHARE} and text.strip():
            save_draft(request, case, "reply")
            return ask_when(request, case) if then == LATER else ask_whom(request, case)
        if then == MACRO:
            save_draft(request, case, "reply")
            return lead_to(request, f"{reverse('desk:macros', args=[case.number])}?{request.GET.urlencode()}")
        _send(request, case, text, then)
    except errors.EmptyText:
        return _refuse(request, case, Composer("", reply_error=_("Please write something first.")))
    except (errors.UploadRefused, errors.LetterTooLarge) as refused:
        words = f"{words_for_file(refused)} {_('Nothing was sent, your text is still here.')}"
        return _refuse(request, case, Composer(text, reply_error=words))
    except errors.RecipientsRefused as refused:
        return _refuse(request, case, Composer(text, people_error=words_for_people(refused)))
    except errors.AlreadyGone:
        return _refuse(request, case, Composer("", reply_error=_gone(then)))
    except errors.OpenGaps as refused:
        return stopped(request, case, text, then, refused.stops, gaps=refused.gaps)
    except errors.ReplyStopped as refused:
        return stopped(request, case, text, then, refused.stops)
    except errors.UnseenEntries:
        # The page that comes back shows the new entries, and only its own button sends past them.
        return stopped(request, case, text, then, (), unseen=True)
    undoing.forget(request)  # "z" takes the letter back now
    return None


def _refuse(request: DeskRequest, case: Case, composer: Composer) -> HttpResponse:
    return render_case(request, case.number, status=422, composer=composer)


def _gone(then: str) -> str:
    """Say that the same letter has left with another button, and what can still be done."""
    if then == "propose":
        return _(
            "This letter is on its way already, without the question whether it is solved. Nothing went out twice. "
            "To propose the solution, please write another letter."
        )
    return _("This letter is on its way already, as it was sent first. Nothing went out twice.")


ANSWERS = ("meant", "anyway", "read", "then")
LATER, SHARE, MACRO = "later", "share", "macro"


def then_of(request: DeskRequest) -> str:
    """Return which of the ways to send was meant, by whatever button."""
    return next((request.POST[name] for name in ANSWERS if name in request.POST), "")


def _send(request: DeskRequest, case: Case, text: str, then: str) -> None:
    actions.send_reply(
        case_id=case.pk,
        by=request.actor,
        text=text,
        waits=then == "wait",
        proposes_solution=then == "propose",
        seen_message_id=_seen(request, "message"),
        seen_note_id=_seen(request, "note"),
        recipients=_people(chosen_in(request.POST)),
        answers_id=id_in(request.POST.get("answers", "")),
        regained=_regained(request),
        is_signed=is_signed(request.POST),
        gaps_are_meant="meant" in request.POST,
        stops_are_known="meant" in request.POST or "anyway" in request.POST,
    )


def _people(chosen: Chosen | None) -> list[dict[str, str]] | None:
    """The people of a form; ``None``, so that the letter decides, where it neither offered nor names any."""
    return chosen.recipients if chosen is not None and (chosen.recipients or chosen.is_changed) else None


def stopped(
    request: DeskRequest,
    case: Case,
    text: str,
    then: str,
    stops: Sequence[errors.Stop],
    *,
    gaps: tuple[str, ...] = (),
    unseen: bool = False,
) -> HttpResponse:
    """Answer a letter that should not go as it is with the reasons and the one button that sends it all the same."""
    open_places = [_("Still to be filled in: %(gaps)s") % {"gaps": ", ".join(gaps)}] if gaps else []
    composer = Composer(
        text,
        stops=(*open_places, *(str(stop.words) for stop in stops)),
        has_gaps=bool(gaps),
        holds=any(stop.holds for stop in stops),
        unseen=unseen,
        then=then,
        seen_message=_seen(request, "message"),
        seen_note=_seen(request, "note"),
    )
    return render_case(request, case.number, status=422, composer=composer, told=problem_of(stops))


def ask_when(request: DeskRequest, case: Case) -> HttpResponse:
    """Lead to the page that asks when the letter of the draft goes, with what its writer has seen and knows."""
    known = {name: "1" for name in ("meant", "anyway") if name in request.POST}
    seen = {f"seen_{what}": str(_seen(request, what) or "") for what in ("message", "note")}
    query = urlencode({**known, **seen, "list": request.GET.urlencode()})
    return lead_to(request, f"{reverse('desk:postponement', args=[case.number])}?{query}")


def ask_whom(request: DeskRequest, case: Case) -> HttpResponse:
    """Lead to the page that asks for whom the draft is."""
    query = urlencode({"list": request.GET.urlencode()})
    return lead_to(request, f"{reverse('desk:draft-sharing', args=[case.number])}?{query}")


def lead_to(request: DeskRequest, address: str) -> HttpResponse:
    """Lead to a page of its own, also where htmx asked for a part."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def forward_url(request: DeskRequest, case: Case, forward: Message) -> str:
    """Return where what a forward passed on is passed on anew, keeping the list beside the case."""
    query = request.GET.copy()
    if forward.answers_id is not None:
        query["letter"] = str(forward.answers_id)
    return f"{reverse('desk:forwarding', args=[case.number])}?{query.urlencode()}"


def circumstances(request: DeskRequest) -> Circumstances:
    """Read from a form what is known beside the words of a draft."""
    given, chosen = request.POST, chosen_in(request.POST)
    return Circumstances(
        has_attachment=given.get("attached") == "1",
        recipients=tuple(mail_key(each["address"]) for each in chosen.recipients) if chosen else (),
        proposes_solution=given.get("then") == "propose",
        finished=given.get("finished", "1") == "1",
        is_signed=is_signed(given),
    )


@require_POST
@case_view
def note(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Write a note for us alone."""
    try:
        written = actions.write_note(case_id=case.pk, by=request.actor, text=request.POST.get("text", ""))
    except errors.EmptyText:
        return _refuse(request, case, Composer(note_error=_("Please write something first.")))
    if words := words_for(meant_by(text=written.text, case=written.case)):
        return render_case(request, case.number, composer=Composer(note_warning=words))
    return None


def words_for(meant: Meant) -> str:
    """Say whom a note called without reaching them; empty when everybody was told."""
    barred = [
        _("%(name)s may not open this case and was not told. Hand it over, or ask there directly.")
        % {"name": user.name}
        for user in meant.barred
    ]
    unclear = [
        _("Several people are called %(name)s: please write the whole name.") % {"name": n} for n in meant.unclear
    ]
    return " ".join([*barred, *unclear])


@require_POST
@case_view
def draft(request: DeskRequest, case: Case, kind: str) -> HttpResponse:
    """Keep what is being written. Answers 204: the page itself says when it was saved; a button leads to the case.

    ``sent`` asks about words whose sending the page has not heard of: 205 where they arrived, and nothing is kept then.
    """
    if kind not in KINDS:
        raise Http404
    if "sent" in request.POST:
        seen = _seen(request, "note" if kind == "note" else "message")
        if has_been_said(case, request.actor, kind, request.POST.get("text", ""), seen):
            return HttpResponse(status=205)
    save_draft(request, case, kind)
    return back_to(request, case.number) if "leave" in request.POST else HttpResponse(status=204)


def save_draft(request: DeskRequest, case: Case, kind: str) -> None:
    """Keep the words of a form, whom they are for, and what its pictures show."""
    describe_files(request, case)
    text, chosen = request.POST.get("text", ""), chosen_in(request.POST) if kind != "note" else None
    # People whom the form offered are no draft: a page on which nothing was written leaves none behind.
    is_kept = chosen is not None and (bool(text.strip()) or chosen.is_changed)
    actions.save_draft(
        case_id=case.pk,
        by=request.actor,
        kind=kind,
        text=text,
        recipients=written_down(chosen) if chosen and is_kept else (),
        answers_id=chosen.answers_id if chosen and is_kept else None,
        seen_id=_seen(request, "note" if kind == "note" else "message"),
        regained=_regained(request),
        is_signed=is_signed(request.POST),
    )


def _regained(request: DeskRequest) -> list[int] | None:
    """The letters taken back whose words the page of a form showed; ``None`` where it does not say."""
    if "regained" not in request.POST:
        return None
    return [number for each in request.POST["regained"].split() if (number := id_in(each)) is not None]


@require_POST
@case_view
def withdraw(request: DeskRequest, case: Case, message_id: int) -> HttpResponse | None:
    """Take an answer back while it is held; its text is a draft again. One that was passed on is asked for anew."""
    actions.withdraw_reply(message_id=message_id, by=request.actor)
    letter = case.messages.only("is_forward", "answers").get(pk=message_id)
    return lead_to(request, forward_url(request, case, letter)) if letter.is_forward else None


def _seen(request: DeskRequest, what: str) -> int | None:
    """Return the newest "message" or "note" that the writer has before them: the page's, or what a stop showed."""
    return id_in(request.POST.get(f"newest_{what}" if "read" in request.POST else f"seen_{what}", ""))
