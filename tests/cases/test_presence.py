"""Signs of life: they say who is here now, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, Presence
from kulanz.cases.queries import others_in
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from tests.factories import make_case, make_team, make_user

Receive = Callable[..., Case]


@pytest.mark.django_db
class TestPresence:
    def test_others_see_who_reads_and_who_writes_writers_first(self, agent: Actor) -> None:
        case = make_case()
        for name, doing in (("Aylin Demir", "reading"), ("Jonas Weber", "reply"), ("Bea Kunz", "note")):
            actions.be_present(number=case.number, by=actor_for(make_user(name=name)), doing=doing)
        actions.be_present(number=case.number, by=agent, doing="reading")

        others = others_in(agent, number=case.number)

        assert [(other.name, other.doing) for other in others] == [
            ("Jonas Weber", "reply"),
            ("Bea Kunz", "note"),
            ("Aylin Demir", "reading"),
        ]

    def test_one_row_per_person_is_overwritten_and_tells_no_history(self, agent: Actor, clock) -> None:
        case = make_case()
        actions.be_present(number=case.number, by=agent, doing="reading")
        clock.advance(seconds=10)

        actions.be_present(number=case.number, by=agent, doing="reply")

        assert list(Presence.objects.values_list("doing", "seen_at")) == [("reply", clock.now())]
        assert Event.objects.count() == 0

    def test_a_sign_counts_for_thirty_seconds_and_is_then_deleted(self, agent: Actor, clock) -> None:
        case = make_case()
        actions.be_present(number=case.number, by=actor_for(make_user()), doing="reading")
        clock.advance(seconds=30)
        assert len(others_in(agent, number=case.number)) == 1

        clock.advance(seconds=1)

        assert others_in(agent, number=case.number) == []
        actions.be_present(number=case.number, by=agent, doing="reading")
        assert Presence.objects.get().user_id == agent.id
        clock.advance(seconds=31)
        actions.forget_absent()
        assert not Presence.objects.exists()

    def test_who_leaves_is_gone_at_once(self, agent: Actor) -> None:
        case = make_case()
        actions.be_present(number=case.number, by=agent, doing="reading")

        actions.leave(number=case.number, by=agent)

        assert not Presence.objects.exists()

    def test_nobody_is_present_in_a_case_they_may_not_open(self, agent: Actor) -> None:
        case = make_case(team=make_team())

        with pytest.raises(errors.NotFound):
            actions.be_present(number=case.number, by=agent, doing="reading")

    def test_a_sign_is_not_shown_to_people_of_other_teams(self, agent: Actor) -> None:
        team = make_team()
        case = make_case(team=team)
        actions.be_present(number=case.number, by=actor_for(make_user(teams=(team,))), doing="reading")

        assert others_in(agent, number=case.number) == []
        assert others_in(agent, case_ids=[case.pk]) == []
