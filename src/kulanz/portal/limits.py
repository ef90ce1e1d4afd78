"""What is too much for one letter of a customer, said in their words before anything is read into memory."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kulanz.channels.form.receiving import LONGEST_TEXT
from kulanz.core.uploads import megabytes, total_limit


def limits() -> dict[str, int]:
    """Return the limits that a page with a field for files tells, in megabytes, and the one that scripts check."""
    return {
        "limit": megabytes(settings.UPLOAD_SIZE_LIMIT),
        "total": megabytes(total_limit()),
        "limit_bytes": settings.UPLOAD_SIZE_LIMIT,
    }


def too_long(text: str) -> str:
    """Say that a text is too long; empty where it is not."""
    if len(text) <= LONGEST_TEXT:
        return ""
    return _("Your text is longer than 50,000 characters. Please shorten it, or send it as a file. It is still here.")


def too_large(request: HttpRequest) -> str:
    """Say which file of a form, or that all of them together, are too large; empty where they are not."""
    files = request.FILES.getlist("files")
    large = next((file for file in files if (file.size or 0) > settings.UPLOAD_SIZE_LIMIT), None)
    if large is not None:
        return _("%(name)s is larger than %(limit)s MB. Your text is still here.") % {
            "name": large.name,
            "limit": megabytes(settings.UPLOAD_SIZE_LIMIT),
        }
    if sum(file.size or 0 for file in files) > total_limit():
        return _(
            "Together the files are larger than %(limit)s MB. Please send them in several messages; your text is still"
            " here."
        ) % {"limit": megabytes(total_limit())}
    return ""
