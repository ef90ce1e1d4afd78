"""Mails built to keep a reader busy, each of any size: whatever the shape, reading must grow with the size alone."""

from __future__ import annotations

import base64
from collections.abc import Callable

Shape = Callable[[int], bytes]

_HEAD = (
    "From: Ina <ina@post.example>\r\nTo: hilfe@bench.example\r\nSubject: Form\r\nMessage-ID: <form@post.example>\r\n"
)


def mail(fields: str, body: str | bytes) -> bytes:
    """Return a mail with the usual fields, further ones and a body."""
    content = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    return (_HEAD + fields).encode() + b"\r\n" + content


def _field(piece: str, *, before: str = "X-Form: ", after: str = "\r\n") -> Shape:
    return lambda size: mail(before + piece * (size // len(piece)) + after, "Guten Tag")


def _plain(piece: str, end: str = "") -> Shape:
    fields = "Content-Type: text/plain; charset=utf-8\r\n"
    return lambda size: mail(fields, piece * (size // len(piece.encode())) + end)


def _page(piece: str, end: str = "", start: str = "") -> Shape:
    fields = "Content-Type: text/html; charset=utf-8\r\n"
    return lambda size: mail(fields, start + piece * (size // len(piece.encode())) + end)


def _counted(template: str, make: Callable[[str], bytes]) -> Shape:
    """Pieces that each hold another number, so that no two are alike."""

    def shape(size: int) -> bytes:
        pieces = list[str]()
        while (size := size - len(pieces[-1] if pieces else "")) > 0:
            pieces.append(template.replace("#", str(len(pieces))))
        return make("".join(pieces))

    return shape


def _as_page(body: str) -> bytes:
    return mail("Content-Type: text/html; charset=utf-8\r\n", body)


def _in_mixed(body: str) -> bytes:
    return mail('Content-Type: multipart/mixed; boundary="b"\r\n', body + "--b--\r\n")


def _both(plain: str, page: str) -> Shape:
    def shape(size: int) -> bytes:
        half = size // 2
        parts = f"--b\r\nContent-Type: text/plain\r\n\r\n{plain * (half // len(plain))}\r\n"
        parts += f"--b\r\nContent-Type: text/html\r\n\r\n{page * (half // len(page))}\r\n--b--\r\n"
        return mail('Content-Type: multipart/alternative; boundary="b"\r\n', parts)

    return shape


def _calendar(piece: str, *, inside: str = "VEVENT", end: str = "") -> Shape:
    fields = "Content-Type: text/calendar; charset=utf-8\r\n"
    start = f"BEGIN:VCALENDAR\r\nBEGIN:{inside}\r\n"
    return lambda size: mail(fields, start + piece * (size // len(piece)) + (end or f"END:{inside}\r\n"))


def _attached(content_type: str, piece: bytes, start: bytes = b"", end: bytes = b"") -> Shape:
    fields = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    return lambda size: mail(fields, base64.encodebytes(start + piece * (size * 3 // 4 // len(piece)) + end))


_UU = "begin 644 a\r\n#86)C\r\n`\r\nend\r\n"
_ZONE = "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
_ZONED = (
    "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Haus:20261201T100000\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

SHAPES: dict[str, Shape] = {
    "blanks in a page": _page("&nbsp;"),
    "white space in a page": _page(" "),
    "no-break spaces in a page": _page("\u00a0", "x"),
    "open elements": _page("<div>"),
    "open formatting": _page("<b><i>"),
    "open paragraphs in formatting": _counted("<b a=#><p>", _as_page),
    "misplaced ends": _page("<div><table><td></div></table>"),
    "tags without end": _page("<a "),
    "bare angle brackets": _page("<"),
    "attributes": _counted("a#=# ", lambda body: _as_page(f"<p {body}>x")),
    "comments without end": _page("<!--"),
    "line breaks": _page("<br>"),
    "blanks around line breaks": _page("&nbsp; <br> "),
    "cells": _page("<td><p>wort</p></td>", start="<table><tr>"),
    "rows": _page("<tr><td><p>a</p></td><td><p>b</p></td></tr>", start="<table>"),
    "tables in tables": _page("<table><tr><td>x"),
    "links": _counted("<a href='https://laden.example/#'>hier</a> ", _as_page),
    "one long link": _page("x", "'>hier</a>", "<a href='https://laden.example/?"),
    "struck-out words": _page("<s>weg</s> "),
    "struck-out words in each other": _page("<s>weg "),
    "raised figures": _page("m<sup>2</sup>"),
    "lists in lists": _page("<ul><li>x"),
    "quotes in quotes in a page": _page("<blockquote>x</blockquote>"),
    "preformatted lines": _page("zeile\n", start="<pre>"),
    "style rules": _page("color:white;", "'>x", "<p style='"),
    "pictures": _counted("<img src='cid:#'>", _as_page),
    "entities": _page("&auml;&#8364;&unbekannt;"),
    "blanks in a text": _plain(" "),
    "line ends in a text": _plain("\r\n"),
    "one endless line": _plain("wort "),
    "one endless word": _plain("a"),
    "quote marks": _plain(">"),
    "quoted lines": _plain("> zitiert\r\n"),
    "deeper and deeper quotes": _plain("> > > zitiert\r\n>> \r\n"),
    "colons": _plain(":"),
    "labels": _plain("Von: x\r\n"),
    "intros": _plain("Am 3. März 2026 schrieb Eva:\r\n"),
    "rules": _plain("-----\r\n"),
    "signature marks": _plain("-- \r\nEva\r\n"),
    "web addresses": _plain("https://laden.example/a "),
    "addresses in brackets": _plain("<mailto:a@b.example> "),
    "beginnings of armour": _plain("-----BEGIN PGP MESSAGE-----\r\n"),
    "beginnings of files": _plain("begin 644 a\r\n"),
    "files in a text": _plain(_UU),
    "lines of a file without its end": lambda size: mail("", "begin 644 a\r\n" + "#86)C\r\n" * (size // 7)),
    "flowed lines": lambda size: mail("Content-Type: text/plain; format=flowed\r\n", "wort \r\n" * (size // 7)),
    "enriched marks": lambda size: mail("Content-Type: text/enriched\r\n", "<bold><param>" * (size // 13)),
    "calendar lines": _calendar("SUMMARY:Termin;,:\r\n"),
    "quotation marks in a calendar": _calendar('A;B="c"":\r\n'),
    "events": _calendar("BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T100000Z\r\nEND:VEVENT\r\n", inside="X"),
    "a zone with many turns": _calendar(_ZONE, inside="VTIMEZONE\r\nTZID:Haus", end=_ZONED),
    "many boundaries": _counted("--b\r\n\r\nTeil -- #\r\n", _in_mixed),
    "near misses of a boundary": _counted("--b#\r\n", _in_mixed),
    "parts in parts": _counted(
        "Content-Type: multipart/mixed; boundary=g#\r\n\r\n--g#\r\n", lambda body: body.encode()
    ),
    "other forms": _both("wort ", "<p>wort</p>"),
    "other words in the other form": _both("eins ", "<b>zwei</b> "),
    "header fields": _counted("X-Feld-#: wert\r\n", lambda body: mail(body, "Guten Tag")),
    "folded lines": _field("\r\n wort", before="Subject: x"),
    "lines that lost their blank": _field("a=b;\r\n", before="DKIM-Signature: v=1;\r\n", after=""),
    "recipients": _counted("Eva # <eva#@post.example>, ", lambda body: mail(f"To: {body}\r\n", "Guten Tag")),
    "recipients without a comma": _field("<a@b.example>", before="To: "),
    "encoded words": _field("=?utf-8?q?=C3=BC?= ", before="Subject: "),
    "beginnings of encoded words": _field("=?utf-8?q?", before="Subject: "),
    "parameters": _counted("; a*#*=%C3", lambda body: mail(f"Content-Type: text/plain{body}\r\n", "Guten Tag")),
    "references": _counted("<#@post.example> ", lambda body: mail(f"References: {body}\r\n", "Guten Tag")),
    "backslashes": _field("\\", before='Content-Type: text/plain; name="'),
    "nested containers": _attached("application/pkcs7-mime", b"\x30\x80"),
    "groups of RTF": _attached("text/rtf", b"{\\b x}", b"{\\rtf1 "),
    "objects of a winmail.dat": _attached(
        "application/ms-tnef", b"\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00", b"\x78\x9f\x3e\x22\x01\x00"
    ),
    "Japanese without an end": lambda size: mail("", b"\x1b$B" + b"$\x22" * (size // 2)),
    "bytes of no charset": lambda size: mail("", b"\xfc\x81" * (size // 2)),
}
