"""What only rules do, because nobody takes it back: answer, write a note, call a colleague, call another program."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.cases.actions import write_note_of_house
from kulanz.channels.registry import adapter_for, answering
from kulanz.core.refusals import Refused
from kulanz.events import log
from kulanz.people.actors import sight_of

from ..calling import call_later, checked_url
from ..events import ColleagueNotified
from ..facts import CaseFacts
from ..outlooks import BARRED, GONE, OFF, UNWISE
from ..sources import Sources, choices_of, name_of
from ..texts import OF_HOUSE, written_by, wrong_places
from .base import EFFECTS, Done, EffectKind, EffectStep, Values

LONGEST = 5000
_TEXTS = {"de": "text", "de-informal": "text_informal", "en": "text_english"}


class Unwise(Refused):
    """An automatic letter would go to a machine, to somebody else, or for the second time today."""

    code = UNWISE


class SwitchedOff(Refused):
    """The machine's settings do not let the house call other programs."""

    code = OFF


class LetterField(forms.CharField):
    """The words of an automatic letter: only places that the house fills in."""

    def clean(self, value: Any) -> Any:
        """Return the text. Raises ``ValidationError``."""
        text: str = super().clean(value)
        if wrong := wrong_places({"de": text}, OF_HOUSE):
            known = ", ".join(f"{{{name}}}" for name in OF_HOUSE)
            words = _("Nobody fills in {%(place)s}. There are: %(known)s") % {"place": wrong[0], "known": known}
            raise forms.ValidationError(words)
        return text


class UrlField(forms.CharField):
    """The address of a program that is called: https, and nothing of ours."""

    def clean(self, value: Any) -> Any:
        """Return the address. Raises ``ValidationError``."""
        url: str = super().clean(value)
        if problem := checked_url(url):
            raise forms.ValidationError(problem)
        return url


def _letter_fields(sources: Sources) -> dict[str, forms.Field]:
    area = forms.Textarea({"rows": 5})
    hint = _("Places that are filled in: {number}, {brand}, {team}, {phone}")
    return {
        "text": LetterField(label=_("text"), max_length=LONGEST, widget=area, help_text=hint),
        "text_informal": LetterField(
            label=_("text for customers whom we call Du"), max_length=LONGEST, required=False, widget=area
        ),
        "text_english": LetterField(label=_("text in English"), max_length=LONGEST, required=False, widget=area),
    }


def _answer(doing: EffectStep, values: Values) -> Done | None:
    facts = doing.facts
    if facts.letter is None:
        raise Unwise
    letter = facts.letter
    letter.case = facts.case
    words = written_by(facts.case, {key: values[name] for key, name in _TEXTS.items()}, None)
    if not adapter_for(answering(facts.case.channel).key).answer_by_rule(letter, words):
        raise Unwise
    return Done(_beginning(words))


def _answer_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    letter = facts.letter
    is_theirs = letter is not None and letter.customer_id == facts.case.customer_id
    return "" if letter is not None and is_theirs and not letter.is_automatic else UNWISE


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + " …"


def _text_of(values: Values, sources: Sources) -> str:
    return _beginning(values["text"])


def _note_field(sources: Sources) -> dict[str, forms.Field]:
    return {"text": forms.CharField(label=_("text"), max_length=LONGEST, widget=forms.Textarea({"rows": 3}))}


def _note(doing: EffectStep, values: Values) -> Done | None:
    write_note_of_house(case_id=doing.case_id, by=doing.by, text=values["text"])
    return Done(_beginning(values["text"]))


def _notify_fields(sources: Sources) -> dict[str, forms.Field]:
    return {
        "user": forms.TypedChoiceField(label=_("whom"), choices=choices_of(sources.people), coerce=int),
        "text": forms.CharField(label=_("in which words"), max_length=500),
    }


def _notify(doing: EffectStep, values: Values) -> Done | None:
    name, user_id = name_of(doing.sources.people, values["user"]), values["user"]
    text = f"@{name} {values['text']}"
    note = write_note_of_house(case_id=doing.case_id, by=doing.by, text=text, calls=user_id)
    log.record(ColleagueNotified(doing.case_id, user_id, note.pk), by=doing.by)
    return Done(name)


def _notify_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    user = sources.people.get(values["user"])
    if user is None or not user.is_active:
        return GONE
    return "" if sight_of(user).covers(facts.case.team_id) else BARRED


def _hook_field(sources: Sources) -> dict[str, forms.Field]:
    hint = _("Gets the number and the state of the case and the name of the rule, and no word of the customer.")
    return {"url": UrlField(label=_("https address"), max_length=500, help_text=hint)}


def _hook(doing: EffectStep, values: Values) -> Done | None:
    if not settings.HOOKS:
        raise SwitchedOff
    call_later(doing.facts.case, url=values["url"], rule=doing.rule_name, run_id=doing.run_id or 0)
    return Done(_host(values, doing.sources))


def _host(values: Values, sources: Sources) -> str:
    return str(values["url"]).removeprefix("https://").partition("/")[0]


EFFECTS.add(
    EffectKind(
        "answer", gettext_lazy("Answer automatically"), _letter_fields,
        gettext_lazy("answer automatically: “%(what)s”"), gettext_lazy("answered automatically: “%(what)s”"),
        _text_of, _answer, _answer_problem,
    ),
    EffectKind(
        "note", gettext_lazy("Write a note"), _note_field,
        gettext_lazy("write the note “%(what)s”"), gettext_lazy("wrote a note"), _text_of, _note,
    ),
    EffectKind(
        "notify", gettext_lazy("Call a colleague"), _notify_fields,
        gettext_lazy("call %(what)s"), gettext_lazy("called %(what)s"),
        lambda values, sources: name_of(sources.people, values["user"]), _notify, _notify_problem,
    ),
    EffectKind(
        "hook", gettext_lazy("Call another program"), _hook_field,
        gettext_lazy("call the program at %(what)s"), gettext_lazy("called the program at %(what)s"),
        _host, _hook, lambda facts, values, sources: "" if settings.HOOKS else OFF,
    ),
)  # fmt: skip
