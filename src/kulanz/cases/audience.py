"""Who may read a message, and whom an answer to it goes to. Pure rules.

A person may read what they wrote and what they received, nothing else: not on a page, not in a file, not quoted in a
mail. So every message keeps the addresses of all who wrote or received it in one text, an address a line with a line
break before the first and after the last: one ``contains`` of a whole line asks either database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from kulanz.people.rules import leads_to, mail_key

from .rules import Delivery

Person = Mapping[str, str]
"""Somebody as written: "name" and "address"; among recipients "role", too: "to", "cc" or "bcc". "ours" marks us."""

ROLES = ("to", "cc", "bcc")
MOST_RECIPIENTS = 50
OUTSIDE = "from-outside"  # hint of a letter whose writer knows of the case only from what we passed on to them


class MessageLike(Protocol):
    """What the rules ask of a message."""

    @property
    def is_incoming(self) -> bool:
        """Whether somebody else wrote it."""
        ...

    @property
    def is_from_outside(self) -> bool:
        """Whether its writer knows of the case only from what we passed on to them."""
        ...

    is_forward: bool
    sender_name: str
    sender_address: str
    audience: str
    recipients: Sequence[Person]
    reply_to: Sequence[Person]
    missed: Sequence[Person]
    delivery: str
    hints: Sequence[Mapping[str, Any]]


def page_address(customer_id: int) -> str:
    """Return what stands for the address of a customer who has none: they read and write on their page alone."""
    # Reserved so that nothing is ever delivered there (RFC 6761).
    return f"customer-{customer_id}@invalid"


def is_reachable(address: str) -> bool:
    """Say whether a mail can go there: a stand-in is no address."""
    key = mail_key(address)
    return bool(key) and not key.endswith("@invalid")


def audience_of(sender: str, recipients: Iterable[Person], reply_to: Iterable[Person] = ()) -> str:
    """Return the audience of a message as it is stored. Whoever the writer wants answered instead is meant, too."""
    return lines_of([sender, *(each["address"] for each in recipients), *(each["address"] for each in reply_to)])


def lines_of(addresses: Iterable[str]) -> str:
    """Return addresses as an audience: compared forms, a line each."""
    keys = dict.fromkeys(key for address in addresses if (key := mail_key(address)))
    return "\n".join(["", *keys, ""]) if keys else ""


def readers_of(audience: str) -> frozenset[str]:
    """Return the compared addresses of an audience."""
    return frozenset(filter(None, audience.split("\n")))


def all_may_read(audience: str, addresses: Iterable[str]) -> bool:
    """Say whether everybody at ``addresses`` wrote or received the message: then it may be quoted to them together."""
    keys = [mail_key(address) for address in addresses]
    return bool(keys) and all(keys) and readers_of(audience).issuperset(keys)


def any_may_read(audience: str, addresses: Iterable[str]) -> bool:
    """Say whether somebody at ``addresses`` wrote or received the message."""
    return not readers_of(audience).isdisjoint(map(mail_key, addresses))


def may_be_named(letter: MessageLike, openly: Collection[str], answered: MessageLike | None) -> bool:
    """Say whether an answer may refer to a letter by its id: an id tells that, and from where, somebody wrote.

    It may where everybody who stands openly in the answer knows the letter, by this id: for whom a colleague or a form
    wrote never saw that mail, and nobody knows one of ours that they did not get. So that the one who is answered finds
    it in their thread, it also may where they know the letter and all of its people stand openly there.
    """
    keys = {mail_key(each) for each in openly}
    if _is_anothers_mail(letter) or not keys.isdisjoint(mail_key(each["address"]) for each in letter.missed):
        return False
    people = [letter.sender_address, *(each["address"] for each in others([*letter.recipients, *letter.reply_to]))]
    is_theirs = answered is not None and any_may_read(letter.audience, [_one_answered(answered)])
    return all_may_read(letter.audience, openly) or (is_theirs and {mail_key(each) for each in people} - {""} <= keys)


def _is_anothers_mail(letter: MessageLike) -> bool:
    """Whether what came was another's mail with the writer's words in it. A list passes on the very mail itself."""
    codes = {hint.get("code") for hint in letter.hints}
    return "forwarded-by" in codes or ("sent-through" in codes and "mailing-list" not in codes)


def _one_answered(letter: MessageLike) -> str:
    """Whose thread an answer to a letter continues: its writer's, or that of the first we wrote it to."""
    if letter.is_incoming:
        return letter.sender_address
    return next((each["address"] for each in letter.recipients), "")


