"""Whether the sender is who the mail says: trusted verdicts and our own check."""

import base64
import re
import time
from concurrent.futures import ThreadPoolExecutor

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lesart import Authentication
from lesart.sender_check import check_authentication
from lesart.spf import check_spf
from tests.lesart.builder import read

RESULT = (
    b"Authentication-Results: mx.laden.example 1; spf=pass (sender ok; "
    b"really) smtp.mailfrom=kunde.example;\r\n"
    b" dkim=fail reason=broken header.d=kunde.example; dmarc=fail (p=reject) header.from=kunde.example\r\n"
)


def test_the_verdicts_of_our_own_server_count() -> None:
    found = read(RESULT + b"\r\nHallo", "MX.laden.example").authentication
    assert found == Authentication("pass", "fail", "fail", "mx.laden.example")
    assert found.failed is True


def test_the_verdicts_of_a_stranger_do_not() -> None:
    forged = RESULT.replace(b"mx.laden", b"mx.boese")
    assert read(forged + b"\r\nHallo", "mx.laden.example").authentication == Authentication()


def test_without_a_trusted_server_there_are_no_verdicts() -> None:
    assert read(RESULT + b"\r\nHallo").authentication == Authentication()


@pytest.mark.parametrize(
    "lower", ["dkim=pass; dmarc=pass; spf=hardfail", "dkim=pass header.d=kunde.example", "dkim=pass; dkim=pass"]
)
def test_a_second_field_in_the_servers_name_outvotes_nothing(lower: str) -> None:
    forged = f"Authentication-Results: mx.laden.example; {lower}\r\n".encode()
    found = read(RESULT + forged + b"\r\nHallo", "mx.laden.example").authentication
    assert (found.spf, found.dkim, found.dmarc) == ("pass", "fail", "fail")


def test_a_second_field_passes_nothing_that_the_first_did_not_look_at() -> None:
    first = b"Authentication-Results: mx.laden.example; spf=fail smtp.mailfrom=x.example\r\n"
    forged = b"Authentication-Results: mx.laden.example; dkim=pass; dmarc=pass\r\n"
    found = read(first + forged + b"\r\nHallo", "mx.laden.example").authentication
    assert (found.failed, found.passed) == (True, False)


def test_a_second_field_may_add_a_doubt() -> None:
    first = b"Authentication-Results: mx.laden.example; spf=fail\r\n"
    second = b"Authentication-Results: mx.laden.example; dkim=fail; dmarc=fail\r\n"
    assert read(first + second + b"\r\nHallo", "mx.laden.example").authentication.dmarc == "fail"


def test_one_good_signature_of_several_is_enough() -> None:
    both = b"Authentication-Results: mx.laden.example; dkim=fail header.d=a.example; dkim=pass header.d=b.example\r\n"
    assert read(both + b"\r\nHallo", "mx.laden.example").authentication.dkim == "pass"


@pytest.mark.parametrize(
    ("verdicts", "failed"),
    [
        (Authentication(), False),
        (Authentication("fail", "pass", "pass"), False),
        (Authentication("fail", "none", None), True),
        (Authentication("pass", "fail", "none"), False),
        (Authentication("fail", "fail", "none"), True),
    ],
)
def test_a_sender_fails_when_nothing_speaks_for_the_address(verdicts: Authentication, failed: bool) -> None:
    assert verdicts.failed is failed


MAIL = (
    b"From: Eva <eva@kunde.example>\r\nTo: hilfe@laden.example\r\nSubject: Lampe\r\n"
    b"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@kunde.example>\r\n\r\nGuten Tag\r\n"
)
RECORDS = {
    ("kunde.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 include:_s.kunde.example mx a:%{l}.lokal.example -all"],
    ("_s.kunde.example", "TXT"): ["v=spf1 ip6:2001:db8::/32 ?all"],
    ("kunde.example", "MX"): ["mx.kunde.example"],
    ("mx.kunde.example", "A"): ["198.51.100.7"],
    ("eva.lokal.example", "A"): ["198.51.100.99"],
    ("_dmarc.kunde.example", "TXT"): ["v=DMARC1; p=reject"],
    ("weich.example", "TXT"): ["irgendwas", "v=spf1 ~all"],
    ("weiter.example", "TXT"): ["v=spf1 redirect=weich.example"],
    ("kreis.example", "TXT"): ["v=spf1 include:kreis.example -all"],
    ("doppelt.example", "TXT"): ["v=spf1 -all", "v=spf1 +all"],
    ("falsch.example", "TXT"): ["v=spf1 gibtsnicht:x -all"],
}


def records(name: str, kind: str) -> list[str]:
    return RECORDS.get((name, kind), [])


