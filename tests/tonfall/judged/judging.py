"""Scoring the readers and the coach on lines written by somebody who had not seen a rule.

``python -m tests.tonfall.judged.judging [learn]`` prints the scores of all lines, of the learning half and of
the control half; with ``learn`` also the misses of the learning half. Misses of the control half are never
printed: nobody is to mend a rule for a line of it.
"""

from __future__ import annotations

import random
import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tonfall import (
    Calendar,
    context_from,
    find_personal_data,
    find_promises,
    find_questions,
    promise_kind,
    read_abuse,
    read_address,
    read_mood,
    review,
    top_findings,
)

HERE = Path(__file__).parent
SEED = 1121

Row = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What one line adds to a measure: ``hits`` of ``of``, and what was seen instead."""

    measure: str
    hits: int
    of: int
    seen: str = ""


def rows(name: str) -> list[Row]:
    """Read a file of this folder: tab-separated with a head line, TOML replies or marked personal data."""
    text = (HERE / name).read_text(encoding="utf-8")
    if name.endswith(".toml"):
        return list(tomllib.loads(text)["reply"])
    lines = text.splitlines()
    if name.endswith(".txt"):
        return [{"text": line} for line in lines if not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]


def halves(name: str) -> tuple[list[Row], list[Row]]:
    """Return the learning half and the control half of a file, the same at every call."""
    every = rows(name)
    order = list(range(len(every)))
    random.Random(f"{SEED} {name}").shuffle(order)
    control = set(order[: len(order) // 2])
    learning = [row for index, row in enumerate(every) if index not in control]
    return learning, [row for index, row in enumerate(every) if index in control]


def judge_promise(row: Row) -> list[Verdict]:
    """Right kind among all lines, right day among the dated promises; the earliest due counts."""
    calendar = Calendar(zone="Europe/Berlin", state=row["state"])
    moment = datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo(calendar.zone))
    kind = promise_kind(row["text"], at=moment, calendar=calendar)
    found = find_promises(row["text"], at=moment, calendar=calendar)
    days = sorted(promise.due for promise in found if promise.due)
    day = days[0].date().isoformat() if days else "no day"
    verdicts = [Verdict("promise kinds", kind == row["kind"], 1, kind)]
    return verdicts + ([Verdict("promise days", day == row["due"][:10], 1, day)] if row["due"] else [])


def judge_abuse(row: Row) -> list[Verdict]:
    """Recall on attacks; share of untouched lines among legitimate anger."""
    seen = read_abuse(row["text"]).abusive
    if row["abusive"] == "1":
        return [Verdict("abuse recall", seen, 1, "missed")]
    return [Verdict("anger untouched", not seen, 1, "false alarm")]


def judge_address(row: Row) -> list[Verdict]:
    """Right form; and the one mistake that must not be made: Sie for du or du for Sie."""
    kind = read_address(row["text"]).kind
    wrong_side = {kind, row["address"]} == {"formal", "informal"}
    return [
        Verdict("address", kind == row["address"], 1, kind),
        Verdict("address never wrong side", not wrong_side, 1, kind),
    ]


def judge_mood(row: Row) -> list[Verdict]:
    """The right one of three levels."""
    level = read_mood(row["text"]).level
    return [Verdict("mood", level == row["level"], 1, level)]


def judge_questions(row: Row) -> list[Verdict]:
    """The right number of questions."""
    found = find_questions(row["text"])
    return [Verdict("questions", len(found) == int(row["questions"]), 1, str(len(found)))]


_MARK = re.compile(r"\[(iban|card|phone|email|address):([^\]]+)\]")


def judge_personal_data(row: Row) -> list[Verdict]:
    """Recall and precision of spans; a span counts when kind and place agree, give or take three characters."""
    expected: list[tuple[str, int, int]] = []
    plain = ""
    rest = row["text"]
    while mark := _MARK.search(rest):
        plain += rest[: mark.start()]
        expected.append((mark[1], len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        rest = rest[mark.end() :]
    plain += rest
    found: list[tuple[str, int, int]] = [
        (data.kind, data.span.start, data.span.end) for data in find_personal_data(plain)
    ]
    return [
        Verdict("personal data recall", sum(_any_near(one, found) for one in expected), len(expected), str(found)),
        Verdict("personal data precision", sum(_any_near(one, expected) for one in found), len(found), str(found)),
    ]


def _any_near(one: tuple[str, int, int], others: list[tuple[str, int, int]]) -> bool:
    return any(one[0] == kind and abs(one[1] - start) <= 3 and abs(one[2] - end) <= 3 for kind, start, end in others)


_CONTEXT = {"customer": "customer_message", "name": "customer_name", "form": "form_of_address"}
_KNOWN = ("mood", "questions", "has_attachment")


def judge_reply(row: Row) -> list[Verdict]:
    """Notes shown and expected; none at all is right for a good reply."""
    data = {_CONTEXT.get(key, key): value for key, value in row.items() if key in _CONTEXT or key in _KNOWN}
    shown = [finding.code for finding in top_findings(review(row["text"].lstrip("\n"), context_from(data)))]
    if row["grade"] == "good":
        return [Verdict("good replies untouched", not shown, 1, str(shown))]
    allowed = [*row["notes"], *row.get("also", [])]
    hard = [code for code in shown if code.startswith(("wall.", "negative."))]
    soft = [code for code in shown if code not in hard]
    wanted = row["notes"][:3]
    return [
        Verdict("wall and negative precision", sum(_fits(code, allowed) for code in hard), len(hard), str(hard)),
        Verdict("other notes precision", sum(_fits(code, allowed) for code in soft), len(soft), str(soft)),
        Verdict("notes recall", sum(_is_shown(name, shown) for name in wanted), len(wanted), str(shown)),
    ]


def _is_shown(name: str, shown: list[str]) -> bool:
    return any(_fits(code, [name]) for code in shown)


def _fits(code: str, names: list[str]) -> bool:
    return code in names or code.split(".")[0] in names


JUDGES: dict[str, Callable[[Row], list[Verdict]]] = {
    "promises.tsv": judge_promise,
    "abuse.tsv": judge_abuse,
    "address.tsv": judge_address,
    "mood.tsv": judge_mood,
    "questions.tsv": judge_questions,
    "personal_data.txt": judge_personal_data,
    "replies.toml": judge_reply,
}


def score(name: str, some: list[Row]) -> dict[str, tuple[int, int]]:
    """Return hits and total of each measure on ``some`` rows of the file ``name``."""
    sums: dict[str, tuple[int, int]] = {}
    for verdict in (verdict for row in some for verdict in JUDGES[name](row)):
        hits, of = sums.get(verdict.measure, (0, 0))
        sums[verdict.measure] = (hits + verdict.hits, of + verdict.of)
    return sums


def misses(name: str, some: list[Row]) -> list[str]:
    """Return what went wrong on ``some`` rows of the file ``name``, one line each."""
    return [
        f"{verdict.measure}: {verdict.seen} | {row}"
        for row in some
        for verdict in JUDGES[name](row)
        if verdict.hits < verdict.of
    ]


def main(arguments: list[str]) -> None:
    """Print the table of scores, and on request the misses of the learning half."""
    for name in JUDGES:
        learning, control = halves(name)
        columns = [score(name, some) for some in (rows(name), learning, control)]
        for measure in columns[0]:
            cells = [f"{column[measure][0]}/{column[measure][1]}" for column in columns if measure in column]
            sys.stdout.write(f"| {measure} | {' | '.join(cells)} |\n")
        if "learn" in arguments:
            sys.stdout.write("\n".join(misses(name, learning)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
