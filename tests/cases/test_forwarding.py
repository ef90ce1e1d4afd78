"""Passing a letter on: it goes to outsiders alone, changes nothing by itself, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case, Draft, Message, Waiting
from kulanz.cases.queries import forwardable
from kulanz.cases.rules import EndingReason, WaitingFor
from kulanz.cases.standing import told_standings
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for, customer_actor
from tests.factories import make_team, make_user

Receive = Callable[..., Case]
ULF = {"name": "Ulf Werk", "address": "ulf@werkstatt.example", "role": "to"}


@pytest.fixture
def slow(brand: object) -> Actor:
    """Somebody whose letters are held for a while."""
    return actor_for(make_user(name="Mara Lindner", undo_seconds=30))


@pytest.fixture
def case(receive: Receive) -> Case:
    """A customer's letter with two files, to our mailbox and to a neighbour."""
    to = ({"name": "", "address": "nachbar@post.example", "role": "to"},)
    return receive(
        "Die Lampe flackert.",
        recipients=to,
        uploads=(Upload("foto.png", "image/png", b"Bild"), Upload("rechnung.pdf", "application/pdf", b"PDF")),
    )


def forward(case: Case, by: Actor, text: str = "Könnt ihr das richten?", **more: Any) -> Message:
    return actions.forward_message(case_id=case.pk, by=by, text=text, **{"recipients": [ULF], **more})


def fresh(case: Case) -> dict[str, Any]:
    return Case.objects.filter(pk=case.pk).values("status", "waiting_since", "assignee_id", "wakes_at").get()


def test_what_is_passed_on_stands_below_a_head_that_says_who_wrote_it(case: Case, agent: Actor) -> None:
    letter = forward(case, agent, letter_id=case.messages.get().pk)

    assert (letter.subject, letter.text) == ("WG: Lampe", "Könnt ihr das richten?")
    head, words = letter.hidden.split("\n\n")
    assert words == "Die Lampe flackert."
    lines = head.splitlines()
    assert lines[0] == "---------- Weitergeleitete Nachricht ----------"
    assert lines[1:3] == ["Von: Anna Meier <anna@post.example>", "An: nachbar@post.example"]
    assert [line.partition(":")[0] for line in lines[3:]] == ["Datum", "Betreff"]


def test_ours_says_where_its_links_lead_and_theirs_stays_as_it_is(case: Case, agent: Actor) -> None:
    case.messages.update(text="[Bild](https://a.example)")
    ours = actions.send_reply(case_id=case.pk, by=agent, text="[Teil](https://b.example)", stops_are_known=True)
    Message.objects.filter(pk=ours.pk).update(delivery="sent")

    hidden = forward(case, agent).hidden

    assert ("[Bild](https://a.example)" in hidden, "Teil <https://b.example>" in hidden) == (True, True)


def test_the_head_speaks_the_language_of_the_case(case: Case, agent: Actor) -> None:
    Case.objects.filter(pk=case.pk).update(language="en")

    letter = forward(case, agent)

    assert letter.subject == "Fwd: Lampe"
    assert "From: Anna Meier <anna@post.example>" in letter.hidden


def test_only_those_it_was_written_to_may_read_it(case: Case, agent: Actor) -> None:
    letter = forward(case, agent)

    assert letter.audience == "\nulf@werkstatt.example\n"
    assert list(case.messages.readable_by(case.customer_id).filter(pk=letter.pk)) == []


def test_the_whole_is_all_that_was_said_with_the_customer_and_nothing_else(
    case: Case, agent: Actor, slow: Actor, receive: Receive
) -> None:
    sent = actions.send_reply(case_id=case.pk, by=agent, text="Wir fragen nach.", stops_are_known=True)
    receive("Nur für Sie.", case_id=case.pk, sender_address="ole@muehle.example", sender_name="Ole")
    receive("Bin im Urlaub.", case_id=case.pk, is_automatic=True)
    actions.write_note(case_id=case.pk, by=agent, text="Schwieriger Fall.")
    Message.objects.filter(pk=sent.pk).update(delivery="sent")
    actions.send_reply(
        case_id=case.pk, by=slow, text="Noch gehalten.", recipients=[{**ULF, "address": "anna@post.example"}]
    )

    said = forwardable(case, None, agent)

    assert [each.text for each in said.letters] == ["Die Lampe flackert.", "Wir fragen nach."]
    assert case.brand.sender_name in said.text.split("\n\n\n")[1]


