"""Checklists: put on, ticked with who and when, taken off, and brought along where cases become one."""

from __future__ import annotations

import pytest

from kulanz.cases import actions as of_cases
from kulanz.cases.errors import EmptyText, EndingStopped, NotAllowed, NotFound, ReplyStopped, WrongState
from kulanz.cases.models import Case
from kulanz.cases.rules import EndingReason
from kulanz.checklists.actions import (
    TooManyLines,
    add_lines,
    archive_template,
    put_checklist,
    remove_lines,
    restore_lines,
    save_template,
    tick_line,
)
from kulanz.checklists.models import ChecklistLine, ChecklistTemplate
from kulanz.checklists.queries import lines_of
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from tests.conftest import Clock
from tests.factories import make_case, make_team, make_user


def words_on(case: Case) -> list[str]:
    return [line.words for line in lines_of(case)]


def told() -> list[tuple[str, list[str], bool]]:
    events = Event.objects.filter(kind="checklist-changed").order_by("id")
    return [(event.data["what"], event.data["words"], event.data["undone"]) for event in events]


def test_the_lines_of_a_template_are_put_on_once(case: Case, agent: Actor, template: ChecklistTemplate) -> None:
    first = put_checklist(case_id=case.pk, template_id=template.pk, by=agent)
    again = put_checklist(case_id=case.pk, template_id=template.pk, by=agent)

    assert (len(first), again, words_on(case)) == (3, [], ["Nummer notiert", "Probelauf", "Versand"])
    assert told() == [("added", ["Nummer notiert", "Probelauf", "Versand"], False)]


def test_typed_lines_are_added_without_empty_ones(case: Case, agent: Actor) -> None:
    add_lines(case_id=case.pk, by=agent, lines=["  Chefin  fragen ", "", "Chefin fragen", "x" * 300])

    assert words_on(case) == ["Chefin fragen", "x" * 200]
    with pytest.raises(EmptyText):
        add_lines(case_id=case.pk, by=agent, lines=[" ", ""])


def test_a_case_takes_a_hundred_lines(case: Case, agent: Actor) -> None:
    add_lines(case_id=case.pk, by=agent, lines=[str(number) for number in range(100)])

    with pytest.raises(TooManyLines):
        add_lines(case_id=case.pk, by=agent, lines=["noch eine"])


def test_a_tick_says_who_and_when_and_comes_off_again(case: Case, agent: Actor, clock: Clock) -> None:
    (line_id,) = add_lines(case_id=case.pk, by=agent, lines=["Probelauf"])

    news = [tick_line(line_id=line_id, by=agent, done=done) for done in (True, True)]
    (line,) = lines_of(case)
    ticked = (line.done_by, line.done_at)
    tick_line(line_id=line_id, by=agent, done=False, undone=True)

    assert (news, ticked[0].name, ticked[1]) == ([True, False], "Mara Lindner", clock.now())  # type: ignore[union-attr]
    assert (lines_of(case)[0].done_at, told()[1:]) == (
        None, [("done", ["Probelauf"], False), ("open", ["Probelauf"], True)],
    )  # fmt: skip


def test_what_is_taken_off_comes_back_as_it_was(case: Case, agent: Actor) -> None:
    first, second = add_lines(case_id=case.pk, by=agent, lines=["a", "b"])
    tick_line(line_id=first, by=agent, done=True)

    remove_lines(case_id=case.pk, line_ids=[first, second], by=agent)
    without = words_on(case)
    with pytest.raises(NotFound):
        tick_line(line_id=first, by=agent, done=False)
    restore_lines(case_id=case.pk, line_ids=[first, second], by=agent)

    assert (without, [(line.words, line.done_at is not None) for line in lines_of(case)]) == (
        [], [("a", True), ("b", False)],
    )  # fmt: skip
    with pytest.raises(WrongState):
        restore_lines(case_id=case.pk, line_ids=[first], by=agent)


def test_only_whoever_may_see_the_case_touches_its_list(brand: Brand, agent: Actor) -> None:
    lead, hidden = actor_for(make_user(is_lead=True)), make_case(brand=brand, team=make_team())
    (line_id,) = add_lines(case_id=hidden.pk, by=lead, lines=["a"])

    for step in (
        lambda: tick_line(line_id=line_id, by=agent, done=True),
        lambda: remove_lines(case_id=hidden.pk, line_ids=[line_id], by=agent),
        lambda: add_lines(case_id=hidden.pk, by=agent, lines=["b"]),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_a_list_that_is_needed_holds_the_end_of_its_case(case: Case, agent: Actor, template: ChecklistTemplate) -> None:
    ChecklistTemplate.objects.update(needed=True)
    lines = put_checklist(case_id=case.pk, template_id=template.pk, by=agent)
    tick_line(line_id=lines[0], by=agent, done=True)

    with pytest.raises(EndingStopped) as stopped:
        of_cases.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)
    assert [(stop.code, stop.where) for stop in stopped.value.stops] == [("checklist-open", f"line-{lines[1]}")]
    with pytest.raises(ReplyStopped):
        of_cases.send_reply(case_id=case.pk, by=agent, text="Guten Tag.", proposes_solution=True, stops_are_known=True)
    for line_id in lines[1:]:
        tick_line(line_id=line_id, by=agent, done=True)
    of_cases.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)


def test_neither_other_lists_nor_spam_hold_anything(case: Case, agent: Actor, template: ChecklistTemplate) -> None:
    put_checklist(case_id=case.pk, template_id=template.pk, by=agent)
    ChecklistLine.objects.create(case=make_case(), words="anderswo", needed=True, added_by_id=agent.user_id)
    of_cases.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER)

    other = ChecklistLine.objects.get(words="anderswo").case
    of_cases.end_case(case_id=other.pk, by=agent, reason=EndingReason.SPAM)

    assert not Case.objects.filter(is_open=True).exists()


def test_the_lines_of_a_merged_case_come_along_and_go_back(case: Case, brand: Brand, agent: Actor) -> None:
    again = make_case(brand=brand, customer=case.customer)
    add_lines(case_id=case.pk, by=agent, lines=["hier"])
    (there,) = add_lines(case_id=again.pk, by=agent, lines=["dort"])

    of_cases.merge_cases(case_id=again.pk, into_id=case.pk, by=agent)
    together = words_on(case)
    tick_line(line_id=there, by=agent, done=True)
    of_cases.unmerge_case(case_id=again.pk, by=agent)

    assert (together, words_on(case), words_on(again)) == (["hier", "dort"], ["hier"], ["dort"])
    assert lines_of(again)[0].done_at is not None


def test_templates_are_kept_by_administrators(agent: Actor, case: Case, template: ChecklistTemplate) -> None:
    admin = actor_for(make_user(is_admin=True))

    with pytest.raises(NotAllowed):
        save_template(template=template, by=agent, changed=["name"])
    with pytest.raises(NotAllowed):
        archive_template(template_id=template.pk, by=agent, archived=True)
    archive_template(template_id=template.pk, by=admin, archived=True)
    with pytest.raises(NotFound):
        put_checklist(case_id=case.pk, template_id=template.pk, by=agent)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_checklist_costs_its_case_one_query(case: Case, agent: Actor, rows: int, django_assert_num_queries) -> None:
    lines = add_lines(case_id=case.pk, by=agent, lines=[str(number) for number in range(rows)])
    tick_line(line_id=lines[0], by=agent, done=True)
    lines_of(case)

    with django_assert_num_queries(1):
        assert [bool(line.done_by and line.done_by.name) for line in lines_of(case)] == [True] + [False] * (rows - 1)
