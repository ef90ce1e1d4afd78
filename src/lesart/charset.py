"""Bytes to text: the declared charset, then what the bytes themselves allow, never an exception."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Mostly the larger set of Windows: what is written in it calls itself by the smaller one, and it reads both.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "x-unknown": "",
    "unknown-8bit": "",
    "unknown": "",
    "default": "",
    "binary": "",
    "us-ascii": "",
    "ascii": "",
    "x-user-defined": "",
}
# Python codecs that are no text encodings, or that could run away; a mail may name any of them.
_FORBIDDEN = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
# Words in double-byte characters as old Chinese and Japanese programs put them into names without a word about it.
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_GB_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_SJIS_PAIR = re.compile(rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]")
_JAPANESE_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BIJ])")
_RUN = re.compile(rb"(?:\x1b(\([A-Z]|\$\(?[@A-Z]))?([^\x1b]*|\x1b(?!\(|\$)[^\x1b]*)", re.DOTALL)
_NOT_A_NAME = re.compile(r"[^a-z0-9_:.+-]")


@lru_cache(maxsize=512)
def codec_name(declared: str) -> str:
    """The Python codec for a charset name as found in mails; empty when there is none or it says nothing."""
    name = _NOT_A_NAME.sub("", declared[:80].lower().replace("\0", ""))
    name = _ALIASES.get(name, name)
    if not name:
        return ""
    if name.startswith("cp-"):
        name = "cp" + name[3:]
    try:
        info = codecs.lookup(name)
        if info.name.replace("-", "_") in _FORBIDDEN or not isinstance(b"    ".decode(name, "replace"), str):
            return ""
    except (LookupError, ValueError):
        return ""
    return _ALIASES.get(info.name, info.name)


def decode_bytes(data: bytes, declared: str = "") -> tuple[str, bool]:
    """Decode `data`; returns the text and whether the charset had to be guessed: words may be wrong.

    Order: the declared charset when it fits strictly (Latin-1 only where UTF-8 does not), UTF-8, ISO-2022-JP by
    its escapes, UTF-16 by its mark, Windows-1252 (which takes any byte). A declared charset with a few wrong
    bytes keeps the right ones.
    """
    if not declared and data.isascii() and b"\x1b" not in data:
        return data.decode("ascii"), False
    codec = codec_name(declared) if declared else ""
    if codec == "cp1252" and not data.isascii():
        # Programs call UTF-8 Latin-1; the reverse never forms valid UTF-8 by chance in written language.
        text = _strict(data, "utf-8")
        if text is not None:
            return text, False
    if codec:
        text = _strict(data, codec)
        if text is not None:
            return text, False
    return _guess(data, codec)


def _strict(data: bytes, codec: str) -> str | None:
    if codec == "cp1252":
        return _windows(data)
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None
    return whole_characters(text).removeprefix("\ufeff")


def whole_characters(text: str) -> str:
    """The text with halves of characters (lone surrogates, which UTF-7 lets through) replaced.

    No database, encoder or HTML parser takes them.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _guess(data: bytes, codec: str) -> tuple[str, bool]:
    """The text and whether it is a guess: what bears its own mark, or fits UTF-8, is none."""
    if _JAPANESE_ESCAPE.search(data):
        text = _strict(data, "iso2022_jp_ext")
        return (text if text is not None else vendor_japanese(data)), False
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").removeprefix("\ufeff"), False
    utf8 = _strict(data, "utf-8")
    if utf8 is not None:
        return utf8, False
    if codec and codec != "utf-8":
        return data.decode(codec, "replace") if _mostly_readable(data, codec) else _windows(data), True
    head = data[:20_000]
    fitting = sum(len(sign.encode()) for sign in head.decode("utf-8", "ignore") if sign > "\x7f")
    if 2 * fitting > _high(head):
        return _mixed(data), True
    asian = _asian(data, head)
    if asian is not None:
        return asian, True
    return (_mixed if 10 * fitting > _high(head) else _windows)(data), True


def vendor_japanese(data: bytes) -> str:
    """ISO-2022-JP with the characters of NEC and IBM ('①', '㈱', '髙') that mail programs write against the standard.

    Each run between two escapes is turned into Shift_JIS, whose Windows form has them.
    """
    pieces: list[str] = []
    for mark, run in _RUN.findall(data):
        if mark in (b"", b"(B", b"(J"):
            pieces.append(run.decode("latin-1"))
        elif mark == b"(I":
            pieces.append(bytes(byte | 0x80 for byte in run).decode("cp932", "replace"))
        elif mark in (b"$@", b"$B"):
            pieces.append(_shift_jis(run).decode("cp932", "replace"))
        else:
            pieces.append((b"\x1b" + mark + run + b"\x1b(B").decode("iso2022_jp_ext", "replace"))
    return "".join(pieces)


def _shift_jis(run: bytes) -> bytes:
    """Pairs of JIS X 0208 as Shift_JIS; what is no pair stays, for a line end may stand in a run."""
    out = bytearray()
    position = 0
    while position < len(run):
        first, second = run[position], run[position + 1] if position + 1 < len(run) else 0
        if not (0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E):
            out.append(first)
            position += 1
            continue
        lead = (first - 0x21) // 2 + 0x81
        out.append(lead if lead < 0xA0 else lead + 0x40)
        out.append(second + 0x7E if first % 2 == 0 else second + 0x1F + (second >= 0x60))
        position += 2
    return bytes(out)


def _asian(data: bytes, head: bytes) -> str | None:
    """Undeclared Chinese (GB 2312) or Japanese (Shift_JIS), told by the characters that are usual there."""
    if _looks_japanese(head) and (text := _strict(data, "cp932")) is not None:
        return text
    runs = _HIGH_RUN.findall(head)
    pairs = [pair for run in runs for pair in _GB_PAIR.findall(run)]
    usual = sum(0xB0 <= pair[0] <= 0xD7 for pair in pairs)
    if len(pairs) >= 2 and all(len(run) % 2 == 0 for run in runs) and usual * 10 >= len(pairs) * 7:
        return _strict(data, "gb18030")
    return None


def _looks_japanese(head: bytes) -> bool:
    """Pairs that begin where Western text has control signs, and end in a letter of English now and then only."""
    pairs = _SJIS_PAIR.findall(head)
    low = sum(pair[0] < 0xA0 for pair in pairs)
    foreign = sum(not pair[1:].isalpha() for pair in pairs)
    return bool(low >= 2 and 2 * min(low, foreign) >= len(pairs))


def _high(data: bytes) -> int:
    return sum(map(len, _HIGH_RUN.findall(data)))


def _mostly_readable(data: bytes, codec: str) -> bool:
    text = data[:20_000].decode(codec, "replace")
    return text.count("\ufffd") * 10 < len(text)


def _windows(data: bytes) -> str:
    """Windows-1252; its five unused bytes stand for the control characters of Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("cp1252", "kulanz-latin")


def _mixed(data: bytes) -> str:
    """UTF-8 where it fits, single wrong bytes as Windows-1252: parts glued together from two programs."""
    return data.decode("utf-8", "kulanz-windows")


def _latin_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _windows(error.object[error.start : error.end]), error.end


codecs.register_error("kulanz-latin", _latin_byte)
codecs.register_error("kulanz-windows", _windows_byte)
