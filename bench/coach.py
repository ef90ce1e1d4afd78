"""Advice on a draft: the coach has to answer within a pause in typing."""

from __future__ import annotations

import time
from statistics import median

_PARAGRAPHS = (
    "es tut mir leid, dass die Maschine mit einem Sprung im Tank bei Ihnen ankam. Ein neuer Tank ist unterwegs.",
    "Wie bereits erwähnt, müssen Sie dafür nichts einschicken. Der Bote kommt am Freitag zwischen 8 und 12 Uhr vorbei.",
    "Die Rückgabefrist beträgt 14 Tage. Dafür ist unsere Abteilung nicht zuständig, wir melden uns aber zeitnah.",
)


def everything() -> dict[str, float]:
    """Return the median CPU ms of reviewing a draft of 300 words with its context (goal 15)."""
    from tonfall import Context, HouseFact, review  # noqa: PLC0415 - needs the path that the runner sets

    body = " ".join(" ".join(_PARAGRAPHS).split() * 6)
    draft = "Guten Tag Frau Kranz,\n\n" + " ".join(body.split()[:295]) + "\n\nFreundliche Grüße\nLena Hartwig"
    context = Context(
        customer_message="Der Tank hat einen Sprung, das ist ärgerlich. Wann kommt ein neuer? Was kostet das?",
        customer_name="Birgit Kranz",
        expertise="novice",
        facts=(HouseFact("Rückgabefrist", "30 Tage"), HouseFact("Versand", "4,90 Euro")),
        brand_words={"Ticket": "Anliegen", "billig": "günstig"},
        has_attachment=False,
    )
    review(draft, context)
    taken = []
    for key in range(50):
        began = time.process_time()
        review(draft + " " * key, context)
        taken.append(1000 * (time.process_time() - began))
    return {"review_300_words_cpu_ms": round(median(taken), 2)}
