"""The shipped weights belong to the lines beside this file, and the lines are what they should be."""

from __future__ import annotations

import json
from importlib.resources import files

import learn_abuse
from learn_abuse import Line, Machine, learn_attacks, lines, rarities, row_of, values_of

from tonfall._abuse import tokens_of
from tonfall._weighing import KINDS, PLACES, weigh, windows

FIRST = "Der Drucker ist seit Montag kaputt, und niemand ruft an."
AGAIN = "make learn"


def test_the_weights_were_learnt_from_these_lines() -> None:
    head = files("tonfall").joinpath("weights", "abuse.bin").read_bytes().partition(b"\n")[0]
    assert json.loads(head)["lines"] == learn_abuse.fingerprint(), f"a line has changed: {AGAIN}"


def test_no_line_stands_twice_and_every_attack_has_a_known_kind() -> None:
    every = lines()
    assert len({line.text for line in every}) == len(every)
    assert {line.kind for line in every} == {"", "insult", *KINDS}


def test_learning_finds_the_sentence_that_makes_a_message_an_attack() -> None:
    attacks = [Line(f"{FIRST} Sie sind so dumm wie {each}.", "insult") for each in ("Stroh", "Brot", "Holz")]
    calm = [Line(f"{FIRST} Bitte schicken Sie {each}.", "") for each in ("Toner", "Papier", "Hilfe")]
    cut = [windows(tokens_of(line.text)) for line in (*attacks, *calm)]
    values = [[values_of(clues, PLACES) for clues in bag] for bag in cut]
    rarity = rarities([each for bag in values for each in bag])
    bags = [[row_of(each, rarity) for each in bag] for bag in values]
    machine = learn_attacks(bags, [bool(line.kind) for line in (*attacks, *calm)])
    for bag in bags[: len(attacks)]:
        first, second, _both = (machine.score(row) for row in bag)
        assert first < 0 < second


def test_a_machine_that_has_learnt_nothing_says_nothing() -> None:
    assert Machine(PLACES).score(row_of({}, {})) == 0


def test_a_short_sentence_is_read_with_its_neighbour() -> None:
    tokens = tokens_of("Ach so. Das ist ja wirklich toll gelaufen. Nein!")
    assert [each.span.start for each in weigh(tokens)] == [0]
