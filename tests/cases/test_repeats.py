"""What one hand says twice at once counts once; what is different, later or somebody else's counts again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from kulanz.cases import actions, errors
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case, Draft, Message, Note, Solution, Submission
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from tests.factories import make_user

Receive = Callable[..., Case]
BILL = Upload("rechnung.pdf", "application/pdf", b"%PDF bill")
PLAN = Upload("plan.pdf", "application/pdf", b"%PDF plan")


@pytest.fixture
def case(receive: Receive) -> Case:
    """A customer's new case."""
    return receive()


@pytest.fixture
def writer(agent: Actor) -> Actor:
    """The agent, with fifteen seconds to take a letter back."""
    return replace(agent, undo_seconds=15)


def letters() -> list[str]:
    return list(Message.objects.filter(direction="out").order_by("id").values_list("text", flat=True))


@pytest.mark.parametrize(
    "again",
    ["Guten Tag,\n\nsie kommt am Freitag.", "Guten Tag,\r\n\r\nsie kommt am Freitag.",
     "Guten Tag,\r\rsie kommt am Freitag.", "  Guten Tag,\r\n\r\nsie kommt am Freitag.\r\n\r\n"],
)  # fmt: skip
def test_the_same_words_are_one_letter_however_their_lines_end(case: Case, writer: Actor, clock, again: str) -> None:
    first = actions.send_reply(case_id=case.pk, by=writer, text="Guten Tag,\n\nsie kommt am Freitag.", waits=True)
    clock.advance(seconds=19)

    second = actions.send_reply(case_id=case.pk, by=writer, text=again, waits=True)

    assert (second.pk, letters()) == (first.pk, ["Guten Tag,\n\nsie kommt am Freitag."])
    assert Event.objects.filter(kind="reply-written").count() == 1


def test_a_second_press_leads_to_the_letter_although_its_page_did_not_know_it(case: Case, writer: Actor) -> None:
    seen = case.messages.get().pk
    first = actions.send_reply(case_id=case.pk, by=writer, text="Ja.", seen_message_id=seen)

    assert actions.send_reply(case_id=case.pk, by=writer, text="Ja.", seen_message_id=seen).pk == first.pk


@pytest.mark.parametrize(("seconds", "amount"), [(9, 1), (11, 2)])
def test_without_a_time_to_take_back_ten_seconds_count(
    case: Case, agent: Actor, clock, seconds: int, amount: int
) -> None:
    hasty = replace(agent, undo_seconds=0)
    actions.send_reply(case_id=case.pk, by=hasty, text="Ja.")
    clock.advance(seconds=seconds)

    actions.send_reply(case_id=case.pk, by=hasty, text="Ja.")

    assert len(letters()) == amount


def test_later_other_words_another_file_another_person_and_another_case_are_letters_of_their_own(
    case: Case, receive: Receive, writer: Actor, clock
) -> None:
    actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=[BILL])

    actions.send_reply(case_id=case.pk, by=writer, text="Anbei!", uploads=[BILL])
    actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=[BILL, PLAN])
    actions.send_reply(case_id=case.pk, by=actor_for(make_user()), text="Anbei.", uploads=[BILL])
    actions.send_reply(case_id=receive(sender_address="b@post.example").pk, by=writer, text="Anbei.", uploads=[BILL])
    clock.advance(seconds=21)
    actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=[BILL])

    assert letters() == ["Anbei.", "Anbei!", "Anbei.", "Anbei.", "Anbei.", "Anbei."]


@pytest.mark.parametrize("uploads", [[BILL], []])
def test_the_same_files_or_none_make_no_second_letter(case: Case, writer: Actor, uploads: list[Upload]) -> None:
    actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=[BILL])

    actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=uploads)

    assert len(letters()) == 1


def test_what_was_taken_back_may_be_sent_again_at_once(case: Case, writer: Actor) -> None:
    first = actions.send_reply(case_id=case.pk, by=writer, text="Ja.")
    actions.withdraw_reply(message_id=first.pk, by=writer)

    second = actions.send_reply(case_id=case.pk, by=writer, text="Ja.")

    assert (second.pk != first.pk, second.delivery) == (True, "held")


