"""Cases find their person: in turn or by the best fit, never somebody who is away or full, and the reason is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases.actions import assign_case
from kulanz.cases.models import Assignment, Case, Tag
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people import administration
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from kulanz.routing.actions import give_out, take_next
from kulanz.routing.models import Absence, LeftInPile, SignOfLife, Skill, TeamRouting, WorkProfile
from kulanz.routing.rules import Mode, NoOne, TeamMember, choose
from kulanz.routing.tasks import give_out as give_out_all
from tests.conftest import Clock
from tests.factories import make_brand, make_case, make_customer, make_team, make_user
from tests.pages import in_one_line

from .conftest import Make
from .test_taking import at_once


@pytest.fixture
def fit(team: Team) -> TeamRouting:
    """The team gives its cases to whoever fits best."""
    return TeamRouting.objects.create(team=team, mode=Mode.FIT.value)


def holder(case: Case) -> User | None:
    case.refresh_from_db()
    return case.assignee


def some(user_id: int, **more: object) -> TeamMember:
    return TeamMember(**{"user_id": user_id, "room": 10, "is_here": True, "is_at_work": True, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        ([some(1), some(2, is_known=True)], 2),
        ([some(1), some(2, is_known=True, room=0)], 1),
        ([some(1, room=5), some(2, room=9)], 2),
        ([some(1, is_here=False, room=20), some(2)], 2),
        ([some(1, speaks=False), some(2)], 2),
        ([some(1, has_skills=False), some(2)], 2),
        ([some(1, given_at=now()), some(2, given_at=now() - timedelta(hours=1))], 2),
        ([some(1, given_at=now()), some(2)], 2),
    ],
)
def test_the_best_fit_goes_by_its_reasons_in_their_order(candidates: list[TeamMember], chosen: int) -> None:
    found = choose(candidates, Mode.FIT)

    assert isinstance(found, TeamMember) and found.user_id == chosen


@pytest.mark.parametrize(
    ("candidates", "why"),
    [
        ([], NoOne.AWAY),
        ([some(1, is_away=True), some(2, is_here=False, is_at_work=False)], NoOne.AWAY),
        ([some(1, speaks=False)], NoOne.LANGUAGE),
        ([some(1, has_skills=False), some(2, speaks=False)], NoOne.SKILL),
        ([some(1, room=0), some(2, room=-3)], NoOne.FULL),
    ],
)
def test_where_nobody_fits_there_is_a_reason(candidates: list[TeamMember], why: NoOne) -> None:
    assert choose(candidates, Mode.FIT) is why


def test_in_turn_only_who_is_here_and_has_room_counts() -> None:
    people = [some(1, given_at=now()), some(2, speaks=False, has_skills=False), some(3, room=0)]

    found = choose(people, Mode.ROUND)

    assert isinstance(found, TeamMember) and found.user_id == 2


def test_without_a_wish_of_the_team_nothing_is_given_out(team: Team, mara: User, waiting: Make) -> None:
    case = waiting()
    off = give_out(team_id=team.pk)
    TeamRouting.objects.create(team=team)

    assert (off, give_out(team_id=team.pk), holder(case)) == (0, 0, None)


def test_in_turn_each_gets_one(team: Team, mara: User, jonas: User, waiting: Make, clock: Clock) -> None:
    TeamRouting.objects.create(team=team, mode=Mode.ROUND.value)
    got = []
    for _ in range(4):
        case = waiting()
        give_out(team_id=team.pk)
        got.append(holder(case))
        clock.advance(seconds=1)

    assert got == [mara, jonas, mara, jonas]


def test_the_person_a_customer_knows_gets_it_and_the_case_says_why(
    desk: Client, fit: TeamRouting, mara: User, jonas: User, waiting: Make
) -> None:
    anna = make_customer()
    make_case(customer=anna, assignee=jonas, status="ended", is_open=False)
    make_case(assignee=jonas, priority=2)
    case = waiting(customer=anna)

    give_out_all.run()

    assert (holder(case), Assignment.objects.get(case=case).by) == (jonas, None)
    page = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())
    assert "Jonas Keller zugeteilt, weil: bekannte Kundschaft, hat Platz" in page


def test_a_skill_and_a_language_are_needed_and_named(
    desk: Client, fit: TeamRouting, mara: User, jonas: User, waiting: Make
) -> None:
    skill = Skill.objects.create(name="Trafos")
    skill.teams.add(fit.team)
    profile = WorkProfile.objects.create(user=jonas, languages=["en"])
    profile.skills.add(skill)
    case = waiting(language="en")

    give_out(team_id=fit.team_id)

    assert holder(case) == jonas
    page = in_one_line(desk.get(f"/cases/{case.number}/").content.decode())
    assert "weil: Können: Trafos, Sprache: Englisch, hat Platz" in page


@pytest.mark.parametrize(
    ("profile", "case_is", "words"),
    [
        ({"capacity": 1}, {}, "Im Stapel: Niemand hat Platz dafür"),
        ({"languages": ["de"]}, {"language": "en"}, "Im Stapel: Niemand im Dienst spricht die Sprache"),
        ({"hours": {"4": [["09:00", "17:00"]]}}, {}, "Im Stapel: Aus dem Team ist niemand da"),
        ({}, {"channel": "form"}, "Im Stapel: Niemand im Dienst kann, was es braucht"),
    ],
)
def test_where_nobody_fits_it_stays_in_the_pile_and_says_so_once(
    desk: Client, fit: TeamRouting, mara: User, waiting: Make, clock: Clock,
    profile: dict[str, object], case_is: dict[str, str], words: str,
) -> None:  # fmt: skip
    Skill.objects.create(name="Formulare", channels=["form"])
    WorkProfile.objects.create(user=mara, **profile)
    make_case(assignee=mara)
    case = waiting(**case_is)

    for _ in range(3):
        give_out(team_id=fit.team_id)
        clock.advance(minutes=1)

    assert (holder(case), LeftInPile.objects.count()) == (None, 1)
    assert Event.objects.filter(kind="case-left-in-pile").count() == 1
    assert words in desk.get(f"/cases/{case.number}/").content.decode()


def test_who_is_away_or_full_is_passed_over(
    fit: TeamRouting, mara: User, jonas: User, waiting: Make, clock: Clock
) -> None:
    day = clock.at.date()
    Absence.objects.create(user=mara, begins=day, ends=day)
    WorkProfile.objects.create(user=jonas, capacity=4)
    cases = [waiting() for _ in range(3)]

    give_out(team_id=fit.team_id)

    assert [holder(case) for case in cases] == [jonas, jonas, None]


def test_outside_working_hours_only_who_is_here_gets_any(
    fit: TeamRouting, mara: User, jonas: User, waiting: Make, clock: Clock
) -> None:
    clock.advance(hours=12)
    SignOfLife.objects.create(user=jonas)
    case = waiting()

    give_out(team_id=fit.team_id)

    assert holder(case) == jonas


def test_whoever_gave_it_back_does_not_get_it_again(
    by: Actor, fit: TeamRouting, mara: User, jonas: User, waiting: Make
) -> None:
    make_case(assignee=jonas)
    case = waiting(assignee=mara)
    assign_case(case_id=case.pk, by=by, user_id=None)

    give_out(team_id=fit.team_id)

    assert holder(case) == jonas


def test_the_cases_of_somebody_who_leaves_go_back_into_the_pile(
    desk: Client, fit: TeamRouting, mara: User, jonas: User, waiting: Make, run_jobs: object
) -> None:
    admin = actor_for(make_user(is_admin=True))
    case, closed = waiting(assignee=jonas), make_case(assignee=jonas, status="ended", is_open=False)
    jonas.is_active = False

    administration.save_user(jonas, by=admin, changed=["is_active"], teams=[])
    run_jobs()  # type: ignore[operator]

    assert (holder(case), holder(closed)) == (None, jonas)
    page = desk.get(f"/cases/{case.number}/").content.decode()
    assert "Wieder im Stapel, weil: Wer es hatte, ist nicht mehr hier" in page


@pytest.mark.parametrize("people", [1, 20])
def test_giving_out_a_case_costs_the_same_whatever_the_team(
    fit: TeamRouting, mara: User, waiting: Make, people: int
) -> None:
    for _ in range(people):
        make_case(assignee=make_user(teams=(fit.team,)))
    WorkProfile.objects.bulk_create(WorkProfile(user=user) for user in User.objects.all())
    waiting()

    with CaptureQueriesContext(connection) as asked:
        give_out(team_id=fit.team_id)

    # One of them asks whether a rule listens.
    assert len([each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 44


@pytest.mark.parametrize("amount", [1, 12])
def test_looking_at_cases_that_nobody_fits_costs_the_same(
    fit: TeamRouting, mara: User, waiting: Make, amount: int
) -> None:
    tag = Tag.objects.create(name="Trafo")
    Skill.objects.create(name="Trafos").tags.add(tag)
    for _ in range(amount):
        waiting().tags.add(tag)
    give_out(team_id=fit.team_id)

    with CaptureQueriesContext(connection) as asked:
        give_out(team_id=fit.team_id)

    assert (LeftInPile.objects.filter(why=NoOne.SKILL).count(), len(asked)) == (amount, 16)


@pytest.mark.django_db(transaction=True)
def test_what_is_given_out_is_not_taken_in_the_same_moment() -> None:
    make_brand()
    team = make_team()
    TeamRouting.objects.create(team=team, mode=Mode.FIT.value)
    people = [make_user(teams=(team,)) for _ in range(2)]
    SignOfLife.objects.bulk_create(SignOfLife(user=user) for user in people)
    cases = [make_case(team=team) for _ in range(5)]
    Case.objects.update(waiting_since=cases[0].opened_at)
    actors = [actor_for(user) for user in people]

    at_once(
        [lambda: give_out(team_id=team.pk)] * 2 + [lambda by=by: take_next(by=by) for by in actors]  # type: ignore[misc]
    )

    assert Case.objects.filter(assignee=None).count() == 0
    assert Assignment.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_that_give_out_at_once_fill_nobody_beyond_their_capacity() -> None:
    make_brand()
    teams = [make_team() for _ in range(2)]
    TeamRouting.objects.bulk_create(TeamRouting(team=team, mode=Mode.FIT.value) for team in teams)
    user = make_user(teams=tuple(teams))
    WorkProfile.objects.create(user=user, capacity=4)
    SignOfLife.objects.create(user=user)
    for _ in range(3):
        for team in teams:
            make_case(team=team)
    Case.objects.update(waiting_since=Case.objects.first().opened_at)  # type: ignore[union-attr]

    at_once([lambda team=team: give_out(team_id=team.pk) for team in teams])  # type: ignore[misc]

    assert Case.objects.filter(assignee=user).count() == 2
