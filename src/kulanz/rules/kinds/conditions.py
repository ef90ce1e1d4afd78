"""What rules ask of a case, its customer, its letter and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kulanz.cases.models import STATUS_CHOICES, Case
from kulanz.coach.models import Mood
from kulanz.people.rules import mail_key
from kulanz.people.written_hours import DAYS

from ..facts import CaseFacts
from ..rules import holds_any, words_in
from ..sources import Sources, choices_of
from .base import CONDITIONS, ConditionKind, Values, Words

Choices = Callable[[Sources], list[tuple[Any, Any]]]
NOBODY = 0  # stands for none of a team or person
LANGUAGES = (("de", gettext_lazy("German")), ("en", gettext_lazy("English")))


def _operator(*choices: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=pgettext("of a condition", "how"), choices=choices)


def _several(choices: Choices, coerce: Callable[[Any], Any]) -> Callable[[Sources], dict[str, forms.Field]]:
    def fields(sources: Sources) -> dict[str, forms.Field]:
        return {
            "how": _operator(("is", _("is")), ("not", _("is not"))),
            "of": forms.TypedMultipleChoiceField(
                label=_("one of these"),
                choices=choices(sources),
                coerce=coerce,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Please choose at least one.")},
            ),
        }

    return fields


def _one_of(
    key: str, label: Words, choices: Choices, of: Callable[[CaseFacts], Any], coerce: Any = str
) -> ConditionKind:
    return ConditionKind(
        key, label, _several(choices, coerce), lambda facts, values: (of(facts) in values["of"]) == _is(values)
    )


def _is(values: Values) -> bool:
    return bool(values["how"] in {"is", "has", "yes"})


def _yes_no(key: str, label: Words, holds: Callable[[CaseFacts], bool]) -> ConditionKind:
    def fields(sources: Sources) -> dict[str, forms.Field]:
        return {"how": _operator(("yes", _("yes")), ("no", _("no")))}

    return ConditionKind(key, label, fields, lambda facts, values: holds(facts) == _is(values))


def _tags(sources: Sources) -> dict[str, forms.Field]:
    return {
        "how": _operator(("has", _("is on it")), ("not", _("is not on it"))),
        "tag": forms.TypedChoiceField(label=_("Tag"), choices=choices_of(sources.tags), coerce=int),
    }


def _words(sources: Sources) -> dict[str, forms.Field]:
    return {
        "where": forms.ChoiceField(
            label=_("where"),
            choices=(("both", _("subject or text")), ("subject", _("subject")), ("text", _("text"))),
        ),
        "how": _operator(("has", _("holds one of")), ("not", _("holds none of"))),
        "words": forms.CharField(
            label=pgettext("looked for", "words"),
            max_length=500,
            help_text=_("Parted by commas. A star finds beginnings: return*"),
        ),
    }


def _holds_words(facts: CaseFacts, values: Values) -> bool:
    letter = facts.letter
    subject, text = (letter.subject or facts.case.subject, letter.text) if letter else (facts.case.subject, "")
    said = {"both": f"{subject}\n{text}", "subject": subject, "text": text}[values["where"]]
    return holds_any(said, words_in(values["words"])) == _is(values)


def _senders(sources: Sources) -> dict[str, forms.Field]:
    return {
        "how": _operator(("is", _("is one of")), ("not", _("is none of"))),
        "addresses": forms.CharField(
            label=_("addresses"),
            max_length=500,
            help_text=_("Parted by commas. @firm.example means everybody there."),
        ),
    }


def _is_sender(facts: CaseFacts, values: Values) -> bool:
    address = mail_key(facts.letter.sender_address) if facts.letter is not None else ""
    wanted = words_in(values["addresses"])
    found = any(address == mail_key(each) or (each.startswith("@") and address.endswith(each)) for each in wanted)
    return found == _is(values)


def _firm(sources: Sources) -> dict[str, forms.Field]:
    return {
        "how": _operator(("is", _("is one of")), ("not", _("is none of"))),
        "firms": forms.CharField(label=_("names or customer numbers"), max_length=500, help_text=_("Parted by commas")),
    }


def _is_firm(facts: CaseFacts, values: Values) -> bool:
    firm = facts.case.customer.firm
    known = {firm.name.casefold(), firm.number.casefold()} - {""} if firm is not None else set()
    return (not known.isdisjoint(words_in(values["firms"]))) == _is(values)


def _least(sources: Sources) -> dict[str, forms.Field]:
    return {
        "how": _operator(("least", _("at least")), ("most", _("at most"))),
        "level": forms.TypedChoiceField(label=_("Priority"), choices=Case.Priority.choices, coerce=int),
    }


def _is_level(facts: CaseFacts, values: Values) -> bool:
    priority, level = facts.case.priority, values["level"]
    return bool(priority >= level if values["how"] == "least" else priority <= level)


def _clock(sources: Sources) -> dict[str, forms.Field]:
    return {
        "begins": forms.TimeField(label=pgettext("time", "from"), widget=forms.TimeInput({"type": "time"})),
        "ends": forms.TimeField(label=pgettext("time", "to"), widget=forms.TimeInput({"type": "time"})),
    }


def _is_between(facts: CaseFacts, values: Values) -> bool:
    clock = facts.at.astimezone(ZoneInfo(facts.hours.zone)).time()
    begins, ends = time.fromisoformat(values["begins"]), time.fromisoformat(values["ends"])
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def _weekday(facts: CaseFacts) -> int:
    return facts.at.astimezone(ZoneInfo(facts.hours.zone)).weekday()


def _is_working_day(facts: CaseFacts) -> bool:
    return facts.hours.is_working_day(facts.at.astimezone(ZoneInfo(facts.hours.zone)).date())


def _people(sources: Sources) -> list[tuple[int, str]]:
    return [(NOBODY, _("nobody")), *choices_of(sources.people)]


def _teams(sources: Sources) -> list[tuple[int, str]]:
    return [(NOBODY, _("no team")), *choices_of(sources.teams)]


CONDITIONS.add(
    ConditionKind("words", gettext_lazy("What the letter says"), _words, _holds_words),
    ConditionKind("sender", gettext_lazy("Sender of the letter"), _senders, _is_sender),
    _yes_no("files", gettext_lazy("The letter has files"), lambda facts: bool(facts.letter and facts.letter.has_files)),
    _yes_no(
        "automatic",
        gettext_lazy("A machine wrote the letter"),
        lambda facts: bool(facts.letter and facts.letter.is_automatic),
    ),
    _one_of("mood", gettext_lazy("Tone of the letter"), lambda sources: [*Mood.choices], lambda facts: facts.mood),
    _one_of("status", gettext_lazy("Status"), lambda sources: [*STATUS_CHOICES], lambda facts: facts.case.status),
    ConditionKind("priority", gettext_lazy("Priority"), _least, _is_level),
    ConditionKind(
        "tag",
        gettext_lazy("Tag"),
        _tags,
        lambda facts, values: (values["tag"] in facts.tags) == _is(values),
    ),
    _one_of(
        "brand",
        gettext_lazy("Brand"),
        lambda sources: choices_of(sources.brands),
        lambda facts: facts.case.brand_id,
        int,
    ),
    _one_of("team", gettext_lazy("Team"), _teams, lambda facts: facts.case.team_id or NOBODY, int),
    _one_of("person", gettext_lazy("Accountable"), _people, lambda facts: facts.case.assignee_id or NOBODY, int),
    _one_of("channel", gettext_lazy("Channel"), lambda sources: sources.channels, lambda facts: facts.case.channel),
    _one_of(
        "language",
        gettext_lazy("Language"),
        lambda sources: [*LANGUAGES],
        lambda facts: facts.case.customer.language or facts.case.language,
    ),
    ConditionKind("firm", gettext_lazy("Organisation of the customer"), _firm, _is_firm),
    _yes_no("known", gettext_lazy("The customer has written before"), lambda facts: facts.is_known),
    _yes_no("open-now", gettext_lazy("Within business hours"), lambda facts: facts.hours.is_open(facts.at)),
    _yes_no("working-day", gettext_lazy("A working day: no holiday, not closed"), _is_working_day),
    _one_of(
        "weekday",
        gettext_lazy("Day of the week"),
        lambda sources: [*enumerate(DAYS)],
        lambda facts: _weekday(facts),
        int,
    ),
    ConditionKind("clock", gettext_lazy("Time of day"), _clock, _is_between),
)
