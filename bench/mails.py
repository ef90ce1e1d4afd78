"""German test mails, made here: the same ones in every run."""

from __future__ import annotations

import base64
import random

_WORDS = (
    "Lampe Schirm Rechnung Lieferung Paket Kabel Werkstatt Bestellung Farbe Glas Stecker Montage Termin Abholung "
    "gestern heute leider bitte wieder noch immer schon warten kommen bekommen schicken bestellen danke Frage"
).split()


def mail(number: int, *, to: str = "hilfe@bench.example") -> bytes:
    """Return mail ``number``: plain text, every third with an HTML part, every seventh with a small attachment."""
    dice = random.Random(number)
    text = _text(dice)
    head = (
        f"From: =?utf-8?q?Kundin_M=C3=BCller_{number}?= <kundin{number}@post.example>\r\nTo: Hilfe <{to}>\r\n"
        f"Subject: =?utf-8?q?Frage_zur_Bestellung_{number}_=C3=BCber_Lampen?=\r\nMIME-Version: 1.0\r\n"
        f"Message-ID: <bench-{number}@post.example>\r\nDate: Mon, 23 Nov 2026 09:{number % 60:02d}:00 +0100\r\n"
        "Received: from mail.post.example by mx.bench.example with ESMTPS; Mon, 23 Nov 2026 09:00:00 +0100\r\n"
        "X-Mailer: Testpost 1.0\r\n"
    )
    plain = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text
    if number % 7 == 0:
        file = base64.encodebytes(dice.randbytes(6000)).decode().replace("\n", "\r\n")
        return _multi(head, "mixed", plain, _file(file))
    if number % 3 == 0:
        page = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>" + text.replace("\r\n", "<br>\r\n") + "</p>"
        return _multi(head, "alternative", plain, page)
    return (head + plain).encode()


def _text(dice: random.Random) -> str:
    lines = [" ".join(dice.choices(_WORDS, k=12)).capitalize() + "." for _ in range(dice.randint(4, 16))]
    return "Guten Tag,\r\n\r\n" + "\r\n".join(lines) + "\r\n\r\nMit freundlichen Grüßen\r\nEine Kundin\r\n"


def _file(content: str) -> str:
    return (
        'Content-Type: application/pdf; name="Rechnung.pdf"\r\nContent-Disposition: attachment; '
        'filename="Rechnung.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + content
    )


def _multi(head: str, kind: str, *parts: str) -> bytes:
    body = "".join(f"--grenze\r\n{part}\r\n" for part in parts) + "--grenze--\r\n"
    return (head + f'Content-Type: multipart/{kind}; boundary="grenze"\r\n\r\n' + body).encode()
