"""Which case a mail belongs to: pure rules, no database.

A mail joins a case only when it carries the case's token or answers a mail of the case, *and* its sender takes part
there. Everything less is offered to a person as a hint, because a wrong join shows one customer's words to another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lesart import plain_subject

_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,6}-\d{1,12}(?![A-Za-z0-9])")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mail shows of where it belongs. Addresses are in compared form, ids without angle brackets.

    ``machine`` is the address that wrote for the sender, or "". Anybody can name anybody there.
    """

    sender: str
    subject: str
    machine: str = ""
    sender_customer_id: int | None = None
    token_case_id: int | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What matching needs to know of a case that may be meant."""

    id: int
    number: str
    subject: str
    customer_ids: frozenset[int]
    participants: frozenset[str]
    machines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """The case it joins (``None``: a new one) and what a person should look at."""

    case_id: int | None
    hints: tuple[dict[str, Any], ...] = ()


def numbers_in(subject: str) -> tuple[str, ...]:
    """Return the case numbers a subject mentions, at most five."""
    return tuple(dict.fromkeys(_NUMBER.findall(subject)))[:5]


def answered_ids(in_reply_to: str | None, references: Sequence[str]) -> tuple[str, ...]:
    """Return the ids a mail answers, the closest first: In-Reply-To, then References from their end; at most 30."""
    closest_first = [*([in_reply_to] if in_reply_to else []), *reversed(references)]
    return tuple(dict.fromkeys(closest_first))[:30]


def match(mark: Mark, cases: Mapping[int, KnownCase], case_by_mail_id: Mapping[str, int]) -> Match:
    """Decide where a mail belongs. ``cases`` holds at least every case that a token, an id or a number leads to."""
    meant = _meant(mark, cases, case_by_mail_id)
    joined = [case for case in meant if _takes_part(mark, case)]
    if not joined:
        return Match(None, _belongs_to([*meant, *_mentioned(mark, cases)]))
    case = joined[0]
    return Match(case.id, (*_other_matter(mark, case), *_crossing(joined)))


def answered_by_us(
    mark: Mark, recipients: Collection[str], cases: Mapping[int, KnownCase], case_by_mail_id: Mapping[str, int]
) -> int | None:
    """Return the case in which one of our people answered a participant from a program of their own."""
    meant = _meant(mark, cases, case_by_mail_id)
    return next((case.id for case in meant if not case.participants.isdisjoint(recipients)), None)


def written_aside(mark: Mark, cases: Mapping[int, KnownCase], case_by_mail_id: Mapping[str, int]) -> int | None:
    """Return the case about which one of our people wrote to us alone. One who is a customer there writes as such."""
    meant = _meant(mark, cases, case_by_mail_id)
    return next((case.id for case in meant if mark.sender_customer_id not in case.customer_ids), None)


def _meant(mark: Mark, cases: Mapping[int, KnownCase], case_by_mail_id: Mapping[str, int]) -> list[KnownCase]:
    ids = [mark.token_case_id, *(case_by_mail_id.get(answer) for answer in mark.answers)]
    return [cases[case_id] for case_id in dict.fromkeys(ids) if case_id is not None and case_id in cases]


def _mentioned(mark: Mark, cases: Mapping[int, KnownCase]) -> list[KnownCase]:
    numbers = numbers_in(mark.subject)
    return [case for case in cases.values() if case.number in numbers]


def _takes_part(mark: Mark, case: KnownCase) -> bool:
    if mark.machine and mark.machine not in case.machines:
        return False
    known_person = mark.sender_customer_id is not None and mark.sender_customer_id in case.customer_ids
    return known_person or (bool(mark.sender) and mark.sender in case.participants)


def _belongs_to(cases: Sequence[KnownCase]) -> tuple[dict[str, Any], ...]:
    numbers = list(dict.fromkeys(case.number for case in cases))
    return ({"code": "belongs-to", "numbers": numbers},) if numbers else ()


def _other_matter(mark: Mark, case: KnownCase) -> tuple[dict[str, Any], ...]:
    """A new subject over an old thread is often a new matter. A subject that contains the other is the same."""
    old, new = _words(case.subject), _words(mark.subject)
    same = not new or not old or new in old or old in new
    return () if same else ({"code": "subject-changed", "subject": plain_subject(mark.subject)[:300]},)


def _crossing(joined: Sequence[KnownCase]) -> tuple[dict[str, Any], ...]:
    """The customer answered two of their cases in one mail."""
    others = [case.number for case in joined[1:]]
    return ({"code": "crosses", "numbers": others},) if others else ()


def _words(subject: str) -> str:
    """A subject as plain words in one case; what a server put in front in brackets does not count."""
    plain = re.sub(r"^(?:\s*\[[^\]]{1,60}\])+", "", plain_subject(subject))
    return _NO_WORD.sub(" ", plain_subject(plain)).strip().casefold()
