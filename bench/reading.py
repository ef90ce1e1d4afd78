"""Reading: what a mail costs, and a customer's letter."""

from __future__ import annotations

import time
from typing import Any

from . import letter_reading, mails
from .measure import repeated


def everything() -> dict[str, Any]:
    """Return the CPU ms of reading one mail fully, of a letter of 500 words in tonfall, and of its import."""
    return {
        "mail_cpu_ms": _mails(),
        "letter_500_words_cpu_ms": letter_reading.letters(),
        "import_tonfall_cpu_ms": letter_reading.importing(),
    }


def _mails() -> dict[str, float]:
    from datetime import UTC, datetime  # noqa: PLC0415 - beside its only use

    from kulanz.channels.email.reading import read_mail  # noqa: PLC0415 - needs the path that the runner sets

    raws = [mails.mail(number) for number in range(300)]
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def once() -> float:
        began = time.process_time()
        for raw in raws:
            read_mail(raw, arrived_at=at)
        return 1000 * (time.process_time() - began) / len(raws)

    return repeated(once)