def test_the_files_go_along_as_they_were_ticked(case: Case, agent: Actor) -> None:
    files = forwardable(case, None, agent).files

    every, one = forward(case, agent), forward(case, agent, "Nur das Foto.", file_ids=[files[0].public_id])
    none = forward(case, agent, "Ohne.", file_ids=[])

    assert [each.name for each in every.attachments.all()] == ["foto.png", "rechnung.pdf"]
    assert [each.name for each in one.attachments.all()] == ["foto.png"]
    assert (none.has_files, none.attachments.count()) == (False, 0)


def test_more_than_may_leave_in_one_letter_is_refused(case: Case, agent: Actor, settings) -> None:
    settings.LINKED_SIZE_LIMIT = 5

    with pytest.raises(errors.LetterTooLarge):
        forward(case, agent)


def test_by_itself_it_changes_neither_whose_the_case_is_nor_for_whom_it_waits(case: Case, agent: Actor) -> None:
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.CUSTOMER)
    before = fresh(case)

    forward(case, agent)

    assert fresh(case) == before
    assert Waiting.objects.filter(case=case, ended_at=None).get().whom == "customer"


def test_on_wish_the_case_waits_for_the_answer_of_those_it_went_to(case: Case, agent: Actor) -> None:
    forward(case, agent, waits=True)

    waiting = Waiting.objects.get(case=case, ended_at=None)
    assert (fresh(case)["status"], waiting.whom, waiting.reason) == ("waiting-others", "others", "Ulf Werk")


def test_the_customer_is_told_a_name_for_which_we_wait_and_never_an_address(case: Case, agent: Actor) -> None:
    letter = forward(case, agent, waits=True, recipients=[{**ULF, "name": ""}])
    Message.objects.filter(pk=letter.pk).update(delivery="sent")

    assert told_standings([case.pk])[case.pk].reason == "Ulf"


def test_it_tells_one_event(case: Case, agent: Actor) -> None:
    letter = forward(case, agent, waits=True)

    event = Event.objects.filter(subject_kind="case", subject_id=case.pk).latest("pk")
    assert (event.kind, event.data) == (
        "letter-forwarded",
        {"case_id": case.pk, "message_id": letter.pk, "to": ["ulf@werkstatt.example"], "waits": True},
    )


def test_taken_back_the_case_stands_where_it_stood_and_the_words_are_a_draft(case: Case, slow: Actor) -> None:
    before = fresh(case)
    letter = forward(case, slow, letter_id=case.messages.get().pk, waits=True)
    assert letter.held_until is not None and letter.held_until > now()

    actions.withdraw_reply(message_id=letter.pk, by=slow)

    draft = Draft.objects.get()
    assert fresh(case) == before
    assert (draft.kind, draft.text, draft.recipients) == ("forward", "Könnt ihr das richten?", [ULF])
    assert not Waiting.objects.filter(case=case, withdrawn_at=None).exists()


def test_an_answer_that_is_taken_back_after_it_still_leaves_the_customer_waiting(case: Case, slow: Actor) -> None:
    waited = fresh(case)["waiting_since"]
    forward(case, slow)
    answer = actions.send_reply(case_id=case.pk, by=slow, text="Gleich.", stops_are_known=True)

    actions.withdraw_reply(message_id=answer.pk, by=slow)

    assert fresh(case)["waiting_since"] == waited


def test_pressed_twice_it_goes_once(case: Case, agent: Actor) -> None:
    assert forward(case, agent).pk == forward(case, agent).pk


def test_the_same_remark_over_another_letter_is_another_forward(case: Case, agent: Actor, receive: Receive) -> None:
    receive("Und sie brummt.", case_id=case.pk)
    first, second = case.messages.order_by("pk")

    assert forward(case, agent, letter_id=first.pk).pk != forward(case, agent, letter_id=second.pk).pk


def test_an_answer_with_the_words_of_a_remark_is_a_letter_of_its_own(case: Case, agent: Actor) -> None:
    passed = forward(case, agent, "Bitte prüfen.")
    answer = actions.send_reply(case_id=case.pk, by=agent, text="Bitte prüfen.", recipients=[ULF], stops_are_known=True)

    assert passed.pk != answer.pk


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"text": "  "}, errors.EmptyText),
        ({"text": "Bis ‹Tag›?"}, errors.OpenGaps),
        ({"text": "Anbei das Foto.", "file_ids": []}, errors.ReplyStopped),
        ({"recipients": []}, errors.RecipientsRefused),
        ({"recipients": [{**ULF, "address": "ulf"}]}, errors.RecipientsRefused),
        ({"letter_id": 999_999}, errors.NotFound),
    ],
)
def test_what_holds_an_answer_holds_it_too(
    case: Case, agent: Actor, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        forward(case, agent, **more)

    assert not Message.objects.filter(is_forward=True).exists()


def test_what_its_writer_means_goes(case: Case, agent: Actor) -> None:
    assert forward(case, agent, "Bis ‹Tag›?", gaps_are_meant=True).delivery == "held"


def test_an_ended_case_can_be_passed_on_but_waits_for_nobody(case: Case, agent: Actor) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)

    with pytest.raises(errors.WrongState):
        forward(case, agent, waits=True)
    forward(case, agent)

    assert fresh(case)["status"] == "ended"