def is_outside(hints: Iterable[Mapping[str, Any]]) -> bool:
    """Say by the hints of a letter whether its writer knows of the case only from what we passed on to them."""
    return any(hint.get("code") == OUTSIDE for hint in hints)


def part_of(letters: Iterable[MessageLike]) -> frozenset[str]:
    """Return the addresses of all who are part of a case, in compared form: who wrote by themselves or was written to.

    Whom something was passed on to is not, nor does answering them make them so.
    """
    named: set[str] = set()
    answered: set[str] = set()
    told: set[str] = set()
    for letter in letters:
        people = [letter.sender_address, *(each["address"] for each in (*letter.recipients, *letter.reply_to))]
        group = told if letter.is_forward or letter.is_from_outside else named if letter.is_incoming else answered
        group.update(map(mail_key, people))
    return frozenset(named | (answered - told)) - {""}


def is_own(address: str, own: Collection[str]) -> bool:
    """Say whether an address leads to ourselves: one of ``own`` (compared forms), or such a one with "+word"."""
    return leads_to(mail_key(address), own)


def marked(people: Iterable[Person], own: Collection[str]) -> list[dict[str, str]]:
    """Return people with a mark on ourselves, so that nobody has to ask again who we are. ``own`` as above."""
    return [{**each, "ours": "yes"} if is_own(each["address"], own) else dict(each) for each in people]


def others(people: Iterable[Person]) -> list[Person]:
    """Return people without ourselves."""
    return [each for each in people if not each.get("ours")]


def unreached(letter: MessageLike) -> list[dict[str, str]]:
    """Return those of an answer who did not get it, as recipients; all where nobody did. Who stands first is "to"."""
    missed = {mail_key(each["address"]) for each in letter.missed}
    people = without_repeats(letter.recipients)
    if letter.delivery != Delivery.FAILED.value:
        people = [each for each in people if mail_key(each["address"]) in missed]
    if people and not any(each["role"] == "to" for each in people):
        people = [{**people[0], "role": "to"}, *people[1:]]
    return people


def called(person: Person) -> str:
    """Return how one of several people is told from the others: "Anna Meier (anna@kunde.example)"."""
    return f"{person['name']} ({person['address']})" if person.get("name") else person["address"]


def answer_to(letter: MessageLike) -> list[dict[str, str]]:
    """Return the recipients of an answer to a letter.

    It goes to who wrote it, or to whom they asked to be answered; everybody else it was written to stays in copy. A
    letter that reached us without naming us (a blind copy, an unknown redirection) is answered to its writer alone:
    the others do not know of us. An answer to a letter of ours goes to the same people once more, never to those in
    blind copy. Whoever wrote from our own address is nobody we could answer.
    """
    if not letter.is_incoming:
        return without_repeats([each for each in letter.recipients if each.get("role") != "bcc"])
    is_ours = any(hint.get("code") == "own-address" for hint in letter.hints)
    writer = [] if is_ours else [{"name": letter.sender_name, "address": letter.sender_address}]
    asked = [each for each in others(letter.reply_to) if is_reachable(each["address"])]
    to = [{**each, "role": "to"} for each in asked or writer]
    is_named = any(each.get("ours") for each in letter.recipients)
    rest = [each for each in others(letter.recipients) if mail_key(each["address"]) != mail_key(letter.sender_address)]
    if not is_named or len(rest) > MOST_RECIPIENTS:
        rest = []
    return without_repeats([*to, *({**each, "role": "cc"} for each in rest)])


def recipients_of_answer(letter: MessageLike | None, points: Iterable[Person]) -> list[dict[str, str]]:
    """Return whom an answer goes to by itself: whom the letter asks for, else the customer's first address.

    ``points`` are the customer's addresses in the order in which we learnt them.
    """
    return (answer_to(letter) if letter is not None else []) or without_repeats(points)[:1]


def without_repeats(recipients: Iterable[Person]) -> list[dict[str, str]]:
    """Return recipients each once, the first role counting, without ourselves and those nobody can write to."""
    found: dict[str, dict[str, str]] = {}
    for each in others(recipients):
        if is_reachable(each["address"]):
            plain = {"name": each.get("name", ""), "address": each["address"], "role": each.get("role", "to")}
            found.setdefault(mail_key(each["address"]), plain)
    return sorted(found.values(), key=lambda each: ROLES.index(each["role"]))
