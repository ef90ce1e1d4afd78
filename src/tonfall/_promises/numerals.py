"""Number words of German and English, from zero to ninety-nine, and halves such as 'zweieinhalb'."""

from __future__ import annotations

from functools import lru_cache

_DE = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"  # noqa: E501 - one list, one line
_DE_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"  # noqa: E501 - one list, one line
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DE_ORDINALS = "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft"
_EN_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ENDINGS = ("e", "en", "er", "em", "es")


@lru_cache(maxsize=1)
def numbers() -> dict[str, float]:
    """Return every number word in lower case with its value; 'ein' and 'a' are left to the grammar."""
    german, english = _DE.split(), _EN.split()
    table: dict[str, float] = {word: value for value, word in enumerate(german)}
    table |= {word: value for value, word in enumerate(english)}
    for tens, word in enumerate(_DE_TENS.split(), 2):
        table[word] = tens * 10
        table |= {f"{german[unit]}und{word}": tens * 10 + unit for unit in range(1, 10)}
    for tens, word in enumerate(_EN_TENS.split(), 2):
        table[word] = tens * 10
        table |= {f"{word}-{english[unit]}": tens * 10 + unit for unit in range(1, 10)}
    table |= {f"{word}einhalb": value + 0.5 for value, word in enumerate(german[:13])}
    table |= {
        "anderthalb": 1.5,
        "eineinhalb": 1.5,
        "eins": 1,
        "zwo": 2,
        "fuenf": 5,
        "zwoelf": 12,
        "dreissig": 30,
    }
    del table["ein"], table["one"]
    return table


@lru_cache(maxsize=1)
def ordinals() -> dict[str, int]:
    """Return the ordinal words from first to twelfth in lower case, German ones in all endings."""
    table = {word: value for value, word in enumerate(_EN_ORDINALS.split(), 1)}
    for value, stem in enumerate(_DE_ORDINALS.split(), 1):
        if stem != "acht":
            table |= {stem + ending: value for ending in _ENDINGS}
    return table | {"achten": 8, "achte": 8, "achter": 8}
