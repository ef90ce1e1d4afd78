"""The greeting: there, with the right name, and written as the language's letters are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tonfall._review.letter import Letter
from tonfall._review.model import Finding, Suggestion
from tonfall._review.packs import Pack
from tonfall._review.words import distance_within, word_set
from tonfall._text import Span

_TITLES = word_set(
    "frau herr herrn hr fr familie eheleute ehepaar dr prof dipl ing mag mr mrs ms mx miss sir madam "
    "doctor professor "
    "von van de der den zu zum la le und and & firma team damen herren kunde kundin kunden customer all "
    "zusammen"
)
_GREETING_WORDS = word_set(
    "schönen guten tag morgen abend mittag sehr geehrte geehrter geehrtes verehrte verehrter liebe lieber "
    "werte werter hallo "
    "hallihallo huhu moin servus grüezi grüß gott dich sie euch gude tach salut hi hey hello hiya dear "
    "greetings good morning "
    "afternoon evening day there again nochmals noch einmal"
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|ug|e\.?\s?v|ltd|limited|inc|llc|plc|firma|team|verein|company|gbr|co|shop)\b", re.I
)
_GENDERED = re.compile(r"\b(?:Herrn?|Frau|Mr|Mrs|Miss|Sir|Madam|Hr|Fr)\b")
# Given names that tell nothing; a bare initial tells nothing either.
_OPEN_NAMES = word_set(
    "alex ali andrea ariel ashley billie bobbie casey charlie chris dana deniz dominique eike elia finley "
    "folke francis gabriele "
    "gerrit helge ines-maria jamie jean jo jona jordan jules kai kim kaya kelly kerry lee leslie lou luca "
    "maria-jo marian maxime mika "
    "morgan nicola nicky nikita noa noel pat quinn robin sam sandy sascha sasha sidney sigi skyler stevie "
    "sydney taylor toni tony ulli "
    "vivian yael"
)
_IMPERSONAL = re.compile(
    r"damen und herren|dear (?:sir|madam|sirs|sir or madam|customer|client)|to whom it may concern|"
    r"(?:sehr geehrte[rs]?|liebe[rs]?|werte[rs]?) (?:kunde|kundin|kund\w+|nutzer\w*|gast|interessent\w*)\b",
    re.I,
)
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# First words after the comma that are surely no nouns and no polite pronouns.
_SMALL = word_set(
    "Vielen Herzlichen Besten Lieben Ich Wir Es Das Die Der Dass Wie Leider Schön Gern Gerne Für Mit Zu In "
    "Ja Nein Am Bei Nach "
    "Haben Hier Wenn Da Ein Eine Unsere Unser Mein Meine Bitte Danke Aufgrund Soeben Gerade Natürlich "
    "Selbstverständlich Dein Deine "
    "Deinen Du Dir Anbei Entschuldigen Entschuldige Damit Wegen Dafür Um Auf Im Von Als Zunächst Erst "
    "Schade Tut Hast Können Könnten "
    "Wenn Sobald Ob Weil Dieser Diese Dieses Den Dem Des Auch Nun Jetzt Bezüglich Hinsichtlich Zur Zum Aus "
    "Was Warum"
)


def is_there(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Note a letter without greeting; a single line is no letter, and naming the customer is greeting enough."""
    is_letter = letter.closing is not None or (len(letter.sentences) >= 2 and letter.word_count >= 15)
    if not letter.judges_whole or letter.greeting or not is_letter:
        return
    first = letter.sentences[0].text if letter.sentences else ""
    if not set(_names(first)) & set(_names(letter.context.customer_name)):
        rule = pack.rules["greeting.missing"]
        yield Finding(rule.id, Span(0, 0), rule.level, "")


