"""Snoozing: out of the working views until a moment or a reply, back exactly once, undone completely."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases import actions, errors, tasks
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, CaseCount, ReadMark, Snooze
from kulanz.cases.queries import ListFilter, View, case_list, case_page, today, view_counts
from kulanz.cases.queries.lists import beginning_with, view_with
from kulanz.cases.rules import EndingReason, WaitingFor
from kulanz.core import clock
from kulanz.core.clock import now
from kulanz.events import jobs
from kulanz.events.actor import Actor
from kulanz.events.models import Event, Job
from kulanz.people.actors import actor_for, customer_actor
from kulanz.people.models import User
from tests.factories import make_case, make_team, make_user
from tests.stories import stories

Receive = Callable[..., Case]


@pytest.fixture
def case(receive: Receive, agent: Actor) -> Case:
    """A case that somebody works on."""
    case = receive()
    actions.take_case(case_id=case.pk, by=agent)
    case.refresh_from_db()
    return case


def tomorrow() -> datetime:
    return now() + timedelta(days=1)


def snooze(case: Case, by: Actor, until: datetime | None = None) -> Snooze:
    actions.snooze_case(case_id=case.pk, by=by, until=until)
    return Snooze.objects.latest("id")


def is_snoozed(case: Case) -> bool:
    case.refresh_from_db()
    assert Snooze.objects.filter(case=case, ended_at=None).exists() == case.is_snoozed
    return case.is_snoozed


def held_by(actor: Actor, view: View) -> list[str]:
    """The numbers that a view shows, and that its figure is right."""
    found = [case.number for case in case_list(actor, ListFilter(view=view)).cases]
    assert view_counts(actor).of(view) == len(found)
    return found


def told(kind: str) -> list[dict[str, object]]:
    return [event.data for event in Event.objects.filter(kind=kind).order_by("id")]


def test_a_snoozed_case_leaves_the_working_views_and_stands_in_its_own(case: Case, agent: Actor) -> None:
    snooze(case, agent, tomorrow())

    working = (View.MINE, View.UNASSIGNED, View.WITH_US, View.SOLVED, View.CUSTOMER, View.OTHERS)
    assert [held_by(agent, view) for view in working] == [[]] * 6
    assert (held_by(agent, View.SNOOZED), held_by(agent, View.OPEN)) == ([case.number], [case.number])
    assert today(agent).waiting_for_me == []
    case.refresh_from_db()
    assert (case.status, view_with(case, agent)) == ("with-us", View.SNOOZED)


def test_nobodys_case_is_snoozed_for_all_who_see_it(receive: Receive, agent: Actor) -> None:
    case, other = receive(), actor_for(make_user())
    snooze(case, agent, tomorrow())

    assert (held_by(other, View.UNASSIGNED), held_by(other, View.SNOOZED)) == ([], [case.number])
    assert today(other).waiting_in_team == []


def test_what_a_colleague_has_put_aside_stands_among_all_open_ones(case: Case, agent: Actor) -> None:
    other = actor_for(make_user())
    snooze(case, agent, tomorrow())

    assert (held_by(other, View.SNOOZED), held_by(other, View.OPEN)) == ([], [case.number])
    case.refresh_from_db()
    assert view_with(case, other) is View.OPEN


def test_what_comes_back_first_stands_first_and_a_reply_last(receive: Receive, agent: Actor) -> None:
    cases = [receive(sender_address=f"k{number}@post.example") for number in range(4)]
    for case, days in zip(cases, (3, None, 1, 2), strict=True):
        actions.take_case(case_id=case.pk, by=agent) if days != 2 else None
        snooze(case, agent, now() + timedelta(days=days) if days else None)

    order = [cases[place].number for place in (2, 3, 0, 1)]
    assert held_by(agent, View.SNOOZED) == order
    seen, after = [], ""
    while page := case_list(agent, ListFilter(view=View.SNOOZED, after=after), size=1):
        seen += [each.number for each in page.cases]
        if not (after := page.next_after):
            break
    assert seen == order
    cases[0].refresh_from_db()
    beginning = beginning_with(cases[0], ListFilter(view=View.SNOOZED))
    assert [each.number for each in case_list(agent, beginning).cases] == order[2:]


def test_words_and_teams_narrow_what_is_snoozed(receive: Receive, agent: Actor) -> None:
    team = make_team("Werkstatt")
    lead = actor_for(make_user(is_lead=True))
    here, there = receive("Ein Ventil"), receive("Eine Klingel", team_id=team.pk, sender_address="b@post.example")
    snooze(here, agent)
    snooze(there, lead)

    def found(**narrowed: object) -> list[str]:
        return [each.number for each in case_list(lead, ListFilter(view=View.SNOOZED, **narrowed)).cases]  # type: ignore[arg-type]

    assert (found(words="ventil"), found(team=team.pk)) == ([here.number], [there.number])


def test_it_comes_back_at_its_moment_to_the_same_person_and_says_so(case: Case, agent: Actor, clock) -> None:
    actions.mark_read(case_id=case.pk, by=agent)
    put_aside = snooze(case, agent, tomorrow())
    tasks.wake_case.run(snooze_id=put_aside.pk)
    too_early = is_snoozed(case)
    clock.advance(days=1)
    tasks.wake_case.run(snooze_id=put_aside.pk)
    tasks.wake_case.run(snooze_id=put_aside.pk)

    assert (too_early, is_snoozed(case), held_by(agent, View.MINE)) == (True, False, [case.number])
    assert told("case-woken") == [{"case_id": case.pk, "wished_by": "Mara Lindner", "early": False}]
    assert [each.case for each in today(agent).returned] == [case]
    assert not ReadMark.objects.filter(case=case, user_id=agent.user_id).exists()


def test_nobodys_case_comes_back_to_nobody_and_is_told_to_who_wished_it(receive: Receive, agent: Actor, clock) -> None:
    case, other = receive(), actor_for(make_user())
    put_aside = snooze(case, agent, tomorrow())
    clock.advance(days=1)
    tasks.wake_case.run(snooze_id=put_aside.pk)

    assert held_by(other, View.UNASSIGNED) == [case.number]
    assert ([each.case for each in today(agent).returned], today(other).returned) == ([case], [])


def test_handed_over_meanwhile_it_comes_back_to_who_has_it_now(case: Case, agent: Actor, clock) -> None:
    other = actor_for(make_user())
    put_aside = snooze(case, agent, tomorrow())
    actions.assign_case(case_id=case.pk, by=agent, user_id=other.user_id)
    clock.advance(days=1)
    tasks.wake_case.run(snooze_id=put_aside.pk)

    assert (today(agent).returned, [each.case for each in today(other).returned]) == ([], [case])


@pytest.mark.parametrize("step", ["answer", "note", "wait", "end", "snooze", "hand over"])
def test_today_tells_of_it_until_something_is_done(case: Case, agent: Actor, clock, step: str) -> None:
    put_aside = snooze(case, agent, tomorrow())
    clock.advance(days=1)
    tasks.wake_case.run(snooze_id=put_aside.pk)
    clock.advance(minutes=1)
    {
        "answer": lambda: actions.send_reply(case_id=case.pk, by=agent, text="Sie kommt."),
        "note": lambda: actions.write_note(case_id=case.pk, by=agent, text="Angerufen."),
        "wait": lambda: actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.CUSTOMER),
        "end": lambda: actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.NO_ANSWER),
        "snooze": lambda: snooze(case, agent, tomorrow()),
        "hand over": lambda: actions.assign_case(case_id=case.pk, by=agent, user_id=make_user().pk),
    }[step]()

    assert today(agent).returned == []


def test_the_job_is_written_once_for_its_moment_and_none_for_a_reply(case: Case, agent: Actor) -> None:
    until = tomorrow()
    put_aside = snooze(case, agent, until)
    snooze(case, agent, None)

    waiting = [job for job in jobs.engine().claim(50, jobs.IDLE, None) if job.name == "wake-case"]
    assert waiting == []  # none is due yet
    if Job.objects.exists():  # the engine of SQLite
        rows = Job.objects.filter(name="wake-case").values_list("arguments", "due_at", "key")
        assert list(rows) == [({"snooze_id": put_aside.pk}, until, f"wake-case:{put_aside.pk}")]


@pytest.mark.parametrize("until", [True, False], ids=["until a moment", "until a reply"])
def test_a_letter_of_the_customer_brings_it_back_at_once(
    case: Case, agent: Actor, receive: Receive, clock, until: bool
) -> None:
    put_aside = snooze(case, agent, tomorrow() if until else None)
    receive("Wo bleibt sie denn nun?", case_id=case.pk)
    back = is_snoozed(case)
    clock.advance(days=2)
    tasks.wake_case.run(snooze_id=put_aside.pk)

    assert (back, told("case-woken"), held_by(agent, View.MINE)) == (False, [], [case.number])


@pytest.mark.parametrize(
    "letter",
    [{"text": "Danke!"}, {"text": "Vielen Dank, klappt!"}, {"text": "Bin im Urlaub", "is_automatic": True}],
    ids=["thanks", "works", "automatic"],
)
def test_a_mere_thank_you_and_automatic_mail_wake_nobody(
    case: Case, agent: Actor, receive: Receive, letter: dict[str, object]
) -> None:
    snooze(case, agent, tomorrow())
    receive(case_id=case.pk, **letter)

    assert (is_snoozed(case), held_by(agent, View.MINE)) == (True, [])


def test_a_thank_you_in_a_snoozed_case_is_told_today(case: Case, agent: Actor, receive: Receive) -> None:
    snooze(case, agent)
    receive("Danke, klappt!", case_id=case.pk)

    assert [letter.case for letter in today(agent).offered] == [case]


def test_two_letters_of_one_batch_wake_a_case_once(case: Case, agent: Actor) -> None:
    snooze(case, agent, tomorrow())
    letters = [
        Arrival(
            channel="email", brand_id=case.brand_id, text=text, at=now(), case_id=case.pk,
            sender_address="anna@post.example", sender_name="Anna", subject="Lampe",
        )
        for text in ("Noch etwas:", "Danke!")
    ]  # fmt: skip
    actions.receive_messages(letters)

    assert (is_snoozed(case), held_by(agent, View.SNOOZED)) == (False, [])


STEPS: dict[str, Callable[[Case, Actor], object]] = {
    "answer": lambda case, by: actions.send_reply(case_id=case.pk, by=by, text="Sie kommt.", waits=True),
    "end": lambda case, by: actions.end_case(case_id=case.pk, by=by, reason=EndingReason.NO_ANSWER),
    "solve": lambda case, by: actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer)),
    "decline": lambda case, by: actions.decline_solution(case_id=case.pk, by=customer_actor(case.customer)),
    "wake": lambda case, by: actions.wake_case(case_id=case.pk, by=by),
}


@pytest.mark.parametrize("step", STEPS)
def test_what_is_answered_ended_or_taken_back_is_snoozed_no_more(case: Case, agent: Actor, step: str) -> None:
    snooze(case, agent, tomorrow())
    STEPS[step](case, agent)

    assert (is_snoozed(case), held_by(agent, View.SNOOZED), today(agent).returned) == (False, [], [])


def test_a_snoozed_case_lapses_like_all_others(case: Case, agent: Actor) -> None:
    actions.send_reply(case_id=case.pk, by=agent, text="Läuft es?", proposes_solution=True)
    snooze(case, agent)

    assert actions.lapse_silent_cases(at=now() + timedelta(days=60)) == 1
    assert (is_snoozed(case), case.status) == (False, "ended")


def test_an_undone_snooze_leaves_everything_as_it_was(case: Case, agent: Actor, clock) -> None:
    before = Case.objects.filter(pk=case.pk).values().get()
    snooze(case, agent, tomorrow())
    clock.advance(seconds=20)
    actions.undo_snooze(case_id=case.pk, by=agent)

    assert Case.objects.filter(pk=case.pk).values().get() == before
    assert (held_by(agent, View.MINE), held_by(agent, View.SNOOZED)) == ([case.number], [])
    assert [each["undone"] for each in told("case-snoozed")] == [False, True]


def test_undoing_a_second_snooze_gives_the_first_one_back(case: Case, agent: Actor, clock) -> None:
    until = tomorrow()
    first = snooze(case, agent, until)
    clock.advance(minutes=1)
    snooze(case, agent)
    actions.undo_snooze(case_id=case.pk, by=agent)
    given_back = is_snoozed(case), case.snoozed_until
    clock.advance(days=1)
    tasks.wake_case.run(snooze_id=first.pk)

    assert (given_back, is_snoozed(case)) == ((True, until), False)


@pytest.mark.parametrize("step", ["answer", "end"])
def test_undoing_what_ended_a_snooze_gives_it_back(case: Case, agent: Actor, clock, step: str) -> None:
    agent = actor_for(User.objects.get(pk=agent.user_id))
    until = tomorrow()
    snooze(case, agent, until)
    clock.advance(minutes=1)
    done = STEPS[step](case, agent)
    clock.advance(seconds=5)
    if step == "answer":
        actions.withdraw_reply(message_id=done.pk, by=agent)  # type: ignore[attr-defined]
    else:
        actions.undo_ending(case_id=case.pk, by=agent)

    assert (is_snoozed(case), case.snoozed_until) == (True, until)


def test_a_letter_taken_back_leaves_a_snooze_that_was_begun_since(case: Case, agent: Actor, clock) -> None:
    snooze(case, agent, tomorrow())
    clock.advance(minutes=1)
    letter = actions.send_reply(case_id=case.pk, by=agent, text="Sie kommt.")
    clock.advance(seconds=5)
    snooze(case, agent, None)
    actions.withdraw_reply(message_id=letter.pk, by=agent)

    assert (is_snoozed(case), case.snoozed_until) == (True, None)
    assert Snooze.objects.filter(case=case, ended_at=None).count() == 1


def test_only_its_author_undoes_a_snooze_and_only_at_once(case: Case, agent: Actor, clock) -> None:
    snooze(case, agent, tomorrow())
    with pytest.raises(errors.WrongState):
        actions.undo_snooze(case_id=case.pk, by=actor_for(make_user()))
    clock.advance(minutes=1)
    with pytest.raises(errors.WrongState):
        actions.undo_snooze(case_id=case.pk, by=agent)


def test_what_is_closed_or_over_cannot_be_snoozed_nor_what_is_awake_be_woken(case: Case, agent: Actor) -> None:
    with pytest.raises(errors.WrongState):
        snooze(case, agent, now())
    with pytest.raises(errors.WrongState):
        actions.wake_case(case_id=case.pk, by=agent)
    actions.end_case(case_id=case.pk, by=agent, reason=EndingReason.SPAM)
    with pytest.raises(errors.WrongState):
        snooze(case, agent, None)


def test_customers_and_other_teams_snooze_nothing(receive: Receive, agent: Actor) -> None:
    case = receive(team_id=make_team("Lager").pk)
    for by in (customer_actor(case.customer), agent):
        with pytest.raises(errors.NotAllowed):
            actions.snooze_case(case_id=case.pk, by=by, until=None)


def test_the_case_says_who_has_put_it_aside(case: Case, agent: Actor) -> None:
    awake = case_page(agent, case.number).snoozed_by
    snooze(case, agent, None)

    page = case_page(agent, case.number)
    assert (awake, page.snoozed_by, page.case.snoozed_until) == ("", "Mara Lindner", None)


def test_a_snoozed_case_that_is_dissolved_leaves_no_figure(receive: Receive, agent: Actor) -> None:
    wrong, right = receive("Zur falschen Zeit"), receive("Noch einmal")
    snooze(wrong, agent)
    actions.move_message(message_id=wrong.messages.get().pk, by=agent, case_id=right.pk)

    assert held_by(agent, View.SNOOZED) == []


def test_counting_anew_gives_the_same_figures(case: Case, agent: Actor) -> None:
    from kulanz.cases import counting  # noqa: PLC0415 - beside its only use

    make_case()
    snooze(case, agent, tomorrow())
    counting.recount()
    kept = {(row.status, row.amount) for row in CaseCount.objects.exclude(amount=0)}

    assert kept == {("snoozed", 1), ("new", 1)}


MOVES = st.lists(
    st.sampled_from(
        ["snooze", "until reply", "undo", "wake", "write", "thank", "answer", "take back", "end", "take up"]
    ),
    max_size=8,
)


@pytest.mark.django_db
@stories(50)
@given(MOVES, st.data())
def test_a_snoozed_case_always_comes_back_exactly_once(db: None, moves: list[str], data: st.DataObject) -> None:
    story = Story()
    for move in moves:
        story.do(move, pause=data.draw(st.sampled_from([1, 20, 3600, 100_000])))
    at_end = Snooze.objects.filter(case_id=story.case.pk)
    assert at_end.filter(ended_at=None).count() == (1 if is_snoozed(story.case) else 0)

    story.pass_by(days=30)
    story.pass_by(days=30)

    standing = at_end.filter(ended_at=None)
    assert [each.until for each in standing] == ([None] if is_snoozed(story.case) else [])  # a reply may yet come
    returned = at_end.exclude(returned_to=None)
    assert (
        returned.count() == Event.objects.filter(subject_id=story.case.pk, kind="case-woken", data__early=False).count()
    )
    assert all(each.ended_at >= each.until for each in returned)


class Story:
    """One case that is put aside and brought back; jobs run at their moments, and each of them twice."""

    def __init__(self) -> None:
        self.by, self.case = actor_for(make_user(undo_seconds=30)), make_case()
        self.at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
        self.letter: int | None = None

    def do(self, move: str, *, pause: int) -> None:
        self.at += timedelta(seconds=pause)
        with self._now(), contextlib.suppress(errors.CaseError):
            self._run_what_is_due()
            self._do(move)

    def pass_by(self, *, days: int) -> None:
        self.at += timedelta(days=days)
        with self._now():
            self._run_what_is_due()

    def _now(self) -> contextlib.AbstractContextManager[None]:
        return clock.standing_at(self.at)

    def _run_what_is_due(self) -> None:
        for each in Snooze.objects.filter(until__lte=self.at):
            for _again in range(2):
                tasks.wake_case.run(snooze_id=each.pk)

    def _do(self, move: str) -> None:
        case_id, by = self.case.pk, self.by
        match move:
            case "snooze":
                actions.snooze_case(case_id=case_id, by=by, until=self.at + timedelta(hours=5))
            case "until reply":
                actions.snooze_case(case_id=case_id, by=by, until=None)
            case "undo":
                actions.undo_snooze(case_id=case_id, by=by)
            case "wake":
                actions.wake_case(case_id=case_id, by=by)
            case "write" | "thank":
                self._write("Danke!" if move == "thank" else "Wo bleibt sie?")
            case "answer":
                self.letter = actions.send_reply(case_id=case_id, by=by, text=f"Um {self.at}").pk
            case "take back" if self.letter:
                actions.withdraw_reply(message_id=self.letter, by=by)
            case "end":
                actions.end_case(case_id=case_id, by=by, reason=EndingReason.NO_ANSWER)
            case "take up":
                actions.reopen_case(case_id=case_id, by=by)

    def _write(self, text: str) -> None:
        arrival = Arrival(
            channel="email", brand_id=self.case.brand_id, sender_address="anna@post.example", sender_name="Anna",
            subject="Lampe", text=text, at=self.at, case_id=self.case.pk,
        )  # fmt: skip
        actions.receive_messages([arrival])
