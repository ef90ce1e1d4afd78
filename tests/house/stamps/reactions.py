"""What follows an answer, in its very transaction."""

from __future__ import annotations

from kulanz.events import log
from kulanz.events.models import Event

from .events import StampPut
from .models import Stamp
from .rules import MOTTO


def put(event: Event) -> None:
    """Put a stamp on an answer that is being written."""
    case_id, message_id = event.data["case_id"], event.data["message_id"]
    Stamp.objects.create(case_id=case_id, message_id=message_id, motto=MOTTO)
    log.record(StampPut(case_id, message_id, MOTTO), by=event.by)
