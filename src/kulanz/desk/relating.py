"""How cases belong together, in the words of the desk: seen from either side."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kulanz.cases.belonging import Candidate, Why
from kulanz.cases.models import Case
from kulanz.cases.rules import RelationKind

# Seen from the case of which it was said, and from the other one.
WORDS: dict[RelationKind, tuple[str | Promise, str | Promise]] = {
    RelationKind.DUPLICATE: (_("tells the same as"), _("tells the same as")),
    RelationKind.PART: (_("is a part of"), _("has as a part")),
    RelationKind.CAUSED: (_("was caused by"), _("has caused")),
    RelationKind.SPLIT: (_("was split off from"), _("split off from it:")),
}
# What a form offers: the value, its words, the kind, and whether it is said of the other case.
WAYS: tuple[tuple[str, str | Promise, RelationKind, bool], ...] = (
    ("duplicate", WORDS[RelationKind.DUPLICATE][0], RelationKind.DUPLICATE, False),
    ("part", WORDS[RelationKind.PART][0], RelationKind.PART, False),
    ("whole", WORDS[RelationKind.PART][1], RelationKind.PART, True),
    ("caused", WORDS[RelationKind.CAUSED][0], RelationKind.CAUSED, False),
    ("cause", WORDS[RelationKind.CAUSED][1], RelationKind.CAUSED, True),
)


def of_one_brand(case: Case, others: Iterable[Case]) -> list[Case]:
    """Return those with which a case can be merged, and to which its letters can move: customers know them as one."""
    return [each for each in others if each.brand_id == case.brand_id]


def question_about(candidate: Candidate) -> str:
    """Return the question whether a case belongs to another one, and why it is asked."""
    words = {"number": candidate.number, "subject": candidate.subject, "order": candidate.order}
    if candidate.why is Why.NAMED:
        return gettext("A letter names %(number)s (%(subject)s). Does this belong to it?") % words
    if candidate.why is Why.SAME_ORDER:
        return gettext("%(number)s (%(subject)s) names %(order)s, too. Does this belong to it?") % words
    return (
        gettext("From the same customer, this is still open: %(number)s (%(subject)s). Does this belong to it?") % words
    )
