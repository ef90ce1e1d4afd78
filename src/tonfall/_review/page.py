"""The page that lists every rule, written from the packs themselves so that it cannot fall behind."""

from __future__ import annotations

from dataclasses import dataclass

from tonfall._review.model import Level
from tonfall._review.packs import Example, Pack, PackLanguage, Rule, pack

_WORDS = {
    "de": {
        "title": "Die Regeln der Schreibhilfe",
        "intro": (
            "Diese Seite entsteht aus den Regeldateien in `src/tonfall/rules/de`. Die Schreibhilfe zeigt "
            "höchstens drei "
            "Hinweise, die wichtigsten zuerst; ein freundlicher, vollständiger Brief bekommt keinen. Kein "
            "Hinweis bewertet "
            "einen Menschen. Die Beispiele laufen als Tests."
        ),
        "stop": "hält das Senden an",
        "strong": "deutlicher Hinweis",
        "hint": "leiser Hinweis",
        "better": "Besser",
        "bad": "Angemerkt wird",
        "good": "In Ordnung ist",
    },
    "en": {
        "title": "The coach's rules",
        "intro": (
            "This page is written from the rule files in `src/tonfall/rules/en`. The coach shows at most "
            "three notes, the most "
            "important first; a kind and complete letter gets none. No note judges a person. The examples "
            "run as tests."
        ),
        "stop": "stops sending",
        "strong": "clear note",
        "hint": "quiet note",
        "better": "Better",
        "bad": "Noted",
        "good": "Fine",
    },
}
_PLACES: dict[PackLanguage, int] = {"de": 0, "en": 1}
_FAMILIES = {
    "message": ("Vor dem Senden", "Before sending"),
    "recipient": ("Vor dem Senden", "Before sending"),
    "attachment": ("Vor dem Senden", "Before sending"),
    "gap": ("Vor dem Senden", "Before sending"),
    "address": ("Sie und du", "Sie and du"),
    "greeting": ("Anrede", "Greeting"),
    "closing": ("Schluss", "Closing"),
    "courtesy": ("Bitte und danke", "Please and thank you"),
    "apology": ("Entschuldigung und Zuhören", "Apology and listening"),
    "listening": ("Entschuldigung und Zuhören", "Apology and listening"),
    "mood": ("Entschuldigung und Zuhören", "Apology and listening"),
    "wall": ("Sätze wie eine Wand", "Sentences like a wall"),
    "blame": ("Vorwürfe und Ausreden", "Reproaches and excuses"),
    "calming": ("Vorwürfe und Ausreden", "Reproaches and excuses"),
    "excuse": ("Vorwürfe und Ausreden", "Reproaches and excuses"),
    "negative": ("Verneinend oder vage", "Negative or vague"),
    "time": ("Zeiten und Zusagen", "Times and promises"),
    "promise": ("Zeiten und Zusagen", "Times and promises"),
    "answer": ("Antwort und Schritte", "Answers and steps"),
    "steps": ("Antwort und Schritte", "Answers and steps"),
    "style": ("Verständlichkeit", "Clarity"),
    "level": ("Verständlichkeit", "Clarity"),
    "fact": ("Fakten und Vertrauliches", "Facts and privacy"),
    "privacy": ("Fakten und Vertrauliches", "Facts and privacy"),
    "standard": ("Eigene Regeln des Hauses", "The house's own rules"),
    "brand": ("Eigene Regeln des Hauses", "The house's own rules"),
    "own": ("Eigene Regeln des Hauses", "The house's own rules"),
}


@dataclass(frozen=True, slots=True)
class ListedRule:
    """One rule in a list: its id (``wall.rules``), its usual level, its heading and its reason."""

    id: str
    level: Level
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules about one thing under a heading."""

    title: str
    rules: tuple[ListedRule, ...]


def handbook(language: PackLanguage) -> str:
    """Return the Markdown page with all rules of ``language``, grouped by what they are about."""
    words = _WORDS[language]
    pieces = [f"# {words['title']}", words["intro"]]
    for heading, rules in _grouped(pack(language)).items():
        pieces.append(f"## {heading}")
        pieces.extend(_entry(rule, words) for rule in rules)
    return "\n\n".join(pieces) + "\n"


def rule_groups(language: PackLanguage) -> tuple[RuleGroup, ...]:
    """Return all rules of ``language`` as people read them, grouped as in the handbook, for an editor of levels."""
    return tuple(
        RuleGroup(title, tuple(ListedRule(rule.id, rule.level, rule.title, rule.reason) for rule in rules))
        for title, rules in _grouped(pack(language)).items()
        if rules
    )


def _grouped(rules: Pack) -> dict[str, list[Rule]]:
    place = _PLACES[rules.language]
    groups: dict[str, list[Rule]] = {names[place]: [] for names in _FAMILIES.values()}
    for rule in rules.rules.values():
        groups[_FAMILIES[rule.family][place]].append(rule)
    return groups


def _entry(rule: Rule, words: dict[str, str]) -> str:
    return "\n".join(
        [
            f"### {rule.title}",
            "",
            f"`{rule.id}` · {words[rule.level]}",
            "",
            rule.reason,
            "",
            f"**{words['better']}:** {rule.better}",
            "",
            f"{words['bad']}:",
            "",
            *(_line(example) for example in rule.bad[:3]),
            "",
            f"{words['good']}:",
            "",
            *(_line(example) for example in rule.good[:3]),
        ]
    )


def _line(example: Example) -> str:
    text = " / ".join(line for line in example.text.splitlines() if line.strip())
    known = ", ".join(f"{key} = {value}" for key, value in example.context.items() if key != "language")
    return f"- {text or '…'}" + (f" *({known})*" if known else "")
