"""Contact points and names, thought without a database."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kulanz.people.rules import ContactKind, name_from_address, normal_contact, normal_domain, normal_mail, normal_phone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("030/123-45", "+493012345"),
        ("030 / 123 45", "+493012345"),
        ("(030) 123 45", "+493012345"),
        ("030.12345", "+493012345"),
        ("+49 (0)30 12345", "+493012345"),
        ("+49 30 12345", "+493012345"),
        ("0049 30 12345", "+493012345"),
        ("040 22855-0", "+4940228550"),
        ("0171 2345678", "+491712345678"),
        ("0171/234 56 78", "+491712345678"),
        (" 01712345678 ", "+491712345678"),
        ("+43 1 5880580", "+4315880580"),
        ("0041 44 668 18 00", "+41446681800"),
        ("0800 3301000", "+498003301000"),
    ],
)
def test_german_notations_of_a_number_are_one_number(written: str, kept: str) -> None:
    assert normal_phone(written) == kept


@pytest.mark.parametrize(
    "written", ["", " ", "anna", "1", "+", "0", "0" * 60, "\0", "030 12345 oder 030 54321 oder so"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        normal_phone(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0171 1234567 mobil", "+491711234567"),
        ("0171 1234567 (Anna)", "+491711234567"),
        ("Mobil: 0171/1234567", "+491711234567"),
        ("Tel. 030/123-45, nur vormittags", "+493012345"),
        ("0171 1234567 (Mo-Fr 9-17)", "+491711234567"),
        ("0151 2345678 – Frau Kern", "+491512345678"),
        ("０３０ １２３４５", "+493012345"),
        ("0171 1234567 3. Stock", "+491711234567"),
        ("030 12345, 2. Etage links", "+493012345"),
        ("030 12345 9-17 Uhr", "+493012345"),
        ("030 12345 8 bis 16 Uhr", "+493012345"),
        ("030 12345 8.30 – 16.00 Uhr", "+493012345"),
        ("030 12 34 56 Anna", "+4930123456"),
        ("0700 KULANZ", "+49700585269"),
    ],
)
def test_remarks_beside_a_number_are_no_digits(written: str, kept: str) -> None:
    assert normal_phone(written) == kept


@pytest.mark.parametrize(
    "extension",
    ["App. 67", "App 67", "Apparat 67", "NSt. 67", "Nst 67", "DW 67", "-DW 67", "Durchwahl 67", "Durchw.: 67",
     "ext. 67", "ext 67", "Extension 67", "x67", "#67", "Klappe 67", "(DW 67)",
     "Anschluss 67", "App. 67 (Frau Kern)", ";ext=67"],
)  # fmt: skip
def test_an_extension_keeps_two_colleagues_apart(extension: str) -> None:
    assert normal_phone(f"030 12345 {extension}") == "+493012345;ext=67"
    assert normal_phone(f"030 12345 {extension}") != normal_phone("030 12345 App. 68")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("17", "17"), ("116117", "116117"), ("116 117", "116117"), ("110", "110"), ("19222", "19222"), ("Tel. 17", "17"),
     ("17 (Empfang)", "17")],
)  # fmt: skip
def test_a_short_number_stays_as_it_is_dialled(written: str, kept: str) -> None:
    assert normal_phone(written) == kept


@pytest.mark.parametrize(
    "written",
    ["030 12345 oder 030 54321", "030 12345, 0171 1234567", "030 12345 App. 67 oder App. 68",
     "0171 1234567 / 54321 neu", "0001000", "Zimmer 12", "+17", "2. Stock, 030 12345", "0 17"],
)  # fmt: skip
def test_what_would_lose_a_number_or_invent_one_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        normal_phone(written)


@given(st.text(max_size=300))
def test_any_text_is_a_number_or_a_clear_refusal(written: str) -> None:
    try:
        kept = normal_phone(written)
    except ValueError:
        return
    number, _, extension = kept.removeprefix("+").partition(";ext=")
    assert (number.isascii(), number.isdecimal()) == (True, True)
    assert 2 <= len(number) <= 17
    assert extension == "" or extension.isdecimal()
    assert normal_phone(kept) == kept


@given(st.from_regex(r"\+?[0-9 ()/.\-]{1,40}", fullmatch=True))
@example("0001000")
def test_a_number_read_again_stays_what_it_is(written: str) -> None:
    try:
        kept = normal_phone(written)
    except ValueError:
        return
    assert normal_phone(kept) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Anna.Meier@Post.Example ", "anna.meier@post.example"),
        ("mailto:anna@post.example", "anna@post.example"),
        ("jörg@müller.example", "jörg@xn--mller-kva.example"),
        ("Jörg@XN--MLLER-KVA.example", "jörg@xn--mller-kva.example"),
        ("jörg@mu\u0308ller.example", "jörg@xn--mller-kva.example"),
        ("berta@STRAßE.example", "berta@xn--strae-oqa.example"),
        ("berta@strasse.example", "berta@strasse.example"),
        ("店主@食堂.example", "店主@xn--cks722m.example"),
        ("anna@so_nicht_ü.example", "anna@so_nicht_ü.example"),
        ("STRASSE@post.example", "strasse@post.example"),
        ("Weiß@post.example", "weiß@post.example"),
        ("jo\u0308rg@post.example", "jörg@post.example"),
        ('"Anna Meier"@post.example', '"anna meier"@post.example'),
        ('"anna@home"@post.example', '"anna@home"@post.example'),
    ],
)
def test_an_address_is_compared_without_capitals(written: str, kept: str) -> None:
    assert normal_mail(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "anna", "@post.example", "anna@", "a@b@c", "a b@c.example", "<a@b.example>", "a@b.example,c@d.example",
     "a@b.example\nBcc: c@d.example", "x" * 65 + "@b.example", "a@" + "x" * 191,
     '"anna"meier@post.example', '"anna@post.example', '"' + r"\x" * 62 + '"@' + "x" * 190 + ".example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        normal_mail(written)


@given(st.text(max_size=300))
def test_an_address_read_again_stays_what_it_is(written: str) -> None:
    try:
        kept = normal_mail(written)
    except ValueError:
        return
    assert (normal_mail(kept), len(kept) <= 254, "\n" in kept) == (kept, True, False)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Elbe.example", "elbe.example"),
        (" @elbe.example. ", "elbe.example"),
        ("info@elbe.example", "elbe.example"),
        ("Straße.example", "xn--strae-oqa.example"),
        ("post.elbe.example", "post.elbe.example"),
    ],
)
def test_a_mail_domain_is_compared_as_the_addresses_from_it(written: str, kept: str) -> None:
    assert normal_domain(written) == kept == normal_mail(f"Anna@{written.strip(' .').rpartition('@')[2]}")[5:]


@pytest.mark.parametrize(
    "written",
    ["elbe", "https://elbe.example/", "a b.example", "elbe.example, weser.example", "@", "-a.example", "a..b"],
)
def test_what_no_mail_comes_from_is_no_mail_domain(written: str) -> None:
    with pytest.raises(ValueError, match="not a mail"):
        normal_domain(written)


def test_each_kind_is_read_by_its_own_rule() -> None:
    assert normal_contact(ContactKind.MAIL, "A@B.example") == "a@b.example"
    assert normal_contact(ContactKind.PHONE, "030 12345") == "+493012345"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("anna.meier@post.example", "Anna Meier"),
        ("anna_meier-luehr@post.example", "Anna Meier Luehr"),
        ("otto2@post.example", "Otto2"),
        ("otto.1954@post.example", "Otto"),
        ("anna+rad@post.example", "Anna"),
        ("1234@post.example", "1234@post.example"),
        ("", ""),
    ],
)
def test_an_address_gives_a_readable_name(address: str, name: str) -> None:
    assert name_from_address(address) == name
