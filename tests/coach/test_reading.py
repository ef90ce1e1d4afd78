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
