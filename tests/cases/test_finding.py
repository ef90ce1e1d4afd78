"""Cases are found by any word of what is known about them, blind to capitals and umlauts; all words must be there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, CaseWords
from kulanz.cases.models.words import joined
from kulanz.cases.queries import finding
from kulanz.cases.queries.finding import find_cases
from kulanz.events.actor import SYSTEM, Actor
from kulanz.people import actions as people
from kulanz.people.actors import actor_for
from kulanz.people.rules import ContactKind
from tests.factories import make_team, make_user

Receive = Callable[..., Case]


@pytest.fixture
def wall(receive: Receive, agent: Actor) -> Case:
    """Frau Überschär's lamp, with an answer and a note."""
    case = receive(
        "Die Stehlampe 4711 wackelt. Das ist eine Unverschämtheit!",
        sender_name="Gerda Überschär", sender_address="g.ueberschaer@hotel-see.example",
        subject="Lieferung Straßenfest",
    )  # fmt: skip
    people.add_contact(customer_id=case.customer_id, by=SYSTEM, kind=ContactKind.PHONE, written="0171 5550123")
    actions.send_reply(case_id=case.pk, by=agent, text="Wir tauschen den Fuß aus Gußeisen.")
    actions.write_note(case_id=case.pk, by=agent, text="Spediteur fragen: Möbelwagen defekt?")
    receive(
        "Ich hätte gern einen Katalog.", sender_name="Otto Brandt", sender_address="otto@x.example", subject="Bitte"
    )
    return case


@pytest.mark.parametrize(
    "words",
    ["überschär", "ÜBERSCHÄR", "ueberschaer", "uberschar", "gerda", "übersch gerda", "Überschär, Gerda", "hotel-see",
     "see.example", "strassenfest", "STRASSENFEST", "lieferung", "unverschämtheit", "UNVERSCHÄMTHEIT",
     "unverschaemtheit", "lampe", "stehlampe 4711", "gerda 4711", "möbelwagen", "spediteur überschär", "gusseisen",
     "0171 5550123", "+49 171 5550123", "5550123", "4711 hotel gusseisen möbel"],
)  # fmt: skip
def test_any_word_finds_the_case(wall: Case, agent: Actor, words: str) -> None:
    assert find_cases(agent, words) == [wall.pk]


@pytest.mark.parametrize(
    "words",
    ["überschär katalog", "gerda brandt", "4712", "zzz", "überschär 4712", "-", "%", "_", "'; drop", "\\", "a" * 300],
)
def test_words_of_nobody_find_nothing(wall: Case, agent: Actor, words: str) -> None:
    assert find_cases(agent, words) == []


def test_a_number_is_found_with_and_without_its_letters(wall: Case, agent: Actor) -> None:
    letters, _dash, digits = wall.number.partition("-")
    ways = (wall.number, wall.number.lower(), digits, f"{letters}{digits}", f"{letters.lower()} {digits}", f"#{digits}")

    assert [words for words in ways if find_cases(agent, words) != [wall.pk]] == []


def test_a_new_subject_a_moved_letter_and_a_dissolved_case_are_found_by_what_they_hold_now(
    wall: Case, receive: Receive, agent: Actor
) -> None:
    second = receive("Das Kabel glüht.", case_id=wall.pk)
    glowing = second.messages.get(text="Das Kabel glüht.")

    split = actions.move_message(message_id=glowing.pk, by=agent, case_id=None)
    actions.set_subject(case_id=wall.pk, by=agent, subject="Fuß tauschen")

    assert (find_cases(agent, "kabel glüht"), find_cases(agent, "lieferung fuß tauschen")) == ([split.pk], [])
    assert find_cases(agent, "fuss tauschen") == [wall.pk]


def test_hits_are_the_newest_cases_that_the_actor_may_see(receive: Receive, agent: Actor) -> None:
    team = make_team("Versand")
    hidden = receive("Der Kronleuchter klirrt.", team_id=team.pk)
    seen = receive("Der Kronleuchter klirrt.", sender_address="b@x.example")
    lead = actor_for(make_user(is_lead=True))

    assert find_cases(agent, "kronleuchter") == [seen.pk]
    assert find_cases(lead, "kronleuchter klirrt") == [seen.pk, hidden.pk]


def test_words_are_looked_for_in_the_newest_cases_and_customers_in_all(
    receive: Receive, agent: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = receive("Der Dimmer surrt.", sender_name="Ilse Tran", sender_address="ilse@x.example")
    receive("Der Dimmer surrt.", sender_name="Udo Klar", sender_address="udo@x.example")
    monkeypatch.setattr(finding, "NEWEST_SEARCHED", 1)

    assert old.pk not in find_cases(agent, "dimmer")
    assert [find_cases(agent, words) for words in ("tran", old.number)] == [[old.pk], [old.pk]]


@pytest.mark.parametrize("rows", [1, 30])
def test_looking_costs_the_same_queries_whatever_the_rows(
    receive: Receive, agent: Actor, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        receive("Die Birne ist kaputt.", sender_address=f"k{number}@x.example", sender_name=f"Kai {number}")

    with django_assert_num_queries(4):  # one for each word, one for the customers, one for the cases
        assert len(find_cases(agent, "kai birne")) == rows


def test_words_are_kept_once_and_in_bounds() -> None:
    assert joined(["Straße straße STRASSE", "Löwe"]) == " strasse lowe "
    assert len(joined([" ".join(f"w{number}" for number in range(9000))])) <= 20_000


def test_words_gathered_anew_are_those_that_were_added(wall: Case) -> None:
    before = set(CaseWords.objects.get(pk=wall.pk).words.split())

    CaseWords.objects.rewrite([wall.pk])

    assert set(CaseWords.objects.get(pk=wall.pk).words.split()) == before
