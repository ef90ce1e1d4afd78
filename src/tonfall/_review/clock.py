"""Concrete times: what makes a waiting customer able to plan."""

from __future__ import annotations

import re

_DAY = (
    r"(?:mon|diens|donners|frei|sams|sonn)tag\w*|mittwoch\w*|sonnabend\w*|(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day\w*|"
    r"heute|morgen(?!s)|übermorgen|werktags?|today|tomorrow|tonight|(?<!guten )\babend|mittag|noon|"
    r"midnight|wochenende|weekend|ostern|pfingsten|weihnachten|"
    r"heiligabend|silvester|neujahr|easter|christmas|new year's"
)
_MONTH = (
    r"januar|jänner|februar|märz|april|juni|juli|august|september|oktober|november|dezember|january|february|"
    r"march|may(?= \d)|june|july|october|december|\d\.? mai|ende mai|anfang mai|mitte mai"
)
_NUMBER = (
    r"(?:\d+|ein|eine|einer|einem|zwei|drei|vier|fünf|sechs|sieben|acht|zehn|vierzehn|"
    r"one|two|three|four|five|six|seven|ten|a|an)"
)
_UNIT = (
    r"(?:(?:arbeits|werk|kalender)?tag\w*|stunden?|minuten?|wochen?|monat\w*|(?:working |business )?days?|"
    r"hours?|minutes?|"
    r"weeks?|months?)"
)
_CONCRETE = re.compile(
    rf"\b(?:{_DAY}|{_MONTH})\b|\b\d{{1,2}}[.:]\d{{2}}\b|\b\d{{1,2}}\s*(?:uhr|am|pm|o'clock)\b|"
    rf"\b\d{{1,2}}\.\s?\d{{1,2}}\.|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b{_NUMBER}(?:\s+(?:bis|to|or|oder|und|"
    rf"-)\s+{_NUMBER})?\s+{_UNIT}\b|"
    r"\b(?:um|at|by|gegen|bis)\s+(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|one|two|"
    r"three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|halb)\b|\b(?:ende|anfang|mitte|end|beginning|"
    r"middle)\s+(?:of\s+)?(?:der|dieser|nächster|"
    r"kommender|des|the|this|next)\b|\b(?:this|next|dieser?|diese[nms]?|nächste[nrsm]?|"
    r"kommende[nrsm]?)\s+(?:woche|monat|week|month|jahr|year)\b|"
    r"\bclose of business\b|\bfeierabend\b|\bwithin the hour\b|‹[^›]*›|\b\d{1,3}\s*(?:h|min|std)\b|\b(?:KW|"
    r"week)\s*\d+",
    re.I,
)


def names_a_time(text: str) -> bool:
    """Say whether ``text`` names a day, a date, a time, a span of days or a marked gap for one."""
    return _CONCRETE.search(text) is not None
