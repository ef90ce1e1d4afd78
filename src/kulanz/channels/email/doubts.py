"""What could not be read fully in a mail, or why it was left out, in words that everybody understands."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

_WORDS: dict[str, Callable[[], str]] = {
    "charset-guessed": lambda: _("It does not say in which character set it is written: some letters may be wrong."),
    "transfer-encoding": lambda: _("A part arrived damaged: something may be missing in it."),
    "truncated-nesting": lambda: _("Its parts are nested too deeply: the innermost ones were left as a file."),
    "truncated-parts": lambda: _("It has too many parts: the last ones were not taken apart."),
    "truncated-files": lambda: _("It holds more than 1,000 files: the others are only in the original."),
    "truncated-text": lambda: _("It is very long: only its beginning is shown."),
    "truncated-head": lambda: _("Its header is too long: recipients or a part of the subject may be missing."),
    "unbearable-html": lambda: _("Its page is built too intricately to be shown: here are its words alone."),
    "multipart-without-parts": lambda: _("Its structure is broken: everything is shown as one text or kept as a file."),
    "tnef-unreadable": lambda: _("The winmail.dat file in it could not be unpacked."),
    "no-sender": lambda: _("It names no sender: the address comes from the envelope."),
    "no-date": lambda: _("It names no usable date: the time of arrival counts."),
    "unreadable": lambda: _("It could not be read at all; what is shown is its raw text."),
    "own-mail": lambda: _("It is a mail of ours that came back: a forwarding leads in a circle."),
    "loop": lambda: _("Too many automatic mails from this sender within an hour: two machines are talking."),
    "receipt": lambda: _("A read receipt for a mail that we do not know."),
    "repeat": lambda: _("The same mail came to another of our addresses and was left out there."),
    "took-too-long": lambda: _("Reading it took too long and was stopped. After an upgrade it can be read again."),
    "tried-too-often": lambda: _(
        "Several attempts to read it did not come to an end. After an upgrade it can be read again."
    ),
}


def doubts_in_words(reason: str) -> list[str]:
    """Return a sentence in the active language for each code in ``reason`` (codes set apart by spaces).

    What is no row of known codes, such as the report of a fault of ours, gives one general sentence.
    """
    codes = reason.split()
    if not codes or any(code not in _WORDS for code in codes):
        return [_("Kulanz stumbled over it: a fault of ours. After an upgrade it can be read again.")] if codes else []
    return [_WORDS[code]() for code in codes]
