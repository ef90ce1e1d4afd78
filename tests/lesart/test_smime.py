"""S/MIME containers: signed ones are read, closed ones stay closed."""

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from lesart.smime import signed_content
from tests.lesart.builder import with_head

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe"


@pytest.fixture(scope="module")
def container() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Eva Brandt")])
    start = datetime.datetime(2026, 1, 1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    builder = pkcs7.PKCS7SignatureBuilder().set_data(INNER).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_the_mail_in_a_signature_container_is_read_and_the_container_kept(container: bytes) -> None:
    mail = with_head(b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\n" + container)
    assert (mail.text, mail.protected) == ("Grüße", "signed")
    assert [(item.name, item.kind, item.data) for item in mail.attachments] == [("smime.p7m", "signature", container)]


def test_pieces_of_indefinite_length_are_joined() -> None:
    oid = bytes.fromhex("06092a864886f70d010702")
    data = bytes.fromhex("06092a864886f70d010701")
    octets = b"\x24\x80\x04\x03Ein\x04\x04 Tag\0\0"
    inner = b"\x30\x80" + data + b"\xa0\x80" + octets + b"\0\0\0\0"
    signed = b"\x30\x80\x02\x01\x01\x31\x00" + inner + b"\0\0"
    assert signed_content(b"\x30\x80" + oid + b"\xa0\x80" + signed + b"\0\0\0\0") == b"Ein Tag"


def test_a_container_in_a_container_in_a_container_ends() -> None:
    assert signed_content(b"\x30\x80" * 5_000) is None


def test_every_cut_of_a_container_is_survived(container: bytes) -> None:
    assert {signed_content(container[:end]) for end in range(len(container))} == {None}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_looked_into(data: bytes) -> None:
    opened = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80" + data

    assert [found for found in (signed_content(data), signed_content(opened)) if found and len(found) > len(data)] == []