def wishes(case: Case) -> tuple[str, list[tuple[str, str]]]:
    case.refresh_from_db()
    said = case.messages.filter(direction="out").exclude(delivery="withdrawn").order_by("id")
    return case.status, list(said.values_list("text", "delivery"))


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ({}, {"proposes_solution": True}, "solution-proposed"),
        ({"waits": True}, {"proposes_solution": True}, "solution-proposed"),
        ({"proposes_solution": True}, {"waits": True}, "waiting-customer"),
        ({}, {"waits": True}, "waiting-customer"),
        ({"waits": True}, {}, "with-us"),
        ({"proposes_solution": True}, {}, "with-us"),
    ],
)
def test_another_button_for_the_same_words_is_heard_while_the_letter_is_held(
    case: Case, writer: Actor, clock, first: dict[str, bool], second: dict[str, bool], status: str
) -> None:
    actions.send_reply(case_id=case.pk, by=writer, text="So geht es.", **first)
    clock.advance(seconds=3)

    newer = actions.send_reply(case_id=case.pk, by=writer, text="So geht es.", **second)

    assert wishes(case) == (status, [("So geht es.", "held")])
    assert Solution.objects.filter(withdrawn_at=None).count() == int("proposes_solution" in second)
    assert actions.send_reply(case_id=case.pk, by=writer, text="So geht es.", **second) == newer


def test_the_files_of_a_letter_stay_with_it_when_its_wish_changes(case: Case, writer: Actor) -> None:
    actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=[BILL])

    newer = actions.send_reply(case_id=case.pk, by=writer, text="Anbei.", uploads=[BILL], proposes_solution=True)

    assert ([each.name for each in newer.attachments.all()], newer.has_files) == (["rechnung.pdf"], True)


def test_another_wish_for_a_letter_that_has_left_is_refused_and_nothing_goes_twice(case: Case, writer: Actor) -> None:
    gone = actions.send_reply(case_id=case.pk, by=writer, text="So geht es.")
    actions.mark_queued(message_id=gone.pk)

    with pytest.raises(errors.AlreadyGone):
        actions.send_reply(case_id=case.pk, by=writer, text="So geht es.", proposes_solution=True)

    assert wishes(case) == ("with-us", [("So geht es.", "queued")])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_on_one_letter_at_once_never_wait_for_each_other(case: Case, writer: Actor) -> None:
    letter = actions.send_reply(case_id=case.pk, by=writer, text="So geht es.")
    with contextlib.closing(connection.copy()) as somebody_else, somebody_else.cursor() as cursor:
        somebody_else.set_autocommit(False)
        cursor.execute("SELECT 1 FROM cases_message WHERE id = %s FOR UPDATE", [letter.pk])

        with pytest.raises(errors.AlreadyGone):
            actions.send_reply(case_id=case.pk, by=writer, text="So geht es.", proposes_solution=True)
        somebody_else.rollback()

    assert letters() == ["So geht es."]


def test_a_note_written_twice_at_once_is_one(case: Case, writer: Actor, clock) -> None:
    first = actions.write_note(case_id=case.pk, by=writer, text="Rief an.\n\nKommt Freitag.")

    second = actions.write_note(case_id=case.pk, by=writer, text="Rief an.\r\n\r\nKommt Freitag.\r\n")
    actions.write_note(case_id=case.pk, by=actor_for(make_user()), text="Rief an.\n\nKommt Freitag.")
    actions.write_note(case_id=case.pk, by=writer, text="Rief wieder an.")
    clock.advance(minutes=1)
    actions.write_note(case_id=case.pk, by=writer, text="Rief an.\n\nKommt Freitag.")

    assert (first.pk, Note.objects.count(), Event.objects.filter(kind="note-written").count()) == (second.pk, 4, 4)


