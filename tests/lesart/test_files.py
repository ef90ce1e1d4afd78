"""What is attached: names, bytes, kinds."""

import struct
from base64 import b64encode
from binascii import b2a_uu
from hashlib import sha256

import pytest

from lesart.names import file_name
from lesart.tnef import unpack_tnef
from lesart.uuencode import take_out
from tests.lesart.builder import multipart, with_head

EVENT = b"""BEGIN:VCALENDAR\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:77@kunde.example\r
SUMMARY:Abnahme der Lampe\\, Halle 3 und\r
  danach Kaffee\r
DTSTART;TZID=W. Europe Standard Time:20260310T140000\r
DTEND:20260310T143000Z\r
LOCATION:Bremen\r
ORGANIZER;CN="Brandt, Eva":mailto:eva@kunde.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_an_attachment_has_its_bytes_hash_and_name() -> None:
    data = bytes(range(256))
    part = (
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: inline; filename*=utf-8''Foto%20M%C3%A4rz.png\r\nContent-ID: <bild@1>\r\n\r\n"
    )
    mail = with_head(multipart(b"related", b"\r\nHallo", part + b64encode(data)))
    item = mail.attachments[0]
    assert (item.name, item.data, item.size, item.cid, item.inline, item.kind) == (
        "Foto März.png",
        data,
        256,
        "bild@1",
        True,
        "file",
    )
    assert item.sha256 == sha256(data).hexdigest()


def test_an_attached_message_is_kept_whole() -> None:
    inner = b"From: a@b.example\r\nSubject: innen\r\n\r\nInnerer Text"
    mail = with_head(multipart(b"mixed", b"\r\nsiehe", b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert (mail.text, [(item.kind, item.data) for item in mail.attachments]) == (
        "siehe",
        [("message", inner)],
    )


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\eva\\Bild.png": "Bild.png",
    "ein\0name\r\n.txt": "ein_name_.txt",
    "Rechnung\u202efdp.exe": "Rechnung_fdp.exe",
    "": "attachment-3.pdf",
    "...": "attachment-3.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_harmless(name: str) -> None:
    assert file_name(name, "application/pdf", 3) == NAMES[name]


def test_a_long_file_name_keeps_its_ending() -> None:
    assert (len(file_name("a" * 900 + ".pdf", "x/y", 1)), file_name("a" * 900 + ".pdf", "x/y", 1)[-5:]) == (
        200,
        "a.pdf",
    )


def test_a_uuencoded_file_leaves_the_text() -> None:
    body = b"Anbei die Datei.\n\nbegin 644 gruss.txt\n" + b2a_uu(b"Hallo die Welt") + b"`\nend\nDanke"
    text, files = take_out(body)
    assert (text, files) == (b"Anbei die Datei.\n\nDanke", [(b"gruss.txt", b"Hallo die Welt")])


def test_a_sentence_with_begin_is_no_file() -> None:
    body = b"begin 644 der Liste\nDas ist nur ein Satz, der so anfaengt.\n"
    assert take_out(body) == (body, [])


def test_a_mail_with_a_uuencoded_file_has_an_attachment() -> None:
    mail = with_head(b"\r\nAnbei.\r\n\r\nbegin 644 gruss.txt\r\n" + b2a_uu(b"Hallo die Welt") + b"`\r\nend\r\n")
    assert (mail.text, [(item.name, item.size) for item in mail.attachments]) == (
        "Anbei.",
        [("gruss.txt", 14)],
    )


def test_an_invitation_tells_what_when_and_who() -> None:
    part = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n" + EVENT
    item = with_head(multipart(b"alternative", b"\r\nEinladung", part)).attachments[0]
    event = item.invitation
    assert event is not None
    assert (item.kind, event.method, event.summary) == (
        "invitation",
        "REQUEST",
        "Abnahme der Lampe, Halle 3 und danach Kaffee",
    )
    assert event.start is not None and event.start.isoformat() == "2026-03-10T14:00:00+01:00"
    assert event.end is not None and event.end.isoformat() == "2026-03-10T14:30:00+00:00"
    assert (event.organiser, event.location, event.uid) == ("eva@kunde.example", "Bremen", "77@kunde.example")


@pytest.mark.parametrize("broken", [b"", b"BEGIN:VEVENT", b"BEGIN:VEVENT\nDTSTART:99999999\nEND:VEVENT", b"\xff\0"])
def test_a_broken_calendar_is_still_a_file(broken: bytes) -> None:
    part = b"Content-Type: text/calendar; name=termin.ics\r\n\r\n" + broken
    item = with_head(multipart(b"mixed", b"\r\nHallo", part)).attachments[0]
    assert (item.kind, item.name) == ("invitation", "termin.ics")


def test_a_signed_mail_is_marked_and_readable() -> None:
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nxxx"
    mail = with_head(multipart(b"signed", b"\r\nUnterschrieben", signature))
    assert (mail.protected, mail.text, mail.attachments[0].kind) == ("signed", "Unterschrieben", "signature")


def test_an_encrypted_mail_is_marked_and_shows_no_garbage() -> None:
    mail = with_head(
        multipart(
            b"encrypted",
            b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
            b"Content-Type: application/octet-stream; name=a.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nhQEM",
        )
    )
    assert (mail.protected, mail.text, [item.kind for item in mail.attachments]) == (
        "encrypted",
        "",
        ["encrypted", "encrypted"],
    )


def test_an_smime_envelope_is_told_from_a_signature() -> None:
    head = b"Content-Type: application/pkcs7-mime; smime-type=%s; name=smime.p7m\r\n\r\nMIIB"
    kinds = [with_head(head % kind).protected for kind in (b"enveloped-data", b"signed-data")]
    assert kinds == ["encrypted", "signed"]


def test_armour_in_a_text_is_kept_as_a_file() -> None:
    mail = with_head(b"\r\nHallo,\r\n-----BEGIN PGP MESSAGE-----\r\nhQEM\r\n-----END PGP MESSAGE-----\r\nEva")
    assert (mail.protected, mail.text, mail.attachments[0].kind) == (
        "encrypted",
        "Hallo,\n\nEva",
        "encrypted",
    )


def tnef_object(level: int, name: int, content: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(content)) + content + b"\0\0"


def winmail() -> bytes:
    text = struct.pack("<IHHII", 1, 0x1E, 0x3707, 1, 9) + b"plan.pdf\0\0\0\0"
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + tnef_object(1, 0x9007, struct.pack("<II", 1252, 0))
        + tnef_object(1, 0x800C, "Grüße".encode("cp1252") + b"\0")
        + tnef_object(2, 0x9002, b"\0" * 14)
        + tnef_object(2, 0x8010, b"PLAN~1.PDF\0")
        + tnef_object(2, 0x800F, b"%PDF")
        + tnef_object(2, 0x9005, text)
    )


def test_a_winmail_dat_is_replaced_by_what_is_inside() -> None:
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = with_head(multipart(b"mixed", part + b64encode(winmail())))
    assert (mail.text, [(item.name, item.data) for item in mail.attachments]) == (
        "Grüße",
        [("plan.pdf", b"%PDF")],
    )


def test_a_broken_winmail_dat_is_kept_as_it_is() -> None:
    mail = with_head(b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nkaputt")
    assert (mail.warnings, [item.data for item in mail.attachments]) == (("tnef-unreadable",), [b"kaputt"])


def test_every_cut_of_a_winmail_dat_is_survived() -> None:
    whole = winmail()
    results = [unpack_tnef(whole[:end]) for end in range(len(whole))]
    assert results[5] is None and results[-1] is not None


def test_a_packed_bomb_stays_an_attachment() -> None:
    packed = b"PK\x03\x04" + b"\0" * 1_000
    part = b"Content-Type: application/zip; name=viel.zip\r\n\r\n" + packed
    assert with_head(multipart(b"mixed", b"\r\nHallo", part)).attachments[0].data == packed
