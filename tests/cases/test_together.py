"""Working together: signs of life that leave nothing behind, and notes that call colleagues."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions, errors, queries
from kulanz.cases.mentioning import called_in
from kulanz.cases.models import Assignment, Case, CaseLink, Mention, Presence
from kulanz.cases.queries import ListFilter, View, case_list, others_in, unseen_mentions, view_counts
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from tests.factories import make_case, make_team, make_user

Receive = Callable[..., Case]
PEOPLE = [(1, "Mara Lindner"), (2, "Mehmet Aksoy"), (3, "Mara Voss"), (4, "Jan"), (5, "Anna-Lena Groß")]


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


class TestCalling:
    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("@Mehmet, hast du die Maße?", {2}),
            ("@mehmet aksoy kennt das", {2}),
            ("Frag bitte @Mara Voss.", {3}),
            ("(@Jan)", {4}),
            ("@Anna-Lena Groß und @Jan!", {4, 5}),
            ("@Anna-Lena schaut nach", {5}),
            ("mara@example.org schrieb", set()),
            ("jan+@Jan", set()),
            ("@Janosch gibt es nicht", set()),
            ("@Jan-Philipp auch nicht", set()),
            ("Mehmet ohne Zeichen", set()),
        ],
    )
    def test_a_name_after_the_sign_calls_its_bearer(self, text: str, ids: set[int]) -> None:
        assert called_in(text, PEOPLE).ids == ids

    def test_a_first_name_of_two_people_calls_nobody_and_is_unclear(self) -> None:
        called = called_in("@Mara und @mara und @Mara Lindner", PEOPLE)

        assert (called.ids, called.unclear) == ({1}, ("Mara",))


@pytest.mark.django_db
class TestMentions:
    def test_a_note_calls_colleagues_once_but_never_its_author(self, receive: Receive, agent: Actor) -> None:
        mehmet = make_user(name="Mehmet Aksoy")

        actions.write_note(case_id=receive().pk, by=agent, text="@Mehmet Aksoy und @Mehmet, ich (@Mara) weiß es nicht")

        assert list(Mention.objects.values_list("user_id", "seen_at")) == [(mehmet.pk, None)]

    def test_who_may_not_open_the_case_is_named_and_not_told(self, agent: Actor) -> None:
        team = make_team()
        inside = make_user(name="Ina Roth", teams=(team,))
        outside = make_user(name="Otto Berg", teams=(make_team(),))
        case = make_case(team=team)

        meant = actions.meant_by(text="@Ina, @Otto", case=case)
        actions.write_note(case_id=case.pk, by=actor_for(inside), text="@Otto bitte")

        assert (meant.told, meant.barred) == ((inside,), (outside,))
        assert not Mention.objects.exists()

    def test_a_mention_is_counted_and_listed_until_the_case_is_read(self, receive: Receive, agent: Actor) -> None:
        mehmet = actor_for(make_user(name="Mehmet Aksoy"))
        case = receive()
        for text in ("@Mehmet?", "@Mehmet!"):
            actions.write_note(case_id=case.pk, by=agent, text=text)
        assert view_counts(mehmet).of(View.MENTIONED) == 1
        assert [mention.note.text for mention in unseen_mentions(mehmet)] == ["@Mehmet!", "@Mehmet?"]

        actions.mark_read(case_id=case.pk, by=mehmet)

        assert view_counts(mehmet).of(View.MENTIONED) == 0
        assert unseen_mentions(mehmet) == []
        assert [each.pk for each in case_list(mehmet, ListFilter(view=View.MENTIONED)).cases] == [case.pk]

    def test_the_figures_of_all_views_still_cost_one_query(self, receive: Receive, agent: Actor) -> None:
        receive()
        with CaptureQueriesContext(connection) as asked:
            counts = view_counts(agent)

        assert (len(asked), counts.of(View.OPEN), counts.of(View.MENTIONED)) == (1, 1, 0)


@pytest.mark.django_db
class TestUndoneHandOver:
    def test_a_fresh_hand_over_is_undone_even_out_of_ones_own_teams(self, agent: Actor, clock) -> None:
        case, elsewhere = make_case(), make_team()
        actions.assign_case(case_id=case.pk, by=agent, user_id=None, team_id=elsewhere.pk, keep_team=False)

        actions.return_case(case_id=case.pk, by=agent, user_id=agent.id, team_id=None)

        case.refresh_from_db()
        standing = Assignment.objects.filter(withdrawn_at=None)
        assert (case.assignee_id, case.team_id, standing.count(), Assignment.objects.count()) == (agent.id, None, 0, 1)

    def test_later_or_after_somebody_else_it_stays(self, agent: Actor, clock) -> None:
        case = make_case()
        actions.take_case(case_id=case.pk, by=agent)
        clock.advance(seconds=41)
        with pytest.raises(errors.WrongState):
            actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)

        actions.take_case(case_id=case.pk, by=actor_for(make_user()))

        with pytest.raises(errors.WrongState):
            actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)


@pytest.mark.django_db
def test_the_use_of_a_link_is_noted_at_most_once_an_hour(receive: Receive, clock) -> None:
    case = receive()
    token = queries.link_token(actions.create_link(case_id=case.pk, customer_id=case.customer_id))
    first = clock.now()
    for _ in range(2):
        link = queries.link_for(token)
        assert link is not None
        actions.note_link_use(link=link)
        clock.advance(minutes=59)
    assert CaseLink.objects.get().last_used_at == first

    clock.advance(minutes=1)
    link = queries.link_for(token)
    assert link is not None
    actions.note_link_use(link=link)

    assert CaseLink.objects.get().last_used_at == first + timedelta(minutes=119)
