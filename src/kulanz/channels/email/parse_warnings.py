"""What could not be read fully in a mail, or why it was left out, in words that everybody understands."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ..kinds import LazyText

PARSE_WARNINGS: Mapping[str, LazyText] = {
    "charset-guessed": _("It does not say in which character set it is written: some letters may be wrong."),
    "transfer-encoding": _("A part arrived damaged: something may be missing in it."),
    "truncated-nesting": _("Its parts are nested too deeply: the innermost ones were left as a file."),
    "truncated-parts": _("It has too many parts: the last ones were not taken apart."),
    "truncated-files": _("It holds more than 1,000 files: the others are only in the original."),
    "truncated-text": _("It is very long: only its beginning is shown."),
    "truncated-head": _("Its header is too long: recipients or a part of the subject may be missing."),
    "unbearable-html": _("Its page is built too intricately to be shown: here are its words alone."),
    "multipart-without-parts": _("Its structure is broken: everything is shown as one text or kept as a file."),
    "tnef-unreadable": _("The winmail.dat file in it could not be unpacked."),
    "no-sender": _("It names no sender: the address comes from the envelope."),
    "no-date": _("It names no usable date: the time of arrival counts."),
    "own-mail": _("It is a mail of ours that came back: a forwarding leads in a circle."),
    "loop": _("Too many automatic mails from this sender within an hour: two machines are talking."),
    "receipt": _("A read receipt for a mail that we do not know."),
    "repeat": _("The same mail came to another of our addresses and was left out there."),
}
