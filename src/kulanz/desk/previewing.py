"""What of a file can be looked at beside its case: pictures as they are, everything else as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from kulanz.cases.models import Attachment, DraftFile
from kulanz.core.previewing import Unreadable, text_of
from kulanz.ui.downloads import PICTURES, is_picture

_OFFICE = frozenset({"docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp"})
_TEXT = frozenset({"txt", "csv", "tsv", "md", "log", "json", "xml", "ics", "vcf", "yml", "yaml", "ini", "eml"})
_SHOWN = 200_000  # bytes of a plain text


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a file: a picture, its ``text``, or the ``problem`` in words. ``is_cut``: there is more."""

    is_picture: bool = False
    text: str = ""
    is_cut: bool = False
    problem: str = ""
    is_plain: bool = False


def kind_of(file: Attachment | DraftFile) -> str:
    """Return how a file can be looked at: "picture", "text", "pdf" or "office"; empty where it can not."""
    ending = PurePath(file.name).suffix.removeprefix(".").casefold()
    if file.content_type in PICTURES:
        return "picture"
    if file.content_type == "application/pdf" or ending == "pdf":
        return "pdf"
    if ending in _OFFICE:
        return "office"
    return "text" if file.content_type.startswith("text/") or ending in _TEXT else ""


def preview_of(file: Attachment | DraftFile) -> Preview:
    """Return what is shown of a file. Raises ``FileNotFoundError`` where it is gone from its storage."""
    kind = kind_of(file)
    if kind == "picture":
        with file.file.open("rb") as content:
            found = is_picture(content.read(16), file.content_type)
        return Preview(is_picture=True) if found else Preview(problem=_words_for("broken"))
    if kind == "text":
        with file.file.open("rb") as content:
            raw = content.read(_SHOWN + 1)
        return Preview(text=_decoded(raw[:_SHOWN]), is_cut=len(raw) > _SHOWN, is_plain=True)
    if not kind:
        return Preview(problem=_("This kind of file cannot be shown here. Please download it."))
    try:
        found_text = text_of(file.file.path, kind)
    except Unreadable as unreadable:
        return Preview(problem=_words_for(unreadable.reason))
    if not found_text.text:
        return Preview(problem=_("No text stands in this file, perhaps it holds pictures alone. Please download it."))
    return Preview(text=found_text.text, is_cut=found_text.is_cut)


def _decoded(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:  # nearly any bytes are some text of cp1252
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as wrong:
            if encoding == "utf-8-sig" and wrong.start > len(raw) - 4:  # cut in the middle of a sign
                return raw[: wrong.start].decode(encoding)
    return raw.decode("latin-1")


def _words_for(reason: str) -> str:
    words = {
        "too-much": _("This file unpacks to more than can be shown safely. Please download it only if you expect it."),
        "locked": _("This file opens with a password. Please download it."),
        "slow": _("Reading this file takes too long. Please download it."),
        "busy": _("Several files are being read just now. Please try again in a moment."),
    }
    return words.get(reason, _("This file cannot be read: it is damaged, or is not what it says it is."))
