"""The German exclusion tests: why a clause with a due phrase is no promise of ours after all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tonfall._promises import german_words as de
from tonfall._promises.clauses import Clause
from tonfall._promises.wordlists import bag
from tonfall._text import Word

_OBJECTS = bag("mich uns ihnen sie dir dich euch das es den die dem ein eine einen sich dann nach ihre ihren ich wir")
_ABILITY = bag("möglich machbar realistisch")
_PLACES = re.compile(
    r"\b(?:im (?:büro|haus|dienst|urlaub|homeoffice)|außer haus|nicht da|in elternzeit|verreist"
    r"|für (?:sie|dich|euch) da)\b"
)
_STORED = re.compile(r"filiale|packstation|abhol|paketshop|postamt|reserviert|hinterlegt|aufbewahrt")
_RULE = re.compile(
    r"\bin der regel\b|\bim schnitt\b|\bim durchschnitt\b|\brund um die uhr\b|\bnach ablauf\b|\bje nach\b"
)
_EVERY = re.compile(r"\bjede[ns]? (?:tag|woche|monat|quartal|jahr|\w+tag)\b")
_CONTRACT = re.compile(r"vertrag|abo|angebot|aktion|tarif|frist|garantie|mitgliedschaft|police|lizenz|vereinbarung")
_SUBORDINATORS = bag("weil obwohl während dass wenn falls sofern sobald nachdem bevor damit sodass")
_SAID = bag("gesagt zugesagt versprochen mitgeteilt geschrieben angekündigt erwähnt berichtet behauptet")
_CONDITIONAL = re.compile(r"\b(?:im falle?|bei bedarf|auf wunsch|unter der voraussetzung|in dem fall|in diesem fall)\b")
_SHORT_STAY = bag("dauert dauern gedauert")


def has_verb(stretch: Sequence[Word]) -> bool:
    """Say whether a stretch of German words has a finite verb of its own."""
    forms = de.finite_forms()
    if len(stretch) > 2 and stretch[0].low in _SUBORDINATORS:
        return True
    for place, word in enumerate(stretch):
        if word.text[:1].isupper() and place > 0:
            continue
        if word.low in forms and not (word.text[:1].isupper() and word.low in {"bitte"}):
            return True
        following = stretch[place + 1].low if place + 1 < len(stretch) else ""
        if (
            place <= 1
            and word.low.endswith(("e", "t", "en"))
            and following in _OBJECTS
            and word.low not in _OBJECTS | de.OPENERS
        ):
            return len(word.low) > 3 and word.low not in {"bitte", "heute", "seite", "leute"}
    return False


def is_question(clause: Clause) -> bool:
    """Questions end in a question mark; a statement before a tag ('..., in Ordnung?') is none."""
    if not clause.asks:
        return False
    has_own_subject = bool(clause.lows) and (clause.lead in de.OUR or any(low in de.OUR for low in clause.lows[1:3]))
    return clause.is_last or not has_own_subject or clause.lead in de.finite_forms()


def is_condition(clause: Clause) -> bool:
    """'wenn', 'falls', 'sofern' and the verb-first 'Sollten Sie ...'."""
    leads = set(clause.lows[:2]) if clause.lead in {"und", "aber", "auch", "nur", "denn"} else {clause.lead}
    if leads & de.CONDITION:
        return True
    verb_first = clause.lead in {"sollte", "sollten", "wäre", "hätten"} and clause.words[0].text[:1].isupper()
    first_word = verb_first and not any(due.span.start < clause.words[0].span.start for due in clause.dues)
    return first_word or _CONDITIONAL.search(" ".join(clause.lows)) is not None


def is_temporal(clause: Clause) -> bool:
    """'sobald', 'nachdem': the moment hangs on an event."""
    return bool(set(clause.lows[:2]) & de.TEMPORAL)


def is_request(clause: Clause) -> bool:
    """'Bitte ...', 'Senden Sie uns ...', 'Schick uns ...'."""
    lows = clause.lows
    if _grants_time(clause):
        return False
    if _needs(clause):
        return True
    if not lows or de.OUR & set(lows):
        return False
    if "bitte" in lows or "bitten" in lows:
        return "rechnen" not in lows
    start = 1 if lows[0] in {"und", "dann", "oder", "aber"} and len(lows) > 1 else 0
    opens = not any(due.span.start < clause.words[start].span.start for due in clause.dues)
    if opens and len(lows) > start + 1 and lows[start].endswith("en") and lows[start + 1] == "sie":
        return lows[start] not in de.RECEIVE | de.AUXILIARIES or lows[start] == "seien"
    stem = lows[start] in de.finite_forms() and lows[start].endswith(("en", "t")) is False
    asks_us = bool({"uns", "mir", "dich"} & set(lows[start + 1 :])) and not {
        "ihnen",
        "dir",
        "mich",
        "sie",
    } & set(lows)
    return opens and stem and asks_us and not clause.has(de.AUXILIARIES)


def _needs(clause: Clause) -> bool:
    """'Dafür benötigen wir bis Freitag ...', 'wir bitten Sie ...'; but 'noch zwei Tage' is our own time."""
    lows = set(clause.lows)
    if {"bitte", "bitten"} & lows and de.OUR & lows and {"sie", "dich", "um", "euch"} & lows:
        return True
    if {"erwarte", "erwarten"} & lows and de.OUR & lows:
        return bool(lows & {"ihre", "ihren", "ihr", "deine", "deinen"})
    own_time = "noch" in clause.said and any(due.counted for due in clause.dues)
    return bool(lows & de.NEEDING) and bool(lows & de.OUR) and not own_time


def is_customers(clause: Clause) -> bool:
    """The customer acts: 'Sie können bis Freitag ...', 'Sie müssen ...'; receiving is no acting."""
    place = _customer_place(clause)
    if place is None:
        return False
    lows = set(clause.lows)
    if _grants_time(clause) or _may_do_again(clause, lows):
        return False
    free = {"müssen", "musst", "möchten", "wollten", "wollen"}
    free |= set() if lows & de.COUNTING else {"dürfen"}
    if lows & de.RECEIVE and not lows & free:
        return False
    if lows & de.MODALS:
        return not (lows & {"sollten", "solltest"} and (lows & {"haben"}))
    if lows & de.HAVE:
        return bool(lows & de.NO_GAIN)
    return not (lows & (de.WILL | de.BE))


def _grants_time(clause: Clause) -> bool:
    """'Geben Sie mir eine Stunde', 'Bitte haben Sie Geduld bis Freitag': the time asked for ends with our act."""
    lows = set(clause.lows)
    if lows & {"geduld", "gedulden"}:
        return any(due.moment is not None for due in clause.dues)
    return bool(clause.dues) and bool(lows & {"mir", "uns"}) and lows <= de.GRANTING


def _may_do_again(clause: Clause, lows: set[str]) -> bool:
    """'Ab morgen können Sie wieder telefonieren': what becomes possible from then on is ours to bring about."""
    if not lows & {"können", "kannst", "könnt"} or not any(due.moment is not None for due in clause.dues):
        return False
    from_then = any(clause.due_word(due) == "ab" or "ab" in clause.said.split() for due in clause.dues)
    return "wieder" in lows or (from_then and bool(lows & de.READY_FOR))


def _customer_place(clause: Clause) -> int | None:
    """Return where the customer stands as the subject of the clause, or ``None``."""
    lows = clause.lows
    if de.OUR & set(lows):
        return None
    for place, word in enumerate(clause.words):
        if word.low == "du":
            return place
        if word.text != "Sie":
            continue
        before = lows[place - 1] if place else ""
        after = lows[place + 1] if place + 1 < len(lows) else ""
        if place == 0 or before in de.OPENERS:
            acts = after.endswith(("en", "rn", "ln")) or after in {"sind"} or before in de.OPENERS
            return place if acts and not after.endswith("t") else None
        is_plural_verb = before in de.finite_forms() and before.endswith(("en", "rn", "ln", "sind"))
        if is_plural_verb and lows[0] not in de.NOUN_PHRASE:
            return place
    return None


def is_past(clause: Clause) -> bool:
    """Simple past, or a perfect that is no result still to come ('bis Freitag habe ich das geklärt')."""
    lows = set(clause.lows)
    if lows & (de.MOVED | de.SCHEDULED) and _is_set_for_later(clause):
        return False
    if "worden" in lows or any(_is_past_verb(clause.words, place) for place in range(len(clause.words))):
        return True
    if lows & de.WILL or lows & de.SCHEDULED or (lows & de.MOVED and _is_set_for_later(clause)):
        return False
    if lows & de.HAVE:
        is_perfect = any(_participle(word) for word in clause.words)
    else:
        # 'ist am Freitag erledigt' is a state to come, 'ist am Freitag angekommen' has happened.
        is_perfect = bool(lows & de.BE) and any(de.MOVING.fullmatch(low) for low in clause.lows)
    if not is_perfect:
        return False
    ahead = (
        any(due.moment is not None and (due.ahead or due.deadline) for due in clause.dues) and "gewartet" not in lows
    )
    return not ahead


def _is_past_verb(spoken: Sequence[Word], place: int) -> bool:
    """'korrigierte' before a noun is an adjective, no past."""
    if spoken[place].low not in de.past_forms() or (place and spoken[place].text[:1].isupper()):
        return False
    following = spoken[place + 1] if place + 1 < len(spoken) else None
    adjective = following is not None and following.text[:1].isupper() and following.low not in {"sie", "ihnen", "ihr"}
    return not (
        adjective
        and spoken[place].low.endswith(("te", "ten"))
        and place > 0
        and spoken[place].low not in de.STRONG_PAST
    )


def _is_set_for_later(clause: Clause) -> bool:
    return any(clause.due_word(due) in {"auf", "für", "zum"} for due in clause.dues)


def _participle(word: Word) -> bool:
    return word.text[:1].islower() and de.is_participle(word.low)


def is_negated(clause: Clause) -> bool:
    """'nicht bis Freitag', 'keinen Termin vor April'; 'nicht später als' binds all the same."""
    said = de.NEGATION_EXEMPT.sub(" ", " ".join(clause.lows))
    return bool(de.NEGATION & set(said.split()))


def is_wish(clause: Clause) -> bool:
    """Hopes, hedges and what one would like."""
    tries = clause.has(de.TRYING) and any(due.moment is not None for due in clause.dues)
    return clause.has(de.WISH) or tries


def is_policy(clause: Clause) -> bool:
    """Opening times, habits, terms of contract, absences and other states of the world."""
    said, lows = " ".join(clause.lows), set(clause.lows)
    if lows & {"läuft", "laufen"} and (lows & {"ab", "aus"} or _CONTRACT.search(said)):
        return True
    if not lows or (lows & de.FAREWELL and not has_verb(clause.words)):
        return True
    if lows & de.HABIT or _RULE.search(said) or _EVERY.search(clause.said):
        return True
    if lows & {"bin", "sind", "ist"} and _PLACES.search(said):
        return True
    if not lows & (de.OUR | {"ihnen", "dir", "sie"}) and de.PUBLIC.search(said):
        return True
    if lows & _ABILITY and not re.search(r"(?:so \w+|sobald) (?:wie )?möglich", said):
        return True
    if lows & _SHORT_STAY:
        return "noch" not in clause.said and "voraussichtlich" not in said
    if lows & {"liegt", "lagert", "bleibt", "bleiben"} and _STORED.search(said):
        return any(due.deadline for due in clause.dues)
    if lows & {"muss", "müssen"} and not lows & de.OUR:
        return True
    restored = "wieder" in lows and lows & {"ihr", "ihre", "dein", "deine"}
    return bool(lows & de.STATIVE) and not restored


def is_reported(clause: Clause) -> bool:
    """'Sie schrieben, dass ...', 'Ihnen wurde zugesagt, dass ...': what others said before."""
    lows = set(clause.lows)
    if de.OUR & lows:
        return False
    says = bool(lows & (_SAID | bag("schreiben schrieben sagten sagen erwarten meinten teilten fragten baten")))
    return says and bool(lows & {"sie", "ihnen", "dir", "du"})


def opens_content(clause: Clause) -> bool:
    """Say whether the clause is the content of the one before ('dass ...')."""
    return clause.lead == "dass"


def depends(clause: Clause) -> bool:
    """Say whether an infinitive shares the fate of the clause before ('..., Ihnen zu helfen')."""
    last = clause.lows[-1] if clause.lows else ""
    has_zu = len(clause.lows) > 1 and clause.lows[-2] == "zu" and last.endswith(("en", "rn", "ln", "n"))
    return not de.OUR & set(clause.lows) and (has_zu or re.fullmatch(r"\w+zu\w+en", last) is not None)


def continues(clause: Clause) -> bool:
    """German needs no such leave: an imperative after 'und' names the customer."""
    return False


def explains(clause: Clause) -> bool:
    """Say whether the clause only gives a reason or an aim ('weil ...', 'um ... zu ...')."""
    lows = clause.lows
    if clause.lead == "um" and "zu" in lows:
        return True
    is_main = len(lows) > 1 and lows[1] in de.finite_forms()
    return clause.lead in {"weil", "da", "obwohl", "während", "bevor", "nachdem", "solange"} and not is_main


def speaks_for_us(clause: Clause) -> bool:
    """Say whether the clause is about what we do or the customer gets."""
    return clause.has(de.OUR, de.WILL, de.RECEIVE)
