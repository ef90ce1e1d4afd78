"""The role that reads what has been kept: one thread that follows the arriving mails closely and never hurries them."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection

from . import ingest
from .intake import arrived

log = logging.getLogger(__name__)

_LOOK = 0.25  # seconds between looks for what another process has kept
_QUIET = 0.03  # a pause of this length between two arrivals means that a burst is over
_LONGEST_WAIT = 0.4  # no mail waits longer for the end of a burst: it is to be a case within a second


class IngestWorker:
    """Reads waiting originals until it is stopped."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Finish the batch in hand, waiting ``seconds`` at most. What is left is read after the next start."""
        self._ending.set()
        arrived.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._ending.is_set():
            if arrived.wait(_LOOK):
                # Reading while mail arrives costs both sides nearly half their speed.
                self._let_the_burst_pass()
            try:
                while not self._ending.is_set() and ingest.read_waiting():
                    pass
            except Exception:
                log.exception("originals could not be read; the next attempt follows in a moment")
                connection.close()
                self._ending.wait(1)
        connection.close()

    def _let_the_burst_pass(self) -> None:
        end = time.monotonic() + _LONGEST_WAIT
        while arrived.is_set() and time.monotonic() < end and not self._ending.is_set():
            arrived.clear()
            time.sleep(_QUIET)
        arrived.clear()
