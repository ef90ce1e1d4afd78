"""Passing a letter on, at the desk: its page, whom it names before it goes, and how it stands in the thread."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case, Draft, Message
from kulanz.cases.rules import Direction, EndingReason
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from tests.factories import make_case
from tests.pages import in_one_line

from .conftest import Arrive

ULF = "Ulf Werk <ulf@werkstatt.example>"
NAMED = "geht an 1 Person, die nicht zu diesem Anliegen gehört: Ulf Werk (ulf@werkstatt.example)"


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """Anna's letter with two files."""
    return arrive(
        "Die Lampe flackert.",
        uploads=(Upload("foto.txt", "text/plain", b"Bild"), Upload("rechnung.pdf", "application/pdf", b"PDF")),
    )


def page(desk: Client, case: Case, query: str = "") -> str:
    return in_one_line(desk.get(f"/cases/{case.number}/forwarding/{query}").content.decode())


def send(desk: Client, case: Case, query: str = "", **more: Any) -> Any:
    form = {"more_to": ULF, "text": "Könnt ihr das richten?", "named": "ulf@werkstatt.example", **more}
    return desk.post(f"/cases/{case.number}/forwarding/{query}", form)


def forward() -> Message:
    return Message.objects.get(is_forward=True)


def test_the_case_and_each_letter_of_others_offer_it(desk: Client, case: Case) -> None:
    shown = desk.get(f"/cases/{case.number}/").content.decode()

    assert 'data-key="f"' in shown
    assert f"/cases/{case.number}/forwarding/?letter={case.messages.get().pk}&amp;" in shown


def test_its_page_says_what_goes_along_with_every_file_ticked(desk: Client, case: Case) -> None:
    shown = page(desk, case, f"?letter={case.messages.get().pk}")

    assert "Diese Nachricht geht mit" in shown and "Betreff: WG: Lampe" in shown
    assert "Die Lampe flackert." in shown
    assert shown.count('name="file"') == shown.count("checked><span>") == 2


def test_where_nothing_was_said_yet_a_sentence_says_so(desk: Client, team: Team, agent: User, case: Case) -> None:
    by = actor_for(agent)
    called, begun = make_case(team=team), make_case(team=team)
    actions.write_note(case_id=called.pk, by=by, text="Rief an.", call=Direction.IN, spoke_with="Ida")
    actions.send_reply(case_id=begun.pk, by=by, text="Noch nicht gesendet.", stops_are_known=True)
    taken_back = send(desk, make_case(team=team))

    for each in (called, begun):
        answer = desk.get(f"/cases/{each.number}/forwarding/", follow=True)
        assert "noch keinen Brief, der weitergeleitet werden könnte" in in_one_line(answer.content.decode())
        assert answer.redirect_chain == [(f"/cases/{each.number}/", 302)]
    assert taken_back.status_code == 302


def test_the_whole_counts_its_letters(desk: Client, case: Case, arrive: Arrive) -> None:
    arrive("Und sie brummt.", case_id=case.pk)

    assert "Der ganze Schriftwechsel: 2 Nachrichten" in page(desk, case)


def test_sent_it_stands_in_the_thread_as_what_it_is_and_can_be_taken_back(desk: Client, case: Case) -> None:
    files = [each.public_id for each in case.messages.get().attachments.all()]

    answer = send(desk, case, f"?letter={case.messages.get().pk}&view=mine", file=files[:1])

    shown = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, f"/cases/{case.number}/")
    assert [each.name for each in forward().attachments.all()] == ["foto.txt"]
    assert "weitergeleitet an Ulf Werk, noch nicht gesendet" in shown
    assert "Was weitergeleitet wurde" in shown
    assert 'class="entry ours forward held"' in shown
    assert f"/cases/{case.number}/withdrawals/{forward().pk}/" in shown


def test_whoever_is_not_part_of_the_case_is_named_before_it_goes(desk: Client, case: Case) -> None:
    first = send(desk, case, named="")

    shown = in_one_line(first.content.decode())
    assert first.status_code == 422
    assert NAMED in shown and "Noch wurde nichts gesendet." in shown
    assert 'name="named" value="ulf@werkstatt.example"' in shown
    assert not Message.objects.filter(is_forward=True).exists()
    assert send(desk, case).status_code == 302


def test_whoever_is_added_after_that_is_named_as_well(desk: Client, case: Case) -> None:
    assert send(desk, case, more_cc="neu@anders.example").status_code == 422


def test_to_those_who_are_part_of_the_case_nobody_is_asked_about(desk: Client, case: Case) -> None:
    assert send(desk, case, more_to="anna@post.example", named="").status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Bitte schreiben Sie eine Zeile dazu"),
        ({"more_to": "", "named": ""}, "Bitte wählen Sie, an wen die Antwort geht."),
        ({"more_to": "Ulf"}, "„Ulf“ ist keine E-Mail-Adresse"),
        ({"text": "Bis ‹Tag›?"}, "Noch auszufüllen: ‹Tag›"),
        ({"text": "Anbei das Foto."}, "Der Text kündigt eine Datei an"),
    ],
)
def test_what_holds_it_is_said_and_everything_stays_typed(
    desk: Client, case: Case, changes: dict[str, str], words: str
) -> None:
    answer = send(desk, case, **changes)

    shown = in_one_line(answer.content.decode())
    assert answer.status_code == 422
    assert words in shown
    assert f">{changes.get('text', 'Könnt ihr das richten?')}</textarea>" in shown
    assert not Message.objects.filter(is_forward=True).exists()


