"""Writing and working at the desk: each step is a form, and what is refused is never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Attachment, Case, Confirmation, Draft, Message, Note, ReadMark
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.promises.actions import record_promise
from tests.factories import make_team, make_user, tags_on

from .conftest import Arrive, Look

Do = Callable[..., object]


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A new case of the team."""
    return arrive()


@pytest.fixture
def do(desk: Client, case: Case):
    """Does something to the case at the desk and returns the answer."""

    def post(step: str, **fields: object):
        return desk.post(f"/cases/{case.number}/{step}/?view=all&q=Lampe", fields)

    return post


def test_an_answer_is_kept_and_leads_back_to_the_case_and_its_list(do: Do, case: Case, agent: User) -> None:
    answer = do("replies", text="Sie kommt am Freitag.", then="wait")

    case.refresh_from_db()
    message = Message.objects.get(direction="out")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.number}/?view=all&q=Lampe")
    assert (message.text, message.delivery, case.status, case.assignee) == (
        "Sie kommt am Freitag.", "held", "waiting-customer", agent,
    )  # fmt: skip


def test_an_answer_can_propose_the_solution(do: Do, case: Case) -> None:
    do("replies", text="Ist es gelöst?", then="propose")

    case.refresh_from_db()
    assert case.status == "solution-proposed"


def test_an_answer_carries_its_files(do: Do) -> None:
    do("replies", text="Anbei", files=[SimpleUploadedFile("über uns.pdf", b"%PDF"), SimpleUploadedFile("b.txt", b"b")])

    assert list(Attachment.objects.values_list("name", "size")) == [("über uns.pdf", 4), ("b.txt", 1)]


@pytest.mark.parametrize("step", ["replies", "notes"])
def test_an_empty_text_is_refused_with_a_word(do: Do, step: str) -> None:
    answer = do(step, text=" \n ")

    assert answer.status_code == 422
    assert "Bitte schreiben Sie zuerst etwas." in answer.content.decode()
    assert (Message.objects.filter(direction="out").count(), Note.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"x" * 1001])
def test_a_file_of_the_wrong_size_is_refused_and_the_text_stays(do: Do, settings, content: bytes) -> None:
    settings.LINKED_SIZE_LIMIT = 1000

    answer = do("replies", text="Mein langer Text", files=[SimpleUploadedFile("foto.jpg", content)])

    page = answer.content.decode()
    assert (answer.status_code, "Mein langer Text" in page, "foto.jpg" in page) == (422, True, True)
    assert not Message.objects.filter(direction="out").exists()


def test_an_unseen_letter_stops_the_answer_until_it_was_seen(do: Do, desk: Client, case: Case, arrive: Arrive) -> None:
    seen = desk.get(f"/cases/{case.number}/").context["page"]
    arrive("Es hat sich erledigt!", case_id=case.pk)
    first = do("replies", text="Mein Text", seen_message=seen.newest_message_id, seen_note=seen.newest_note_id)
    shown = first.context["page"]
    second = do("replies", text="Mein Text", seen_message=shown.newest_message_id, seen_note=shown.newest_note_id)

    page = first.content.decode()
    assert (first.status_code, second.status_code) == (422, 302)
    assert ("Mein Text" in page, "Es hat sich erledigt!" in page) == (True, True)
    assert Message.objects.filter(direction="out").count() == 1


def test_an_unseen_note_of_a_colleague_stops_the_answer(do: Do, desk: Client, case: Case) -> None:
    seen = desk.get(f"/cases/{case.number}/").context["page"]
    actions.write_note(case_id=case.pk, by=actor_for(make_user(is_lead=True)), text="Bitte nicht antworten!")

    answer = do("replies", text="Mein Text", seen_message=seen.newest_message_id, seen_note=seen.newest_note_id)

    assert (answer.status_code, "Bitte nicht antworten!" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "٣", "1.5"])
def test_a_forged_mark_of_what_was_seen_breaks_nothing(do: Do, seen: str) -> None:
    assert do("replies", text="Hallo", seen_message=seen, seen_note=seen).status_code in {302, 422}


