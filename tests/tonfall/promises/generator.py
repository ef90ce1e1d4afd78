"""Sentences made by crossing due phrases with frames of clause order, voice, subject and speech act."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from tests.tonfall.promises import phrases
from tests.tonfall.promises.phrases import Phrase

_MOMENTS = "2025-03-12T10:30 2025-04-15T09:00 2025-07-04T14:20 2025-12-18T11:05 2026-05-11T08:45"
MOMENTS = tuple(datetime.fromisoformat(moment) for moment in _MOMENTS.split())
_GERMAN_PROMISES = (
    "Ich melde mich {due} bei Ihnen.",
    "{Due} rufe ich Sie an.",
    "Wir schicken Ihnen das Ersatzteil {due} zu.",
    "Die Gutschrift geht {due} an Sie raus.",
    "{Due} erhalten Sie von uns eine Antwort.",
    "Sie bekommen die Unterlagen {due} per Post.",
    "Ihre Bestellung wird {due} verschickt.",
    "Das prüfe ich und gebe Ihnen {due} Bescheid.",
    "Unser Monteur kommt {due} zu Ihnen.",
    "Ich verspreche Ihnen, dass das Gerät {due} repariert ist.",
    "Das Angebot liegt Ihnen {due} vor.",
    "Leider ging etwas schief, aber {due} ist alles erledigt.",
    "Die Kollegin, die Ihren Fall kennt, meldet sich {due}.",
    "Wir werden Ihnen den Betrag {due} erstatten.",
    "Ihr Anschluss funktioniert {due} wieder.",
    "Sie müssen nichts tun, die Karte ist {due} bei Ihnen.",
    "Den neuen Vertrag lasse ich Ihnen {due} zukommen.",
    "Wir haben den Fehler gefunden und beheben ihn {due}.",
)
_GERMAN_OTHERS = (
    "Bitte senden Sie uns das Formular {due} zurück.",
    "Können Sie uns die Fotos {due} schicken?",
    "Sie können die Ware {due} zurückgeben.",
    "Wenn Sie uns {due} schreiben, geht es schneller.",
    "Falls wir {due} nichts hören, schließen wir den Fall.",
    "Wir können die Reparatur leider nicht {due} abschließen.",
    "Das Angebot gilt {due}.",
    "Sie müssen den Zählerstand {due} melden.",
    "Passt es Ihnen {due}?",
    "Wir hoffen, dass Sie {due} wieder zufrieden sind.",
    "Sie hatten geschrieben, dass Sie das Gerät {due} brauchen.",
)
_ENGLISH_PROMISES = (
    "I'll get back to you {due}.",
    "{Due} you will have our answer.",
    "We will send you the spare part {due}.",
    "Your order will be shipped {due}.",
    "The engineer is coming {due}.",
    "You'll receive the refund {due}.",
    "I'm checking this and will call you {due}.",
    "I promise that the device will be repaired {due}.",
    "Sorry about the delay, the parcel will be with you {due}.",
    "My colleague, who knows your case, will phone you {due}.",
    "We're going to replace the meter {due}.",
    "You don't need to do anything, the card will reach you {due}.",
    "We have found the fault and will fix it {due}.",
    "The credit goes out {due}.",
)
_ENGLISH_OTHERS = (
    "Please send us the form {due}.",
    "Could you send us the photos {due}?",
    "You can return the item {due}.",
    "If you write to us {due}, it will be quicker.",
    "Unfortunately we cannot finish the repair {due}.",
    "You need to report the reading {due}.",
    "Does it suit you {due}?",
    "Let us know {due} whether it fits.",
    "We hope you will be happy again {due}.",
)


@dataclass(frozen=True)
class Case:
    """One sentence with its language, naive local moment of writing, right kind and right day."""

    text: str
    language: str
    at: datetime
    kind: str
    day: date | None
    clock: time | None


def cases(seed: int, count: int) -> list[Case]:
    """Return ``count`` different cases drawn with ``seed`` from the whole cross product."""
    everything = [*_crossed("de"), *_crossed("en")]
    return random.Random(seed).sample(everything, count)


def _crossed(language: str) -> Iterator[Case]:
    builder = phrases.german if language == "de" else phrases.english
    promises = _GERMAN_PROMISES if language == "de" else _ENGLISH_PROMISES
    others = _GERMAN_OTHERS if language == "de" else _ENGLISH_OTHERS
    for at in MOMENTS:
        for phrase in builder(at):
            for frame in promises:
                yield Case(_filled(frame, phrase), language, at, "P", phrase.day, phrase.clock)
            for frame in others:
                yield Case(_filled(frame, phrase), language, at, "N", None, None)


def _filled(frame: str, phrase: Phrase) -> str:
    due = phrase.words
    text = frame.replace("{due}", due).replace("{Due}", due[:1].upper() + due[1:])
    for doubled in (",.", ",,", ",?"):
        text = text.replace(doubled, doubled[1:])
    return text
