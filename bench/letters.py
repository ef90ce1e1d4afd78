"""A customer's letter of 500 words, and a draft of 300 words with what the coach may know about it."""

from __future__ import annotations

from typing import Any

_COMPLAINT = (
    "Am {day}.03.2025 habe ich bei Ihnen einen Wasserkocher bestellt (Bestellnummer 55-{day}00, 49,90 €). "
    "Seit drei Wochen warte ich nun schon, und auf meine zweite Mail hat niemand geantwortet. Das enttäuscht mich. "
    "Können Sie mir bitte sagen, wann das Gerät kommt und ob ich die Adresse noch ändern kann? "
    "Sonst möchte ich mein Geld zurück. Sie erreichen mich unter 0711/1234{day}.\n\n"
)
_ANSWER = (
    "es tut mir leid, dass die Maschine mit einem Sprung im Tank bei Ihnen ankam. Ein neuer Tank ist unterwegs. "
    "Wie bereits erwähnt, müssen Sie dafür nichts einschicken. Der Bote kommt am Freitag zwischen 8 und 12 Uhr vorbei. "
    "Die Rückgabefrist beträgt 14 Tage. Dafür ist unsere Abteilung nicht zuständig, wir melden uns aber zeitnah. "
)


def letter(number: int) -> str:
    """Return a letter of about 500 words; another ``number`` makes another letter, so that nothing is remembered."""
    return "Guten Tag,\n\n" + "".join(_COMPLAINT.format(day=day) for day in range(10, 19)) + f"Zeichen {number}"


def draft() -> str:
    """Return a draft of 300 words, with greeting and closing."""
    return "Guten Tag Frau Kranz,\n\n" + " ".join((_ANSWER * 6).split()[:292]) + "\n\nFreundliche Grüße\nLena Hartwig"


def context() -> Any:
    """Return what the coach may know: the customer's words, what the house knows, the brand's words."""
    from tonfall import Context, HouseFact  # noqa: PLC0415 - needs the path that the runner sets

    return Context(
        customer_message="Der Tank hat einen Sprung, das ist ärgerlich. Wann kommt ein neuer? Was kostet das?",
        customer_name="Birgit Kranz",
        expertise="novice",
        facts=(HouseFact("Rückgabefrist", "30 Tage"), HouseFact("Versand", "4,90 Euro")),
        brand_words={"Ticket": "Anliegen", "billig": "günstig"},
        has_attachment=False,
    )