SPF = {
    ("192.0.2.9", "eva@kunde.example"): "pass",
    ("2001:db8::5", "eva@kunde.example"): "pass",
    ("198.51.100.7", "eva@kunde.example"): "pass",
    ("198.51.100.99", "eva@kunde.example"): "pass",
    ("203.0.113.1", "eva@kunde.example"): "fail",
    ("203.0.113.1", "a@weich.example"): "softfail",
    ("203.0.113.1", "a@weiter.example"): "softfail",
    ("203.0.113.1", "a@kreis.example"): "permerror",
    ("203.0.113.1", "a@doppelt.example"): "permerror",
    ("203.0.113.1", "a@falsch.example"): "permerror",
    ("203.0.113.1", "a@nichts.example"): "none",
    ("keine Adresse", "eva@kunde.example"): "permerror",
    ("192.0.2.9", ""): "pass",
}


@pytest.mark.parametrize(("ip", "sender"), SPF)
def test_a_policy_says_who_may_send(ip: str, sender: str) -> None:
    assert check_spf(ip, "kunde.example", sender, records) == SPF[ip, sender]


ODD = {
    ("rueckwaerts.example", "TXT"): ["v=spf1 ptr -all"],
    ("9.2.0.192.in-addr.arpa", "PTR"): ["post.rueckwaerts.example"],
    ("post.rueckwaerts.example", "A"): ["192.0.2.9"],
    ("tippfehler.example", "TXT"): ["v=spf1 ip4:192.0.2.9/99 -all"],
    ("unbekannt.example", "TXT"): ["v=spf1 ip5:192.0.2.9 -all"],
    ("leer.example", "TXT"): ["v=spf1 a:n1.leer.example a:n2.leer.example a:n3.leer.example a:n4.leer.example -all"],
    ("vier.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 -all"],
    ("ohne-post.example", "TXT"): ["v=spf1 mx -all"],
    ("ohne-post.example", "MX"): [""],
    ("zweiteilig.example", "TXT"): ["v=spf10 +all"],
}


@pytest.mark.parametrize(
    ("ip", "domain", "verdict"),
    [
        ("192.0.2.9", "rueckwaerts.example", "pass"),
        ("192.0.2.9", "tippfehler.example", "permerror"),
        ("192.0.2.9", "unbekannt.example", "permerror"),
        ("192.0.2.9", "leer.example", "permerror"),
        ("::ffff:192.0.2.9", "vier.example", "pass"),
        ("192.0.2.9", "ohne-post.example", "fail"),
        ("192.0.2.9", "zweiteilig.example", "none"),
        ("keine Adresse", "vier.example", "permerror"),
    ],
)
def test_rare_policies_are_read_as_the_standard_says(ip: str, domain: str, verdict: str) -> None:
    assert check_spf(ip, "post.example", f"eva@{domain}", lambda *asked: ODD.get(asked, [])) == verdict


def test_two_mails_at_once_ask_their_own_name_servers() -> None:
    def verdict(policy: str) -> str:
        def ask(name: str, kind: str) -> list[str]:
            time.sleep(0.01)
            return [policy] if kind == "TXT" else []

        return check_spf("192.0.2.9", "post.example", "eva@gleich.example", ask)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(verdict, ["v=spf1 +all", "v=spf1 -all"] * 8)) == ["pass", "fail"] * 8


def signed() -> tuple[bytes, dict[tuple[str, str], list[str]]]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = base64.b64encode(
        key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    ).decode()
    signature = dkim.sign(MAIL, b"k1", b"kunde.example", private)
    return signature + MAIL, {
        **RECORDS,
        ("k1._domainkey.kunde.example", "TXT"): [f"v=DKIM1; k=rsa; p={public}"],
    }


def test_our_own_check_finds_a_good_signature_and_a_broken_one() -> None:
    raw, known = signed()

    def look_up(name: str, kind: str) -> list[str]:
        return known.get((name, kind), [])

    good = check_authentication(raw, "203.0.113.1", "x.example", "a@nichts.example", look_up)
    changed = re.sub(b"Guten Tag", b"Boeser Tag", raw)
    bad = check_authentication(changed, "203.0.113.1", "x.example", "a@nichts.example", look_up)
    assert (good, bad) == (
        Authentication("none", "pass", "pass", "self"),
        Authentication("none", "fail", "fail", "self"),
    )


def test_a_mail_without_signature_passes_by_its_server() -> None:
    found = check_authentication(MAIL, "192.0.2.9", "x.example", "eva@kunde.example", records)
    assert found == Authentication("pass", "none", "pass", "self")


def test_a_silent_name_server_is_no_verdict() -> None:
    def silent(name: str, kind: str) -> list[str]:
        raise TimeoutError(name)

    found = check_authentication(signed()[0], "192.0.2.9", "x.example", "eva@kunde.example", silent)
    assert (found.spf, found.dmarc, found.failed) == ("temperror", "temperror", False)


def test_rubbish_has_no_sender_to_check() -> None:
    found = check_authentication(b"\0\xff", "192.0.2.9", "", "", records)
    assert (found.spf, found.failed) == ("none", False)
