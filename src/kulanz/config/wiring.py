"""The fuse box: which event switches on which light. One table, read at start."""

from __future__ import annotations

from kulanz.cases import events as cases
from kulanz.events import jobs, live, log

from . import rights

# event -> (handler, priority). Handlers run after the commit, each as a job of its own.
HANDLERS: dict[type[log.Happening], tuple[tuple[str, int], ...]] = {
    cases.ReplyWritten: (("kulanz.channels.handlers.prepare_delivery", jobs.FIRST),),
}


def switch_on() -> None:
    """Hand the table to the event log, and the live news the way to ask."""
    log.wire({log.kind_of(happening): handlers for happening, handlers in HANDLERS.items()})
    live.ask(teams_of=rights.teams_of, listeners_now=rights.listeners_now)
