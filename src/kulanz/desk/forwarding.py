"""Passing a letter on, as its page shows it: whom it goes to, what goes along, who is named before it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from kulanz.cases.audience import Person
from kulanz.cases.models import Attachment, Case, Draft, Message
from kulanz.cases.queries import Forwardable, forwardable, known_in
from kulanz.core.newlines import unix_newlines
from kulanz.events.actor import Actor
from kulanz.people.rules import mail_key

from .addressees import Addressees, Chosen, chosen_in, fields_of, strangers_among, summary_of


@dataclass(frozen=True, slots=True)
class ForwardForm:
    """The page of a letter that is passed on, as it is asked for or as its form was sent.

    ``ticked`` are the public ids of the files that go along, ``unnamed`` the people who are not part of the case and
    whom no page has named yet.
    """

    passed: Forwardable
    addressees: Addressees
    recipients: Sequence[Person]
    text: str
    ticked: frozenset[str]
    waits: bool
    unnamed: Sequence[Person] = ()
    is_signed: bool = True

    @property
    def files(self) -> list[tuple[Attachment, bool]]:
        """The files that can go along, and whether they do."""
        return [(each, each.public_id in self.ticked) for each in self.passed.files]


def form_asked(case: Case, letter_id: int | None, by: Actor) -> ForwardForm:
    """Return the form as it is asked for: what the person has begun in this case stands in it, all files are ticked."""
    passed, known = forwardable(case, letter_id, by), known_in(case)
    draft = Draft.objects.filter(case=case, user_id=by.user_id or 0, kind="forward").first()
    kept: list[dict[str, str]] = list(draft.recipients) if draft is not None else []
    ticked = _ticked_before(passed, by) if draft is not None else None
    every = frozenset(each.public_id for each in passed.files)
    return ForwardForm(
        passed,
        _addressees(kept, None, known, letter_id),
        kept,
        draft.text if draft is not None else "",
        every if ticked is None else ticked,
        waits=False,
        is_signed=draft is None or draft.is_signed,
    )


def form_sent(case: Case, letter_id: int | None, by: Actor, given: QueryDict) -> ForwardForm:
    """Return the form as it was sent."""
    passed, known = forwardable(case, letter_id, by), known_in(case)
    chosen = chosen_in(given) or Chosen([], {"to": "", "cc": "", "bcc": ""}, letter_id)
    addressees = _addressees(chosen.kept, chosen, known, letter_id)
    named = {mail_key(each) for each in given.get("named", "").split()}
    return ForwardForm(
        passed,
        addressees,
        chosen.recipients,
        unix_newlines(given.get("text", "")),
        frozenset(given.getlist("file")),
        waits="waits" in given,
        unnamed=[each for each in addressees.strangers if mail_key(each["address"]) not in named],
    )


def _addressees(
    kept: Sequence[Person], chosen: Chosen | None, known: frozenset[str], letter_id: int | None
) -> Addressees:
    people = chosen.recipients if chosen is not None else kept
    return Addressees(
        fields=fields_of(kept, chosen, known),
        summary=summary_of(people),
        answers_id=letter_id,
        is_open=True,
        known=known,
        strangers=strangers_among(people, known),
    )


def _ticked_before(passed: Forwardable, by: Actor) -> frozenset[str] | None:
    """The files of the same letter as they were ticked before it was taken back; ``None`` where it was not."""
    mine = Message.objects.filter(case=passed.case, author_id=by.user_id, is_forward=True).order_by("-id")
    newest = mine.prefetch_related("attachments").first()
    if newest is None or newest.delivery != "withdrawn" or newest.hidden != passed.text:
        return None
    along = {(each.name, each.sha256) for each in newest.attachments.all()}
    return frozenset(each.public_id for each in passed.files if (each.name, each.sha256) in along)
