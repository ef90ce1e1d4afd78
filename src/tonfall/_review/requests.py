"""Turn an order ("you must send us the form") into a request that keeps the sentence."""

from __future__ import annotations

import re

from tonfall._review.words import word_set

_PARTICLES = (
    *(
        "herunter",
        "hinunter",
        "zurück",
        "weiter",
        "vorbei",
        "zusammen",
        "frei",
        "hoch",
        "aus",
        "ein",
        "an",
        "ab",
    ),
    *("auf", "mit", "nach", "vor", "bei", "fest", "los", "um", "zu"),
)
_NOT_SPLIT = re.compile(r"(?:antwort|akzept|abonn|absolv|angel|einig|umarm|unter|über|zahl|auss?tell?ier|zuck)", re.I)
_NO_REQUEST = word_set(
    "haben sein können werden wissen rechnen warten gedulden leben akzeptieren verstehen gehen morgen "
    "übermorgen gestern oben "
    "unten außen innen ihn ihnen denen einen keinen meinen deinen seinen hin schon nun dann davon darin daran"
)
_STRONG = {
    "geben": "gib", "nehmen": "nimm", "lesen": "lies", "sehen": "sieh", "helfen": "hilf", "werfen": "wirf",
    "sprechen": "sprich", "treten": "tritt", "vergessen": "vergiss", "messen": "miss", "lassen": "lass",
}  # fmt: skip
_MUST = re.compile(
    r"(?P<before>[^,;:]*?)\b(?:(?P<v2>müssen|müssten|musst|müsstest)\s+(?P<who2>Sie|du)|"
    r"(?P<who1>Sie|du)\s+(?:müssen|müssten|musst|"
    r"müsstest))\s+(?P<middle>[^,;:.!?]*?)\s*(?P<verb>(?-i:[a-zäöüß]+n))(?P<rest>[.!]?)\s*",
    re.I,
)
_BEFORE = re.compile(r"(?:dafür|dazu|hierfür|hierzu|für|bei|zur|zum|nach|vor|mit|als|erst|zuerst|bis|im|am|in)\b", re.I)
_LEADING = re.compile(r"(?:uns|mir|sich|dich|ihn|es|sie)\b", re.I)


def german_request(clause: str, *, begins_sentence: bool = True) -> str | None:
    """Return a clause with "müssen" as a request with "bitte", or ``None`` when it would not fit.

    After a first clause (``begins_sentence`` false) the verb comes first: ``füllen Sie bitte ... aus``.

    Formal: ``Dafür müssen Sie uns den Beleg schicken.`` becomes ``Dafür schicken Sie uns bitte den Beleg.``;
    informal: ``Du musst das Konto bestätigen.`` becomes ``Bitte bestätige das Konto.``
    """
    match = _MUST.fullmatch(clause)
    if match is None or match["verb"] in _NO_REQUEST or re.search(r"\b(?:oder|und|zu)\b", match["middle"]):
        return None
    particle, verb = _split(match["verb"])
    middle, before = match["middle"].strip(), match["before"].strip()
    tail = f" {particle}" if particle else ""
    end = match["rest"] or ""
    if (match["who1"] or match["who2"]).lower() == "sie":
        first = _LEADING.match(middle)
        pronoun, rest = (f" {first.group()}", middle[first.end() :].strip()) if first else ("", middle)
        if before or (match["who2"] and not begins_sentence):
            return _tidy(f"{before} {verb} Sie{pronoun} bitte {rest}{tail}{end}")
        return _tidy(f"bitte {verb} Sie{pronoun} {rest}{tail}{end}")
    if before and not _BEFORE.match(before):
        return None
    lead = before[:1].lower() + before[1:]
    if match["who2"] and not begins_sentence:
        return _tidy(f"{_imperative(verb)} bitte {lead} {middle}{tail}{end}")
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
