"""Each face tells of promises in its own words, and the customer only of those in letters they may read."""

from __future__ import annotations

import pytest
from django.utils import translation

from kulanz.cases.models import Case
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, told
from kulanz.promises import actions, events

from .conftest import Answer, Record


@pytest.fixture
def story(record: Record, answer: Answer, agent: Actor) -> None:
    """One promise is given and kept, another is taken out of the draft."""
    kept = record()
    answer()
    actions.keep_promise(promise_id=kept.pk, by=agent)
    actions.withdraw_promise(promise_id=record("Wir rufen an.").pk, by=agent)


def words(face: Face, language: str) -> list[Told]:
    with translation.override(language):
        rows = Event.objects.filter(kind__startswith="promise-").order_by("pk")
        return [each for each in (told(face, event) for event in rows) if each]


def sentences(face: Face, language: str) -> list[str]:
    return [each.sentence for each in words(face, language)]


def test_the_desk_says_who_did_what(story: None) -> None:
    assert sentences(Face.DESK, "de") == [
        "Mara Lindner hat eine Zusage bis Fr., 18:00 vermerkt: „Sie kommt am Freitag.“",
        "Mara Lindner hat bis Fr., 18:00 zugesagt: „Sie kommt am Freitag.“",
        "Mara Lindner hat eine Zusage eingehalten: „Sie kommt am Freitag.“",
        "Mara Lindner hat eine Zusage bis Fr., 18:00 vermerkt: „Wir rufen an.“",
        "Mara Lindner hat eine Zusage aus dem Entwurf genommen: „Wir rufen an.“",
    ]


def test_the_customer_hears_of_what_was_promised_and_kept(story: None) -> None:
    assert sentences(Face.PORTAL, "en") == [
        "We promised you: “Sie kommt am Freitag.”",
        "Promise kept: “Sie kommt am Freitag.”",
    ]


def test_a_promise_is_not_done_by_being_given(story: None) -> None:
    assert [each.icon for each in words(Face.PORTAL, "en")] == ["said", "done"]


def test_the_audit_names_the_deed_without_its_words(story: None) -> None:
    assert sentences(Face.AUDIT, "en") == [
        "promise noted in the draft",
        "promise given",
        "promise kept",
        "promise noted in the draft",
        "promise taken out of the draft",
    ]


@pytest.mark.parametrize(
    ("language", "noted", "given"),
    [
        ("de", "Mara Lindner hat eine Zusage vermerkt: „Wir rufen an.“", "Mara Lindner hat zugesagt: „Wir rufen an.“"),
        ("en", "Mara Lindner noted a promise: “Wir rufen an.”", "Mara Lindner promised: “Wir rufen an.”"),
    ],
)
def test_a_promise_without_a_day_is_told_without_one(
    case: Case, agent: Actor, language: str, noted: str, given: str
) -> None:
    log.record(events.PromiseRecorded(case.pk, 1, "Wir rufen an."), by=agent)
    log.record(events.PromiseGiven(case.pk, 1, "Wir rufen an."), by=agent)

    assert sentences(Face.DESK, language) == [noted, given]
