"""What the coach holds an answer back for: the few faults that a writer would not want to be told of by a customer."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kulanz.cases.errors import Stop
from kulanz.cases.vetoes import Attempt

from .advising import Circumstances
from .queries import stops

WORDS: dict[str, str | Promise] = {
    "attachment.missing": _("The text speaks of a file, but none is attached."),
    "recipient.stranger": _("The address it would go to takes no part in this case."),
    "address.mixed": _("The text says Sie in one place and Du in another."),
}


def stop(attempt: Attempt) -> list[Stop]:
    """Return why an answer should not go out as it is, the gravest first. At most two queries."""
    given = Circumstances(
        has_attachment=attempt.has_files,
        recipients=attempt.recipients,
        proposes_solution=attempt.proposes_solution,
    )
    codes = stops(case=attempt.case, draft=attempt.text, given=given)
    return [Stop(code, WORDS[code]) for code in codes]
