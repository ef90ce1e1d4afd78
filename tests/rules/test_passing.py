"""Rules that wait for time to pass: once for each case and state, by the clock or in business hours."""

from __future__ import annotations

from collections.abc import Callable

from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions
from kulanz.cases.models import Case, Tag
from kulanz.cases.rules import WaitingFor
from kulanz.events.actor import Actor
from kulanz.rules.actions import bring_back, forget_runs, run_time_rules, save_rule
from kulanz.rules.models import RuleRun
from kulanz.rules.rules import Content, RulePart
from tests.conftest import Clock
from tests.factories import make_case, tags_on

from .conftest import Receive, Write, part


def waits(hours: int, clock: str = "plain", state: str = "with-us") -> RulePart:
    return part("time", state=state, hours=hours, clock=clock)


def test_a_case_that_waits_for_us_is_looked_at_once_when_its_time_has_passed(
    write: Write, receive: Receive, tag: Tag, clock: Clock
) -> None:
    write("Wartet", waits(4), part("note", text="Wartet seit vier Stunden."), part("tag-on", tag=tag.pk))
    case = receive()

    assert run_time_rules() == 0
    clock.advance(hours=4)
    assert (run_time_rules(), run_time_rules()) == (1, 0)
    assert (tags_on(case), case.notes.count()) == (["Retoure"], 1)


def test_business_hours_do_not_pass_at_night(write: Write, receive: Receive, tag: Tag, clock: Clock) -> None:
    write("Wartet", waits(8, "business"), part("tag-on", tag=tag.pk))
    case = receive()  # Monday at ten, open from nine to five

    clock.advance(hours=10)
    assert (run_time_rules(), tags_on(case)) == (0, [])
    clock.advance(hours=14)  # Tuesday at ten
    assert (run_time_rules(), tags_on(case)) == (1, ["Retoure"])


def test_a_new_state_is_looked_at_anew_and_a_case_that_did_not_fit_is_not(
    write: Write, tag: Tag, clock: Clock, by: Actor, receive: Receive
) -> None:
    rule = write("Nachfassen", waits(24, state="waiting-others"), part("note", text="Bitte nachfragen."),
                 conditions=[part("tag", how="has", tag=tag.pk)])  # fmt: skip
    case = receive()
    actions.wait_for(case_id=case.pk, by=by, whom=WaitingFor.OTHERS)
    clock.advance(hours=24)
    assert run_time_rules() == 0
    actions.change_tags(case_id=case.pk, by=by, add=["Retoure"])
    assert run_time_rules() == 0

    actions.wait_for(case_id=case.pk, by=by, whom=WaitingFor.OTHERS)
    clock.advance(hours=24)

    assert run_time_rules() == 1
    assert [run.fits for run in RuleRun.objects.filter(rule=rule).order_by("id")] == [False, True]


def test_what_was_due_before_a_rule_was_switched_on_does_not_concern_it(
    write: Write, receive: Receive, tag: Tag, clock: Clock
) -> None:
    old = receive()
    clock.advance(hours=3)
    new = receive(sender_address="ben@post.example")
    clock.advance(hours=2)
    write("Wartet", waits(4), part("tag-on", tag=tag.pk))

    clock.advance(hours=2)
    assert run_time_rules() == 1

    assert (tags_on(old), tags_on(new)) == ([], ["Retoure"])


def test_many_cases_cost_the_same_questions_in_portions(
    write: Write, clock: Clock, tag: Tag, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    write("Wartet", waits(4), part("tag-on", tag=tag.pk), conditions=[part("priority", how="least", level=2)])
    first = make_case(waiting_since=clock.at)
    Case.objects.bulk_create(
        [
            Case(number=f"RL-9{n}", brand=first.brand, customer=first.customer, subject="x", channel="email",
                 waiting_since=clock.at) for n in range(450)
        ]
    )  # fmt: skip
    clock.advance(hours=3)

    # Nobody is due: one question for the rules and one for the portion that is empty.
    with django_assert_max_num_queries(2):
        assert run_time_rules() == 0
    clock.advance(hours=1)
    # Three portions: each is read with its facts and remembered, whatever the number of its cases.
    with django_assert_max_num_queries(3 * 12):
        assert run_time_rules() == 0
    with django_assert_max_num_queries(2):
        assert run_time_rules() == 0
    assert RuleRun.objects.filter(fits=False).count() == 451


def test_an_old_version_comes_back_as_the_newest(write: Write, admin: Actor, tag: Tag) -> None:
    rule = write("Wartet", waits(4), part("tag-on", tag=tag.pk))
    content = Content(waits(8), (), (part("priority", level=2),))
    save_rule(by=admin, name="Wartet lange", content=content, rule_id=rule.pk)
    save_rule(by=admin, name="Wartet lange", content=content, rule_id=rule.pk)

    back = bring_back(rule_id=rule.pk, number=1, by=admin)

    assert (back.number, back.name, back.content["when"]["hours"]) == (3, "Wartet", 4)
    assert [(each.number, each.name, each.saved_by_id) for each in back.versions.all()] == [
        (3, "Wartet", admin.id), (2, "Wartet lange", admin.id), (1, "Wartet", admin.id),
    ]  # fmt: skip


def test_runs_that_changed_nothing_are_forgotten_later(
    write: Write, receive: Receive, settle: Callable[[], None], clock: Clock
) -> None:
    write("Nichts", part("new-case"), part("priority", level=0))
    write("Etwas", part("new-case"), part("priority", level=1))
    receive()
    settle()
    clock.advance(days=91)

    assert RuleRun.objects.count() == 2
    forget_runs()

    assert [run.rule.name for run in RuleRun.objects.all()] == ["Etwas"]
