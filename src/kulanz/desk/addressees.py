"""Whom an answer goes to, as the composer shows it and as its form says it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.cases.audience import (
    MOST_RECIPIENTS,
    ROLES,
    Person,
    called,
    part_of,
    recipients_of_answer,
    unreached,
    without_repeats,
)
from kulanz.cases.errors import RecipientsRefused
from kulanz.cases.models import Message
from kulanz.cases.queries import CasePage
from kulanz.core.ids import id_in
from kulanz.people.rules import ContactKind, mail_key
from lesart import read_addresses

MOST_OFFERED = 8
_FIELDS = {"offered", *ROLES, *(f"more_{role}" for role in ROLES)}
_SAID = {
    "to": gettext_lazy("to %(names)s"),
    "cc": gettext_lazy("copy to %(names)s"),
    "bcc": gettext_lazy("blind copy to %(names)s"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One person beside one of the three fields; who is not chosen is only offered, a stranger not part of the case."""

    name: str
    address: str
    is_chosen: bool
    is_stranger: bool = False

    @property
    def value(self) -> str:
        """What the form says of the person."""
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class RecipientField:
    """One of the three fields: those in it, those offered beside it, what was typed into it.

    ``said`` is how the closed line speaks of them: "to %(names)s".
    """

    role: str
    label: str
    said: str
    chips: list[Chip]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Addressees:
    """The people of a letter. ``misses`` is the customer's name where an answer does not go to the customer.

    ``known`` are the addresses of all who are part of the case, ``strangers`` those chosen who are not.
    """

    fields: list[RecipientField] = field(default_factory=list)
    summary: str = ""
    misses: str = ""
    answers_id: int | None = None
    offered: str = ""
    is_open: bool = False
    known: frozenset[str] = frozenset()
    strangers: list[Person] = field(default_factory=list)

    @property
    def warning(self) -> str:
        """Who of them is not part of the case, in a sentence; empty where all are."""
        return warning_of(self.strangers)

    @property
    def warning_of_one(self) -> str:
        """The sentence about one person who is not part of the case, with {n} and {names}: for the script."""
        return warning_words()[0]

    @property
    def warning_of_several(self) -> str:
        """The same about several."""
        return warning_words()[1]

    @property
    def known_addresses(self) -> str:
        """All who are part of the case, in one word: for the script."""
        return " ".join(sorted(self.known))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form says of them: who stayed in each field, what was typed into it, the letter that is answered.

    ``is_changed`` says whether it differs from what the form offered.
    """

    kept: list[dict[str, str]]
    typed: dict[str, str]
    answers_id: int | None
    is_changed: bool = False

    @property
    def recipients(self) -> list[dict[str, str]]:
        """Everybody the answer goes to, as written."""
        typed = [{**each, "role": role} for role in ROLES for each in _typed_people(self.typed[role])]
        return [*self.kept, *typed]


def chosen_in(given: QueryDict) -> Chosen | None:
    """Read the people of an answer from its form, ``None`` where it does not speak of them."""
    if not _FIELDS & given.keys():
        return None
    typed = {role: " ".join(given.get(f"more_{role}", "").split())[:2000] for role in ROLES}
    kept = [{**_person(value), "role": role} for role in ROLES for value in given.getlist(role)]
    chosen = Chosen(kept, typed, id_in(given.get("answers", "")))
    return replace(chosen, is_changed=_spelled(chosen.recipients) != given.get("offered", ""))


def written_down(chosen: Chosen) -> list[dict[str, str]]:
    """Return the people of a draft: those that can be written to; what is half typed is not kept."""
    return without_repeats(chosen.recipients)


def words_for(refused: RecipientsRefused) -> str:
    """Say why an answer cannot go to these people, and what can be done."""
    return {
        "none": _("Please choose somebody the answer goes to."),
        "address": _("“%(address)s” is no mail address. For example: anna@example.org"),
        "own": _("%(address)s is our own address: please leave it out, an answer would come back to us."),
        "outside": _(
            "Only the customer can say whether it is solved: please send this without that question, or to them, too."
        ),
        "too-many": _("An answer can go to %(most)s people at most."),
    }[refused.reason] % {"address": refused.address, "most": MOST_RECIPIENTS}


def addressees_of(page: CasePage, *, answers_id: int | None = None, chosen: Chosen | None = None) -> Addressees:
    """Return whom the answer that is being written goes to.

    That is whom a refused form names, else whom the draft kept, else whom the letter ``answers_id`` asks for, else
    whom the letter that was written last asks for.
    """
    letter = _letter(page, answers_id or (chosen.answers_id if chosen else page.reply_answers_id))
    points = [
        {"name": page.case.customer.name, "address": point.as_written}
        for point in page.contact_points
        if point.kind == ContactKind.MAIL.value
    ]
    offered = recipients_of_answer(letter, points)
    kept = chosen.kept if chosen else ([] if answers_id else page.reply_recipients) or offered
    now = without_repeats(chosen.recipients) if chosen else kept
    known = part_of(_letters_of(page)) | {mail_key(each["address"]) for each in points}
    theirs = {mail_key(each["address"]) for each in points} | _addresses_of(page, page.case.customer_id)
    is_theirs = not now or any(mail_key(each["address"]) in theirs for each in now)
    return Addressees(
        fields=fields_of(kept, chosen, known, offers=_people_of(page)),
        summary=summary_of(now),
        misses="" if is_theirs else page.case.customer.name,
        answers_id=letter.pk if letter is not None else None,
        offered=_spelled(offered),
        is_open=chosen is not None and any(chosen.typed.values()),
        known=known,
        strangers=strangers_among(now, known),
    )


def strangers_among(people: Iterable[Person], known: Collection[str]) -> list[Person]:
    """Return who is not part of a case whose people have the ``known`` addresses; what is no address is nobody."""
    return [each for each in people if (key := mail_key(each["address"])) and key not in known]


def warning_of(strangers: Sequence[Person]) -> str:
    """Say who of a letter's people is not part of the case; empty where all are."""
    if not strangers:
        return ""
    said = warning_words()[len(strangers) > 1]
    return said.replace("{n}", str(len(strangers))).replace("{names}", ", ".join(map(called, strangers)))