def test_a_note_is_for_us_alone(do: Do, case: Case) -> None:
    do("notes", text="<b>Kunde ist Stammkunde</b>")

    assert list(Note.objects.values_list("text", flat=True)) == ["<b>Kunde ist Stammkunde</b>"]
    assert Message.objects.filter(direction="out").count() == 0


def test_a_draft_is_kept_replaced_and_removed(do: Do) -> None:
    answers = [do("drafts/reply", text="Guten"), do("drafts/reply", text="Guten Tag"), do("drafts/note", text="Notiz")]
    kept = list(Draft.objects.order_by("kind").values_list("kind", "text"))
    do("drafts/note", text=" ")

    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert kept == [("note", "Notiz"), ("reply", "Guten Tag")]
    assert Draft.objects.count() == 1
    assert do("drafts/other", text="x").status_code == 404


def test_an_answer_taken_back_is_in_the_composer_again(do: Do, desk: Client, case: Case) -> None:
    do("replies", text="Zu schnell geschickt")
    message = Message.objects.get(direction="out")

    do(f"withdrawals/{message.pk}")

    message.refresh_from_db()
    answer = desk.get(f"/cases/{case.number}/")
    assert (message.delivery, answer.context["reply_text"]) == ("withdrawn", "Zu schnell geschickt")


def test_an_answer_that_has_gone_cannot_be_taken_back(do: Do) -> None:
    do("replies", text="Schon weg")
    message = Message.objects.get(direction="out")
    actions.mark_sent(message_id=message.pk)

    assert do(f"withdrawals/{message.pk}").status_code == 422


def test_a_case_is_handed_over_taken_and_given_to_a_team(do: Do, desk: Client, case: Case, agent: User) -> None:
    colleague = make_user(name="Otto Brandt", teams=(case.team,))
    stranger = make_user(name="Ina Fremd", teams=(make_team(),))
    lines = desk.get(f"/cases/{case.number}/assignments/").context["offers"]
    offered = [line.name for line in lines if line.value.startswith("person-")]

    holders = []
    steps = ("takeover", {}), ("assignments", {"to": f"person-{colleague.pk}"}), ("assignments", {"to": "nobody"})
    for step, fields in steps:
        do(step, **fields)
        case.refresh_from_db()
        holders.append(case.assignee)

    assert offered == [colleague.name, agent.name]
    assert holders == [agent, colleague, None]
    assert do("assignments", to=f"person-{stranger.pk}").status_code == 403


def test_a_case_given_to_another_team_leaves_the_desk(do: Do, case: Case) -> None:
    answer = do("assignments", to=f"team-{make_team('Buchhaltung').pk}")

    case.refresh_from_db()
    assert (answer.headers["Location"], case.team.name) == ("/inbox/", "Buchhaltung")


def test_a_case_waits_and_comes_back(do: Do, case: Case) -> None:
    states = []
    for step, fields in (
        ("waiting", {"whom": "customer"}),
        ("waiting", {"whom": "others", "reason": "Ersatzteil"}),
        ("resumption", {}),
    ):
        do(step, **fields)
        case.refresh_from_db()
        states.append(case.status)

    assert states == ["waiting-customer", "waiting-others", "with-us"]
    assert do("resumption").status_code == 422
    assert do("reopening").status_code == 422


def test_a_mail_that_sounds_solved_is_accepted_once(do: Do, case: Case, arrive: Arrive) -> None:
    do("replies", text="Ist es gelöst?", then="propose")
    arrive("Danke, klappt!", case_id=case.pk)
    thanks = Message.objects.get(text="Danke, klappt!")

    answers = [do(f"confirmations/{thanks.pk}").status_code for _ in range(2)]

    case.refresh_from_db()
    assert (answers, case.status, Confirmation.objects.count()) == ([302, 422], "confirmed", 1)
    assert do("reopening").status_code == 302
    case.refresh_from_db()
    assert case.status == "with-us"


