"""The roles a process can play. ``kulanz serve`` plays all; in large installations each has its own processes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from kulanz.channels.email import listener
from kulanz.channels.registry import kinds, opened
from kulanz.channels.running import IngestWorker
from kulanz.coach.advising import warm_up
from kulanz.core.console import gettext as _
from kulanz.events import worker

from . import schedule, web
from .process import StartError


class WebRole:
    """The pages, live updates included."""

    name = "web"

    def start(self) -> None:
        """Take the port and serve."""
        self._server = web.Server(listen(settings.WEB_ADDRESS, "KULANZ_WEB"))
        self._server.start()
        # In the background: nobody's first note should wait a second for the rules, and no page for the warming.
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()

    def stop(self, seconds: float) -> None:
        """Close streams, finish requests."""
        self._server.stop(seconds)


class MailRole:
    """The mail listener."""

    name = "mail"

    def start(self) -> None:
        """Take the port and listen."""
        try:
            self._listener = listener.start(settings.SMTP_ADDRESS)
        except OSError as problem:
            raise _taken(settings.SMTP_ADDRESS, "KULANZ_SMTP", problem) from problem
        except listener.CertificateUnusable as problem:
            raise StartError(
                _("The certificate in {setting} cannot be used ({reason}).").format(
                    setting="KULANZ_SMTP_CERT", reason=problem
                )
            ) from problem

    def stop(self, seconds: float) -> None:
        """Finish the conversations that are going on, in ``seconds`` at most."""
        # The listener waits half a minute for its senders; the process does not have so much time.
        ending = threading.Thread(target=self._listener.stop, daemon=True)
        ending.start()
        ending.join(seconds)


class WorkerRole:
    """The worker, what fetches from elsewhere, and the reading of what has arrived."""

    name = "work"

    def start(self) -> None:
        """Begin to run jobs."""
        self._worker = worker.Worker(settings.WORKER_THREADS)
        self._worker.start()
        self._intake = IngestWorker()
        self._intake.start()
        fetched = [] if settings.QUARANTINE else [kind.fetcher for kind in kinds().values() if kind.fetcher]
        self._fetchers = [opened(fetcher)() for fetcher in fetched]
        for fetcher in self._fetchers:
            fetcher.start()

    def stop(self, seconds: float) -> None:
        """Finish running jobs and the batch in hand."""
        for fetcher in self._fetchers:
            fetcher.stop(seconds / 3 / len(self._fetchers))
        self._intake.stop(seconds / 3)
        self._worker.stop(seconds / 3)


class ScheduleRole:
    """The schedule."""

    name = "schedule"

    def __init__(self, entries: Sequence[schedule.ScheduleEntry]) -> None:
        self._entries = entries

    def start(self) -> None:
        """Begin to look after it."""
        self._runner = schedule.ScheduleRunner(self._entries, ZoneInfo(settings.TIME_ZONE))
        self._runner.start()

    def stop(self, seconds: float) -> None:
        """End."""
        self._runner.stop(seconds)


def listen(address: tuple[str, int], setting: str) -> socket.socket:
    """Return a listening socket on ``address``. Raises ``StartError`` where the port is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    # The protocol is named because asyncio switches Nagle's algorithm off only where it sees it; otherwise the last
    # short packet of a streamed answer waits 40 ms for the acknowledgement of the one before.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError as problem:
        listening.close()
        raise _taken(address, setting, problem) from problem
    return listening


def _taken(address: tuple[str, int], setting: str, problem: OSError) -> StartError:
    return StartError(
        _("{host}:{port} cannot be used ({reason}). Another address can be set in {setting}.").format(
            host=address[0], port=address[1], reason=problem.strerror or problem, setting=setting
        )
    )