def warning_words() -> tuple[str, str]:
    """Return the sentence about one who is not part of the case, and that about several, with {n} and {names}."""
    return (
        _("goes to {n} person who is not part of this case: {names}"),
        _("goes to {n} people who are not part of this case: {names}"),
    )


def summary_of(recipients: Sequence[Person]) -> str:
    """Say in one line whom an answer goes to."""
    people = {role: [named(each) for each in recipients if each["role"] == role] for role in ROLES}
    return ", ".join(str(_SAID[role]) % {"names": ", ".join(names)} for role, names in people.items() if names)


def missed_of(page: CasePage, message_id: int | None) -> tuple[Message | None, Chosen | None]:
    """Return an answer of ours that did not reach everybody, and those alone to whom it can go again."""
    letters = (entry.message for entry in page.entries if entry.message is not None)
    lost = next(
        (each for each in letters if each.pk == message_id and not each.is_incoming and not each.is_forward), None
    )
    people = [] if lost is None else unreached(lost)
    if lost is None or not people:
        return None, None
    return lost, Chosen(people, dict.fromkeys(ROLES, ""), lost.answers_id)


def named(person: Person) -> str:
    """Return how a person is called: by name, else by address."""
    return person.get("name") or person["address"]


def _letter(page: CasePage, wanted: int | None) -> Message | None:
    """The letter that is answered: the wanted one, else the newest of somebody else who is part of the case."""
    letters = [entry.message for entry in page.entries if entry.message is not None]
    found = next((each for each in letters if each.pk == wanted), None)
    theirs = [each for each in letters if each.is_incoming and not each.is_automatic and not each.is_from_outside]
    return found or max(theirs, key=lambda each: (each.at, each.pk), default=None)


def _addresses_of(page: CasePage, customer_id: int) -> set[str]:
    """Where a customer wrote from in this case, and where they asked to be answered."""
    letters = [entry.message for entry in page.entries if entry.message and entry.message.customer_id == customer_id]
    return {mail_key(address) for each in letters for address in (each.sender_address, *_asked(each))} - {""}


def _asked(letter: Message) -> list[str]:
    return [each["address"] for each in letter.reply_to]


def fields_of(
    kept: Sequence[Person], chosen: Chosen | None, known: Collection[str], *, offers: Sequence[Person] = ()
) -> list[RecipientField]:
    """Return the three fields: who is kept in each, what was typed, and in copy those who are only offered."""
    return [_field(role, kept, chosen.typed[role] if chosen else "", known, offers) for role in ROLES]


def _field(
    role: str, kept: Sequence[Person], typed: str, known: Collection[str], offers: Sequence[Person]
) -> RecipientField:
    chips = [_chip(each, known, is_chosen=True) for each in kept if each["role"] == role]
    if role == "cc":
        there = {mail_key(each["address"]) for each in kept}
        others = [each for each in offers if mail_key(each["address"]) not in there]
        chips += [_chip(each, known, is_chosen=False) for each in others[:MOST_OFFERED]]
    label = {"to": _("To"), "cc": _("Copy"), "bcc": _("Blind copy")}[role]
    return RecipientField(role, label, str(_SAID[role]), chips, typed)


def _chip(person: Person, known: Collection[str], *, is_chosen: bool) -> Chip:
    return Chip(person.get("name", ""), person["address"], is_chosen, bool(strangers_among([person], known)))


def _letters_of(page: CasePage) -> list[Message]:
    return [entry.message for entry in page.entries if entry.message is not None]


def _people_of(page: CasePage) -> list[dict[str, str]]:
    """Everybody in the case whom a letter names openly, once, without ourselves."""
    found: list[Person] = []
    for message in (entry.message for entry in page.entries if entry.message is not None):
        if message.is_incoming and not message.is_automatic:
            found.append({"name": message.sender_name, "address": message.sender_address})
        found += [each for each in message.recipients if each.get("role") != "bcc"]
    return without_repeats(found)


def _person(value: str) -> dict[str, str]:
    """Read what a chip says: "Anna Meier <anna@example.org>", or an address alone."""
    plain = " ".join(value.split())[:600]
    name, bracket, address = plain.rpartition("<")
    return {"name": name.strip(), "address": address.removesuffix(">").strip()} if bracket else _bare(plain)


def _bare(address: str) -> dict[str, str]:
    return {"name": "", "address": address}


def _typed_people(text: str) -> list[dict[str, str]]:
    """Read what somebody typed: addresses with or without names, several of them with commas or semicolons between."""
    found = read_addresses(text.encode("utf-8", "replace"))
    return [{"name": each.name if each.address else "", "address": each.address or each.name} for each in found]


def _spelled(recipients: Sequence[Person]) -> str:
    """Recipients in one word, to tell whether somebody changed them."""
    return " ".join(f"{each['role']}:{mail_key(each['address']) or each['address']}" for each in recipients)
