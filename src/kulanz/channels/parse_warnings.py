"""Why an original was not read fully, or was left out, in words that everybody understands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .kinds import LazyText
from .registry import kinds, opened

_OF_ALL: Mapping[str, LazyText] = {
    "unreadable": _("It could not be read at all; what is shown is its raw text."),
    "took-too-long": _("Reading it took too long and was stopped. After an upgrade it can be read again."),
    "tried-too-often": _("Several attempts to read it did not come to an end. After an upgrade it can be read again."),
}


def warnings_in_words(reason: str) -> list[str]:
    """Return a sentence in the active language for each code in ``reason`` (codes set apart by spaces).

    What is no row of known codes, such as the report of a fault of ours, gives one general sentence.
    """
    codes, known = reason.split(), _known()
    if any(code not in known for code in codes):
        return [gettext("Kulanz stumbled over it: a fault of ours. After an upgrade it can be read again.")]
    return [str(known[code]) for code in codes]


@cache
def _known() -> Mapping[str, LazyText]:
    own = [opened(kind.parse_warnings) for kind in kinds().values() if kind.parse_warnings]
    return {code: words for table in (_OF_ALL, *own) for code, words in table.items()}
