"""Any bytes in, never an exception out; and never more than a bounded amount of work."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lesart import html_to_text, read_mail, safe_html
from lesart.addresses import read_addresses
from lesart.charset import decode_bytes
from lesart.tnef import unpack_tnef
from lesart.transfer import decode_transfer
from lesart.uuencode import take_out
from lesart.words import decode_words
from tests.lesart import fuzz
from tests.lesart.builder import ARRIVED, HEAD, multipart, read

SOUND = HEAD + multipart(
    b"mixed",
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe",
    b"Content-Type: text/html\r\n\r\n<p>Hallo <img src=cid:1></p>",
    b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA",
    b"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1",
)
LINES = st.sampled_from(
    [
        b"Subject: =?utf-8?Q?a",
        b"From: <@>,,;:\xff",
        b"Date: 99 Foo 0000 77:99",
        b"Content-Type: multipart/mixed; boundary=a",
        b"Content-Type: text/html; charset=\0",
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment; filename*0*=x''%",
        b"--a",
        b"--a--",
        b"",
        b" fortgesetzt",
        b"begin 644 a",
        b"\xff\xfe\0",
        b"<p>Wort</p>",
        b"> zitiert",
    ]
)


def check_survives(raw: bytes) -> None:
    mail = read_mail(raw, arrived_at=ARRIVED)
    assert "unreadable" not in mail.warnings


def is_whole(text: str) -> bool:
    """No half of a character, which nothing can write or store."""
    return text.encode("utf-8", "replace").decode() == text


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw: bytes) -> None:
    check_survives(raw)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_order_of_strange_lines_is_read(lines: list[bytes], end: bytes) -> None:
    check_survives(end.join(lines))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SOUND)), st.binary(max_size=30), st.integers(0, 60))
def test_any_damage_to_a_sound_mail_is_read(place: int, new: bytes, gone: int) -> None:
    check_survives(SOUND[:place] + new + SOUND[place + gone :])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=20))
def test_every_small_reader_takes_any_bytes(data: bytes, text: str) -> None:
    texts = [decode_words(data), decode_bytes(data, text)[0]]
    for address in read_addresses(data):
        texts += [address.name, address.address]
    assert [each for each in texts if not is_whole(each)] == []
    assert all(len(decode_transfer(data, way)[0]) <= len(data) for way in ("base64", "quoted-printable"))
    rest, files = take_out(b"begin 644 a\n" + data)
    assert len(rest) + sum(len(content) for _, content in files) <= len(data) + 12
    assert unpack_tnef(b"\x78\x9f\x3e\x22\0\0" + data) is not None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/ab =\"'&;!-p\n\0\ud926\ue000", max_size=300))
def test_any_markup_is_shown_and_read(html: str) -> None:
    shown = safe_html(html).html

    assert (is_whole(html_to_text(html)), is_whole(shown), "\0" in shown) == (True, True, False)
    assert safe_html(shown).html == shown


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="abcäö >-:.", max_size=20), max_size=20))
def test_no_word_of_the_body_is_lost(lines: list[str]) -> None:
    mail = read(b"Subject: a\nContent-Type: text/plain; charset=utf-8\n\n" + "\n".join(lines).encode())
    kept = f"{mail.visible_reply} {mail.hidden_rest}".split()
    assert sorted(kept) == sorted(mail.text.split())


@pytest.mark.parametrize("name", [name for name, _ in fuzz.bombs()])
def test_a_mail_made_to_be_slow_is_read(name: str) -> None:
    check_survives(dict(fuzz.bombs())[name])


def test_damaged_mails_are_read() -> None:
    dice, mails = random.Random(3), fuzz.originals()
    for damage in fuzz.DAMAGES:
        for _ in range(20):
            check_survives(damage(bytearray(dice.choice(mails) or b"\n"), dice)[:100_000])


def test_what_could_not_be_foreseen_still_gives_a_mail() -> None:
    raw = b"Authentication-Results: a; spf=pass\n\nWichtig"
    mail = read_mail(raw, arrived_at=ARRIVED, trusted_authserv=(7,))  # type: ignore[arg-type]
    assert (mail.warnings, "Wichtig" in mail.visible_reply) == (("unreadable",), True)
