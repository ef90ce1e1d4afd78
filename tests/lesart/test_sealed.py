"""Signed and encrypted mails in the clothes that gateways put on them."""

import zlib
from base64 import b64encode, encodebytes

import pytest

from tests.lesart.builder import multipart, with_head

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDie Vase ist da. Danke!"
OIDS = {"data": "2a864886f70d010701", "signed": "2a864886f70d010702", "enveloped": "2a864886f70d010703"}
OIDS |= {"authenveloped": "2a864886f70d0109100117", "compressed": "2a864886f70d0109100109"}


def value(tag: int, *contents: bytes) -> bytes:
    data = b"".join(contents)
    size = bytes([len(data)]) if len(data) < 128 else b"\x82" + len(data).to_bytes(2)
    return bytes([tag]) + size + data


def oid(name: str) -> bytes:
    return value(0x06, bytes.fromhex(OIDS[name]))


def container(kind: str, *members: bytes) -> bytes:
    return value(0x30, oid(kind), value(0xA0, value(0x30, *members)))


def signed(content: bytes | None, *, signers: bytes = b"\x30\x00") -> bytes:
    inner = value(0x30, oid("data"), *([] if content is None else [value(0xA0, value(0x04, content))]))
    return container("signed", b"\x02\x01\x01", value(0x31), inner, value(0x31, signers))


def compressed(content: bytes) -> bytes:
    inner = value(0x30, oid("data"), value(0xA0, value(0x04, zlib.compress(content))))
    return container("compressed", b"\x02\x01\x00", value(0x30, oid("data")), inner)


ENVELOPED = container("enveloped", b"\x02\x01\x00", value(0x31), value(0x30))


def part(head: bytes, data: bytes) -> bytes:
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encodebytes(data)


def as_file(name: bytes) -> bytes:
    return b'Content-Type: application/octet-stream; name="%s"\r\nContent-Disposition: attachment' % name


@pytest.mark.parametrize(
    "head",
    [
        as_file(b"smime.p7m"),
        as_file(b"SMIME.P7M"),
        b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=mail.p7m",
        b"Content-Type: application/x-pkcs7-mime; smime-type=signed-data",
        b"Content-Type: binary/octet-stream; name=smime.p7m",
        b"Content-Type: application/x-pkcs7; name=smime.p7m",
        b"Content-Type: application/pkcs7-mime",
    ],
)
def test_a_signed_mail_is_read_whatever_its_container_is_called(head: bytes) -> None:
    mail = with_head(part(head, signed(INNER)))
    assert (mail.visible_reply, mail.protected) == ("Die Vase ist da. Danke!", "signed")


@pytest.mark.parametrize("head", [as_file(b"smime.p7m"), b"Content-Type: application/pkcs7-mime"])
@pytest.mark.parametrize("kind", ["enveloped", "authenveloped"])
def test_an_encrypted_mail_is_told_whatever_its_container_is_called(head: bytes, kind: str) -> None:
    mail = with_head(part(head, container(kind, b"\x02\x01\x00", value(0x31), value(0x30))))
    assert (mail.protected, [item.kind for item in mail.attachments]) == ("encrypted", ["encrypted"])


def test_a_container_in_letters_is_opened() -> None:
    pem = b"-----BEGIN PKCS7-----\n" + encodebytes(signed(INNER)) + b"-----END PKCS7-----\n"
    mail = with_head(as_file(b"smime.p7m") + b"\r\n\r\n" + pem)
    assert (mail.visible_reply, mail.protected) == ("Die Vase ist da. Danke!", "signed")


def test_a_compressed_mail_is_unpacked_and_is_no_secret() -> None:
    head = b"Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z"
    mail = with_head(part(head, compressed(INNER)))
    assert (mail.visible_reply, mail.protected) == ("Die Vase ist da. Danke!", None)


