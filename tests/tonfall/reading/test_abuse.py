"""Abuse of a person apart from anger at the matter."""

from __future__ import annotations

import pytest
from tests.tonfall.reading.sets import plain

from tonfall import read_abuse


def test_abusive_lines_are_recognised() -> None:
    lines = plain("abusive.txt")
    assert sum(read_abuse(line).abusive for line in lines) / len(lines) >= 0.95


def test_angry_but_legitimate_mail_is_left_alone() -> None:
    lines = plain("angry.txt")
    assert sum(read_abuse(line).abusive for line in lines) / len(lines) <= 0.01


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sie Trottel haben alles verwechselt.", "insult"),
        ("Ich weiß, wo du wohnst.", "threat"),
        ("Was hast du heute drunter an?", "harassment"),
        ("Ich rede nicht mit Kanaken.", "slur"),
        ("You absolute moron.", "insult"),
        ("I know where you live.", "threat"),
        ("Ich weiß, wo du wohnst, du Trottel.", "threat"),
    ],
)
def test_the_gravest_kind_is_named(text: str, kind: str) -> None:
    assert read_abuse(text).kind == kind


@pytest.mark.parametrize(
    "text", ["Sie I d i o t", "Sie Idi0t", "Sie Idiooooot", "Sie Id*ot", "Sie I.d.i.o.t", "Du W*chser"]
)
def test_disguised_insults_are_read(text: str) -> None:
    assert read_abuse(text).abusive


@pytest.mark.parametrize(
    "text",
    [
        "Der Fahrer hat mich Idiot genannt.",
        "Ich Trottel habe die falsche Nummer angegeben.",
        "Sie sind bestimmt kein Idiot.",
        'Ihr Kollege schrie: "Verpiss dich, du Penner!"',
        "Your driver called me an idiot.",
    ],
)
def test_reported_denied_and_self_directed_insults_are_no_abuse(text: str) -> None:
    assert not read_abuse(text).abusive


def test_the_passage_to_veil_is_named() -> None:
    text = "Guten Tag. Sie Idiot! Wo ist mein Paket?"
    assert [span.of(text) for span in read_abuse(text).spans] == ["Sie Idiot"]


@pytest.mark.parametrize(
    "thing", ["Tischlampe", "Tischlampen", "alte Schreibtischlampe", "Nachttischlampen", "Couchtischlampe"]
)
def test_a_lamp_on_a_table_is_no_insult(thing: str) -> None:
    assert not read_abuse(f"Guten Tag, ich habe gestern 24 {thing} bestellt.").abusive
