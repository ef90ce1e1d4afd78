"""What the house noticed about a letter, in the words of the desk, with the one step that settles it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.defaultfilters import date as in_words
from django.utils.translation import gettext as _

from kulanz.cases.models import Message
from kulanz.channels.parse_warnings import warnings_in_words

from .appointments import appointment

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HintStep:
    """One press that settles a hint: its words, and what the form then says (nothing: a case of its own)."""

    label: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What was noticed about a letter: an icon, a sentence, the steps that settle it, where there are any."""

    icon: str
    sentence: str
    steps: Sequence[HintStep] = ()


def hints_of(message: Message) -> list[Hint]:
    """Return the hints of a letter. Unknown codes, and those that say nothing, are left out."""
    found = [_hint(each) for each in message.hints]
    return [each for each in found if each.sentence]


def _hint(found: Values) -> Hint:
    code = found.get("code", "")
    icon, sentence = _SENTENCES.get(code, _nothing)(found)
    return Hint(icon, sentence, _STEPS.get(code, _no_step)(found))


def _nothing(found: Values) -> tuple[str, str]:
    return "", ""


def _plain(icon: str, sentence: Callable[[], str]) -> Callable[[Values], tuple[str, str]]:
    # Called for each page: the sentence is in the language of whoever reads.
    return lambda found: (icon, sentence())


def _belongs_to(found: Values) -> tuple[str, str]:
    numbers = ", ".join(found.get("numbers", [])[:3])
    sentence = _("Names %(numbers)s, but the sender does not take part there. Does it belong to it?")
    return "info", sentence % {"numbers": numbers}


def _crosses(found: Values) -> tuple[str, str]:
    numbers = ", ".join(found.get("numbers", [])[:3])
    return "split", _("Answers more than one case, %(numbers)s too.") % {"numbers": numbers}


def _new_subject(found: Values) -> tuple[str, str]:
    sentence = _("The subject has become “%(subject)s”: perhaps this is a new matter.")
    return "info", sentence % {"subject": found.get("subject", "")}


def _automatic(found: Values) -> tuple[str, str]:
    until = found.get("until", "")
    if not until:
        return "", ""  # the letter says already that it is automatic
    day = in_words(date.fromisoformat(until), "j. F Y")
    return "calendar", _("Away until %(day)s.") % {"day": day}


def _through(found: Values) -> tuple[str, str]:
    sentence = _("Came through %(address)s. The person it names for answers is the customer; nobody has checked that.")
    return "forward", sentence % {"address": found.get("address", "")}


def _answers_to(found: Values) -> tuple[str, str]:
    sentence = _("Wants the answer to go to %(addresses)s.")
    return "reply", sentence % {"addresses": ", ".join(found.get("addresses", []))}


def _two_senders(found: Values) -> tuple[str, str]:
    sentence = _("Names more than one sender (%(addresses)s). The first one counts; be careful with personal data.")
    return "triangle-alert", sentence % {"addresses": ", ".join(found.get("addresses", []))}


def _own_program(found: Values) -> tuple[str, str]:
    sentence = _("%(name)s wrote this in their own mail program, not here.") % {"name": found.get("name", "")}
    if found.get("aside"):
        unknown = _(
            "It names no customer: whether one got it as a blind copy, nobody knows. Who waits goes on waiting."
        )
        sentence = f"{sentence} {unknown}"
    if found.get("checked"):
        return "mail", sentence
    return "triangle-alert", f"{sentence} {_('Nobody has checked that it is really from them.')}"


def _unchecked(found: Values) -> tuple[str, str]:
    if found.get("reason") == "envelope":
        sentence = _("Nobody has checked the sender, and it was handed in by another address: %(address)s.")
        sentence = sentence % {"address": found.get("envelope", "")}
    else:
        sentence = _("The check could not say whether the sender is genuine.")
    return "info", f"{sentence} {_('Be careful with personal data.')}"


def _phone(found: Values) -> tuple[str, str]:
    sentence = (
        _("Gave the number %(number)s, which belongs to another customer already.")
        if found.get("taken")
        else _("Gave the number %(number)s. It is not among the customer's own numbers yet.")
    )
    return "phone", sentence % {"number": found.get("number", "")}


