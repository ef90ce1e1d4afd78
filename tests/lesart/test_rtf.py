"""The compressed RTF body Outlook puts into a winmail.dat."""

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from lesart.rtf import decompress, read_compressed_rtf
from lesart.tnef import unpack_tnef


def packed(kind: bytes, content: bytes, size: int) -> bytes:
    return struct.pack("<II4sI", len(content) + 12, size, kind, 0) + content


def stored(rtf: bytes) -> bytes:
    return packed(b"MELA", rtf, len(rtf))


def test_words_are_read_and_the_tables_are_not() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Riched20}\pard Gr\'fc\'dfe\par "
        rb"20 \u8364? f\'fcr \{alles\}\line Ende}"
    )
    assert read_compressed_rtf(stored(rtf)) == ("text/plain", "Grüße\n20 € für {alles}\nEnde")


def test_html_inside_rtf_comes_out_as_html() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf \par\htmlrtf0 Gr\'fc\'dfe"
        rb"{\*\htmltag72 </p>}}"
    )
    assert read_compressed_rtf(stored(rtf)) == ("text/html", "<p>Grüße</p>")


def test_a_repetition_is_taken_from_what_was_written() -> None:
    # Eight literals, then 'abcabc' again from place 207 of the ring, then the end mark.
    content = b"\x00abcabcab" + b"\x01" + struct.pack(">H", 207 << 4 | 4)
    assert decompress(packed(b"LZFu", content, 14)) == b"abcabcababcabc"


def test_a_character_in_two_halves_is_put_together() -> None:
    assert read_compressed_rtf(stored(rb"{\rtf1 \u-10179?\u-8704?}")) == ("text/plain", "😀")


def test_another_format_is_left_alone() -> None:
    assert [read_compressed_rtf(b""), read_compressed_rtf(packed(b"ZZZZ", b"x", 1))] == [None, None]


def test_a_winmail_dat_with_nothing_but_rtf_has_a_text() -> None:
    rtf = stored(rb"{\rtf1 Nur hier steht es.}")
    properties = struct.pack("<IHHII", 1, 0x102, 0x1009, 1, len(rtf)) + rtf + b"\0" * (-len(rtf) % 4)
    stream = struct.pack("<IHBHHI", 0x223E9F78, 1, 1, 0x9003, 6, len(properties)) + properties + b"\0\0"
    found = unpack_tnef(stream)
    assert found is not None and found.bodies == [("text/plain", "Nur hier steht es.")]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([b"LZFu", b"MELA"]), st.binary(max_size=400), st.integers(0, 2**32 - 1))
def test_any_stream_ends(kind: bytes, content: bytes, size: int) -> None:
    found = [read_compressed_rtf(packed(kind, content, size)), read_compressed_rtf(stored(b"{\\rtf1 " + content))]

    assert {each[0] for each in found if each} <= {"text/plain", "text/html"}
