"""The words of time in German and English, and the symbols the due grammar knows them by."""

from __future__ import annotations

import re
from functools import lru_cache

from tonfall._promises.numerals import numbers, ordinals

BEFORE_DAY = frozenset({"next", "coming", "this", "nextnext", "am", "bis", "by", "on", "until", "ab", "R0", "R1"})
BEFORE_MAY = frozenset({"-", "in", "by", "until", "b:begin", "b:mid", "b:end", "of", "before", "after", "this", "next"})
# Before a name that is also a month or a day: "Frau März", "unser Kollege Jan".
TITLES = frozenset(
    "herr herrn frau fr hr dr prof familie fam kollege kollegen kollegin kolleginnen techniker technikerin chef chefin "
    "leiter leiterin mr mrs ms miss mx sir madam colleague manager engineer".split()
)
# Months that are given names too: alone, without a word of time before them, they are people.
FIRST_NAMES = frozenset({"jan", "april", "mai", "june", "august"})
LEADING = BEFORE_MAY | frozenset(
    "im bis ab seit ende anfang mitte von since from zum spätestens late early or oder und and to".split()
)

_TABLE = {
    "D0": "montag monday",
    "D1": "dienstag tuesday",
    "D2": "mittwoch wednesday",
    "D3": "donnerstag thursday",
    "D4": "freitag friday",
    "D5": "samstag sonnabend saturday",
    "D6": "sonntag sunday",
    "d0": "mo mon",
    "d1": "di tue tues",
    "d2": "mi wed",
    "d3": "do thu thur thurs",
    "d4": "fr fri",
    "d5": "sa sat",
    "d6": "so sun",
    "R0": "heute heut heit today heutigen 2day",
    "R1": "morgen morgn tomorrow tomorow tommorow tmrw tmr morgigen",
    "R2": "übermorgen",
    "R3": "überübermorgen",
    "u:min": "minute minuten min minutes mins",
    "u:hour": "stunde stunden std h hour hours hrs hr",
    "u:day": "tag tage tagen tages day days days'",
    "u:work": "arbeitstag arbeitstage arbeitstagen arbeitstages geschäftstag geschäftstage geschäftstagen "
    "bankarbeitstag bankarbeitstage bankarbeitstagen bankgeschäftstagen workday workdays weekday weekdays",
    "u:werk": "werktag werktage werktagen werktages",
    "u:week": "woche wochen week weeks week's weeks' wochenfrist",
    "u:month": "monat monate monaten monats month months month's monatsfrist",
    "u:quarter": "quartal quartals quarters",
    "u:year": "jahr jahre jahren jahres year years year's jahresfrist",
    "u:fortnight": "fortnight",
    "u:q15": "viertelstunde",
    "u:q45": "dreiviertelstunde",
    "u:hhour": "halbstunde",
    "p:early": "früh morgens frühmorgens vormittagsfrüh",
    "p:morning": "vormittag vormittags vormittages morning",
    "p:noon": "mittag mittags mittages noon midday lunchtime lunch mittagszeit",
    "p:afternoon": "nachmittag nachmittags nachmittages afternoon",
    "p:evening": "abend abends evening",
    "p:night": "nacht nachts night",
    "p:midnight": "mitternacht midnight",
    "eod": "feierabend geschäftsschluss dienstschluss büroschluss ladenschluss arbeitsende "
    "tagesende eod cob eob "
    "dienstende betriebsschluss",
    "weekend": "wochenende wochenendes weekend",
    "b:begin": "anfang beginn early beginning start anfangs",
    "b:mid": "mitte mid middle halfway",
    "b:end": "ende end late ausgang",
    "this": "diese dieser diesen diesem dieses laufenden laufende laufender this current aktuellen aktueller",
    "next": "nächste nächsten nächster nächstem nächstes next next's",
    "coming": "kommende kommenden kommender kommendem kommendes folgende folgenden folgender darauffolgenden "
    "coming upcoming following",
    "nextnext": "übernächste übernächsten übernächster übernächstem",
    "last": "letzte letzten letzter letztem letztes vergangene vergangenen vergangener vorige "
    "vorigen voriger last "
    "previous vorletzte vorletzten",
    "gone": "gestern vorgestern yesterday",
    "the": "der die das des dem den the",
    "one": "ein eine einer einem einen eines ner nem 'ner 'nem one a an",
    "spät": "frühen späten später spät",
    "half": "halb halbe halben halber halbes half",
    "quarter": "viertel quarter",
    "three-quarter": "dreiviertel",
    "few": "wenigen wenige weniger paar einigen einige few couple several mehreren mehrere",
    "N2": "beide beiden both",
    "monthturn": "monatswechsel",
    "kw": "kw kalenderwoche cw",
    "working": "working business banking office",
    "und": "und and",
    "oder": "oder or bzw",
    "bis": "bis",
    "to": "to",
    "H:easter": "ostern easter osterfeiertage osterfeiertagen osterwochenende",
    "H:xmas": "weihnachten christmas xmas weihnachtsfeiertagen weihnachtsfeiertage fest",
    "H:pentecost": "pfingsten pentecost whitsun pfingstfeiertagen",
    "H:nye": "silvester",
    "H:newyear": "neujahr jahreswechsel",
    "H:eve": "heiligabend",
    "H:ascension": "himmelfahrt",
    "H:goodfriday": "karfreitag",
    "H:eastermonday": "ostermontag",
    "H:whitmonday": "pfingstmontag",
    "H:holidays": "feiertag feiertage feiertagen holidays",
    "H:maundy": "gründonnerstag",
    "H:unity": "einheit",
}
_MONTHS = (
    "januar jan jänner january",
    "februar feb feber february",
    "märz mrz mär march mar maerz",
    "april apr",
    "mai may",
    "juni jun june",
    "juli jul july",
    "august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov",
    "dezember dez december dec",
)
# Words that stand for themselves: prepositions, hedges and the other glue of a due phrase.
_PLAIN = (
    "in im innerhalb binnen within inside nach after bis am an um gegen at by on until till vor before "
    "zum zur zu ab from now jetzt von vom of for für auf spätestens noch gleich bereits schon erst ca "
    "circa exakt etwa ungefähr rund around about approximately maximal max höchstens längstens gut knapp kurz "
    "guten knappen über over during laufe course verlauf zwischen between time latest later than als uhr o'clock pm "
    "past seit since per uns within no more weitere weiteren than fewer longer first thing close play "
    "after before ago schluss exactly genau pünktlich sharp spätesten zeit sometime irgendwann through "
    "throughout only just less under weniger most at zwar namely woche darauf drauf ablauf dated also "
    "day's dieses der the later nächster up mal stock etage rate mahnung floor level"
)
_COMPOUND = re.compile(
    r"(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"(morgen|früh|vormittag|mittag|nachmittag|abend|nacht)s?"
)
_PERIOD_END = re.compile(
    r"(wochen|monats|jahres|quartals|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
    r"(anfang|beginn|mitte|ende|ultimo|woche)s?"
)
_PERIOD_UNITS = {"wochen": "u:week", "monats": "u:month", "jahres": "u:year", "quartals": "u:quarter"}


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Return every known word in lower case with its symbol."""
    words = {word: word for word in _PLAIN.split()}
    for symbol, listed in _TABLE.items():
        words |= dict.fromkeys(listed.split(), symbol)
    for number, listed in enumerate(_MONTHS, 1):
        words |= dict.fromkeys(listed.split(), f"M{number}")
    words |= {word: f"O{value}" for word, value in ordinals().items() if word not in {"first", "second"}}
    words |= {
        "second": "O2",
        "übers": "über",
        "ums": "um",
        "fürs": "für",
        "monatsletzten": "ultimo",
        "ultimo": "ultimo",
        "tonight": "tonight",
        "jahresultimo": "_",
    }
    for word, value in numbers().items():
        words.setdefault(word, f"N{int(value)}" if value == int(value) else f"X{value}")
    return {word.casefold(): symbol for word, symbol in words.items()}


@lru_cache(maxsize=2048)
def symbols_of(low: str, *, english: bool) -> tuple[str, ...]:
    """Return the symbols of the word ``low`` (casefolded); ``("_",)`` for a word the grammar ignores."""
    if english and low in {"die", "der", "den", "des", "so", "do", "mi", "di", "war", "fest"}:
        return ("_",)
    if not english and low in {
        "mar",
        "sun",
        "mon",
        "sat",
        "wed",
        "time",
        "past",
        "late",
        "only",
        "most",
        "a",
        "fest",
    }:
        return ("_",)
    for spelling in (low, low.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")):
        if spelling in table():
            return (table()[spelling],)
    if compound := _COMPOUND.fullmatch(low):
        part = "p:early" if compound.group(2) == "morgen" else table()[compound.group(2)]
        return (table()[compound.group(1)], part)
    if period := _PERIOD_END.fullmatch(low):
        name = period.group(1)
        if period.group(2) == "woche":
            return (table().get(name, "_"), "u:week")
        part = {"anfang": "b:begin", "beginn": "b:begin", "mitte": "b:mid"}.get(period.group(2), "b:end")
        return (part, _PERIOD_UNITS.get(name) or table()[name])
    return ("_",)
