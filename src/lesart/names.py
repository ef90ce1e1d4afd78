"""File names of attachments: harmless wherever they are written, made up where the mail gives none."""

from __future__ import annotations

import mimetypes
import re

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 200
# What the library does not know, knows by another name, or takes from lists of the machine it runs on.
_ENDINGS = {
    "text/rtf": ".rtf", "application/rtf": ".rtf", "application/x-rtf": ".rtf",
    "text/directory": ".vcf", "text/vcard": ".vcf", "text/x-vcard": ".vcf", "application/vcard": ".vcf",
    "text/calendar": ".ics", "application/ics": ".ics", "text/x-vcalendar": ".vcs", "text/plain": ".txt",
    "text/html": ".html", "text/markdown": ".md", "text/csv": ".csv", "text/enriched": ".txt", "text/richtext": ".txt",
    "text/xml": ".xml", "application/xml": ".xml", "application/json": ".json",
    "text/rfc822-headers": ".txt", "message/delivery-status": ".txt", "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt", "message/global-delivery-status": ".txt",
    "message/global-disposition-notification": ".txt", "message/global-headers": ".txt",
    "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/x-png": ".png",
    "image/gif": ".gif", "image/webp": ".webp", "image/heic": ".heic", "image/heif": ".heif", "image/avif": ".avif",
    "image/tiff": ".tif", "image/bmp": ".bmp", "image/x-ms-bmp": ".bmp", "image/svg+xml": ".svg",
    "audio/amr": ".amr", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/x-m4a": ".m4a", "audio/ogg": ".ogg",
    "audio/wav": ".wav", "audio/x-wav": ".wav", "audio/wave": ".wav", "video/mp4": ".mp4", "video/quicktime": ".mov",
    "video/3gpp": ".3gp", "application/pdf": ".pdf", "application/x-pdf": ".pdf", "application/postscript": ".ps",
    "application/zip": ".zip", "application/x-zip-compressed": ".zip", "application/gzip": ".gz",
    "application/x-7z-compressed": ".7z", "application/vnd.rar": ".rar", "application/x-rar-compressed": ".rar",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.ms-outlook": ".msg", "application/ms-tnef": ".dat", "application/vnd.ms-tnef": ".dat",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.presentation": ".odp", "application/vnd.oasis.opendocument.graphics": ".odg",
    "application/vnd.ms-word.document.macroenabled.12": ".docm", "application/x-zip": ".zip",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm", "application/x-rar": ".rar", "application/x-gzip": ".gz",
    "application/vnd.apple.pages": ".pages", "application/vnd.apple.numbers": ".numbers",
    "application/vnd.apple.keynote": ".key", "application/epub+zip": ".epub", "application/xhtml+xml": ".xhtml",
    "application/dxf": ".dxf", "image/vnd.dxf": ".dxf", "image/vnd.dwg": ".dwg", "application/acad": ".dwg",
    "image/x-icon": ".ico", "image/vnd.microsoft.icon": ".ico", "image/jxl": ".jxl",
    "application/vnd.oasis.opendocument.text": ".odt", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/pgp-encrypted": ".asc", "application/pgp-signature": ".asc", "application/pgp-keys": ".asc",
    "application/pkcs7-signature": ".p7s", "application/x-pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m", "application/vnd.apple.pkpass": ".pkpass", "application/octet-stream": ".bin",
}  # fmt: skip
_TYPES = mimetypes.MimeTypes()
_PICTURE_ENDING = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|tiff?|heic|svg)$", re.IGNORECASE)
_LIKE_A_NAME = re.compile(r"[^\W\d_][\w -]{1,39}")
_OTHER_NAMES = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}
_FIRST_BYTES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def file_name(name: str, content_type: str, number: int) -> str:
    """A name without path, control and direction characters, 200 characters at most.

    Without a name: 'attachment-2.pdf' for the second part, by its type.
    """
    name = _UNSAFE.sub("_", name.rpartition("\\")[2].rpartition("/")[2] if name[:300] else "").strip(" ._\t")
    if name:
        stem, dot, ending = name.rpartition(".")
        if len(name) > _LONGEST and dot and len(ending) < 10:
            return stem[: _LONGEST - len(ending) - 1] + "." + ending
        return name[:_LONGEST]
    return f"attachment-{number}{ending_of(content_type)}"


def ending_of(content_type: str) -> str:
    """The ending of a file of this type, '.bin' where nobody knows. The same on every machine."""
    if content_type in _ENDINGS:
        return _ENDINGS[content_type]
    if content_type.startswith("message/"):
        return ".eml"
    return _TYPES.guess_extension(content_type) or (".txt" if content_type.startswith("text/") else ".bin")


def picture_name(content_id: str, content_type: str) -> str:
    """The name of a picture by its Content-ID ('image001.png@01DC'), empty where that is no name but a number."""
    stem = content_id.partition("@")[0].strip("<> ")
    if _PICTURE_ENDING.search(stem):
        return stem
    digits = sum(character.isdigit() for character in stem)
    if _LIKE_A_NAME.fullmatch(stem) and 2 * digits <= len(stem):
        return stem + ending_of(content_type)
    return ""


def picture_type(content_type: str, data: bytes) -> str:
    """The usual name of a picture's type, told by its first bytes where a program says only that it is a file."""
    if content_type in _OTHER_NAMES:
        return _OTHER_NAMES[content_type]
    if content_type != "application/octet-stream":
        return content_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _FIRST_BYTES if data.startswith(start)), content_type)
