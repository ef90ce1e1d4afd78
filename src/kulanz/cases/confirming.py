"""Does a customer's mail sound as if the matter were solved? Pure; only an offer to the agent, never a decision."""

from __future__ import annotations

import re

MOST_WORDS = 40
# Something works, is done, has come: said of the matter, in the present or perfect.
_SOLVED = re.compile(
    r"\b(?:"
    r"(?:klappt|klappte|funktioniert|funktionierte|passt|brennt|leuchtet)\b"
    r"|(?:es|das|alles)\s+(?:geht|läuft)\s+(?:jetzt|nun|wieder|prima|super|bestens|einwandfrei)"
    r"|(?:jetzt|nun)\s+(?:geht|läuft)\s+(?:es|alles|wieder)"
    r"|hat\s+(?:\w+\s+){0,3}(?:geklappt|funktioniert|geholfen|gepasst)"
    r"|(?:erledigt|gelöst|geklärt|behoben)\b"
    r"|(?:ist|sind)\s+(?:\w+\s+){0,3}(?:angekommen|eingetroffen|da)\b"
    r"|alles\s+(?:bestens|gut|klar|in\s+ordnung|wieder\s+gut|prima|super|okay|ok)"
    r"|(?:it|that|this|everything|all)(?:'s|\s+is|\s+are)?\s+(?:\w+\s+)?(?:works?|working|worked|fine|good|perfect)"
    r"|(?:solved|fixed|sorted|resolved|fits)\b"
    r"|(?:has|have)\s+arrived|\barrived\b"
    r")",
    re.IGNORECASE,
)
# A question, a condition, a hope, a "but", something missing or coming back: then a person must read it.
_DOUBT = re.compile(
    r"\b(?:nicht|nichts|kein\w*|noch|leider|aber|jedoch|trotzdem|obwohl|erst|falls|wenn|sobald|ob|warum|wann|wie"
    r"|hoffe|hoffentlich|bitte|voraus|fehlt|fehlen|kaputt|urlaub|abwesend|warte|seit|gestern\s+wieder"
    r"|not|never|still|but|however|unfortunately|if|whether|why|when|how|hope|please|advance|again|broken|missing)\b"
    r"|n't\b|\?",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:dank|danke|dankeschön|thanks|thank\s+you|thx|merci|cheers)\b", re.IGNORECASE)


def sounds_solved(text: str) -> bool:
    """Say whether a short message reads like "Danke, klappt!". German and English; doubt of any kind means no.

    Longer letters (over 40 words) always mean no: whoever writes at length has something to say.
    """
    words = text.split()
    if not words or len(words) > MOST_WORDS or _DOUBT.search(text):
        return False
    return _SOLVED.search(text) is not None or (_THANKS.search(text) is not None and len(words) <= 6)
