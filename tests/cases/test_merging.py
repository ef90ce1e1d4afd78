"""Two cases become one and apart again: nothing is copied or lost, and everything finds back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kulanz.cases import actions, queries
from kulanz.cases.access import case_numbered
from kulanz.cases.errors import BrandsDiffer, CustomersDiffer, NotAllowed, NotFound, WrongState
from kulanz.cases.models import Case, CaseCount, Draft, Message, Note
from kulanz.cases.queries import ListFilter, View, case_list
from kulanz.cases.rules import CaseStatus, WaitingFor, comes_back, waiting_comes_along
from kulanz.config.commands.cases import case_lines
from kulanz.core import clock
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.promises.actions import record_promise
from kulanz.promises.models import Promise
from tests.factories import make_brand, make_team, make_user, tags_on

from .test_receive import Receive

BORIS = {"sender_address": "boris@post.example", "sender_name": "Boris Kern", "subject": "Leuchte"}


@pytest.fixture
def case(receive: Receive) -> Case:
    """The case that stays."""
    return receive("Wo bleibt meine Lampe?")


@pytest.fixture
def again(receive: Receive) -> Case:
    """The same customer once more."""
    return receive("Noch einmal: wo bleibt sie?", subject="Lieferung 4711")


def merge(case: Case, into: Case, by: Actor, **more: bool) -> None:
    actions.merge_cases(case_id=case.pk, into_id=into.pk, by=by, **more)
    case.refresh_from_db()
    into.refresh_from_db()


def unmerge(case: Case, by: Actor) -> None:
    actions.unmerge_case(case_id=case.pk, by=by)
    case.refresh_from_db()


def texts(case: Case) -> list[str]:
    return list(case.messages.order_by("at", "id").values_list("text", flat=True))


def counted() -> dict[str, int]:
    return {row.status: row.amount for row in CaseCount.objects.exclude(amount=0)}


def test_the_letters_of_both_are_in_one_case_which_counts_once(case: Case, again: Case, agent: Actor) -> None:
    merge(again, case, agent)

    assert texts(case) == ["Wo bleibt meine Lampe?", "Noch einmal: wo bleibt sie?"]
    assert (counted(), [line["number"] for line in case_lines()]) == ({"new": 1}, [case.number])
    assert [each.pk for each in case_list(agent, ListFilter(view=View.ALL)).cases] == [case.pk]
    assert list(Event.objects.filter(kind="case-merged").values_list("subject_id", "data__from_number")) == [
        (case.pk, again.number)
    ]


@pytest.mark.parametrize("words", ["{number}", "4711", "Noch einmal"])
def test_a_merged_case_is_found_by_its_number_and_words(case: Case, again: Case, agent: Actor, words: str) -> None:
    merge(again, case, agent)

    found = case_list(agent, ListFilter(view=View.ALL, words=words.format(number=again.number))).cases

    assert [each.number for each in found] == [case.number]
    assert case_numbered(again.number, agent).pk == case.pk


def test_apart_again_each_letter_is_where_it_was(case: Case, again: Case, agent: Actor) -> None:
    before = Case.objects.order_by("pk").values()
    stood = list(before)
    merge(again, case, agent)

    unmerge(again, agent)

    assert (texts(case), texts(again)) == (["Wo bleibt meine Lampe?"], ["Noch einmal: wo bleibt sie?"])
    assert list(before.all()) == stood
    assert counted() == {"new": 2}
    assert not Message.objects.exclude(merged_from=None).exists()


def test_what_came_meanwhile_goes_to_the_thread_it_answered(
    case: Case, again: Case, agent: Actor, receive: Receive
) -> None:
    merge(again, case, agent)
    receive("Zur Lampe", case_id=case.pk)
    there = receive("Zur Lieferung", case_id=again.pk)
    theirs = Message.objects.get(text="Zur Lieferung")
    actions.send_reply(case_id=case.pk, by=agent, text="Sie kommt.", answers_id=theirs.pk)

    unmerge(again, agent)

    assert there == case
    assert texts(case) == ["Wo bleibt meine Lampe?", "Zur Lampe"]
    assert texts(again) == ["Noch einmal: wo bleibt sie?", "Zur Lieferung", "Sie kommt."]


def test_a_case_that_was_closed_is_ours_again_where_somebody_wrote_in_it_meanwhile(
    case: Case, again: Case, agent: Actor, receive: Receive
) -> None:
    actions.end_case(case_id=again.pk, by=agent, reason=actions.ending.EndingReason.NO_ANSWER)
    merge(again, case, agent)
    receive("Doch noch etwas", case_id=again.pk)

    unmerge(again, agent)

    assert (again.status, again.is_open, again.waiting_since) == (
        "with-us", True, Message.objects.get(text="Noch einmal: wo bleibt sie?").at,
    )  # fmt: skip


def test_notes_drafts_tags_and_keys_come_along_and_go_back(case: Case, again: Case, agent: Actor) -> None:
    actions.write_note(case_id=again.pk, by=agent, text="Ruft an")
    actions.save_draft(case_id=again.pk, by=agent, kind="reply", text="Guten Tag")
    actions.change_tags(case_id=again.pk, by=agent, add=["Eilt", "Lager"])
    actions.change_tags(case_id=case.pk, by=agent, add=["Eilt"])
    key = actions.create_link(case_id=again.pk, customer_id=again.customer_id)
    token = queries.link_token(key)

    merge(again, case, agent)
    together = (Note.objects.get().case_id, Draft.objects.get().case_id, tags_on(case), queries.link_for(token).case)
    unmerge(again, agent)
    case.refresh_from_db()

    assert together == (case.pk, case.pk, ["Eilt", "Lager"], case)
    assert (Note.objects.get().case_id, Draft.objects.get().case_id, tags_on(case), tags_on(again)) == (
        again.pk, again.pk, ["Eilt"], ["Eilt", "Lager"],
    )  # fmt: skip
    assert queries.link_for(token).case == again


def test_two_drafts_of_one_person_become_one(case: Case, again: Case, agent: Actor) -> None:
    for each, text in ((case, "Guten Tag"), (again, "Sie kommt morgen.")):
        actions.save_draft(case_id=each.pk, by=agent, kind="reply", text=text)

    merge(again, case, agent)

    assert Draft.objects.get().text == "Guten Tag\n\nSie kommt morgen."


@pytest.mark.parametrize("writes_on", [False, True])
def test_apart_again_each_draft_is_where_it_was_unless_somebody_wrote_on(
    case: Case, again: Case, agent: Actor, writes_on: bool
) -> None:
    people = [{"name": "Vera", "address": "vera@post.example", "role": "to"}]
    for each, text, whom in ((case, "Guten Tag", []), (again, "Sie kommt morgen.", people)):
        actions.save_draft(case_id=each.pk, by=agent, kind="reply", text=text, recipients=whom)
    before = list(Draft.objects.order_by("case").values_list("case", "text", "recipients"))
    merge(again, case, agent)
    if writes_on:
        actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Guten Tag\n\nSie kommt morgen. Gewiss!")
    together = list(Draft.objects.values_list("case", "text", "recipients"))

    unmerge(again, agent)

    after = list(Draft.objects.order_by("case").values_list("case", "text", "recipients"))
    assert after == (together if writes_on else before)


def test_promises_stand_where_their_letter_is(case: Case, again: Case, agent: Actor) -> None:
    due = clock.now() + timedelta(days=1)
    record_promise(case_id=again.pk, by=agent, words="Wir schreiben bis Freitag", due_at=due)
    actions.send_reply(case_id=again.pk, by=agent, text="Wir schreiben bis Freitag")
    record_promise(case_id=again.pk, by=agent, words="Wir rufen an", due_at=due)
    actions.save_draft(case_id=again.pk, by=agent, kind="reply", text="Wir rufen an.")

    merge(again, case, agent)
    together = set(Promise.objects.values_list("case_id", flat=True))
    unmerge(again, agent)

    assert together == {case.pk}
    assert set(Promise.objects.values_list("case_id", flat=True)) == {again.pk}


def test_whoever_has_not_read_one_has_not_read_both(case: Case, again: Case, agent: Actor) -> None:
    actions.mark_read(case_id=case.pk, by=agent)

    merge(again, case, agent)

    page = queries.case_page(agent, case.number)
    assert [entry.is_new for entry in page.entries if entry.message] == [False, True]


def test_whoever_has_read_both_finds_nothing_new(case: Case, again: Case, agent: Actor) -> None:
    for each in (case, again):
        actions.mark_read(case_id=each.pk, by=agent)

    merge(again, case, agent)

    assert not queries.case_page(agent, case.number).is_unread


def test_a_case_that_waits_is_ours_again_with_a_letter_that_nobody_answered(
    case: Case, again: Case, agent: Actor
) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Welche Farbe?", waits=True)

    merge(again, case, agent)
    together = case.status
    unmerge(again, agent)
    case.refresh_from_db()

    assert (together, case.status) == ("with-us", "waiting-customer")


def test_what_the_merged_case_waits_for_comes_along_where_nobody_waits_for_us(
    case: Case, again: Case, agent: Actor
) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Wir kümmern uns.")
    actions.send_reply(case_id=again.pk, by=agent, text="Wir fragen nach.")
    actions.wait_for(case_id=again.pk, by=agent, whom=WaitingFor.OTHERS, reason="das Werk")

    merge(again, case, agent)
    page = queries.case_page(agent, case.number)
    unmerge(again, agent)
    case.refresh_from_db()

    assert (page.case.status, page.waits.reason) == ("waiting-others", "das Werk")
    assert (case.status, again.status) == ("with-us", "waiting-others")


def test_an_ended_case_that_takes_in_an_open_one_is_open_until_that_is_undone(
    case: Case, again: Case, agent: Actor
) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=actions.ending.EndingReason.NO_ANSWER)

    merge(again, case, agent)
    together = case.status
    unmerge(again, agent)
    case.refresh_from_db()

    assert (together, case.status, again.status) == ("with-us", "ended", "new")


def test_a_chain_of_merges_comes_apart_in_any_order(case: Case, again: Case, agent: Actor, receive: Receive) -> None:
    third = receive("Ein drittes Mal", subject="Drei")
    merge(third, again, agent)
    merge(again, case, agent)
    assert case_numbered(third.number, agent).pk == case.pk

    unmerge(third, agent)
    assert (texts(third), len(texts(case))) == (["Ein drittes Mal"], 2)
    merge(third, again, agent)
    third.refresh_from_db()
    assert third.merged_into_id == case.pk
    unmerge(again, agent)

    assert (len(texts(case)), texts(again)) == (2, ["Noch einmal: wo bleibt sie?"])


def test_a_case_takes_those_merged_into_it_along_when_it_is_separated(
    case: Case, again: Case, agent: Actor, receive: Receive
) -> None:
    third = receive("Ein drittes Mal", subject="Drei")
    merge(third, again, agent)
    merge(again, case, agent)

    unmerge(again, agent)

    assert (texts(again), texts(case)) == (
        ["Noch einmal: wo bleibt sie?", "Ein drittes Mal"],
        ["Wo bleibt meine Lampe?"],
    )
    assert case_numbered(third.number, agent).pk == again.pk
    unmerge(third, agent)
    assert texts(again) == ["Noch einmal: wo bleibt sie?"]


def test_a_step_that_still_names_the_merged_case_is_done_where_it_goes_on(
    case: Case, again: Case, agent: Actor
) -> None:
    merge(again, case, agent)

    actions.write_note(case_id=again.pk, by=agent, text="Späte Notiz")

    assert Note.objects.get().case == case


def test_cases_of_two_customers_are_merged_only_by_whoever_knows_it(case: Case, receive: Receive, agent: Actor) -> None:
    boris = receive("Meine auch", **BORIS)

    with pytest.raises(CustomersDiffer) as refused:
        actions.merge_cases(case_id=boris.pk, into_id=case.pk, by=agent)
    merge(boris, case, agent, customers_are_known=True)

    assert refused.value.names == ("Boris Kern", "Anna Meier")
    assert [each.customer_name for each in queries.case_page(agent, case.number).merged] == ["Boris Kern"]


def test_brands_stay_apart(case: Case, agent: Actor) -> None:
    other = make_brand(name="Zweirad Nord", prefix="ZN")
    there = Case.objects.create(brand=other, customer=case.customer, number="ZN-1", subject="Lampe", channel="email")

    with pytest.raises(BrandsDiffer):
        actions.merge_cases(case_id=there.pk, into_id=case.pk, by=agent)


def test_a_case_is_not_merged_with_itself_nor_with_one_that_nobody_sees(
    case: Case, receive: Receive, brand: object
) -> None:
    team = make_team("Service")
    by = actor_for(make_user(teams=(team,)))
    hidden = receive("Geheim", team_id=make_team("Geheim").pk)

    for into, refusal in ((case, WrongState), (hidden, NotAllowed)):
        with pytest.raises(refusal):
            actions.merge_cases(case_id=case.pk, into_id=into.pk, by=by)
    with pytest.raises(NotFound):
        actions.merge_cases(case_id=case.pk, into_id=999_999, by=by)
    with pytest.raises(NotFound):
        actions.unmerge_case(case_id=case.pk, by=by)


@pytest.mark.parametrize(
    ("status", "merged", "is_awaited", "back", "along"),
    [
        ("waiting-customer", "new", False, True, False),
        ("solution-proposed", "with-us", False, True, False),
        ("with-us", "new", False, False, False),
        ("with-us", "waiting-others", False, False, True),
        ("with-us", "waiting-others", True, False, False),
        ("waiting-others", "waiting-customer", False, False, False),
        ("solution-proposed", "waiting-customer", False, False, False),
        ("confirmed", "waiting-customer", False, False, True),
    ],
)
def test_two_cases_wait_for_whom_they_wait_together(
    status: str, merged: str, *, is_awaited: bool, back: bool, along: bool
) -> None:
    both = CaseStatus(status), CaseStatus(merged)

    assert (comes_back(*both), waiting_comes_along(*both, is_awaited=is_awaited)) == (back, along)


@pytest.mark.parametrize("first_is_shared", [False, True])
def test_a_draft_for_oneself_is_not_shown_because_it_joins_a_shared_one(
    case: Case, again: Case, agent: Actor, first_is_shared: bool
) -> None:
    for each, text in ((case, "Guten Tag"), (again, "Sie kommt morgen.")):
        actions.save_draft(case_id=each.pk, by=agent, kind="reply", text=text)
    shared = case if first_is_shared else again
    actions.share_draft(case_id=shared.pk, by=agent)

    merge(again, case, agent)

    draft = Draft.objects.get()
    assert (draft.text, draft.is_shared, draft.offered_to_id) == ("Guten Tag\n\nSie kommt morgen.", False, None)
