"""Turn an order ("you must send us the form") into a request that keeps the sentence."""

from __future__ import annotations

import re

_PARTICLES = (
    "herunter hinunter zurück weiter vorbei zusammen frei hoch aus ein an ab auf mit nach vor bei fest los um zu".split()
)
_NOT_SPLIT = re.compile(r"(?:antwort|akzept|abonn|absolv|angel|einig|umarm|unter|über|zahl|auss?tell?ier|zuck)", re.I)
_NO_REQUEST = frozenset("haben sein können werden wissen rechnen warten gedulden leben akzeptieren verstehen gehen".split())
_STRONG = {
    "geben": "gib", "nehmen": "nimm", "lesen": "lies", "sehen": "sieh", "helfen": "hilf", "werfen": "wirf",
    "sprechen": "sprich", "treten": "tritt", "vergessen": "vergiss", "messen": "miss", "lassen": "lass",
}  # fmt: skip
_MUST = re.compile(
    r"(?P<before>[^,;:]*?)\b(?:(?P<v2>müssen|müssten|musst|müsstest)\s+(?P<who2>Sie|du)|"
    r"(?P<who1>Sie|du)\s+(?:müssen|müssten|musst|müsstest))\s+(?P<middle>[^,;:.!?]*?)\s*(?P<verb>[a-zäöüß]+n)(?P<rest>[.!]?)\s*",
    re.I,
)
_BEFORE = re.compile(r"(?:dafür|dazu|hierfür|hierzu|für|bei|zur|zum|nach|vor|mit|als|erst|zuerst|bis|im|am|in)\b", re.I)
_LEADING = re.compile(r"(?:uns|mir|sich|dich|ihn|es|sie)\b", re.I)


def german_request(sentence: str) -> str | None:
    """Return the sentence with "müssen" as a request with "bitte", or ``None`` when it would not fit.

    Formal: ``Dafür müssen Sie uns den Beleg schicken.`` becomes ``Dafür schicken Sie uns bitte den Beleg.``;
    informal: ``Du musst das Konto bestätigen.`` becomes ``Bitte bestätige das Konto.``
    """
    match = _MUST.fullmatch(sentence)
    if match is None or match["verb"] in _NO_REQUEST or re.search(r"\b(?:oder|und|zu)\b", match["middle"]):
        return None
    particle, verb = _split(match["verb"])
    middle, before = match["middle"].strip(), match["before"].strip()
    tail = f" {particle}" if particle else ""
    end = match["rest"] or ""
    if (match["who1"] or match["who2"]).lower() == "sie":
        first = _LEADING.match(middle)
        pronoun, rest = (f" {first.group()}", middle[first.end() :].strip()) if first else ("", middle)
        if before:
            return _tidy(f"{before} {verb} Sie{pronoun} bitte {rest}{tail}{end}")
        return _tidy(f"bitte {verb} Sie{pronoun} {rest}{tail}{end}")
    if before and not _BEFORE.match(before):
        return None
    lead = before[:1].lower() + before[1:]
    return _tidy(f"bitte {_imperative(verb)} {lead} {middle}{tail}{end}")


def _split(verb: str) -> tuple[str, str]:
    if not _NOT_SPLIT.match(verb):
        for particle in _PARTICLES:
            if verb.startswith(particle) and len(verb) - len(particle) >= 5:
                return particle, verb[len(particle) :]
    return "", verb


def _imperative(infinitive: str) -> str:
    for ending, form in _STRONG.items():
        if infinitive.endswith(ending):
            return infinitive[: -len(ending)] + form
    stem = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
    return stem + "e"


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.!])", r"\1", re.sub(r"\s{2,}", " ", text)).strip()
