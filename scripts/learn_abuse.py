"""Learn the weights of ``tonfall._weighing`` from the lines in tests/tonfall/learning. Takes some minutes.

A line is a whole message, but an attack is often one sentence of it. So the learning goes in rounds: first every
sentence of an abusive line counts as an attack, then only the one that sounds most like it, until nothing moves
(multiple-instance learning: Andrews, Tsochantaridis and Hofmann 2002, mi-SVM). Within a round it is a linear support
vector machine with squared hinge loss, solved in its dual one line after the other (Hsieh and others 2008).
"""

from __future__ import annotations

import json
import random
import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log, sqrt
from pathlib import Path

from tonfall._abuse import tokens_of
from tonfall._weighing import KINDS, PLACES, Clues, windows

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "tests" / "tonfall" / "learning"
WEIGHTS = ROOT / "src" / "tonfall" / "weights" / "abuse.bin"
SIZES = {"abuse": PLACES, **dict.fromkeys(KINDS, PLACES // 8)}
ROUNDS, EPOCHS, COST, SEED = 4, 12, 0.1, 1122

Row = tuple["array[int]", "array[float]"]  # places and their values


@dataclass(frozen=True)
class Line:
    """One message with its label: the kind of abuse, empty where there is none."""

    text: str
    kind: str


def lines() -> list[Line]:
    """Read every line there is to learn from, in a fixed order."""
    found = []
    for file in sorted(LINES.glob("*.tsv")):
        for row in file.read_text("utf-8").splitlines()[1:]:
            kind, _language, text = row.split("\t")
            found.append(Line(text, kind))
    return found


def fingerprint() -> str:
    """Return what changes when a line changes: it is kept beside the weights."""
    return sha256(b"".join(file.read_bytes() for file in sorted(LINES.glob("*.tsv")))).hexdigest()


def rarities(counted: Sequence[dict[int, float]]) -> dict[int, float]:
    """Return how much a place counts: the rarer the more (inverse document frequency), one seen once not at all."""
    seen = Counter(place for each in counted for place in each)
    return {place: log((1 + len(counted)) / (1 + times)) + 1 for place, times in seen.items() if times > 1}


def row_of(values: dict[int, float], rarity: dict[int, float]) -> Row:
    """Turn the values of one window into a row of the machine."""
    kept = {place: value * rarity[place] for place, value in values.items() if place in rarity}
    return array("l", kept), array("d", kept.values())


def values_of(clues: Clues, size: int) -> dict[int, float]:
    """Return what each place of a table counts in a window, before rarity."""
    values: dict[int, float] = {}
    for places in (clues.words, clues.pieces):
        share = 1 / sqrt(len(places) or 1)
        for place in places:
            values[place % size] = values.get(place % size, 0.0) + share
    return values


class Machine:
    """A linear support vector machine over sparse rows; the last weight is the bias."""

    def __init__(self, size: int) -> None:
        self.weights = [0.0] * size
        self.bias = 0.0

    def score(self, row: Row) -> float:
        """Return the distance from the border, positive on the side of yes."""
        weights = self.weights
        return sum([weights[place] * value for place, value in zip(*row, strict=True)]) + self.bias

    def learn(self, rows: Sequence[Row], answers: Sequence[bool]) -> None:
        """Begin anew and go through all rows again and again, each time correcting what is too near to the border."""
        self.weights, self.bias = [0.0] * len(self.weights), 0.0
        slack, weights = 1 / (2 * COST), self.weights
        lengths = [sum([value * value for value in values]) + 1 + slack for _places, values in rows]
        alphas, order = [0.0] * len(rows), list(range(len(rows)))
        chance = random.Random(SEED)  # noqa: S311 - the same order at every learning
        for _epoch in range(EPOCHS):
            chance.shuffle(order)
            for at in order:
                sign = 1.0 if answers[at] else -1.0
                slope = sign * self.score(rows[at]) - 1 + slack * alphas[at]
                after = max(alphas[at] - slope / lengths[at], 0.0)
                step = (after - alphas[at]) * sign
                if step:
                    alphas[at] = after
                    for place, value in zip(*rows[at], strict=True):
                        weights[place] += step * value
                    self.bias += step


def learn_attacks(bags: Sequence[Sequence[Row]], answers: Sequence[bool]) -> Machine:
    """Learn from messages cut into windows, in which at least one window of an abusive message is the attack."""
    rows = [row for bag in bags for row in bag]
    of_line = [at for at, bag in enumerate(bags) for _row in bag]
    machine = Machine(PLACES)
    chosen = list(range(len(rows)))
    for _round in range(ROUNDS):
        machine.learn([rows[at] for at in chosen], [answers[of_line[at]] for at in chosen])
        scores = [machine.score(row) for row in rows]
        best: dict[int, int] = {}
        for at, line in enumerate(of_line):
            if answers[line] and (line not in best or scores[at] > scores[best[line]]):
                best[line] = at
        chosen = [at for at, line in enumerate(of_line) if not answers[line] or best[line] == at]
        print(f"round {_round + 1}: {len(chosen)} windows", file=sys.stderr)
    return machine


def packed(machine: Machine, rarity: dict[int, float]) -> tuple[array[int], float]:
    """Return the weights as whole numbers from -127 to 127 and their scale; clues of one line alone weigh nothing."""
    whole = [machine.weights[place] * rarity.get(place, 0.0) for place in range(len(machine.weights))]
    scale = max(map(abs, whole)) / 127
    return array("b", [round(each / scale) for each in whole]), scale


def main() -> None:
    """Learn all tables and write them."""
    messages = lines()
    cut = [windows(tokens_of(line.text)) for line in messages]
    tables, parts = [], []
    for name, size in SIZES.items():
        used = [at for at, line in enumerate(messages) if name == "abuse" or line.kind]
        values = [[values_of(clues, size) for clues in cut[at]] for at in used]
        rarity = rarities([each for bag in values for each in bag])
        bags = [[row_of(each, rarity) for each in bag] for bag in values]
        answers = [bool(messages[at].kind) if name == "abuse" else messages[at].kind == name for at in used]
        machine = Machine(size)
        if name == "abuse":
            machine = learn_attacks(bags, answers)
        else:
            repeated = [answer for bag, answer in zip(bags, answers, strict=True) for _row in bag]
            machine.learn([row for bag in bags for row in bag], repeated)
        numbers, scale = packed(machine, rarity)
        tables.append({"name": name, "size": size, "scale": scale, "bias": machine.bias})
        parts.append(numbers.tobytes())
        print(f"{name}: {sum(map(bool, numbers))} weights", file=sys.stderr)
    head = json.dumps({"lines": fingerprint(), "tables": tables}).encode()
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(head + b"\n" + b"".join(parts))


if __name__ == "__main__":
    main()
