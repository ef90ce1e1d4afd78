"""tonfall: understanding and advising on German and English service text, offline.

Pure Python, no Django. Every result carries its evidence: a span in the text and the rule that saw it.
"""

from tonfall._abuse import Abuse, read_abuse
from tonfall._address import Address, read_address
from tonfall._address_cues import AddressCue
from tonfall._language import detect_language
from tonfall._mood import Mood, MoodCue, read_mood
from tonfall._text import Span, Word, lines, sentences, words

__all__ = [
    "Abuse",
    "Address",
    "AddressCue",
    "Mood",
    "MoodCue",
    "Span",
    "Word",
    "detect_language",
    "lines",
    "read_abuse",
    "read_address",
    "read_mood",
    "sentences",
    "words",
]
