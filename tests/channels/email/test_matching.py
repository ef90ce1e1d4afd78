"""Which case a mail joins: the rules as a table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kulanz.channels.email.letters import Known, KnownCase, Letter, answered_ids, letter_of
from kulanz.channels.email.matching import match, numbers_in
from kulanz.channels.models import Original
from lesart import read_mail

ANNA, BEN = "anna@kunde.example", "ben@kunde.example"
RAD = KnownCase(
    id=1,
    number="RL-1",
    subject="Rad quietscht",
    customer_ids=frozenset({10}),
    participants=frozenset({ANNA, "cc@kunde.example"}),
)
HELM = KnownCase(
    id=2, number="RL-2", subject="Helm zu klein", customer_ids=frozenset({10}), participants=frozenset({ANNA})
)
FREMD = KnownCase(id=3, number="RL-3", subject="Reifen", customer_ids=frozenset({11}), participants=frozenset({BEN}))
CASES = {case.id: case for case in (RAD, HELM, FREMD)}
IDS = {"unser-1@demo": 1, "unser-2@demo": 2, "unser-3@demo": 3}


Shown = tuple[Letter, Known]


def mark(
    *,
    sender: str = ANNA,
    subject: str = "AW: Rad quietscht",
    sender_customer_id: int | None = None,
    token_case_id: int | None = None,
    answers: tuple[str, ...] = (),
) -> Shown:
    """Return a mail that shows this of where it belongs, and what the house knows then."""
    told = [f"From: {sender}", f"Subject: {subject}", *(f"In-Reply-To: <{each}>" for each in answers[:1])]
    told += [f"References: {' '.join(f'<{each}>' for each in reversed(answers[1:]))}"] if answers[1:] else []
    raw = ("\r\n".join(told) + "\r\n\r\nHallo").encode()
    letter = letter_of(Original(pk=7), b"", read_mail(raw, arrived_at=datetime.now(UTC)))
    known = Known(
        cases=CASES,
        case_by_mail_id=IDS,
        customer_by_address={letter.sender_key: sender_customer_id} if sender_customer_id else {},
        token_by_raw_id={7: token_case_id} if token_case_id else {},
    )
    return letter, known


JOINS: dict[str, tuple[Shown, int, list[str]]] = {
    "it answers our mail": (mark(answers=("unser-1@demo",)), 1, []),
    "it carries our token": (mark(token_case_id=1), 1, []),
    "token without any reference (the program dropped them)": (mark(token_case_id=1, answers=()), 1, []),
    "a known second address of the customer": (
        mark(sender="a.meier@arbeit.example", sender_customer_id=10, token_case_id=1),
        1,
        [],
    ),
    "somebody we wrote to in copy": (mark(sender="cc@kunde.example", answers=("unser-1@demo",)), 1, []),
    "an older mail of ours, further back in the references": (
        mark(answers=("unbekannt@kunde.example", "unser-1@demo")),
        1,
        [],
    ),
    "prefixes of any language do not change a subject": (
        mark(subject="Antwort: WG: Re[2]: SV: Rad quietscht", answers=("unser-1@demo",)),
        1,
        [],
    ),
    "a list's tag does not change a subject": (
        mark(subject="[EXTERN] AW: Rad quietscht", answers=("unser-1@demo",)),
        1,
        [],
    ),
    "another subject over an old thread": (
        mark(subject="Ganz andere Frage", answers=("unser-1@demo",)),
        1,
        ["subject-changed"],
    ),
    "two cases that cross": (mark(answers=("unser-1@demo", "unser-2@demo")), 1, ["crosses"]),
    "token and reference disagree: the token was written to": (
        mark(subject="Re: Helm zu klein", token_case_id=2, answers=("unser-1@demo",)),
        2,
        ["crosses"],
    ),
    "the first case is a stranger's, the second one's own": (mark(answers=("unser-3@demo", "unser-1@demo")), 1, []),
}


@pytest.mark.parametrize("name", JOINS)
def test_a_mail_joins_its_case_when(name: str) -> None:
    given, case_id, hints = JOINS[name]
    joined, found = match(*given)
    assert (joined, [hint["code"] for hint in found]) == (case_id, hints)


STRANGERS: dict[str, tuple[Shown, list[str]]] = {
    "a stranger with a forwarded mail of ours": (
        mark(sender="wer@anders.example", answers=("unser-1@demo",)),
        ["RL-1"],
    ),
    "a stranger with our token": (mark(sender="wer@anders.example", token_case_id=1), ["RL-1"]),
    "a stranger with a guessed number": (mark(sender="wer@anders.example", subject="Zu RL-3"), ["RL-3"]),
    "the customer with nothing but a number": (mark(subject="Nachfrage zu RL-1"), ["RL-1"]),
    "the customer with the number of somebody else": (mark(subject="Nachfrage zu RL-3"), ["RL-3"]),
    "a mail without a usable sender": (mark(sender="", token_case_id=1), ["RL-1"]),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_mail_is_only_offered_to_a_case_for(name: str) -> None:
    given, numbers = STRANGERS[name]
    assert match(*given) == (None, ({"code": "belongs-to", "numbers": numbers},))


NEW: dict[str, Shown] = {
    "nothing points anywhere": mark(subject="Neue Frage"),
    "references of other people's mails": mark(answers=("fremd@liste.example",)),
    "a number that we never gave": mark(subject="RL-999"),
    "the same subject alone": mark(subject="Rad quietscht"),
}


@pytest.mark.parametrize("name", NEW)
def test_a_mail_opens_a_case_without_a_hint_when(name: str) -> None:
    assert match(*NEW[name]) == (None, ())


def test_the_closest_reference_comes_first() -> None:
    assert answered_ids("c", ["a", "b", "c"]) == ("c", "b", "a")
    assert answered_ids(None, ["a", "b"]) == ("b", "a")


def test_case_numbers_are_found_in_subjects() -> None:
    assert numbers_in("AW: [RL-17] und DEMO-2, nicht xRL-5 oder rl-6") == ("RL-17", "DEMO-2")
