"""The fuse box: which event switches on which light. One table, read at start."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.cases import access, dissolving, ours, vetoes
from kulanz.cases import events as cases
from kulanz.cases import live as cases_live
from kulanz.cases.models import STATUS_CHOICES
from kulanz.channels import actions, ingest
from kulanz.channels.ours import own_among
from kulanz.checklists import vetoes as checklists
from kulanz.coach.models import Mood
from kulanz.coach.vetoes import stop
from kulanz.demo import health as demo_health
from kulanz.events import catalogue, jobs, log
from kulanz.events.actor import Actor
from kulanz.events.catalogue import DomainEvent
from kulanz.events.log import DeferredReaction, Reactions
from kulanz.fields import vetoes as fields
from kulanz.live import subjects, subscription
from kulanz.live.subjects import Audience
from kulanz.notify import live as notify_live
from kulanz.notify.queries import counted, off_until
from kulanz.office import health
from kulanz.office.access import may_enter
from kulanz.people import access as people_access
from kulanz.people import actors, backend
from kulanz.people import events as people
from kulanz.people.models import User
from kulanz.rules import events as rules
from kulanz.rules.kinds import listening_to
from kulanz.ui import navigation, states
from kulanz.ui.navigation import Place

from . import panels

# What lies with a letter goes where it goes.
_ROWS = ("kulanz.fields.reactions.follow_merged", "kulanz.checklists.reactions.follow_merged")
_NOTICES = "kulanz.notify.handlers.tell"
_TELL = DeferredReaction("notify", _NOTICES)
# Of what people are told beside letters that come.
_TOLD_OF: tuple[type[DomainEvent], ...] = (
    cases.ApprovalAsked,
    cases.CaseAssigned,
    cases.CaseWoken,
    cases.DeliveryFailed,
    cases.DraftShared,
    cases.LetterApproved,
    cases.LetterReturned,
    cases.NoteWritten,
    cases.SolutionDeclined,
    rules.ColleagueNotified,
)
_MOOD = "kulanz.coach.reactions.follow_letters"
# What follows which event: inside its transaction, and as jobs after the commit under names that are stored.
REACTIONS: dict[type[DomainEvent], Reactions] = {
    cases.ReplyWritten: Reactions(
        at_once=("kulanz.promises.reactions.give",),
        later=(DeferredReaction("prepare-delivery", "kulanz.channels.handlers.prepare_delivery", jobs.FIRST),),
    ),
    cases.LetterForwarded: Reactions(
        later=(DeferredReaction("prepare-forward", "kulanz.channels.handlers.prepare_delivery", jobs.FIRST),),
    ),
    cases.ReplyPostponed: Reactions(at_once=("kulanz.promises.reactions.give",)),
    cases.ReplyOvertaken: Reactions(at_once=("kulanz.promises.reactions.take_back",)),
    cases.ReplyWithdrawn: Reactions(at_once=("kulanz.promises.reactions.take_back",), later=(_TELL,)),
    cases.DraftTaken: Reactions(at_once=("kulanz.promises.reactions.change_hands",)),
    cases.MessageReceived: Reactions(
        later=(
            DeferredReaction("acknowledge", "kulanz.channels.handlers.acknowledge", jobs.IDLE),
            DeferredReaction("read-letter", "kulanz.coach.handlers.read_received", jobs.IDLE),
            DeferredReaction("notify", _NOTICES, jobs.IDLE, heard="kulanz.notify.queries.heard_letters"),
        )
    ),
    cases.MessageMoved: Reactions(at_once=("kulanz.promises.reactions.follow_letters", _MOOD)),
    cases.CaseMerged: Reactions(at_once=("kulanz.promises.reactions.follow_merged", _MOOD, *_ROWS)),
    **dict.fromkeys(_TOLD_OF, Reactions(later=(_TELL,))),
    people.CustomerChanged: Reactions(
        later=(DeferredReaction("tell-of-new-address", "kulanz.portal.handlers.tell_of_new_address"),)
    ),
    people.SetupChanged: Reactions(
        later=(DeferredReaction("give-back-of-leaver", "kulanz.routing.handlers.give_back_of_leaver"),)
    ),
}
# Whatever rules may listen to is looked at by them last.
_RULES = DeferredReaction(
    "apply-rules", "kulanz.rules.handlers.apply", jobs.IDLE, heard="kulanz.rules.queries.heard_now"
)
# Who looks at every answer before it is written, in the order in which they are heard.
VETOES: tuple[vetoes.Veto, ...] = (stop, fields.stop, checklists.stop)
# And at every case before it ends without a letter.
ENDING_VETOES: tuple[vetoes.EndingVeto, ...] = (fields.stop_ending, checklists.stop_ending)
# Where faces put events into words; rooms do it in their telling.py.
WORDS = ("kulanz.portal.progress", "kulanz.office.audit")
# Of what there are live news, and who may hear them.
LIVE: dict[str, Audience] = {"case": cases_live.audience, "person": notify_live.audience}


def _with_rules() -> dict[type[DomainEvent], Reactions]:
    """The table, with the rules behind everything that they may listen to."""
    heard = [kind.domain_event for kind in catalogue.kinds() if listening_to(kind.name)]
    before = {each: REACTIONS.get(each, Reactions()) for each in heard}
    return {**REACTIONS, **{each: Reactions(was.at_once, (*was.later, _RULES)) for each, was in before.items()}}


def _may_enter_office(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and may_enter(request.user)


def _live_url(request: HttpRequest) -> str:
    actor: Actor | None = getattr(request, "actor", None)
    return subscription.live_url(actor) if actor else ""


def _unread_notices(request: HttpRequest) -> int:
    return int(getattr(request.user, "unread_notices", 0))


# The rail of desk and office, and the addresses the page shells ask for.
RAIL = (
    Place(key="today", label=_("Today"), icon="sun", url_name="desk:today", keys="g h"),
    Place(key="inbox", label=_("Inbox"), icon="inbox", url_name="desk:inbox", keys="g i"),
    Place(key="customers", label=_("Customers"), icon="users", url_name="desk:customers", keys="g k"),
    Place(
        key="office",
        label=pgettext_lazy("rail", "Set-up"),
        icon="settings",
        url_name="office:home",
        foot=True,
        allowed=_may_enter_office,
    ),
    Place(
        key="notices",
        label=pgettext_lazy("rail", "News"),
        icon="bell",
        url_name="desk:notices",
        keys="g n",
        foot=True,
        amount=_unread_notices,
        amount_url="/notices/amount/",
    ),
    Place(key="me", label=_("Me"), icon="circle-user-round", url_name="desk:me", foot=True),
)
ADDRESSES: dict[str, str | Callable[[HttpRequest], str]] = {
    "home": "desk:today",
    "palette": "desk:palette",
    "shortcuts": "desk:shortcuts",
    "live": _live_url,
}


def switch_on() -> None:
    """Hand the tables to the rooms that ask."""
    log.wire(_with_rules())
    autodiscover_modules("telling")
    for module in WORDS:
        import_module(module)
    panels.switch_on()
    navigation.RAIL[:] = RAIL
    navigation.ADDRESSES.update(ADDRESSES)
    states.LABELS.update([*STATUS_CHOICES, *Mood.choices])
    jobs.let_idle_wait_while(ingest.has_waiting)
    ours.register(own_among)
    vetoes.register(*VETOES)
    health.register(demo_health.parts)
    vetoes.register_endings(*ENDING_VETOES)
    dissolving.register(actions.keep_acknowledgement)
    people_access.register(access.sees_all_cases)
    backend.register({"unread_notices": counted, "off_until": off_until})
    subjects.register(LIVE)
    subscription.register(actors.sights_of)
