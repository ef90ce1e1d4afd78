"""Bytes to text, whatever the mail says about its charset."""

import pytest

from lesart.charset import codec_name, decode_bytes

WORDS = "Größe für Jürgen, 20 €"

CASES = {
    "declared": (WORDS.encode("iso-8859-15"), "ISO-8859-15", WORDS, False),
    "latin_1_means_windows": ("„Größe“".encode("cp1252"), "iso-8859-1", "„Größe“", False),
    "latin_1_that_is_utf8": (WORDS.encode(), "iso-8859-1", WORDS, False),
    "ascii_with_utf8_in_it": (WORDS.encode(), "us-ascii", WORDS, False),
    "nothing_declared_utf8": (WORDS.encode(), "", WORDS, False),
    "nothing_declared_windows": (WORDS.encode("cp1252"), "", WORDS, True),
    "no_such_charset": (WORDS.encode(), "x-klingonisch", WORDS, False),
    "name_with_nul": (WORDS.encode(), "utf\0-8", WORDS, False),
    "a_codec_that_is_no_charset": (b"aGFsbG8=", "base64", "aGFsbG8=", False),
    "rot13_is_no_charset": (b"Hallo", "rot13", "Hallo", False),
    "declared_utf8_but_windows": ("Grüße".encode("cp1252"), "utf-8", "Grüße", True),
    "utf8_with_one_wrong_byte": ("Grüße ".encode() + b"\x80 5", "utf-8", "Grüße € 5", True),
    "japanese_escapes_undeclared": ("まみ".encode("iso2022_jp"), "", "まみ", False),
    "korean_by_its_old_name": ("한국".encode("cp949"), "ks_c_5601-1987", "한국", False),
    "gb2312_with_later_characters": ("镕".encode("gb18030"), "gb2312", "镕", False),
    "utf16_with_mark": ("Grüße".encode("utf-16"), "", "Grüße", False),
    "utf8_mark_is_dropped": (b"\xef\xbb\xbfHallo", "utf-8", "Hallo", False),
    "utf7": (b"Gr+APwA3w-e", "utf-7", "Grüße", False),
    "windows_unused_bytes": (b"a\x81b", "windows-1252", "a\x81b", False),
}


@pytest.mark.parametrize("name", CASES)
def test_bytes_become_text(name: str) -> None:
    data, declared, expected, guessed = CASES[name]
    assert decode_bytes(data, declared) == (expected, guessed)


def test_every_byte_gives_some_text_in_every_charset() -> None:
    every = bytes(range(256))
    for declared in (
        "",
        "utf-8",
        "utf-16",
        "utf-7",
        "big5",
        "idna",
        "punycode",
        "unicode_escape",
        "iso-2022-jp",
    ):
        assert decode_bytes(every, declared)[0]


def test_half_a_character_is_replaced() -> None:
    text, _ = decode_bytes(b"Hallo +2SY- Welt", "utf-7")
    assert text.encode().decode() == "Hallo \ufffd Welt"


def test_a_name_of_any_length_is_no_codec() -> None:
    assert codec_name("x" * 10_000) == ""
