"""Damage mails at random and read them: fuzz.py NUMBER SEED prints one JSON object.

The originals are the shared corpora, where they are there, and our own golden mails. Exit status 1 when any
mail raised an error, fell back to the emergency reading, or took longer than two seconds.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from lesart import read_mail, safe_html

SLOW_SECONDS = 2.0
ARRIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE = Path(__file__).resolve()
_BOMB_EVERY = 500


def shared_mail_folder() -> Path | None:
    """The folder of the shared test mails: below KULANZ_SHARED or beside the repository; None when absent."""
    root = os.environ.get("KULANZ_SHARED")
    folder = (Path(root) if root else HERE.parents[3] / "shared") / "data" / "mail"
    return folder if folder.is_dir() else None


def originals() -> list[bytes]:
    """Every mail we can find, whole."""
    places = [HERE.parent]
    shared = shared_mail_folder()
    if shared:
        places.append(shared)
    files = [path for place in places for ending in ("*.eml", "*.raw", "*.txt") for path in sorted(place.rglob(ending))]
    found = [path.read_bytes() for path in files if path.stat().st_size < 200_000]
    return found or [b"From: a@example.org\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n"]


def flip(mail: bytearray, dice: random.Random) -> bytes:
    for _ in range(1 + len(mail) // 150):
        mail[dice.randrange(len(mail))] = dice.randrange(256)
    return bytes(mail)


def cut(mail: bytearray, dice: random.Random) -> bytes:
    return bytes(mail[: dice.randrange(len(mail) + 1)])


def drop(mail: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(mail))
    del mail[start : start + dice.randrange(1, 800)]
    return bytes(mail)


def double(mail: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(mail))
    return bytes(mail[:start] + mail[start : start + 2_000] * dice.randrange(2, 30) + mail[start:])


def strange_bytes(mail: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(mail))
    mail[start:start] = bytes(dice.choice(b'\0\x80\xff\xfe\x1b\r\n"<>()=?;:,') for _ in range(dice.randrange(1, 200)))
    return bytes(mail)


def spoil_names(mail: bytearray, dice: random.Random) -> bytes:
    old, new = dice.choice(
        (
            (b"charset=", b"charset=x-\0"),
            (b"boundary=", b"boundary*0*="),
            (b"quoted-printable", b"base64"),
            (b"base64", b"quoted-printable"),
            (b"text/plain", b"text/html"),
            (b"text/html", b"multipart/alternative"),
            (b"multipart/", b"message/"),
            (b"utf-8", b"utf-16"),
            (b": ", b":"),
            (b"?=", b"?"),
        )
    )
    return bytes(mail).replace(old, new)


def line_ends(mail: bytearray, dice: random.Random) -> bytes:
    plain = bytes(mail).replace(b"\r\n", b"\n")
    return plain.replace(b"\n", dice.choice((b"\r", b"\r\r\n", b"\n\n", b"\n ", b"\n\t", b"\0\n")))


def wrap(mail: bytearray, dice: random.Random) -> bytes:
    inner = bytes(mail[:20_000])
    for number in range(dice.randrange(1, 120)):
        kind = dice.choice((b"mixed", b"alternative", b"digest", b"signed", b"report"))
        mark = b"w%d" % number
        head = b"Content-Type: multipart/" + kind + b"; boundary=" + mark
        inner = head + b"\n\n--" + mark + b"\n" + inner
    return inner


def mix(mail: bytearray, dice: random.Random) -> bytes:
    """The header of one mail with pieces of HTML that parsers dislike."""
    head = bytes(mail[:4_000]).partition(b"\n\n")[0]
    tags = (
        b"<div>",
        b"<p>",
        b"<b x=%d>",
        b"<table><td>",
        b"</p>",
        b"<a href=x>",
        b"<font>",
        b"<!--",
        b"<style>",
        b"&#x",
    )
    body = b"".join(dice.choice(tags).replace(b"%d", b"%d" % n) for n in range(dice.randrange(10, 3_000)))
    return head + b"\nContent-Type: text/html\n\n" + body


DAMAGES: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    flip,
    cut,
    drop,
    double,
    strange_bytes,
    spoil_names,
    line_ends,
    wrap,
    mix,
)


Bombs = list[tuple[str, bytes]]


def bombs() -> Bombs:
    """Mails made to be slow or large; each by name."""
    return header_bombs() + part_bombs() + text_bombs() + html_bombs()


def header_bombs() -> Bombs:
    """Fields without end."""
    return [
        ("100,000 header lines", b"".join(b"X-%d: a\n" % n for n in range(100_000)) + b"\nHallo"),
        ("100,000 fields of one name", b"To: a@b.de,\n" * 100_000 + b"\nHallo"),
        ("one folded field of 100,000 lines", b"Subject: a\n" + b" =?utf-8?q?=\n" * 100_000 + b"\nHallo"),
        ("a field of 10 MB", b"Subject: " + b"=?a?q?" * 1_600_000 + b"\n\nHallo"),
        ("brackets", b"From: " + b"(" * 500_000 + b"<" * 500_000 + b'"' * 500_000 + b"\n\nHallo"),
        (
            "quotes",
            b"To: " + b'"\\' * 500_000 + b"\nContent-Type: text/plain; " + b'a="' * 500_000 + b"\n\nHallo",
        ),
        (
            "blanks in an identifier",
            b"References: <" + b" " * 60_000 + b"\nIn-Reply-To: <" + b" a" * 30_000 + b"\n\nx",
        ),
        ("a subject of half words", b"From: postmaster@x.example\nSubject: " + b"zustell" * 9_000 + b"\n\nx"),
        (
            "blanks in parameters",
            b"Content-Type: text/plain;" + b" " * 30_000 + b"a" + b" " * 30_000 + b"\n\nx",
        ),
        ("verdicts", b"Authentication-Results: x;" + b"(" * 30_000 + b"spf=" * 8_000 + b"\n\nx"),
        ("comments in an address", b"From: a <" + b"(a" * 30_000 + b")" * 30_000 + b"@b>\n\nx"),
        ("references", b"References: " + b"<a@b> " * 500_000 + b"\n\nHallo"),
    ]


def part_bombs() -> Bombs:
    """Parts and files without end."""
    return [
        ("1,500 levels", _levels(1_500, b"m%d")),
        ("1,500 levels of one boundary", _levels(1_500, b"m")),
        ("1,000 messages in messages", b"Content-Type: message/rfc822\n\n" * 1_000 + b"Hallo"),
        ("a million parts", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 1_000_000),
        ("near misses", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bx\n" * 1_500_000),
        ("uuencode heads", b"Subject: x\n\n" + b"begin 644 a\nM\n" * 200_000),
        (
            "a calendar line",
            b"Content-Type: text/calendar\n\nBEGIN:VEVENT\n" + b'A;"' * 60_000 + b"\nEND:VEVENT",
        ),
        ("an empty uuencoded file", b"Subject: x\n\nbegin 644 a\n" + b"\n" * 500_000 + b"begin 644 b\n"),
        (
            "octets",
            b"Content-Type: application/pkcs7-mime\n\n" + _CONTAINER + b"\x24\x80" * 20 + b"\4\0" * 1_000_000,
        ),
        ("base64 glued", b"Content-Transfer-Encoding: base64\n\n" + b"QQ==" * 2_000_000),
    ]


def text_bombs() -> Bombs:
    """Bodies that invite long searches."""
    return [
        ("a line of 10 MB", b"Subject: x\n\n" + b"a " * 5_000_000),
        ("quotes of quotes", b"Subject: x\n\n" + b"> " * 2_000_000),
        ("quote lines", b"Subject: x\n\n" + b"> a\n" * 300_000),
        ("header blocks", b"Subject: WG: x\n\n" + b"Von: a\nAn: b\n" * 50_000),
        ("white space", b"Subject: x\n\n" + b" " * 3_000_000 + b"a\n" + b"\n" * 1_000_000),
        ("many quote lines", b"Subject: x\n\n" + b"> a\n" * 70_000),
        ("many header blocks", b"Subject: WG: x\n\n" + b"Von: a\nAn: b\n" * 20_000),
        ("many intros", b"Subject: x\n\n" + b"Am 1.1.2026 um 10:00 schrieb A <a@b.de>:\n> a\nb\n" * 6_000),
        ("many separators", b"Subject: x\n\n" + b"-----\n_____\n-- \n" * 15_000),
        ("a wide line", b"Subject: x\n\nAm " + b"schrieb " * 30_000),
        ("separators below the limit", b"Subject: x\n\n" + b"-----\n_____\n-- \nVon: a\n" * 1_990),
        (
            "blanks in an absence",
            b"Auto-Submitted: auto-replied\n\nback" + b" " * 3_900 + b"until" + b" " * 9_000,
        ),
    ]


def html_bombs() -> Bombs:
    """Pages that keep a parser busy."""
    return [
        ("open elements", b"Content-Type: text/html\n\n" + b"<div>" * 400_000),
        (
            "open formatting",
            b"Content-Type: text/html\n\n" + b"".join(b"<b a=%d><p>" % n for n in range(30_000)),
        ),
        (
            "attributes",
            b"Content-Type: text/html\n\n<a " + b"".join(b" a%d=1" % n for n in range(200_000)) + b">",
        ),
        ("entities", b"Content-Type: text/html\n\n" + b"&amp" * 1_000_000),
        ("angle brackets", b"Content-Type: text/html\n\n" + b"<" * 3_000_000),
        ("a separator page", b"Content-Type: text/html\n\n" + b"<p>-----<p>_____<p>-- <br>Von: a" * 3_900),
        (
            "nested quotes",
            b"Content-Type: text/html\n\n" + b"<blockquote><p>a</p>" * 250 + b"<p>b</p>" * 20_000,
        ),
    ]


_CONTAINER = bytes.fromhex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a080")


def _levels(count: int, mark: bytes) -> bytes:
    pieces = []
    for number in range(count):
        name = mark % number if b"%" in mark else mark
        pieces.append(b"Content-Type: multipart/mixed; boundary=" + name + b"\n\n--" + name + b"\n")
    return b"".join(pieces) + b"\nHallo"


class Tally:
    """What happened so far."""

    def __init__(self) -> None:
        self.mails = 0
        self.errors: list[str] = []
        self.slow: list[str] = []
        self.slowest = 0.0

    def read(self, name: str, raw: bytes) -> None:
        self.mails += 1
        began = time.process_time()
        try:
            mail = read_mail(raw, arrived_at=ARRIVED)
            for part in mail.texts[:3]:
                if part.content_type == "text/html":
                    safe_html(part.text)
            if "unreadable" in mail.warnings:
                self.errors.append(f"{name}: emergency reading")
        except Exception as error:
            self.errors.append(f"{name}: {type(error).__name__}: {error}")
        spent = time.process_time() - began
        self.slowest = max(self.slowest, spent)
        if spent > SLOW_SECONDS:
            self.slow.append(f"{name}: {spent:.1f} s")


def run(number: int, seed: int) -> Tally:
    """Read the bombs once and `number` damaged mails, one to three damages each; the seed decides all."""
    dice = random.Random(seed)
    mails, tally = originals(), Tally()
    for name, raw in bombs():
        tally.read(name, raw)
    for count in range(number):
        raw = dice.choice(mails)
        names = []
        for _ in range(dice.randrange(1, 4)):
            damage = dice.choice(DAMAGES)
            names.append(damage.__name__)
            raw = damage(bytearray(raw or b"\n"), dice)[:400_000]
        tally.read(f"{seed}/{count} {'+'.join(names)}", raw)
    return tally


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    tally = run(number, seed)
    result = {
        "mails": tally.mails,
        "errors": len(tally.errors),
        "slow": len(tally.slow),
        "slowest_seconds": round(tally.slowest, 2),
        "memory_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "examples": (tally.errors + tally.slow)[:20],
    }
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 1 if tally.errors or tally.slow else 0


if __name__ == "__main__":
    sys.exit(main())