def test_tags_are_put_on_and_taken_off(do: Do, case: Case) -> None:
    do("tags", add=" Eile , Reparatur,, Eile," + "x" * 80)
    put_on = tags_on(case)
    do("tags", remove="Eile")

    assert put_on == ["Eile", "Reparatur", "x" * 50]
    assert (tags_on(case), sorted(case.tags.values_list("name", flat=True))) == (["Reparatur", "x" * 50],) * 2


@pytest.mark.parametrize("value", ["3", "-2", "", "x", "٢", "9" * 40, "1.0", " 1"])
def test_an_unknown_priority_is_refused(do: Do, case: Case, value: str) -> None:
    assert do("priority", priority=value).status_code == 404
    case.refresh_from_db()
    assert case.priority == 0


def test_priority_goal_subject_and_story_are_written(do: Do, case: Case) -> None:
    do("priority", priority="2")
    do("goal", goal=" Licht über dem Tisch ")
    do("subject", subject="x" * 500)
    do("story", matter="Lampe defekt", promised="Rückruf", next_step="y" * 500)

    case.refresh_from_db()
    assert (case.priority, case.goal, case.subject) == (2, "Licht über dem Tisch", "x" * 300)
    assert (case.story.matter, case.story.next_step) == ("Lampe defekt", "y" * 300)
    assert do("subject", subject="  ").status_code == 422


def test_a_case_marked_unread_looks_new_again(do: Do, look: Look, case: Case) -> None:
    look(case)
    assert ReadMark.objects.count() == 1

    answer = do("unread")

    assert (answer.headers["Location"], ReadMark.objects.count()) == ("/inbox/?view=all&q=Lampe", 0)


def test_a_letter_is_moved_to_another_case_or_made_its_own(do: Do, case: Case, arrive: Arrive) -> None:
    arrive("Gehört woanders hin", case_id=case.pk)
    arrive("Etwas ganz Neues", case_id=case.pk)
    other = arrive(subject="Rechnung")
    moved, split = (Message.objects.get(text=text) for text in ("Gehört woanders hin", "Etwas ganz Neues"))

    there = do(f"moves/{moved.pk}", number=f" {other.number.lower()} ")
    alone = do(f"moves/{split.pk}")

    moved.refresh_from_db()
    split.refresh_from_db()
    assert (moved.case, there.headers["Location"]) == (other, f"/cases/{other.number}/?view=all&q=Lampe")
    assert (split.case_id not in {case.pk, other.pk}, alone.status_code) == (True, 302)
    assert do(f"moves/{case.messages.get().pk}").status_code == 422
    assert do(f"moves/{moved.pk}", number="RL-999").status_code == 404


def test_a_letter_is_not_moved_into_a_case_one_may_not_see(do: Do, case: Case, arrive: Arrive) -> None:
    hidden = arrive(team_id=make_team("Leitung").pk)
    message = case.messages.get()

    answer = do(f"moves/{message.pk}", number=hidden.number)

    message.refresh_from_db()
    assert (answer.status_code, message.case) == (403, case)


def test_send_as_solution_after_send_proposes_it_and_keeps_what_was_promised(do: Do, case: Case, agent: User) -> None:
    promise = record_promise(
        case_id=case.pk, by=actor_for(agent), words="Sie kommt am Freitag.", due_at=now() + timedelta(days=2)
    )
    do("replies", text="Sie kommt am Freitag.", then="")

    do("replies", text="Sie kommt am Freitag.", then="propose")

    case.refresh_from_db()
    promise.refresh_from_db()
    letter = Message.objects.get(direction="out", delivery="held")
    assert (case.status, letter.proposes_solution, promise.message) == ("solution-proposed", True, letter)


def test_send_as_solution_is_refused_in_words_once_the_letter_has_left(do: Do, case: Case) -> None:
    do("replies", text="Sie kommt am Freitag.", then="")
    actions.mark_queued(message_id=Message.objects.get(direction="out").pk)

    answer = do("replies", text="Sie kommt am Freitag.", then="propose")

    assert "ohne die Frage, ob es gelöst ist" in answer.content.decode()
    assert Message.objects.filter(direction="out").count() == 1
