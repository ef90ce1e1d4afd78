"""What is signed or encrypted (S/MIME, PGP), also where the type says only that it is a file."""

from __future__ import annotations

import re

from .contents import Contents
from .file_kinds import is_some_file
from .model import AttachmentKind
from .smime import certificates_only, compressed_content, signed_content
from .tree import Part

SIGNATURES = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"))
SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
ARMOUR = "-----BEGIN PGP MESSAGE-----"
# RFC 8551, 3.2.1: the ending of the name says what a gateway's application/octet-stream was.
_ENDINGS = {".p7m": "application/pkcs7-mime", ".p7s": "application/pkcs7-signature", ".p7z": "application/pkcs7-mime"}
_ARMOURS = {
    b"-----BEGIN PGP MESSAGE-----": "application/pgp-encrypted",
    b"-----BEGIN PGP SIGNATURE-----": "application/pgp-signature",
}
_CONTROL = re.compile(rb"\s*version\s*:\s*1\b", re.IGNORECASE)
_FIELD = re.compile(rb"(?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-[a-z-]+[ \t]*:", re.IGNORECASE)
_PGP_ARMOUR = re.compile(r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL)
# How the signatures of whole mails are called; any other name is that of a signed file.
_OF_THE_MAIL = re.compile(r"(?:smime\.p7s|(?:openpgp[_-]digital[_-])?signature(?:\.asc|\.sig|\.pgp)?)?", re.IGNORECASE)
_FEW_WORDS = 12


def sealed_type(content_type: str, name: str, data: bytes) -> str:
    """Return the type of a signed, encrypted or signing part; empty for any other part."""
    if content_type in SMIME or content_type in SIGNATURES or content_type == "application/pgp-encrypted":
        return content_type
    if not is_some_file(content_type):
        return ""
    ending = name[-4:].lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    head = data[:200].lstrip()
    return next((found for start, found in _ARMOURS.items() if head.startswith(start)), "")


def note_protection(part: Part, contents: Contents) -> None:
    """Mark what a multipart says about its parts; a part that belongs to PGP/MIME alone says it, too."""
    kinds = {child.content_type for child in part.children}
    if part.content_type == "multipart/encrypted":
        contents.protected = "encrypted"
    elif part.content_type == "multipart/signed" and contents.protected is None:
        contents.protected = "signed"
    elif "application/pgp-encrypted" in kinds and len(part.children) <= 4:
        contents.twisted = True


def open_container(part: Part, name: str, data: bytes, contents: Contents) -> tuple[AttachmentKind, bytes]:
    """The kind of an S/MIME container, and the mail inside it that can be read; nothing is verified.

    A container round anything but a mail is a signed or sealed file and says nothing about the mail.
    """
    declared = part.content_type in SMIME
    purpose = part.parameters.get("smime-type", "").lower()
    if purpose == "certs-only" or name.lower().endswith(".p7c") or certificates_only(data):
        return "file", b""
    content = signed_content(data)
    packed = compressed_content(data) if content is None else None
    if packed is not None:
        return "file", packed
    if content is None and purpose != "signed-data":
        contents.sealed = True
        if declared or name.lower() == "smime.p7m":
            contents.protected = "encrypted"
        return "encrypted", b""
    if content and not _FIELD.match(content.lstrip(b"\r\n")):
        if name.lower().endswith(".p7m") and name.count(".") > 1:
            contents.keep(name[:-4], "application/octet-stream", content)
        return "file", b""
    if contents.protected is None:
        contents.protected = "signed"
    return "signature", content or b""


def seal(kind_of: str, name: str, data: bytes, contents: Contents) -> AttachmentKind:
    """The kind of a part of PGP, or of a signature beside the mail, and what it says about the mail."""
    if kind_of in SIGNATURES:
        if contents.protected is None and _OF_THE_MAIL.fullmatch(name):
            contents.protected = "signed"
        return "signature"
    contents.sealed = True
    if contents.twisted and _CONTROL.match(data[:100]):
        contents.protected = "encrypted"
    return "encrypted"


def take_armour(text: str, contents: Contents) -> str:
    """Keep PGP messages inside a text as files; the text without them."""
    if ARMOUR in text:
        for block in _PGP_ARMOUR.findall(text):
            contents.keep("message.asc", "application/pgp-encrypted", block.encode(), kind="encrypted")
        contents.protected = "encrypted"
        return _PGP_ARMOUR.sub("", text)
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text and contents.protected is None:
        contents.protected = "signed"
    return text


def settle_protection(contents: Contents) -> None:
    """Decide at the end: nothing but a sealed file is a sealed mail, and its one line of a gateway is nobody's word."""
    if contents.twisted and contents.protected == "encrypted":
        contents.blocks = [block for block in contents.blocks if len(block.words().split()) > _FEW_WORDS]
    if contents.sealed and contents.protected is None and not any(block.words().strip() for block in contents.blocks):
        contents.protected = "encrypted"