def name_is_spelt_right(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a name in the greeting that is nearly, or not at all, one of the customer's names."""
    known = _names(letter.context.customer_name)
    if not letter.greeting or not known:
        return
    rule = pack.rules["greeting.name"]
    greeted = _greeted(letter)
    if any(_folded(name) in {_folded(k) for k in known} for _, name in greeted):
        greeted = [(span, name) for span, name in greeted if _near(name, known)]
    for span, name in greeted:
        if _folded(name) in {_folded(k) for k in known}:
            continue
        right = _near(name, known)
        if right:
            yield Finding(rule.id, span, rule.level, span.of(letter.draft), Suggestion(right))
            return
        if _is_other_person(letter, name):
            yield Finding(rule.id, span, rule.level, span.of(letter.draft))
            return


def gender_is_known(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find Frau, Herr, Mr or Mrs where neither the case nor the given name says which is right."""
    context = letter.context
    if not letter.greeting or context.salutation_known or not context.customer_name.strip():
        return
    match = _GENDERED.search(letter.draft, letter.greeting.start, letter.greeting.end)
    if match and (context.salutation_known is False or _tells_nothing(context.customer_name)):
        if re.search(rf"\b{match.group()}\b", context.customer_name + context.customer_message[-200:]):
            return
        rule = pack.rules["greeting.gender"]
        neutral = f"{'Guten Tag' if letter.language == 'de' else 'Dear'} {context.customer_name.strip()}"
        end = letter.greeting.end - (1 if letter.draft[letter.greeting.end - 1] in ",!:;" else 0)
        span = Span(letter.greeting.start, end)
        yield Finding(rule.id, span, rule.level, span.of(letter.draft), Suggestion(neutral))


def uses_the_known_name(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find "Damen und Herren" or "Dear customer" although the customer's name is known."""
    name = letter.context.customer_name.strip()
    if not letter.greeting or not _names(name) or _COMPANY.search(name):
        return
    match = _IMPERSONAL.search(letter.draft, letter.greeting.start, letter.greeting.end)
    if match:
        rule = pack.rules["greeting.impersonal"]
        end = letter.greeting.end - (1 if letter.draft[letter.greeting.end - 1] in ",!:;" else 0)
        span = Span(letter.greeting.start, max(end, match.end()))
        neutral = f"{'Guten Tag' if letter.language == 'de' else 'Dear'} {name}"
        yield Finding(rule.id, span, rule.level, span.of(letter.draft), Suggestion(neutral))


def ends_with_a_comma(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a German greeting on its own line that ends without a mark (DIN 5008)."""
    if letter.language != "de" or not letter.greeting:
        return
    greeting = letter.greeting.of(letter.draft).rstrip()
    if greeting and greeting[-1] not in ",!.:;–-" and letter.draft[letter.greeting.end :].strip():
        rule = pack.rules["greeting.comma"]
        span = Span(letter.greeting.start, letter.greeting.start + len(greeting))
        yield Finding(rule.id, span, rule.level, greeting, Suggestion(greeting + ","))


def text_goes_on_in_lower_case(letter: Letter, pack: Pack) -> Iterator[Finding]:
    """Find a capital after the greeting's comma on a word that is surely no noun (DIN 5008)."""
    if letter.language != "de" or not letter.greeting or not letter.greeting.of(letter.draft).endswith(","):
        return
    match = re.compile(r"\s*(\w+)").match(letter.draft, letter.greeting.end)
    if match and match.group(1) in _SMALL:
        rule = pack.rules["greeting.case"]
        word = match.group(1)
        yield Finding(rule.id, Span(*match.span(1)), rule.level, word, Suggestion(word[0].lower() + word[1:]))


def _greeted(letter: Letter) -> list[tuple[Span, str]]:
    greeting = letter.greeting or Span(0, 0)
    found = _NAME.finditer(letter.draft, greeting.start, greeting.end)
    skip = _TITLES | _GREETING_WORDS
    return [(Span(*m.span()), m.group()) for m in found if m.group().lower() not in skip and m.group()[0].isupper()]


def _names(text: str) -> tuple[str, ...]:
    return tuple(n for n in _NAME.findall(text) if n.lower() not in _TITLES and len(n) > 1)


def _folded(name: str) -> str:
    """Return the name for comparison: case does not matter, ß and ss, ü and ue do."""
    return name.lower().removesuffix("'s")


def _near(name: str, known: tuple[str, ...]) -> str:
    for right in known:
        limit = 1 if min(len(name), len(right)) < 5 else 2
        if min(len(name), len(right)) >= 3 and _folded(name) != _folded(right):
            same_start = name[:1].lower() == right[:1].lower() or len(right) >= 7
            if same_start and distance_within(_folded(name), _folded(right), limit):
                return right
    return ""


def _is_other_person(letter: Letter, name: str) -> bool:
    """Say whether a wholly different name is surely wrong: a person's name is known and never this one."""
    context = letter.context
    elsewhere = context.customer_message + " ".join((*context.participants, *context.recipients))
    known = _names(context.customer_name)
    short_form = any(k.lower().startswith(name.lower()[:3]) for k in known)
    return not (
        len(known) < 2 or short_form or _COMPANY.search(context.customer_name) or name.lower() in elsewhere.lower()
    )


def _tells_nothing(customer_name: str) -> bool:
    parts = [part.strip(".").lower() for part in customer_name.split() if part.strip(".")]
    given = [part for part in parts if part not in _TITLES][:1]
    return len(parts) > 1 and bool(given) and (len(given[0]) == 1 or given[0] in _OPEN_NAMES)