def _list(found: Values) -> tuple[str, str]:
    return "users-round", _("Came over a mailing list: an answer may reach many people.")


def _forwarded(found: Values) -> tuple[str, str]:
    sentence = _("Passed on by %(name)s; the customer is the one who wrote it first.")
    return "forward", sentence % {"name": found.get("name", "")}


def _also_to(found: Values) -> tuple[str, str]:
    sentence = _("Went to %(places)s as well. It stands here only, once.")
    return "info", sentence % {"places": ", ".join(map(str, found.get("places", [])))}


def _unsplit(found: Values) -> tuple[str, str]:
    sentence = _(
        "What %(name)s wrote and what the customer wrote could not be told apart for certain: all of it is kept as a "
        "note, and nothing of it goes to the customer."
    )
    return "circle-alert", sentence % {"name": found.get("name", "")}


def _unverified(found: Values) -> tuple[str, str]:
    verdicts = found.get("verdicts", "")
    sentence = _("The sender's address did not stand the check: somebody else may have put it there.")
    care = _("Be careful with personal data.")
    return "triangle-alert", f"{sentence} {care} ({verdicts})" if verdicts else f"{sentence} {care}"


def _warnings(found: Values) -> tuple[str, str]:
    sentences = warnings_in_words(" ".join(found.get("warnings", [])))
    return "circle-alert", " ".join([*sentences, _("The original is kept in the office.")])


def _unproven(found: Values) -> tuple[str, str]:
    sentence = _(
        "Says that a mail to %(address)s did not arrive, but names none of ours: anybody could have written that. "
        "Nothing was changed at our answers."
    )
    return "mail-x", sentence % {"address": found.get("address", "")}


_SENTENCES: dict[str, Callable[[Values], tuple[str, str]]] = {
    "belongs-to": _belongs_to,
    "crosses": _crosses,
    "subject-changed": _new_subject,
    "automatic": _automatic,
    "mailing-list": _list,
    "phone-given": _phone,
    "sent-through": _through,
    "answers-to": _answers_to,
    "two-senders": _two_senders,
    "own-program": _own_program,
    "sender-unchecked": _unchecked,
    "forwarded-by": _forwarded,
    "also-to": _also_to,
    "forward-unsplit": _unsplit,
    "sender-unverified": _unverified,
    "read-with-warnings": _warnings,
    "invitation": lambda found: ("calendar", appointment(found)),
    "long-closed": _plain("info", lambda: _("The case ended long ago: perhaps this is a new matter.")),
    "own-address": _plain("info", lambda: _("Comes from one of our own addresses: a person must see who wrote it.")),
    "bounce-unmatched": _plain("mail-x", lambda: _("A mail of ours did not arrive, but it is not known which one.")),
    "bounce-unproven": _unproven,
    "blocked-sender": _plain(
        "user-round-x", lambda: _("This sender is blocked: what they write ends as spam. The office can change that.")
    ),
    "spam": _plain("info", lambda: _("Looks like spam.")),
    "unreadable": _plain(
        "circle-alert", lambda: _("This mail could not be read completely. The original is kept in the office.")
    ),
    "signed": _plain("shield-check", lambda: _("Signed mail. Whether the signature is genuine was not checked.")),
    "encrypted": _plain("lock", lambda: _("Encrypted mail: we cannot read it, the original lies among the files.")),
}


def _no_step(found: Values) -> list[HintStep]:
    return []


def _to_numbers(found: Values) -> list[HintStep]:
    return [
        HintStep(_("To %(number)s") % {"number": number}, "number", number) for number in found.get("numbers", [])[:3]
    ]


def _to_numbers_or_same_person(found: Values) -> list[HintStep]:
    same = [
        HintStep(_("To %(number)s, and remember the address") % {"number": number}, "same", number)
        for number in found.get("numbers", [])[:3]
    ]
    return [*_to_numbers(found), *same]


def _apart(found: Values) -> list[HintStep]:
    return [HintStep(_("Make it a case of its own"))]


_STEPS: dict[str, Callable[[Values], list[HintStep]]] = {
    "belongs-to": _to_numbers_or_same_person,
    "crosses": _to_numbers,
    "long-closed": _apart,
    "subject-changed": _apart,
}
