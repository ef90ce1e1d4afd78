"""What is read in a letter, when, and of whom."""

from __future__ import annotations

from collections.abc import Callable

from kulanz.cases import actions
from kulanz.cases.models import Message
from kulanz.coach.actions import read_letter
from kulanz.coach.models import CaseMood, LetterReading
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import User

from .conftest import LETTER, Receive


def test_a_letter_is_read_after_it_has_arrived(receive: Receive, run_jobs: Callable[[], int]) -> None:
    case = receive()

    assert LetterReading.objects.count() == 0
    run_jobs()

    reading = LetterReading.objects.get(message__case=case)
    asked = [LETTER[each["start"] : each["end"]] for each in reading.questions]
    assert (reading.mood, asked) == ("upset", ["Wann kommt das Rad?", "Und muss ich den Versand zahlen?"])
    assert CaseMood.objects.get().level == "upset"


def test_reading_twice_leaves_one_reading_and_one_event(receive: Receive) -> None:
    letter = receive().messages.get()

    read_letter(message_id=letter.pk)
    read_letter(message_id=letter.pk)

    assert LetterReading.objects.count() == 1
    assert Event.objects.filter(kind="letter-read").count() == 1


def test_a_calm_letter_makes_no_news(receive: Receive) -> None:
    read_letter(message_id=receive("Guten Tag, ich möchte meine Adresse ändern.").messages.get().pk)

    assert Event.objects.filter(kind="letter-read").count() == 0


def test_nothing_is_read_of_our_own_people_and_of_automatic_mail(receive: Receive, agent: User) -> None:
    case = receive(automatic=True)
    answer = actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Das ist eine Frechheit!!")

    read_letter(message_id=answer.pk)
    read_letter(message_id=case.messages.get(direction="in").pk)

    assert LetterReading.objects.count() == 0


def test_an_older_letter_that_is_read_late_does_not_speak_for_the_case(receive: Receive) -> None:
    case = receive()
    receive("Guten Tag, danke, es hat sich erledigt.", case=case)
    first, second = Message.objects.order_by("pk")

    read_letter(message_id=second.pk)
    read_letter(message_id=first.pk)

    mood = CaseMood.objects.get()
    assert (mood.level, mood.message_id) == ("calm", second.pk)


def test_the_mood_goes_along_with_a_letter_that_becomes_a_case_of_its_own(
    receive: Receive, agent: User, run_jobs: Callable[[], int]
) -> None:
    case = receive("Guten Tag, ich möchte meine Adresse ändern.")
    receive(case=case)
    run_jobs()
    angry = case.messages.latest("pk")
    assert CaseMood.objects.get(case=case).level == "upset"

    split = actions.move_message(message_id=angry.pk, by=actor_for(agent), case_id=None)
    run_jobs()

    moods = dict(CaseMood.objects.values_list("case_id", "level"))
    assert moods == {case.pk: "calm", split.pk: "upset"}


def test_the_mood_goes_along_with_a_letter_to_another_case_and_leaves_none_behind(
    receive: Receive, agent: User, run_jobs: Callable[[], int]
) -> None:
    calm, angry = receive("Guten Tag, ich möchte meine Adresse ändern."), receive()
    actions.write_note(case_id=angry.pk, by=actor_for(agent), text="Bleibt stehen.")
    run_jobs()

    actions.move_message(message_id=angry.messages.get().pk, by=actor_for(agent), case_id=calm.pk)
    run_jobs()

    assert dict(CaseMood.objects.values_list("case_id", "level")) == {calm.pk: "upset"}


def test_an_older_letter_that_is_moved_away_leaves_the_mood_as_it_is(
    receive: Receive, agent: User, run_jobs: Callable[[], int]
) -> None:
    case = receive("Guten Tag, ich möchte meine Adresse ändern.")
    receive(case=case)
    run_jobs()

    split = actions.move_message(message_id=case.messages.earliest("pk").pk, by=actor_for(agent), case_id=None)
    run_jobs()

    assert dict(CaseMood.objects.values_list("case_id", "level")) == {case.pk: "upset", split.pk: "calm"}


def test_a_letter_that_is_moved_before_anybody_read_it_is_read_where_it_is(
    receive: Receive, agent: User, run_jobs: Callable[[], int]
) -> None:
    case = receive("Guten Tag, ich möchte meine Adresse ändern.")
    receive(case=case)

    split = actions.move_message(message_id=case.messages.latest("pk").pk, by=actor_for(agent), case_id=None)
    run_jobs()

    assert dict(CaseMood.objects.values_list("case_id", "level")) == {case.pk: "calm", split.pk: "upset"}
