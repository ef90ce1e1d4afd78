"""Word tools the checks share: content words compared by their beginnings, and near-miss spelling."""

from __future__ import annotations

from tonfall._text import words


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text``, separated by spaces, as a set."""
    return frozenset(text.split())


_FUNCTION_WORDS = word_set(
    "aber alle allem allen aller alles also andere anderen auch bitte danke dann dass dein deine deinen "
    "denn dich dies "
    "diese diesem diesen dieser dieses doch dort durch eine einem einen einer eines etwas euch eure euer "
    "fragen frage gern "
    "gerne geht gibt guten haben habe hallo hatte hätte heute hier ihnen ihre ihrem ihren ihrer immer kann "
    "kein keine "
    "keinen können könnte könnten machen mein meine meinem meinen meiner mich mehr moin möchte muss müssen "
    "nach nicht nichts "
    "noch nochmal oder ohne schon sehr sein seine sich sind sollte sonst tag unser unsere unseren unter "
    "viele vielen vom "
    "wann war wäre warum was weil welche welchem welchen welcher welches wenn werden wieder wird wirklich "
    "wollen worden "
    "wurde würde über zum zur grüße gruß freundlichen freundliche liebe about after again also and any are "
    "been before can "
    "could did does don't each for from get give goes have having hello how into just like make many may "
    "more much must my "
    "need not now off one only other our out over please regards said say shall should some such take tell "
    "than thank "
    "thanks that the their them then there these they this those through too use very want was way well "
    "were what when "
    "where which while who why will with would you your yours dear kind best still really been hasn't "
    "isn't didn't "
    "finde finden komme kommen kommt machen mache beim eigentlich lange viel"
)


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` that carry its matter, in lower case, in order, each once."""
    found = (word.low for word in words(text))
    return tuple(dict.fromkeys(w for w in found if len(w) >= 4 and not w[0].isdigit() and w not in _FUNCTION_WORDS))


def share_word(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether two lists of content words have one word in common, endings and compounds aside."""
    beginnings = {word[:5] for word in left} | {word[:4] for word in left if len(word) < 6}
    if any(word[:5] in beginnings or word[:4] in beginnings for word in right):
        return True
    return any(_inside(a, b) or _inside(b, a) for a in left for b in right)


def distance_within(left: str, right: str, limit: int) -> bool:
    """Say whether ``left`` becomes ``right`` with at most ``limit`` single-letter changes (Levenshtein)."""
    if abs(len(left) - len(right)) > limit:
        return False
    row = list(range(len(right) + 1))
    for place, letter in enumerate(left, 1):
        previous, row[0] = row[0], place
        for column, other in enumerate(right, 1):
            current = min(row[column] + 1, row[column - 1] + 1, previous + (letter != other))
            previous, row[column] = row[column], current
    return row[-1] <= limit


def _inside(part: str, whole: str) -> bool:
    """Say whether ``part`` is the last part of the compound ``whole`` ("Tasse" in "Kaffeetassen")."""
    return len(part) >= 5 and len(whole) > len(part) + 2 and part[:-1] in whole[-len(part) - 2 :]
