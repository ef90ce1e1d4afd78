"""STARTTLS in both directions, passwords only where they are safe, DKIM on what leaves."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography.hazmat.primitives import serialization

from kulanz.channels.adapter import Later, Sent
from kulanz.channels.email import checking, signing
from kulanz.channels.email import listener as listening
from kulanz.channels.email.smarthost import hand_over
from kulanz.channels.models import Mailbox, Original, Outgoing
from kulanz.core.env import SettingError
from tests.channels.conftest import Mail, Sink, free_port
from tests.channels.email.certificates import make_certificate, make_key

PASSWORDS = (b"ge:heim@42", "Größe".encode(), "秘密".encode())


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


@pytest.fixture
def outgoing(db: None, mail: Mail) -> Outgoing:
    return Outgoing(
        mail_id="x@demo.example", envelope_from="hilfe@demo.example", recipients="anna@kunde.example", raw=mail()
    )


@pytest.fixture
def guarded(certificate: tuple[Path, Path], request: pytest.FixtureRequest) -> Iterator[tuple[Sink, int, list[bytes]]]:
    """An outgoing server that wants STARTTLS and a password; a parameter names a way to sign in that it lacks."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    handler, port, passwords = Sink(), free_port(), []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        passwords.append(data.password)
        return AuthResult(success=data.password in PASSWORDS, handled=False)

    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        authenticator=check,
        auth_required=True,
        auth_exclude_mechanism=[request.param] if hasattr(request, "param") else None,
        require_starttls=True,
    )
    controller.start()
    yield handler, port, passwords
    controller.stop()


def test_the_listener_offers_starttls_where_it_has_a_certificate(
    transactional_db: None, mailbox: Mailbox, settings: Any, certificate: tuple[Path, Path], mail: Mail
) -> None:
    settings.SMTP_CERTIFICATE, settings.SMTP_CERTIFICATE_KEY = map(str, certificate)
    running = listening.start(("127.0.0.1", 0))
    try:
        with smtplib.SMTP("127.0.0.1", running.port) as client:
            client.starttls(context=ssl.create_default_context(cafile=certificate[0]))
            client.ehlo()
            assert not client.has_extn("auth")
            client.sendmail("anna@kunde.example", ["hilfe@demo.example"], mail())
    finally:
        running.stop()
    assert Original.objects.count() == 1


def test_mail_goes_out_encrypted_and_signed_in(
    guarded: tuple[Sink, int, list[bytes]], outgoing: Outgoing, settings: Any
) -> None:
    sink, port, _ = guarded
    settings.SMTP_OUT = f"smtp://hilfe:ge%3Aheim%4042@127.0.0.1:{port}?verify=no"
    assert isinstance(hand_over(outgoing), Sent)
    assert len(sink.mails) == 1


@pytest.mark.parametrize("guarded", ["LOGIN", "PLAIN"], indirect=True)
@pytest.mark.parametrize(("user", "password"), [("hilfe", "Größe"), ("jürgen", "ge:heim@42"), ("hilfe", "秘密")])
def test_names_and_passwords_beyond_ascii_sign_in(
    guarded: tuple[Sink, int, list[bytes]], outgoing: Outgoing, settings: Any, user: str, password: str
) -> None:
    sink, port, passwords = guarded
    settings.SMTP_OUT = f"smtp://{quote(user)}:{quote(password)}@127.0.0.1:{port}?verify=no"
    assert isinstance(hand_over(outgoing), Sent)
    assert (passwords, len(sink.mails)) == ([password.encode()], 1)


def test_a_wrong_password_with_umlauts_is_tried_again_later_and_said(
    guarded: tuple[Sink, int, list[bytes]], outgoing: Outgoing, settings: Any
) -> None:
    _, port, _ = guarded
    settings.SMTP_OUT = f"smtp://hilfe:{quote('falsch-größe')}@127.0.0.1:{port}?verify=no"
    outcome = hand_over(outgoing)
    assert (type(outcome), outcome.words[:3]) == (Later, "535")
    assert "535" in checking.outgoing_trouble()


def test_a_certificate_that_cannot_be_checked_gets_no_password(
    guarded: tuple[Sink, int, list[bytes]], outgoing: Outgoing, settings: Any
) -> None:
    _, port, passwords = guarded
    settings.SMTP_OUT = f"smtp://hilfe:geheim@127.0.0.1:{port}"
    outcome = hand_over(outgoing)
    assert (type(outcome), passwords) == (Later, [])
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.words


def test_a_server_that_is_not_there_is_tried_again_later(outgoing: Outgoing, settings: Any) -> None:
    settings.SMTP_OUT = f"smtp://127.0.0.1:{free_port()}"
    assert isinstance(hand_over(outgoing), Later)


def test_a_mail_with_an_odd_body_arrives_unchanged(outgoing: Outgoing, sink: Sink) -> None:
    outgoing.raw = b"Subject: x\r\n\r\n.\r\n..\nbare\r.ende"
    assert isinstance(hand_over(outgoing), Sent)
    assert sink.mails == [b"Subject: x\r\n\r\n.\r\n..\r\nbare\r\n.ende\r\n"]


def test_one_refused_recipient_of_two_is_on_record(outgoing: Outgoing, sink: Sink) -> None:
    outgoing.recipients = "anna@kunde.example\nweg@kunde.example"
    sink.answers["weg@kunde.example"] = "550 5.1.1 unknown"
    outcome = hand_over(outgoing)
    assert (type(outcome), sink.recipients) == (Sent, [["anna@kunde.example"]])
    assert "550 5.1.1 unknown" in outcome.words


def test_what_leaves_is_signed_where_a_key_is_configured(settings: Any, tmp_path: Path, mail: Mail) -> None:
    key = make_key(tmp_path / "dkim.pem")
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    settings.DKIM_KEY, settings.DKIM_SELECTOR = str(tmp_path / "dkim.pem"), "haus"
    signed = signing.signed(mail("Grüße", sender="Hilfe <hilfe@demo.example>"))
    names: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        names.append(name)
        return record

    assert dkim.verify(signed, dnsfunc=dns)
    assert names == [b"haus._domainkey.demo.example."]
    assert not dkim.verify(signed.replace("Grüße".encode(), b"Geld"), dnsfunc=dns)


def test_a_key_that_cannot_be_used_is_said(settings: Any, tmp_path: Path, mail: Mail) -> None:
    settings.DKIM_KEY = str(tmp_path / "missing.pem")
    with pytest.raises(SettingError, match="KULANZ_DKIM_KEY"):
        signing.signed(mail())


@pytest.mark.parametrize("kind", ["missing", "folder", "no certificate", "another key", "encrypted key"])
def test_a_certificate_that_cannot_be_used_is_said_at_the_start(
    transactional_db: None, settings: Any, certificate: tuple[Path, Path], tmp_path: Path, kind: str
) -> None:
    good, key = certificate
    chain: Path = {"missing": tmp_path / "nope.pem", "folder": tmp_path}.get(kind, good)
    if kind == "no certificate":
        good.write_text("nothing of the kind")
    if kind == "another key":
        make_key(key)
    if kind == "encrypted key":
        sealed = serialization.BestAvailableEncryption(b"geheim")
        secret = make_key(key)
        key.write_bytes(secret.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed))
    settings.SMTP_CERTIFICATE, settings.SMTP_CERTIFICATE_KEY = str(chain), str(key)
    with pytest.raises(listening.CertificateUnusable, match=str(chain)):
        listening.start(("127.0.0.1", 0))
