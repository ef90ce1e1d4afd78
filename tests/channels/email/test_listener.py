"""The listener takes what has a home here, keeps it before it says so, and gives clear answers to everything else."""

from __future__ import annotations

import contextlib
import gc
import random
import smtplib
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from kulanz.channels import intake
from kulanz.channels.email import conversation
from kulanz.channels.email import listener as listening
from kulanz.channels.email.addresses import reply_address
from kulanz.channels.email.listener import SmtpListener
from kulanz.channels.models import Mailbox, Original
from tests.channels.conftest import Mail


class Talk:
    """A conversation in raw bytes, for what a decent client never says."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._lines = self._socket.makefile("rb")
        self.answer()

    def say(self, line: bytes) -> str:
        self.write(line + b"\r\n")
        return self.answer()

    def write(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self) -> str:
        while (line := self._lines.readline().decode()) and line[3:4] == "-":
            pass
        return line.strip()

    def begin(self) -> None:
        self.say(b"EHLO x")
        self.begin_again()

    def begin_again(self) -> None:
        for line in (b"MAIL FROM:<anna@kunde.example>", b"RCPT TO:<hilfe@demo.example>"):
            assert self.say(line)[:3] == "250"
        assert self.say(b"DATA")[:3] == "354"

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


@pytest.fixture
def talk(listener: SmtpListener, request: pytest.FixtureRequest) -> Talk:
    opened = Talk(listener.port)
    request.addfinalizer(opened.close)
    return opened


def kept() -> list[bytes]:
    return [bytes(raw) for raw in Original.objects.order_by("id").values_list("raw", flat=True)]


def test_it_relays_nothing(talk: Talk) -> None:
    talk.say(b"EHLO x")
    talk.say(b"MAIL FROM:<wer@anders.example>")
    strangers = [
        b"<opfer@anders.example>",
        b"<hilfe@anders.example>",
        b"<niemand@demo.example>",
        b"<hilfe%anders.example@demo.example>",
        b"<@demo.example:opfer@anders.example>",
        b'<"opfer@anders.example"@demo.example>',
        b"<hilfe@demo.example@anders.example>",
        b"<opfer>",
    ]
    assert {talk.say(b"RCPT TO:" + address)[:3] for address in strangers} <= {"550", "553", "501"}
    assert talk.say(b"DATA")[:3] == "503"


@pytest.mark.parametrize(
    "address",
    ["hilfe@demo.example", "HILFE@Demo.Example", "support@demo.example", "postmaster@demo.example", "postmaster"],
)
def test_it_takes_what_has_a_home(talk: Talk, address: str) -> None:
    talk.say(b"EHLO x")
    talk.say(b"MAIL FROM:<>")
    assert talk.say(f"RCPT TO:<{address}>".encode())[:3] == "250"


def test_a_reply_address_is_taken_with_a_valid_token_only(talk: Talk) -> None:
    own = reply_address("hilfe@demo.example", 17)
    talk.say(b"EHLO x")
    talk.say(b"MAIL FROM:<anna@kunde.example>")
    assert talk.say(f"RCPT TO:<{own.upper()}>".encode())[:3] == "250"
    forged = [own.replace("17-", "18-"), "hilfe+17-aaaaaaaaaaaaaaaa@demo.example", "hilfe+x@demo.example"]
    assert {talk.say(f"RCPT TO:<{address}>".encode())[:3] for address in forged} == {"550"}


def test_a_new_address_is_known_without_a_restart(talk: Talk, mailbox: Mailbox) -> None:
    talk.say(b"EHLO x")
    talk.say(b"MAIL FROM:<anna@kunde.example>")
    assert talk.say(b"RCPT TO:<neu@demo.example>")[:3] == "550"
    mailbox.aliases = ["neu@demo.example"]
    mailbox.save()
    answers = set()
    for _attempt in range(60):
        answers.add(talk.say(b"RCPT TO:<neu@demo.example>")[:3])
        if "250" in answers:
            break
        time.sleep(0.05)
    assert answers == {"550", "250"}


def test_a_mail_that_is_too_big_is_refused_in_words(talk: Talk, settings: Any, listener: SmtpListener) -> None:
    limit = settings.MAIL_SIZE_LIMIT
    talk.say(b"EHLO x")
    assert talk.say(b"MAIL FROM:<a@b.example> SIZE=%d" % (limit + 1))[:3] == "552"
    assert talk.say(b"MAIL FROM:<a@b.example>")[:3] == "250"
    talk.say(b"RCPT TO:<hilfe@demo.example>")
    talk.say(b"DATA")
    line = b"x" * 998 + b"\r\n"
    for _ in range(limit // 100_000 + 1):
        talk.write(line * 100)
    assert talk.say(b".")[:3] == "552"
    assert kept() == []
    assert talk.say(b"NOOP")[:3] == "250"


def test_too_much_mail_at_once_is_asked_to_come_later(
    talk: Talk, listener: SmtpListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "MOST_IN_FLIGHT", 1_000_000)
    talk.begin()
    talk.write(b"Subject: x\r\n\r\n" + (b"y" * 998 + b"\r\n") * 3_000)
    assert talk.say(b".")[:3] == "452"
    assert (kept(), listener.bytes_in_flight) == ([], 0)
    talk.begin_again()
    assert talk.say(b"Subject: x\r\n\r\ny\r\n.")[:3] == "250"


def test_very_long_lines_are_no_reason_to_lose_a_mail(talk: Talk) -> None:
    talk.begin()
    talk.write(b"Subject: lang\r\n\r\n" + b"y" * 300_000 + b"\r\n")
    assert talk.say(b".")[:3] == "250"
    assert len(kept()[0]) == len(b"Subject: lang\r\n\r\n") + 300_002


@pytest.mark.parametrize(
    "ending",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r\n.\r",
        b"\n.\r",
        b"\r\n\x00.\r\n",
        b"\r\n.\r\r\n",
        b"\r\r\n.\r\r\n",
    ],
)
def test_no_mail_is_smuggled_in_behind_a_false_end(talk: Talk, ending: bytes) -> None:
    smuggled = b"MAIL FROM:<chef@demo.example>\r\nRCPT TO:<hilfe@demo.example>\r\nDATA\r\nFrom: chef\r\n\r\nGeld her"
    talk.begin()
    talk.write(b"Subject: eins\r\n\r\ntext" + ending + smuggled)
    assert talk.say(b"\r\n.")[:3] == "250"
    assert len(kept()) == 1


def test_commands_behind_the_true_end_are_not_acted_on(talk: Talk) -> None:
    talk.begin()
    talk.write(b"Subject: eins\r\n\r\ntext\r\n.\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<hilfe@demo.example>\r\n")
    assert talk.answer()[:3] == "250"
    assert talk.answer()[:3] == "421"
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"a\r\n..b\r\n...\r\n.\r\n", b"a\r\n.b\r\n..\r\n"),
        (b"a\n.\nb\r\n.\r\n", b"a\n.\nb\r\n"),
        (b"\xff\x00\x80\r\n.\r\n", b"\xff\x00\x80\r\n"),
    ],
)
def test_dots_and_odd_bytes_arrive_as_they_were_meant(talk: Talk, sent: bytes, stored: bytes) -> None:
    talk.begin()
    talk.write(sent)
    assert talk.answer()[:3] == "250"
    assert kept() == [stored]


@pytest.mark.parametrize("pieces", [1, 2, 3, 7])
def test_the_end_is_found_however_the_network_cuts_it(talk: Talk, pieces: int) -> None:
    body = b"Subject: x\r\n\r\nzeile\r\n..punkt\r\n.\r\n"
    talk.begin()
    for start in range(0, len(body), pieces):
        talk.write(body[start : start + pieces])
    assert talk.answer()[:3] == "250"
    assert kept() == [b"Subject: x\r\n\r\nzeile\r\n.punkt\r\n"]


def test_any_bytes_become_a_message_and_are_kept(deliver: Callable[..., None]) -> None:
    chance = random.Random(1)
    for size in (0, 1, 30, 2_000):
        deliver(chance.randbytes(size))
    assert list(Original.objects.exclude(state="read").values_list("state", "reason")) == []


def test_a_mail_that_cannot_be_stored_is_not_acknowledged(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(intake, "_INSERT", "INSERT INTO no_such_table VALUES (%s)")
    talk.begin()
    assert talk.say(b"Subject: x\r\n\r\ny\r\n.")[:3] == "451"
    monkeypatch.undo()
    assert talk.say(b"MAIL FROM:<anna@kunde.example>")[:3] == "250"


@pytest.mark.parametrize(
    "line",
    [b"", b"\xff\xfe", b"MAIL", b"MAIL FROM", b"MAIL FROM:<", b"MAIL FROM:" + b"x" * 3000, b"BDAT 5", b"AUTH PLAIN x"],
)
def test_nonsense_gets_a_clear_no(talk: Talk, line: bytes) -> None:
    talk.say(b"EHLO x")
    assert talk.say(line)[:1] == "5"
    assert talk.say(b"NOOP")[:3] == "250"


def test_a_sender_who_hangs_up_in_the_middle_leaves_nothing_behind(listener: SmtpListener) -> None:
    talk = Talk(listener.port)
    talk.begin()
    talk.write(b"Subject: halb")
    talk.close()
    with smtplib.SMTP("127.0.0.1", listener.port) as client:
        client.noop()
    assert kept() == []


def test_addresses_with_umlauts_are_taken(listener: SmtpListener, mail: Mail) -> None:
    with smtplib.SMTP("127.0.0.1", listener.port) as client:
        client.ehlo()
        assert {name for name in ("size", "8bitmime", "smtputf8") if client.has_extn(name)} == {
            "size",
            "8bitmime",
            "smtputf8",
        }
        client.sendmail("jürgen@bücher.example", ["hilfe@demo.example"], mail(), mail_options=["SMTPUTF8"])
    assert Original.objects.get().envelope_from == "jürgen@bücher.example"


@pytest.mark.parametrize("kept", ["hilfe@bücher.example", "hilfe@xn--bcher-kva.example"])
@pytest.mark.parametrize(
    "written",
    ["hilfe@bücher.example", "Hilfe@xn--bcher-kva.example", "HILFE@BÜCHER.EXAMPLE", "hilfe@bu\u0308cher.example"],
)
def test_our_umlaut_domain_is_ours_in_either_spelling(
    transactional_db: None, mailbox: Mailbox, mail: Mail, kept: str, written: str
) -> None:
    Mailbox.objects.update(address=kept)
    running = listening.start(("127.0.0.1", 0))
    try:
        with smtplib.SMTP("127.0.0.1", running.port) as client:
            refused = client.sendmail("anna@kunde.example", [written], mail(), mail_options=["SMTPUTF8"])
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail("anna@kunde.example", ["hilfe@buecher.example"], mail())
    finally:
        running.stop()
    assert (refused, Original.objects.get().mailbox_id) == ({}, mailbox.pk)


def test_a_taken_port_is_said_at_the_start(listener: SmtpListener) -> None:
    with pytest.raises(OSError, match="in use"):
        listening.start(("127.0.0.1", listener.port))


def test_one_address_takes_its_share_of_the_connections_and_no_more(
    listener: SmtpListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "MOST_OF_ONE_ADDRESS", 3)
    talks = [Talk(listener.port) for _ in range(3)]
    with socket.create_connection(("127.0.0.1", listener.port), timeout=20) as one_more:
        assert b"421 4.7.0" in read_all(one_more)
    talks[0].close()
    wait_until(lambda: listener.connections.total() == 2)
    freed = Talk(listener.port)
    assert freed.say(b"NOOP")[:3] == "250"
    for each in (*talks[1:], freed):
        each.close()
    wait_until(lambda: not listener.connections)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::9", "2001:db8::/64"),
        ("", ""),
    ],
)
def test_who_counts_as_one_sender(address: str, network: str) -> None:
    assert conversation._network(address) == network


def test_most_descriptors_are_kept_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, most in ((1_024, 200), (256, 64), (20, 10), (65_536, 200)):
        monkeypatch.setattr(conversation.resource, "getrlimit", lambda _which, limit=limit: (limit, limit))
        assert conversation.most_connections() == most


@pytest.mark.parametrize("drip", [b"NOOP\r\n", b"x"])
def test_a_sender_who_never_comes_to_an_end_is_sent_away(
    listener: SmtpListener, monkeypatch: pytest.MonkeyPatch, drip: bytes
) -> None:
    monkeypatch.setattr(conversation, "LONGEST_TRANSACTION", 0.5)
    talk = Talk(listener.port)
    if drip == b"x":
        talk.begin()
    with contextlib.suppress(OSError):
        for _ in range(400):
            talk.write(drip)
            time.sleep(0.01)
    talk.close()
    wait_until(lambda: not listener.connections)
    assert kept() == []


def test_a_sender_of_many_mails_may_stay(listener: SmtpListener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "LONGEST_TRANSACTION", 3.0)
    talk = Talk(listener.port)
    talk.say(b"EHLO x")
    for number in range(8):
        talk.begin_again()
        assert talk.say(b"Subject: %d\r\n\r\ny\r\n." % number)[:3] == "250"
        time.sleep(0.5)
    talk.close()
    assert len(kept()) == 8


@pytest.mark.parametrize("word", [b"GET / HTTP/1.1", b"POST /x HTTP/1.1", b"get /", b"CONNECT a:25 HTTP/1.1"])
def test_a_browser_is_cut_off_with_its_first_word(listener: SmtpListener, word: bytes) -> None:
    with socket.create_connection(("127.0.0.1", listener.port), timeout=20) as browser:
        smuggled = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<hilfe@demo.example>\r\nDATA\r\nGeld\r\n.\r\n"
        browser.sendall(word + b"\r\nHost: x\r\n\r\nEHLO x\r\n" + smuggled)
        answers = read_all(browser)
    assert (answers.count(b"421 4.7.0"), b"354" in answers, kept()) == (1, False, [])


@pytest.mark.parametrize("line", [b"NOOP\n", b"MAIL FROM:<a@b.example>\n", b"EHLO y\rNOOP\n"])
def test_a_bare_line_feed_ends_no_command(talk: Talk, line: bytes) -> None:
    talk.say(b"EHLO x")
    talk.write(line)
    assert talk.answer()[:3] == "500"
    assert talk.say(b"NOOP")[:3] == "250"


@pytest.mark.parametrize("line", [b"VRFY hilfe@demo.example", b"VRFY <x@y>", b"VRFY", b"EXPN hilfe"])
def test_strangers_learn_no_addresses(talk: Talk, line: bytes) -> None:
    talk.say(b"EHLO x")
    assert talk.say(line)[:2] == "50"


def read_all(stranger: socket.socket) -> bytes:
    """Everything that is said until the connection ends."""
    said = b""
    with contextlib.suppress(OSError):
        while more := stranger.recv(4096):
            said += more
    return said


def wait_until(is_so: Callable[[], bool]) -> None:
    for _attempt in range(5000):  # a mail server under load may need half a minute to notice a mail
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it never came about")


def test_a_listener_that_somebody_ends_before_it_begins_leaves_nothing_open() -> None:
    listener = SmtpListener(("127.0.0.1", 0))
    listener.writer.stop()
    del listener

    assert gc.collect() >= 0  # a loop that was never closed would be a warning, and every warning is an error
