"""Files that customers send along."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Files = list[UploadedFile]  # type: ignore[type-arg]


def files_of(request: HttpRequest) -> tuple[Files, Files]:
    """Return the files of a form: those with something in them, and the empty ones, which cannot come along."""
    given = request.FILES.getlist("files")
    return [file for file in given if file.size], [file for file in given if not file.size]


def left_behind(empty: Files) -> str:
    """Say which files did not come along, because nothing was in them; empty where all did."""
    if not empty:
        return ""
    words = ngettext(
        "%(names)s was empty and did not come along.", "%(names)s were empty and did not come along.", len(empty)
    )
    return words % {"names": ", ".join(file.name or _("file") for file in empty)}
