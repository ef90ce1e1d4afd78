"""Does a customer's mail sound as if the matter were solved? Pure; only an offer to the agent, never a decision."""

from __future__ import annotations

import re

# What works, is done, has arrived, is solved: the matter is over. Each alternative needs its own verb or participle.
_SOLVED = re.compile(
    r"\b(?:"
    r"(?:es|das|alles|jetzt|nun|wieder)?\s*(?:klappt|funktioniert|läuft|geht)\b(?!\s+(?:um|los))"
    r"|hat\s+(?:jetzt\s+|nun\s+|alles\s+|wunderbar\s+|super\s+|prima\s+)*(?:geklappt|funktioniert)"
    r"|(?:hat\s+sich|ist|wäre)\s+(?:damit\s+|jetzt\s+|nun\s+|für\s+mich\s+)*(?:erledigt|gelöst|geklärt|behoben)"
    r"|(?:problem|frage|anliegen|sache|thema)\s+(?:ist\s+|wurde\s+)?(?:jetzt\s+|damit\s+)?(?:gelöst|geklärt|erledigt|behoben)"
    r"|(?:ist|sind)\s+(?:heute\s+|gestern\s+|gut\s+|heil\s+)*angekommen"
    r"|alles\s+(?:bestens|gut|in\s+ordnung|wieder\s+gut|prima|super)"
    r"|(?:it|that|everything|all)(?:'s|\s+is|\s+has|\s+now)?\s+(?:works?|working|worked|solved|fixed|sorted|resolved|fine|good)"
    r"|(?:solved|fixed|sorted|resolved)\b"
    r"|(?:has|have)\s+arrived"
    r")",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:nicht|kein|keine|keinen|noch|leider|aber|jedoch|trotzdem|wieder\s+nicht|erst|falls|wenn|ob|warum|wann"
    r"|not|n't|no|never|still|but|however|unfortunately|if|whether|why|when)\b|n't\b|\?",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:dank|danke|dankeschön|vielen\s+dank|thanks|thank\s+you|thx|merci|cheers)\b", re.IGNORECASE)
MOST_WORDS = 40


def sounds_solved(text: str) -> bool:
    """Say whether a short message reads like "Danke, klappt!". German and English; doubt of any kind means no.

    Longer letters (over 40 words) always mean no: whoever writes at length has something to say.
    """
    words = text.split()
    if not words or len(words) > MOST_WORDS or _DOUBT.search(text):
        return False
    if _SOLVED.search(text):
        return True
    return _THANKS.search(text) is not None and len(words) <= 6
