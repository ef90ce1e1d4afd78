"""Which case a mail belongs to: pure rules, no database.

A mail joins a case only when it carries the case's token or answers a mail of the case, *and* its sender takes part
there. Everything less is offered to a person as a hint, because a wrong join shows one customer's words to another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from kulanz.cases.audience import OUTSIDE
from lesart import plain_subject

from .letters import Known, KnownCase, Letter

Hints = tuple[dict[str, Any], ...]

_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,6}-\d{1,12}(?![A-Za-z0-9])")
_NO_WORD = re.compile(r"[\W_]+")


def numbers_in(subject: str) -> tuple[str, ...]:
    """Return the case numbers a subject mentions, at most five."""
    return tuple(dict.fromkeys(_NUMBER.findall(subject)))[:5]


def match(letter: Letter, known: Known) -> tuple[int | None, Hints]:
    """Decide where a mail belongs: the case it joins (``None``: a new one), and what a person should look at.

    ``known`` holds at least every case that a token, an id or a number leads to.
    """
    meant = _meant(letter, known)
    joined = [case for case in meant if _takes_part(letter, case, known)]
    if not joined:
        return None, _belongs_to([*meant, *_mentioned(letter, known)])
    return joined[0].id, (*_other_matter(letter, joined[0]), *_crossing(joined), *_outside(letter, joined[0], known))


def answered_by_us(letter: Letter, recipients: Collection[str], known: Known) -> int | None:
    """Return the case in which one of our people answered a participant from a program of their own."""
    return next((case.id for case in _meant(letter, known) if not case.participants.isdisjoint(recipients)), None)


def written_aside(letter: Letter, known: Known) -> int | None:
    """Return the case about which one of our people wrote to us alone. One who is a customer there writes as such."""
    customer_id = known.customer_by_address.get(letter.sender_key)
    return next((case.id for case in _meant(letter, known) if customer_id not in case.customer_ids), None)


def _meant(letter: Letter, known: Known) -> list[KnownCase]:
    token = known.token_by_raw_id.get(letter.original.pk)
    ids = [token, *(known.case_by_mail_id.get(answer) for answer in letter.answers)]
    return [known.cases[case_id] for case_id in dict.fromkeys(ids) if case_id is not None and case_id in known.cases]


def _mentioned(letter: Letter, known: Known) -> list[KnownCase]:
    numbers = numbers_in(letter.inbound.subject)
    return [case for case in known.cases.values() if case.number in numbers]


def _takes_part(letter: Letter, case: KnownCase, known: Known) -> bool:
    """Whether its sender does; a machine that wrote for them must be known there, for anybody can name anybody."""
    machine = letter.author_key if letter.through is not None else ""
    if machine and machine not in case.machines:
        return False
    sender = letter.sender_key
    known_person = known.customer_by_address.get(sender) in case.customer_ids
    return known_person or (bool(sender) and sender in case.participants)


def _belongs_to(cases: Sequence[KnownCase]) -> Hints:
    numbers = list(dict.fromkeys(case.number for case in cases))
    return ({"code": "belongs-to", "numbers": numbers},) if numbers else ()


def _other_matter(letter: Letter, case: KnownCase) -> Hints:
    """A new subject over an old thread is often a new matter. A subject that contains the other is the same."""
    old, new = _words(case.subject), _words(letter.inbound.subject)
    same = not new or not old or new in old or old in new
    return () if same else ({"code": "subject-changed", "subject": plain_subject(letter.inbound.subject)[:300]},)


def _crossing(joined: Sequence[KnownCase]) -> Hints:
    """The customer answered two of their cases in one mail."""
    here = joined[0].goes_on_in or joined[0].id
    others = [case.number for case in joined[1:] if (case.goes_on_in or case.id) != here]
    return ({"code": "crosses", "numbers": others},) if others else ()


def _outside(letter: Letter, case: KnownCase, known: Known) -> Hints:
    """Somebody answered what we passed on to them: their words are for us, and they are not the customer."""
    is_theirs = known.customer_by_address.get(letter.sender_key) in case.customer_ids
    return ({"code": OUTSIDE},) if letter.sender_key in case.outsiders and not is_theirs else ()


def _words(subject: str) -> str:
    """A subject as plain words in one case; what a server put in front in brackets does not count."""
    plain = re.sub(r"^(?:\s*\[[^\]]{1,60}\])+", "", plain_subject(subject))
    # Again, because prefixes stand on both sides of a list's name: "Re: [List] AW: Lampe".
    return _NO_WORD.sub(" ", plain_subject(plain)).strip().casefold()
