"""Notes that call colleagues."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions, queries
from kulanz.cases.mentioning import called_in
from kulanz.cases.models import Case, Mention
from kulanz.cases.queries import ListFilter, View, case_list, unseen_mentions, view_counts
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.factories import make_case, make_team, make_user

Receive = Callable[..., Case]
PEOPLE = [(1, "Mara Lindner"), (2, "Mehmet Aksoy"), (3, "Mara Voss"), (4, "Jan"), (5, "Anna-Lena Groß")]


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

        meant = queries.meant_by(text="@Ina, @Otto", case=case)
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
