"""German word classes for the exclusion tests: verbs in their forms, participles, adverbs of habit."""

from __future__ import annotations

import re
from functools import lru_cache

from tonfall._promises.wordlists import bag

# Weak stems: only to see where a clause has its verb and whether it stands in the past, never to see a
# promise.
_WEAK = (
    "meld schick prüf klär kümmer liefer informier benachrichtig buch sag frag hak arbeit antwort "
    "kontaktier erledig repar reparier tausch stell hol pack überweis erstatt stornier aktivier deaktivier "
    "aktualisier korrigier änder schau hör mach setz leg leit veranlass verschick versend send bestell "
    "reservier plan plan beantwort bearbeit erklär bestätig bezahl zahl rechn kauf brauch benötig erreich "
    "sorg such versuch bemüh wart telefonier mail dokumentier analysier recherchier test starte start öffn "
    "reich lös beheb bau installier montier besuch zeig teil folg dauer lauf koordinier organisier ergänz "
    "lad übermittel vereinbar versicher garantier freu dank hoff wünsch bedauer entschuldig erkundig "
    "beauftrag beschaff besorg kürz erneuer ersetz verlänger erhöh reduzier vermerk notier speicher lösch "
    "sperr entsperr schalt richt programmier sichert wickel bedien begleit berat vermittel verbind erwart "
    "beschwer reklamier kündig einreich übertrag verleg verschieb nutz lager entsorg zerleg fertig stock "
    "drück"
)
_STRONG = (
    "ruf geb gib schreib bring komm geh erhalt bekomm krieg find lass nehm nimm sprech seh halt hält "
    "erhält lässt steh lieg bleib treff trifft fahr fährt geht kommt erfahr übernehm übernimm versprech "
    "verspricht werd wiss bericht biet anbiet heb schliess lies les verlier gewinn tu trag fang bind "
    "schneid weiss gibt nimmt spricht sieht gilt läuft verlass empfang verlässt empfängt erfährt trägt "
    "fängt bericht beginn hab sein seid entscheid ergeb ergibt bezieh zieh weis überweis unterschreib "
    "entsteh versteh besteh eintreff eintrifft entnehm erschein gelt lauf"
)
AUXILIARIES = bag(
    "bin ist sind seid sein habe hab haben hat hast habt werde werden wird wirst werdet kann können "
    "kannst könnt darf dürfen muss müssen musst soll sollen will wollen mag möchte möchten sollte "
    "sollten könnte könnten würde würden dürfte dürften müsste müssten wäre wären hätte hätten war waren "
    "wurde wurden hatte hatten konnte konnten sollst"
)
STRONG_PAST = bag(
    "schrieb schrieben sandte sandten rief riefen kam kamen ging gingen gab gaben erhielt erhielten "
    "bekam bekamen sprach sprachen traf trafen nahm nahmen fand fanden hielt hielten ließ ließen "
    "versprach versprachen blieb blieben stand standen lag lagen brachte brachten dachte wusste tat bot "
    "boten fuhr trug wies überwies schloss schlossen stieg fiel begann lief liefen wurde wurden war "
    "waren hatte hatten hattest warst wollte wollten konnte konnten musste mussten durfte durften teilte "
    "teilten baten bat traten trat verschob verlor erschien"
)
HAVE = bag("habe hab haben hat hast habt")
BE = bag("ist sind bin bist")
WILL = bag("wird werden werde wirst werdet")
MOVED = bag(
    "gelegt verlegt verschoben gesetzt gebucht reserviert vereinbart bestellt organisiert festgelegt beauftragt"
)
SCHEDULED = bag("eingeplant geplant vorgesehen angesetzt terminiert eingetragen angekündigt vorgemerkt avisiert")
_PARTICIPLE = re.compile(
    r"(?:\w*ge\w{2,}(?:t|en)|(?:\w*(?:be|ver|er|ent|zer|miss|über|unter|wider|wieder|hinter))\w{2,}(?:t|en)|\w+iert)"
)
MOVING = re.compile(
    r"\w*(?:gekommen|gegangen|getroffen|gefahren|geblieben|gewesen|passiert|gefallen|gelaufen|geworden|schwunden|"
    r"standen|gestiegen|getreten|scheitert|erschienen|gelangt|gereist|gezogen|gesprungen)"
)
_NO_PARTICIPLES = bag(
    "gern gerne gegen gerade genau gut bereits gesamt gesamten geehrte geehrter erst ersten erneut "
    "bestimmt gemeinsam übermorgen bekannt bereit verantwortlich unseren ihren deren anderen weiteren "
    "unserer aber oder über unter gewiss beiden besten jetzt beträgt erneuten besonderen bitten werden "
    "liegen gehen geben wegen gleich entweder gestern erhält ergibt bereit gelten gilt zwischen ganzen "
    "irgendwann jederzeit ergeben gelegt"
) - bag("gelegt")