def test_neither_another_team_nor_a_customer_passes_anything_on(case: Case, agent: Actor) -> None:
    Case.objects.filter(pk=case.pk).update(team_id=make_team("Werkstatt").pk)

    for by in (agent, customer_actor(case.customer)):
        with pytest.raises(errors.NotAllowed):
            forward(case, by)


def test_one_that_did_not_arrive_ends_only_the_wait_that_it_began(case: Case, agent: Actor) -> None:
    quiet, asking = forward(case, agent, "Zur Kenntnis."), forward(case, agent, waits=True)

    actions.mark_failed(message_id=quiet.pk, reason="Unbekannt", final=True)
    assert fresh(case)["status"] == "waiting-others"
    actions.mark_failed(message_id=asking.pk, reason="Unbekannt", final=True)
    assert fresh(case)["status"] == "with-us"
    actions.mark_queued(message_id=asking.pk, again=True)
    assert (fresh(case)["status"], Waiting.objects.get(ended_at=None).reason) == ("waiting-others", "Ulf Werk")


def test_thanks_of_an_outsider_are_no_word_of_the_customer(case: Case, agent: Actor, receive: Receive) -> None:
    outside = {"case_id": case.pk, "sender_address": ULF["address"], "hints": ({"code": "from-outside"},)}
    receive("Danke, hat geklappt!", **outside)

    letter = Message.objects.latest("pk")
    assert (letter.is_from_outside, letter.sounds_solved) == (True, False)


@pytest.fixture
def asked_back(case: Case, agent: Actor, receive: Receive) -> Message:
    """What the outside party wrote to us while the customer waits."""
    forward(case, agent)
    receive("Welche Farbe?", case_id=case.pk, sender_address=ULF["address"], hints=({"code": "from-outside"},))
    return Message.objects.latest("pk")


@pytest.mark.parametrize(
    ("waits", "status", "reason"), [(False, "with-us", None), (True, "waiting-others", "Ulf Werk")]
)
def test_whoever_answers_an_outsider_leaves_the_customer_waiting(
    case: Case, agent: Actor, asked_back: Message, waits: bool, status: str, reason: str | None
) -> None:
    since = fresh(case)["waiting_since"]

    actions.send_reply(case_id=case.pk, by=agent, text="Rot.", recipients=[ULF], answers_id=asked_back.pk, waits=waits)

    waiting = Waiting.objects.filter(ended_at=None).values_list("reason", flat=True).first()
    assert since is not None
    assert (fresh(case)["waiting_since"], fresh(case)["status"], waiting) == (since, status, reason)


def test_an_answer_to_an_outsider_that_is_taken_back_or_lost_changes_nothing_for_the_customer(
    case: Case, slow: Actor, asked_back: Message
) -> None:
    since = fresh(case)["waiting_since"]
    for undo in (
        lambda letter: actions.withdraw_reply(message_id=letter.pk, by=slow),
        lambda letter: actions.mark_failed(message_id=letter.pk, reason="unbekannt", final=True),
    ):
        letter = actions.send_reply(
            case_id=case.pk, by=slow, text="Rot.", recipients=[ULF], answers_id=asked_back.pk, waits=True
        )
        undo(letter)
        assert (fresh(case)["waiting_since"], fresh(case)["status"]) == (since, "with-us")


def test_an_answer_to_an_outsider_that_the_customer_reads_too_answers_both(
    case: Case, agent: Actor, asked_back: Message
) -> None:
    anna = {"name": "Anna", "address": "anna@post.example", "role": "cc"}

    actions.send_reply(case_id=case.pk, by=agent, text="Rot.", recipients=[ULF, anna], answers_id=asked_back.pk)

    assert fresh(case)["waiting_since"] is None


def test_no_outsider_is_asked_whether_it_is_solved(case: Case, agent: Actor, asked_back: Message) -> None:
    with pytest.raises(errors.RecipientsRefused) as refused:
        actions.send_reply(
            case_id=case.pk, by=agent, text="Rot.", recipients=[ULF], answers_id=asked_back.pk, proposes_solution=True
        )

    assert (refused.value.reason, Message.objects.filter(answers=asked_back).count()) == ("outside", 0)
