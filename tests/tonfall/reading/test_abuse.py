"""Abuse of a person apart from anger at the matter."""

from __future__ import annotations

import pytest
from tests.tonfall.reading.sets import learnt

from tonfall import read_abuse


def test_abusive_lines_are_recognised() -> None:
    lines = learnt(abusive=True, file="first_rounds")
    assert sum(read_abuse(line).abusive for line in lines) / len(lines) >= 0.95


def test_angry_but_legitimate_mail_is_left_alone() -> None:
    lines = learnt(abusive=False, file="first_rounds")
    assert sum(read_abuse(line).abusive for line in lines) / len(lines) <= 0.01


def test_a_long_letter_of_everyday_sentences_is_left_alone() -> None:
    lines = learnt(abusive=False, file="the_great_mass")
    letters = [" ".join(lines[at : at + 10]) for at in range(0, len(lines), 10)]
    assert not any(read_abuse(letter).abusive for letter in letters)


@pytest.mark.parametrize(
    "text",
    [
        "Leute wie Sie sollte man nicht auf Kunden loslassen.",
        "Haben Sie für diese Arbeit überhaupt eine Schule besucht, oder durfte jeder kommen?",
        "I wouldn't let someone like you look after a houseplant.",
    ],
)
def test_contempt_without_a_bad_word_is_heard(text: str) -> None:
    assert read_abuse(text).kind == "insult"


@pytest.mark.parametrize(
    "text",
    [
        "Sie Vollidiot!\n\nSeit drei Wochen warte ich auf mein Rad, das ist jetzt schon das zweite Mal.",
        "Sie Idiot, ich habe vor drei Wochen eine Lampe bestellt und noch immer keine Nachricht von Ihnen bekommen.",
        "You moron, I ordered the lamp three weeks ago and I have had no answer to my two letters since then.",
    ],
)
def test_a_calm_story_behind_it_does_not_excuse_an_insult(text: str) -> None:
    assert read_abuse(text).abusive


def test_the_sentence_that_was_heard_is_the_one_to_veil() -> None:
    calm = "Ich habe am Montag eine Lampe bestellt. Sie kam ohne Schirm an."
    attack = "Leute wie Sie sollte man nicht auf Kunden loslassen."
    (span,) = read_abuse(f"{calm} {attack} Bitte senden Sie mir den Schirm.").spans
    assert attack.startswith(span.of(f"{calm} {attack}").rstrip("."))


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


FRIENDLY = """
Hallo liebes Team,
Hi liebes Serviceteam
Hey liebes Team
Hallo liebes Lichthaus-Team
Hallo Maus funktioniert nicht
Hallo kleines Problem mit der Lampe
Hallo mein Schatz hat die Lampe bestellt
Hi, baby monitor lamp does not work
Hallo Frau Hase, die Lampe ist da.
Hallo Herr Schatz, vielen Dank
Hallo Familie Herzchen, danke
Guten Tag liebes Kundenteam, wo bleibt meine Bestellung?
Hallo liebes Support Team
Hallo kleines Anliegen: die Rechnung fehlt.
Hallo, das Baby braucht die Lampe dringend.
Hallo, unser Baby schläft nur mit der Lampe.
Hallo, die Puppe ist kaputt
Hallo Puppe kam ohne Kleid an
Hallo die Schnecke vom Getriebe ist defekt
Hey, Baby Phone defekt
Bitte kleines Paket statt großes
Hallo hübsches Teil, aber der Schalter klemmt
Hallo süßes Lämpchen habt ihr da
Hi beautiful lamp but the switch is broken
Hello darling team
Hallo ihr Lieben
Moin liebes Team
Hallo liebes Team vom Lichthaus, ich warte
Ach liebes Team, so geht das nicht
Bitte liebes Team, meldet euch
Hallo mein Hase hat das Kabel angeknabbert
Hallo Schatzi-Lampe ist defekt
Hallo Baby-Nachtlicht leuchtet nicht
Hallo Engelchen ist zerbrochen angekommen.
Hi sweetheart lamp arrived broken
Hallo Hase Elektrotechnik GmbH, bitte Angebot
Komm kleines Teil, sagte ich zur Lampe
""".strip().splitlines()
CALLED_NAMES = """
Na Süße, wann treffen wir uns?
Hey Baby, was machst du heute Abend?
Hallo Schatz, wie wäre es mit uns beiden?
Hallo Mäuschen, schick mir mal ein Foto
Hi Süße
Hallo Puppe, lass uns was trinken
Hallo meine Süße, hast du einen Freund?
Na Schnecke, Lust auf ein Date?
Hey babe, what are you wearing?
""".strip().splitlines()


@pytest.mark.parametrize("line", FRIENDLY)
def test_a_friendly_greeting_and_a_thing_of_the_same_name_are_never_veiled(line: str) -> None:
    assert not read_abuse(line).abusive


@pytest.mark.parametrize("line", CALLED_NAMES)
def test_a_pet_name_that_calls_somebody_is_heard(line: str) -> None:
    assert read_abuse(line).abusive