def test_certificates_alone_protect_nothing() -> None:
    bare = container("signed", b"\x02\x01\x01", value(0x31), value(0x30, oid("data")), value(0x31))
    heads = (
        b"Content-Type: application/pkcs7-mime; smime-type=certs-only",
        b"Content-Type: application/pkcs7-mime; name=kette.p7c",
        b"Content-Type: application/pkcs7-mime; name=smime.p7m",
    )
    mails = [with_head(multipart(b"mixed", b"\r\nMein Zertifikat", part(head, bare))) for head in heads]
    assert [(mail.protected, mail.attachments[0].kind) for mail in mails] == [(None, "file")] * 3


def test_a_signed_file_says_nothing_about_the_mail_and_is_given_out_of_its_container() -> None:
    file = part(as_file(b"angebot.pdf.p7m"), signed(b"%PDF-1.7 Angebot"))
    mail = with_head(multipart(b"mixed", b"\r\nUnser Angebot", file))
    assert (mail.text, mail.protected) == ("Unser Angebot", None)
    assert {item.name: item.data[:4] for item in mail.attachments}["angebot.pdf"] == b"%PDF"


def test_an_encrypted_file_beside_words_does_not_make_the_mail_a_secret() -> None:
    mail = with_head(multipart(b"mixed", b"\r\nVertrag anbei", part(as_file(b"vertrag.pdf.p7m"), ENVELOPED)))
    assert (mail.text, mail.protected, mail.attachments[0].kind) == ("Vertrag anbei", None, "encrypted")


ARMOUR = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n=ab12\r\n-----END PGP MESSAGE-----\r\n"
CONTROL = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
SECRET = b"Content-Type: application/octet-stream; name=secret.asc\r\n\r\n" + ARMOUR


@pytest.mark.parametrize("line", [b"", b"Leere Nachricht", b"This is an encrypted message", b"Empty Message"])
def test_pgp_in_a_wrong_envelope_is_a_secret_and_a_gateways_line_is_nobodys_word(line: bytes) -> None:
    mail = with_head(multipart(b"mixed", b"Content-Type: text/plain\r\n\r\n" + line, CONTROL, SECRET))
    assert (mail.protected, mail.visible_reply, [item.kind for item in mail.attachments]) == (
        "encrypted",
        "",
        ["encrypted", "encrypted"],
    )


def test_a_letter_beside_pgp_parts_keeps_its_words() -> None:
    letter = (
        b"Guten Tag, im verschluesselten Teil steht die Bankverbindung, alles andere wie gestern am Telefon besprochen."
    )
    mail = with_head(multipart(b"mixed", b"\r\n" + letter, CONTROL, SECRET))
    assert (mail.protected, mail.visible_reply) == ("encrypted", letter.decode())


def test_nothing_but_an_armoured_file_is_a_secret_mail() -> None:
    alone = with_head(multipart(b"mixed", b"\r\n \r\n", SECRET))
    beside = with_head(multipart(b"mixed", b"\r\nDie Datei ist verschluesselt.", SECRET))
    assert (alone.protected, beside.protected) == ("encrypted", None)
    assert [item.kind for item in (*alone.attachments, *beside.attachments)] == ["encrypted", "encrypted"]


def test_armour_in_a_page_is_kept_as_a_file() -> None:
    page = b"<p>Hallo</p><pre>" + ARMOUR + b"</pre>"
    mail = with_head(b"Content-Type: text/html\r\n\r\n" + page)
    assert (mail.protected, mail.visible_reply, mail.attachments[0].kind) == ("encrypted", "Hallo", "encrypted")


@pytest.mark.parametrize(
    ("head", "protected"),
    [
        (b"Content-Type: application/pkcs7-signature; name=smime.p7s", "signed"),
        (as_file(b"smime.p7s"), "signed"),
        (b"Content-Type: application/pgp-signature; name=signature.asc", "signed"),
        (b"Content-Type: application/pgp-signature; name=programm.zip.sig", None),
    ],
)
def test_a_signature_beside_the_text_marks_the_mail_unless_it_is_that_of_a_file(
    head: bytes, protected: str | None
) -> None:
    mail = with_head(multipart(b"mixed", b"\r\nGelesen.", head + b"\r\n\r\n" + b64encode(b"xxxx")))
    assert (mail.text, mail.protected, mail.attachments[0].kind) == ("Gelesen.", protected, "signature")
