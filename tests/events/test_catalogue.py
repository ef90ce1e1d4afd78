"""The catalogue of what can happen: kinds are stored for years, faces have words for what they show."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pytest

from kulanz.cases.events import CaseAssigned, CaseEvent, ReplyWritten
from kulanz.events import catalogue, log, telling
from kulanz.events.actor import SYSTEM
from kulanz.events.catalogue import Face
from kulanz.events.models import Event

# Stored rows, hooks and handlers know these names. One may be added; none may be changed or taken away.
KINDS = """
account-used approval-asked aside-written belonging-denied case-acknowledged case-assigned case-changed case-ended
case-lapsed case-left-in-pile case-merged case-opened case-related case-reopened case-snoozed case-tagged case-woken
channel-saved checklist-changed colleague-notified customer-changed customer-merged delivery-confirmed delivery-failed
draft-shared draft-taken field-filled letter-approved letter-forwarded letter-read letter-returned link-created
link-revoked list-exported macro-saved mail-read-again mail-resent mail-treated-as-sent message-moved message-noted
message-received message-reread note-written notices-changed organisation-changed organisation-merged own-macro-saved
own-view-saved promise-announced promise-given promise-kept promise-recorded promise-withdrawn reply-overtaken
reply-postponed reply-sent reply-withdrawn reply-written rule-applied setup-changed solution-confirmed
solution-declined view-saved waiting-began waiting-ended
""".split()


def test_the_names_of_kinds_stay() -> None:
    assert [kind.name for kind in catalogue.kinds() if not kind.name.startswith("test-")] == KINDS


def test_each_face_has_words_for_what_it_shows_and_for_nothing_else() -> None:
    promised = {(face, kind.name) for kind in catalogue.kinds() for face in kind.shown_to}
    worded = {(face, kind.name) for kind in catalogue.kinds() for face in Face if telling.has_words(face, kind)}

    assert promised == worded


@pytest.mark.django_db
def test_a_stored_event_is_read_back_as_what_it_was() -> None:
    domain_event = CaseAssigned(7, 3, "Mara Lindner", None, "", "Frau Lindner")

    event = log.record(domain_event, by=SYSTEM)

    assert Event.objects.get(pk=event.pk).domain_event() == domain_event
    assert (event.kind, event.subject_kind, event.subject_id, event.by) == ("case-assigned", "case", 7, SYSTEM)


def test_what_an_older_version_did_not_store_takes_its_default() -> None:
    stored = asdict(ReplyWritten(7, 1, waits=True))
    del stored["proposes_solution"]

    assert catalogue.read("reply-written", stored) == ReplyWritten(7, 1, waits=True)


def test_what_a_newer_version_stored_beside_is_left_out() -> None:
    assert catalogue.read("reply-written", {**asdict(ReplyWritten(7, 1)), "mood": "fine"}) == ReplyWritten(7, 1)


@pytest.mark.parametrize(("kind", "data"), [("nobody-knows-this", {}), ("reply-written", {"case_id": 7})])
def test_what_this_version_cannot_read_is_nothing(kind: str, data: dict[str, int]) -> None:
    assert catalogue.read(kind, data) is None


def test_a_name_belongs_to_one_class() -> None:
    @dataclass(frozen=True, slots=True)
    class Other(CaseEvent):
        pass

    with pytest.raises(ValueError, match="reply-written is ReplyWritten already"):
        catalogue.event("reply-written")(Other)


def test_a_class_must_say_what_it_is_about() -> None:
    with pytest.raises(ValueError, match="has no channel_id"):
        catalogue.event("test-lost", subject="channel")(ReplyWritten)
