"""Vague promises: 'zeitnah', 'as soon as possible', and announcements without any date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tonfall._promises.clauses import Clause
from tonfall._promises.german_words import RECEIVE, REPLIES, TRYING, finite_forms, is_participle
from tonfall._promises.wordlists import bag

_SOON_DE = re.compile(
    r"\b(?:zeitnahe?n?|umgehend\w*|schnellstmöglich\w*|schnellstens|baldmöglichst|baldigst|bald|alsbald|demnächst|"
    r"kurzfristig|unverzüglich|schleunigst|rasch\w*|zügig|prompt|in kürze|in bälde|sofort"
    r"|nächstmöglich|frühestmöglich|"
    r"(?:schnell|bald|rasch|zügig|früh|zeitnah) (?:wie|es) (?:nur )?(?:möglich|irgend möglich"
    r"|geht)|asap|nächster zeit|"
    r"bei nächster gelegenheit|zu gegebener zeit|auf dem laufenden|in absehbarer zeit"
    r"|binnen kurzem|im anschluss|"
    r"so schnell ich kann|so schnell wir können|in den nächsten|schnelle lösung"
    r"|später mehr|mehr dazu)\b"
)
_SOON_EN = re.compile(
    r"\b(?:as soon as (?:possible|we can|i can)|asap|soon|shortly|promptly|immediately|right away"
    r"|straight ?away|"
    r"in due course|before long|near future|as quickly as|at the earliest|earliest (?:opportunity"
    r"|convenience)|"
    r"posted|without delay|in no time|momentarily|any (?:day|minute) now|in the loop|speedily"
    r"|more on this|later on)\b"
)
_DOING_DE = bag(
    "melde melden meldet kümmere kümmern kümmert prüfe prüfen prüft kläre klären klärt informiere "
    "informieren informiert benachrichtige benachrichtigen benachrichtigt veranlasse veranlassen "
    "veranlasst nachfragen nachhaken hake haken bescheid zukommen untersuche untersuchen untersucht "
    "recherchiere recherchieren kontaktiere kontaktieren kontaktiert erkundige erkundigen zurückrufen "
    "weiterleiten weitergeben erstatte erstatten bearbeite bearbeiten bearbeitet nachgehen schicke "
    "schicken schickt sende senden sendet übernehme übernehmen überprüfe überprüfen überprüft beheben "
    "beheb antworten antworte antwortet tausche tauschen ersetze ersetzen überweise überweisen mitteilen "
    "ansprechen zugehen regeln regele löse lösen erledige erledigen organisiere organisieren besorge besorgen"
)
# Verbs that announce only together with their particle: 'gehe der Sache nach', 'leiten das weiter'.
_PAIRS_DE = re.compile(
    r"\b(?:leite|leiten|leitet|gebe|geben|gibt)\b.*\bweiter\b|\b(?:gehe|gehen|geht|frage|fragen|schaue|schauen|sehe|"
    r"sehen|forsche|forschen)\b.*\bnach\b|\b(?:rufe|rufen|ruft)\b.*\b(?:zurück|an)\b|\b(?:bleibe|bleiben|bin|sind)\b"
    r".*\bdran\b|\b(?:arbeite|arbeiten|arbeitet)\b.*\b(?:daran|an|lösung)\b|\b(?:setze|setzen|setzt)\b.*\b(?:verbindung"
    r"|daran)\b|\b(?:suche|suchen|finde|finden)\b.*\blösung\b|\b(?:sorge|sorgen|sorgt)\b.*\b(?:dafür|für)\b"
    r"|\b(?:teile|teilen|teilt)\b.*\bmit\b|\b(?:halte|halten)\b.*\blaufenden\b"
    r"|\b(?:kriege|kriegen|bekomme|bekommen|biege|biegen)\b.*\bhin\b|\b(?:bringe|bringen)\b.*\b(?:ordnung|weg)\b"
    r"|\b(?:nehme|nehmen|nimmt)\b.*\b(?:kontakt|mit|auf|angriff)\b|\b(?:mache|machen)\b.*\b(?:schlau|dran|darum)\b"
    r"|\bsetzen alles daran\b|\bschnell\b"
    r"|\b(?:gebe|geben)\b.*\b(?:rückmeldung|antwort|nachricht|auskunft)\b|\b(?:spreche|sprechen)\b.*\bmit\b"
)
_AGENTS_EN = bag(
    "team colleague colleagues someone somebody manager engineer technician technicians courier driver "
    "department specialist specialists your you you'll it it'll this"
)
_CONTACT_DE = re.compile(r"\b(?:nimmt|nehmen|setzt|setzen) (?:\w+ ){0,5}(?:kontakt|verbindung)\b")
_HEARD_DE = bag("informiert benachrichtigt kontaktiert angerufen verständigt")
_ENDINGS_DE = bag("behoben weitergeleitet weitergegeben vorgenommen übernommen zugesandt angegangen")
_WILL_DE = bag("werde werden wird wirst")
_OFFERS_DE = bag(
    "stehen stehe helfen helfe gern-geschehen bieten biete hilft freuen danken danke entschuldigen bedauern"
)
_WE_DE = bag("ich wir i")
_DOING_EN = bag(
    "contact call reply get be let respond reach look follow email phone update review check investigate "
    "send keep come process arrange chase confirm sort fix resolve replace refund issue raise escalate "
    "speak ring write inform notify ask find forward pass handle take make deliver ship provide share "
    "dispatch advise"
)
_GOING_EN = bag(
    "looking working checking investigating chasing reviewing sorting handling arranging processing following"
)
_HEARING_EN = bag("receive hear get contacted notified informed updated")
_NO_DOING_EN = bag("happy glad pleased delighted need sorry able love")


def has_soon(clause: Clause, *, english: bool) -> bool:
    """Say whether the clause speaks of a time without naming one ('zeitnah', 'in the next few days')."""
    said = " ".join(clause.lows)
    return any(due.vague for due in clause.dues) or (_SOON_EN if english else _SOON_DE).search(said) is not None


def announces(clause: Clause, *, english: bool) -> bool:
    """Say whether the clause announces something we are going to do, though not when."""
    return _announces_en(clause) if english else _announces_de(clause)


def _announces_de(clause: Clause) -> bool:
    said = _in_full(clause.lows)
    lows = set(said)
    if lows & _OFFERS_DE and not lows & {"bescheid"}:
        return False
    if {"hören", "von"} <= lows or {"hörst", "von"} <= lows or {"auf", "laufenden"} <= lows:
        return True
    if lows & TRYING and lows & _WE_DE:
        return True
    if lows & {"komme", "kommen", "kommt"} and {"auf", "zu"} <= lows and lows & {"sie", "dich", "euch"}:
        return True
    if lows & RECEIVE and lows & REPLIES and lows & {"sie", "du"}:
        return True
    if lows & _WILL_DE and (lows & _WE_DE or _is_process(clause, lows)):
        return True
    if lows & {"schaut", "sieht", "schaue", "schauen", "sehe", "sehen"} and "an" in lows:
        return bool(lows & {"sich", "mir", "uns"})
    if lows & _WE_DE or _elided(clause):
        does = lows & _DOING_DE or _PAIRS_DE.search(" ".join(said))
        return bool(does) and not lows & {"kann", "können", "muss", "müssen", "haben", "habe"}
    if "sich" in lows and lows & {"melden", "kümmern"} and not lows & {"sie", "du"}:
        return True
    if _CONTACT_DE.search(" ".join(said)):
        return True
    return bool(lows & bag("meldet kümmert benachrichtigt kontaktiert")) or bool({"erfolgt", "folgt"} & lows)


def _in_full(lows: Sequence[str]) -> list[str]:
    """Give the clipped verbs of the spoken first person their ending: 'ich frag' is 'ich frage'."""
    full = list(lows)
    for place, low in enumerate(lows):
        beside = {*lows[max(place - 1, 0) : place], *lows[place + 1 : place + 2]}
        if beside & {"ich", "i"} and not low.endswith("e") and low + "e" in finite_forms() and len(low) > 2:
            full[place] = low + "e"
    return full


def _elided(clause: Clause) -> bool:
    """'... und gehe der Sache nach': the first person was said in the clause before."""
    start = clause.lows[1:2] if clause.lead in {"und", "aber"} else ()
    return bool(start) and start[0].endswith("e") and clause.words[1].text.islower()


def _is_process(clause: Clause, lows: set[str]) -> bool:
    """'wird geprüft', 'wird sich melden', 'Sie werden informiert'."""
    last = clause.words[-1].low if clause.words else ""
    if lows & {"sie", "du"} and "wird" not in lows:
        return last in _HEARD_DE
    is_done = (is_participle(last) and last.endswith("t")) or last in _ENDINGS_DE
    return is_done or last in _DOING_DE or last in {"setzen", "rühren"}


def _announces_en(clause: Clause) -> bool:
    lows = clause.lows
    present = set(lows)
    if present & _NO_DOING_EN:
        return False
    said = " ".join(lows)
    if said.startswith(("let me ", "let us ")) or re.search(r"\b(?:on ?to it|on it|on the case)\b", said):
        return not said.startswith("let us know")
    future = any(low.endswith("'ll") for low in lows) or bool(present & {"will", "shall"}) or "going to" in said
    if future and present & {"you", "you'll"} & set(lows[:1]):
        return bool(present & _HEARING_EN)
    if future:
        ours = any(low in {"i", "we"} or low.startswith(("i'", "we'")) for low in lows)
        return (ours and not present & {"see", "honest"}) or bool(present & _DOING_EN and present & _AGENTS_EN)
    if re.search(r"\b(?:i'm|we're|i am|we are) (?:\w+ly |now |just |also )?\w+ing\b", said):
        return not present & {"hoping", "wondering", "having", "writing", "forward", "asking", "trying"}
    ours = any(low in {"i'm", "we're", "i", "we", "team", "colleague"} for low in lows)
    return ours and bool(present & _GOING_EN)
