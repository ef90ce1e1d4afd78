"""What the coach says about a draft, and what it knows when it says it."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.actions import send_reply
from kulanz.cases.models import Case
from kulanz.coach.actions import read_letter
from kulanz.coach.advising import Advice, Circumstances
from kulanz.coach.models import BrandVoice
from kulanz.coach.queries import advise, stops
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Customer, User
from tests.conftest import Clock
from tests.factories import make_team, make_user

from .conftest import Receive

GOOD = (
    "Guten Tag Eva Wald,\n\nes tut mir leid, dass Sie schon zum zweiten Mal auf Ihr Rad warten. "
    "Ihr Rad kommt am Freitag, 27. November, bis 12 Uhr. Den Versand zahlen Sie nicht, er ist für Sie kostenlos.\n\n"
    "Mit freundlichen Grüßen\nTim Kern"
)


@pytest.fixture
def case(receive: Receive, clock: Clock) -> Case:
    case = receive()
    read_letter(message_id=case.messages.get().pk)
    return case


def advice_on(draft: str, case: Case, agent: User, **given: object) -> Advice:
    return advise(number=case.number, by=actor_for(agent), draft=draft, given=Circumstances(**given))  # type: ignore[arg-type]


def codes(advice: Advice) -> list[str]:
    return [note.code for note in advice.notes]


def test_a_good_letter_gets_no_note(case: Case, agent: User) -> None:
    advice = advice_on(GOOD, case, agent)

    assert codes(advice) == []
    assert [question.answered for question in advice.questions] == [True, True]


def test_a_wall_gets_a_note_with_a_better_wording_at_its_place(case: Case, agent: User) -> None:
    draft = GOOD.replace("Ihr Rad kommt", "Da können wir leider nichts machen. Ihr Rad kommt")

    note = advice_on(draft, case, agent).notes[0]

    assert note.code == "wall.nothing-possible"
    assert draft[note.start : note.end] == "Da können wir leider nichts machen."
    assert note.replacement is not None
    assert [note.replacement[start:end] for start, end in note.gaps] == ["‹was möglich ist›"]


def test_places_count_as_the_browser_does(case: Case, agent: User) -> None:
    plain = advice_on("Hallo. Da können wir leider nichts machen.", case, agent, finished=False).notes[0]
    after_a_picture = advice_on("Hallo🚲. Da können wir leider nichts machen.", case, agent, finished=False).notes[0]

    assert after_a_picture.start == plain.start + 2


def test_nothing_is_called_missing_while_somebody_writes(case: Case, agent: User) -> None:
    assert codes(advice_on("Guten Tag Eva Wald,\n\nIhr Rad ist unterwegs.", case, agent, finished=False)) == []


def test_the_customers_form_of_address_comes_before_the_brands(case: Case, agent: User) -> None:
    draft = "Hallo Eva,\n\nich melde mich bei dir bis Freitag, 12 Uhr."

    assert "address.other" in codes(advice_on(draft, case, agent, finished=False))
    Customer.objects.update(form_of_address="informal")
    assert "address.other" not in codes(advice_on(draft, case, agent, finished=False))


def test_the_brands_own_words_are_known(case: Case, agent: User) -> None:
    BrandVoice.objects.create(brand=case.brand, words={"Drahtesel": "Rad"}, levels={"wall": "off"})
    draft = "Guten Tag Eva Wald,\n\nIhr Drahtesel ist da. Da können wir leider nichts machen."

    notes = advice_on(draft, case, agent, finished=False).notes

    assert [(note.code, note.replacement) for note in notes] == [("brand.word", "Rad")]


def test_a_promise_is_seen_with_its_day_and_words(case: Case, agent: User) -> None:
    promise = advice_on(GOOD, case, agent).promises[0]

    assert promise.due.isoformat() == "2026-11-27T12:00:00+01:00"
    assert GOOD[promise.start : promise.end].startswith("am Freitag, 27. November")
    assert promise.words.startswith("Ihr Rad kommt am Freitag")


@pytest.mark.parametrize(
    ("draft", "given", "expected"),
    [
        ("Guten Tag, im Anhang finden Sie die Rechnung.", {}, ("attachment.missing",)),
        ("Guten Tag, im Anhang finden Sie die Rechnung.", {"has_attachment": True}, ()),
        ("Guten Tag, Ihr Rad ist da.", {"recipients": ("fremd@post.example",)}, ("recipient.stranger",)),
        ("Guten Tag, Ihr Rad ist da.", {"recipients": ("Eva@post.example",)}, ()),
        ("Guten Tag, haben Sie dein Rad schon geholt? Sag mir bitte, ob Sie kommen.", {}, ("address.mixed",)),
    ],
)
def test_what_stops_an_answer(case: Case, draft: str, given: dict[str, object], expected: tuple[str, ...]) -> None:
    assert stops(case=case, draft=draft, given=Circumstances(**given)) == expected  # type: ignore[arg-type]


def test_the_review_speaks_json_to_the_script(case: Case, agent: User, client: Client) -> None:
    client.force_login(agent)

    answer = client.post(
        f"/cases/{case.number}/review/",
        {"text": "Guten Tag Eva Wald,\r\n\r\nda können wir nichts machen.", "finished": "0"},
        headers={"Accept": "application/json"},
    )

    said = answer.json()
    assert sorted(said) == ["notes", "promises", "questions"]
    assert sorted(said["notes"][0]) == [
        "better", "code", "end", "gaps", "level", "reason", "replacement", "start", "title",
    ]  # fmt: skip
    assert said["notes"][0]["start"] == len("Guten Tag Eva Wald,\n\n")


def test_only_those_who_may_see_a_case_may_ask_about_it(case: Case, agent: User, client: Client) -> None:
    Case.objects.filter(pk=case.pk).update(team=make_team())

    assert client.post(f"/cases/{case.number}/review/", {"text": "x"}).status_code == 302
    client.force_login(agent)
    assert client.post(f"/cases/{case.number}/review/", {"text": "x"}).status_code == 403
    client.force_login(make_user(is_lead=True))
    assert client.post("/cases/RL-0/review/", {"text": "x"}).status_code == 404


def test_the_switch_is_a_setting_and_leaves_no_trace(agent: User, client: Client) -> None:
    client.force_login(agent)

    client.post("/me/coach/", {"coach": "off"}, headers={"Accept": "application/json"})

    assert User.objects.get(pk=agent.pk).coach_on is False


def test_a_letter_that_was_answered_asks_for_nothing_more(case: Case, agent: User) -> None:
    send_reply(case_id=case.pk, by=actor_for(agent), text=GOOD)

    advice = advice_on("Guten Tag Eva Wald,\n\nIhr Rad ist da.\n\nMit freundlichen Grüßen\nTim Kern", case, agent)

    assert (codes(advice), advice.questions) == ([], ())


def test_a_signature_that_says_good_bye_saves_the_writer_the_closing(case: Case, agent: User) -> None:
    draft = GOOD.rpartition("\n\n")[0]
    assert "closing.missing" in codes(advice_on(draft, case, agent))

    Brand.objects.update(signature="Freundliche Grüße\n{name}")
    assert "closing.missing" not in codes(advice_on(draft, case, agent))
    assert "closing.missing" in codes(advice_on(draft, case, agent, is_signed=False))
