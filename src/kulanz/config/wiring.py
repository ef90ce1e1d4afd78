"""The fuse box: which event switches on which light. One table, read at start."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.cases import dissolving, ours
from kulanz.cases import events as cases
from kulanz.channels import actions, work
from kulanz.channels.ours import own_among
from kulanz.events import jobs, live, log
from kulanz.events.actor import Actor
from kulanz.office.access import may_enter
from kulanz.people import actions as people
from kulanz.people.models import User
from kulanz.ui import navigation
from kulanz.ui.navigation import Place

from . import rights

# event -> (handler, priority). Handlers run after the commit, each as a job of its own.
HANDLERS: dict[type[log.Happening], tuple[tuple[str, int], ...]] = {
    cases.ReplyWritten: (("kulanz.channels.handlers.prepare_delivery", jobs.FIRST),),
    cases.MessageReceived: (
        ("kulanz.channels.handlers.acknowledge", jobs.IDLE),
        ("kulanz.coach.handlers.read_received", jobs.IDLE),
    ),
    people.CustomerChanged: (("kulanz.portal.handlers.tell_of_new_address", jobs.NORMAL),),
    cases.MessageMoved: (("kulanz.coach.handlers.follow_moved", jobs.NORMAL),),
    cases.ReplyWithdrawn: (("kulanz.promises.handlers.loosen_withdrawn", jobs.NORMAL),),
}


def _may_enter_office(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and may_enter(request.user)


def _live_url(request: HttpRequest) -> str:
    actor: Actor | None = getattr(request, "actor", None)
    return live.live_url(actor) if actor else ""


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
    log.wire({log.kind_of(happening): handlers for happening, handlers in HANDLERS.items()})
    navigation.RAIL[:] = RAIL
    navigation.ADDRESSES.update(ADDRESSES)
    jobs.let_idle_wait_while(work.has_waiting)
    ours.ask(own_among)
    dissolving.ask(actions.keep_acknowledgement)
    people.ask_cases(rights.sees_all_cases)
    live.ask(teams_of=rights.teams_of, listeners_now=rights.listeners_now)