@lru_cache(maxsize=1)
def finite_forms() -> frozenset[str]:
    """Return the present and past forms by which a German clause shows its verb."""
    forms = set(AUXILIARIES | STRONG_PAST | past_forms())
    for stem in (_WEAK + " " + _STRONG).casefold().split():
        forms |= {stem + ending for ending in ("e", "en", "t", "et", "st", "n", "")}
    return frozenset(
        forms - {"bericht", "bau", "plan", "start", "rechn", "test", "mail", "buch", "sein", "fertig", "stock"}
    )


@lru_cache(maxsize=1)
def past_forms() -> frozenset[str]:
    """Return the forms of the simple past; 'sollte' is none, because it also speaks of the future."""
    weak = {stem + ending for stem in _WEAK.casefold().split() for ending in ("te", "ten", "test", "ete", "eten")}
    return frozenset(weak | STRONG_PAST) - {"weisste"}


def is_participle(low: str) -> bool:
    """Say whether a lower-case word looks like a past participle."""
    return low not in _NO_PARTICIPLES and _PARTICIPLE.fullmatch(low) is not None


HABIT = bag(
    "montags dienstags mittwochs donnerstags freitags samstags sonnabends sonntags werktags wochentags "
    "täglich wöchentlich monatlich jährlich normalerweise üblicherweise gewöhnlich generell "
    "grundsätzlich meist meistens immer stets erfahrungsgemäß durchschnittlich jeweils regelmäßig "
    "rund-um-die-uhr"
)
STATIVE = bag(
    "geöffnet geschlossen erreichbar offen öffnet gilt gelten gültig endet enden fällig beträgt betragen "
    "verfällt verjährt erlischt kündbar kostet kosten sparen feiern urlaub betriebsferien streikt "
    "streiken abwesend betriebsurlaub feiertag verlängert widerrufen umtauschen kündigungsfrist "
    "öffnungszeiten sprechzeiten befristet mindestlaufzeit laufzeit unterwegs abläuft ablaufen ausläuft "
    "auslaufen fällt fallen"
)
NEEDING = bag("benötige benötigen brauche brauchen erbitten erbitte bitten")
FAREWELL = bag("schönen schönes schöne grüße gruß grüßen tschüss wiedersehen dank danke frohe frohes guten")
NEGATION = bag(
    "nicht kein keine keinen keiner keinem keines nie niemals nichts weder keinesfalls keineswegs unmöglich "
    "niemand niemanden"
)
NEGATION_EXEMPT = re.compile(
    r"nicht (?:später als|nur|erst|mehr als|länger als|zuletzt|vergessen)|kein(?:e"
    r"|en)? (?:problem|sorgen?|thema|frage)"
    r"|nichts (?:weiter )?(?:zu )?(?:tun|unternehmen)|kein(?:e|en)? \w*(?:kosten|gebühr)"
)
WISH = bag(
    "hoffe hoffen hoffentlich würde würden könnte könnten vielleicht eventuell evtl möglicherweise "
    "womöglich wäre wären hätte hätten wünsche wünschen wünschte möchte möchten freue freuen "
    "gegebenenfalls ggf schlage schlagen"
)
TRYING = bag("versuche versuchen versucht bemühe bemühen bemüht")
CONDITION = bag("wenn falls sofern vorausgesetzt soweit außer")
TEMPORAL = bag("sobald")
RECEIVE = bag(
    "erhalten erhältst bekommen bekommst kriegen kriegst hören hörst finden findest erfahren erfährst "
    "rechnen rechnest verlassen erwarten empfangen wissen weißt entnehmen lesen bekommt erhaltet"
)
COUNTING = bag("rechnen rechnest erwarten verlassen")
# All that 'Geben Sie mir ...' may hold beside the stretch of time it asks for.
GRANTING = bag("geben gib gebt lassen lass lasst sie mir uns bitte noch einfach nur dafür zeit etwas doch mal dazu")
READY_FOR = bag("abholen nutzen benutzen verwenden einziehen mitnehmen starten loslegen einloggen anmelden")
# Bodies whose acts nobody here promises.
PUBLIC = re.compile(
    r"\b(?:bundes(?:tag|rat|bank|netzagentur|gerichtshof|regierung|kartellamt|liga)|landtag|parlament|zentralbank|"
    r"\w*(?:regierung|gericht|gerichtshof|gewerkschaft|ministerium|kommission)|gesetzgeber|stadtrat|gemeinderat|"
    r"wetterdienst|polizei|börse|schulferien|sommerferien|feiertag)\b"
)
REPLIES = bag(
    "zurück erstattet ersetzt ersatz gutschrift bestätigung rückmeldung antwort bescheid nachricht post "
    "rückruf mitteilung"
)
NO_GAIN = bag("zeit gelegenheit frist anspruch möglichkeit recht zu fragen bedenkzeit termin")
MODALS = bag(
    "können kannst müssen musst sollen sollst dürfen darfst brauchen brauchst wollen willst möchten "
    "möchtest sollten solltest müssten müsstest könnten könntest"
)
OUR = bag("ich wir i")
OPENERS = bag("dass damit und sodass weil da ob wenn falls sofern sobald aber denn die das der den dann wie")
NOUN_PHRASE = bag(
    "die unsere meine alle beide einige mehrere zwei drei frau herr kollegen techniker kolleginnen fahrer monteure"
)