@pytest.mark.parametrize(
    "late", ["Guten Tag,\r\n\r\nJa.", "Guten Tag,\n\nJa.", "Guten Tag,", "Guten Tag,\r\n\r\nJ", "  Guten Tag,\r\n"]
)
def test_a_save_that_its_letter_has_overtaken_leaves_no_draft(case: Case, writer: Actor, late: str) -> None:
    seen = case.messages.get().pk
    actions.send_reply(case_id=case.pk, by=writer, text="Guten Tag,\r\n\r\nJa.")

    actions.save_draft(case_id=case.pk, by=writer, kind="reply", text=late, seen_id=seen)

    assert not Draft.objects.exists()


def test_a_save_that_its_note_has_overtaken_leaves_no_draft(case: Case, writer: Actor) -> None:
    actions.write_note(case_id=case.pk, by=writer, text="Eins\r\nZwei")

    actions.save_draft(case_id=case.pk, by=writer, kind="note", text="Eins\r\nZwei", seen_id=0)
    actions.save_draft(case_id=case.pk, by=writer, kind="note", text="Eins", seen_id=None)

    assert not Draft.objects.exists()


def test_a_page_that_knows_the_letter_begins_the_next_one(case: Case, writer: Actor) -> None:
    sent = actions.send_reply(case_id=case.pk, by=writer, text="Guten Tag, ja.")

    actions.save_draft(case_id=case.pk, by=writer, kind="reply", text="Guten Tag,", seen_id=sent.pk)

    assert Draft.objects.get().text == "Guten Tag,"


def test_drafts_keep_the_line_ends_that_their_writer_sees(case: Case, writer: Actor) -> None:
    actions.save_draft(case_id=case.pk, by=writer, kind="reply", text="Eins\r\n\r\nZwei ")

    assert Draft.objects.get().text == "Eins\n\nZwei "


def test_a_page_opens_one_case_for_its_writer_and_is_forgotten_after_two_days(case: Case, writer: Actor, clock) -> None:
    other = actor_for(make_user())
    first = actions.claim_submission(by=writer, key="page-1")
    actions.settle_submission(by=writer, key="page-1", case=case)

    again, theirs = (actions.claim_submission(by=by, key="page-1") for by in (writer, other))
    clock.advance(hours=49)
    late = actions.claim_submission(by=writer, key="page-2")

    assert (first, again, theirs, late) == (None, case, None, None)
    assert set(Submission.objects.values_list("user_id", "key")) == {(other.id, "page-1"), (writer.id, "page-2")}


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("Ich melde mich bis ‹Tag, Uhrzeit›.", ("‹Tag, Uhrzeit›",)),
        ("Es prüft ‹Name oder\nAbteilung›, bis ‹wann?›, ja ‹wann?›.", ("‹Name oder\nAbteilung›", "‹wann?›")),
        ("Guten Tag {{ name }},", ("{{ name }}",)),
        ("Bis ‹›.", ("‹›",)),
    ],
)
def test_open_gaps_hold_a_letter_until_they_are_filled_or_meant(
    case: Case, writer: Actor, text: str, gaps: tuple[str, ...]
) -> None:
    with pytest.raises(errors.OpenGaps) as refused:
        actions.send_reply(case_id=case.pk, by=writer, text=text)

    assert (refused.value.gaps, letters()) == (gaps, [])
    assert actions.send_reply(case_id=case.pk, by=writer, text=text, gaps_are_meant=True).text == text


@pytest.mark.parametrize(
    "text", ["3 > 2 und 1 < 2", "Taste «Enter» oder „F5“", "a › b, dann c ‹ d", "Der Preis {netto} gilt.", "[Seite 2]"]
)
def test_other_signs_are_no_gaps(case: Case, writer: Actor, text: str) -> None:
    assert actions.send_reply(case_id=case.pk, by=writer, text=text).delivery == "held"


def test_a_letter_is_held_for_its_writers_time_and_slow_lines(case: Case, writer: Actor, clock) -> None:
    message = actions.send_reply(case_id=case.pk, by=writer, text="Ja.")

    assert message.held_until == now() + timedelta(seconds=20)