@pytest.mark.parametrize(("button", "text"), [("meant", "Bis ‹Tag›?"), ("anyway", "Anbei das Foto.")])
def test_what_is_meant_so_goes(desk: Client, case: Case, button: str, text: str) -> None:
    assert send(desk, case, text=text, **{button: "1"}).status_code == 302


def test_too_much_for_one_letter_is_said(desk: Client, case: Case, settings: Any) -> None:
    settings.LINKED_SIZE_LIMIT = 2
    files = [each.public_id for each in case.messages.get().attachments.all()]

    answer = send(desk, case, file=files)

    assert answer.status_code == 422
    assert "passt nicht mehr dazu" in answer.content.decode()


def test_taken_back_its_page_is_there_again_as_it_was(desk: Client, case: Case) -> None:
    letter = case.messages.get()
    files = [each.public_id for each in letter.attachments.all()]
    send(desk, case, f"?letter={letter.pk}", file=files[:1])

    back = desk.post(f"/cases/{case.number}/withdrawals/{forward().pk}/")

    assert back.url == f"/cases/{case.number}/forwarding/?letter={letter.pk}"
    shown = in_one_line(desk.get(back.url).content.decode())
    assert ">Könnt ihr das richten?</textarea>" in shown
    assert 'name="to" value="Ulf Werk &lt;ulf@werkstatt.example&gt;" checked' in shown
    assert NAMED in shown
    assert f'value="{files[0]}" checked' in shown and f'value="{files[1]}" checked' not in shown


def test_what_is_being_written_is_kept_and_gone_when_it_went(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/drafts/forward/", {"text": "Könnt ihr", "more_to": ULF, "offered": ""})
    assert Draft.objects.get().recipients[0]["address"] == "ulf@werkstatt.example"
    assert ">Könnt ihr</textarea>" in page(desk, case)

    send(desk, case)

    assert not Draft.objects.exists()


def test_on_wish_the_case_waits(desk: Client, case: Case) -> None:
    send(desk, case, waits="1")

    case.refresh_from_db()
    assert case.status == "waiting-others"


def test_an_ended_case_offers_no_waiting(desk: Client, case: Case, agent: User) -> None:
    assert 'name="waits"' in page(desk, case)

    actions.end_case(case_id=case.pk, by=actor_for(agent), reason=EndingReason.SPAM)

    assert 'name="waits"' not in page(desk, case)


def test_what_an_outside_party_answers_is_shown_as_theirs(desk: Client, case: Case, arrive: Arrive) -> None:
    outside = {"sender_address": "ulf@werkstatt.example", "sender_name": "Ulf Werk"}
    arrive("Bringt sie.", case_id=case.pk, hints=({"code": "from-outside"},), **outside)

    shown = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())

    assert ">Ulf Werk</h3>" in shown
    assert "von außen, per E-Mail" in shown


def test_an_answer_to_an_outside_party_says_that_they_are_none_of_the_case(
    desk: Client, case: Case, arrive: Arrive
) -> None:
    outside = {"sender_address": "ulf@werkstatt.example", "sender_name": "Ulf Werk"}
    arrive("Bringt sie.", case_id=case.pk, hints=({"code": "from-outside"},), **outside)
    theirs = case.messages.latest("id").pk

    shown = in_one_line(desk.get(f"/cases/{case.number}/?answer={theirs}").content.decode())

    assert NAMED in shown
    assert 'class="stranger"' in shown


def test_an_answer_goes_to_the_customer_although_an_outside_party_wrote_last(
    desk: Client, case: Case, arrive: Arrive, agent: User
) -> None:
    outside = {"sender_address": "ulf@werkstatt.example", "sender_name": "Ulf Werk"}
    for text in ("Bringt sie.", "Oder schickt sie."):
        arrive(text, case_id=case.pk, hints=({"code": "from-outside"},), **outside)

    shown = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())
    letter = actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Wir bringen sie.")

    assert NAMED not in shown
    assert [each["address"] for each in letter.recipients] == ["anna@post.example"]


def test_between_the_people_of_a_case_nobody_is_marked(desk: Client, case: Case) -> None:
    shown = desk.get(f"/cases/{case.number}/").content.decode()

    assert "gehört: " not in shown.replace("gehört: {names}", "")
    assert NAMED not in shown


@pytest.mark.parametrize("path", ["forwarding/", "people/?q=anna"])
def test_another_team_finds_nothing_there(outsider: Client, case: Case, path: str) -> None:
    assert outsider.get(f"/cases/{case.number}/{path}").status_code == 403
    assert outsider.post(f"/cases/{case.number}/{path}").status_code in {403, 405}


@pytest.mark.parametrize("letter", ["999999", "9" * 30])
def test_a_letter_that_is_not_there_is_not_found(desk: Client, case: Case, letter: str) -> None:
    expected = 404 if len(letter) < 20 else 200  # what is no id is none: then all is passed on

    assert desk.get(f"/cases/{case.number}/forwarding/?letter={letter}").status_code == expected


@pytest.mark.parametrize("letters", [1, 30])
def test_its_page_costs_the_same_whatever_the_correspondence(
    desk: Client, case: Case, arrive: Arrive, letters: int, django_assert_num_queries: Any
) -> None:
    for _each in range(letters):
        arrive(case_id=case.pk)
    desk.get(f"/cases/{case.number}/forwarding/")

    with django_assert_num_queries(10):
        desk.get(f"/cases/{case.number}/forwarding/")
