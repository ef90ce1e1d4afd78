"""A draft for others: it is seen by those it is for, and there once, whoever goes on with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions, errors
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case, Draft, DraftFile, Mention
from kulanz.cases.queries import case_page
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from tests.factories import make_team, make_user

Receive = Callable[..., Case]


@pytest.fixture
def case(receive: Receive) -> Case:
    """A case."""
    return receive()


@pytest.fixture
def karin(db: None) -> Actor:
    """A colleague."""
    return actor_for(make_user(name="Karin Brodersen"))


def save(case: Case, by: Actor, text: str) -> None:
    actions.save_draft(case_id=case.pk, by=by, kind="reply", text=text)


def shared(case: Case, by: Actor) -> list[tuple[str, str, bool]]:
    return [(each.name, each.text, each.is_handed) for each in case_page(by, case.number).shared]


def take(case: Case, by: Actor, owner: Actor) -> None:
    draft = Draft.objects.get(case=case, user_id=owner.id)
    actions.take_draft(case_id=case.pk, by=by, draft_id=draft.pk)


def test_nobody_sees_a_draft_before_it_is_shared(case: Case, agent: Actor, karin: Actor) -> None:
    save(case, agent, "Halb fertig")
    assert shared(case, karin) == []

    actions.share_draft(case_id=case.pk, by=agent)
    assert (shared(case, karin), shared(case, agent)) == ([("Mara Lindner", "Halb fertig", False)], [])

    actions.keep_draft(case_id=case.pk, by=agent)
    assert shared(case, karin) == []


def test_one_that_is_handed_over_is_for_one_alone_who_is_told(case: Case, agent: Actor, karin: Actor) -> None:
    save(case, agent, "Halb fertig")
    note = "@Karin Brodersen du kennst die Lampe"
    actions.share_draft(case_id=case.pk, by=agent, to_id=karin.id, note=note)

    other = actor_for(make_user())
    assert (shared(case, karin), shared(case, other)) == ([("Mara Lindner", "Halb fertig", True)], [])
    assert [(each.user_id, each.note.text) for each in Mention.objects.all()] == [(karin.id, note)]
    with pytest.raises(errors.WrongState):
        take(case, other, agent)


def test_whoever_takes_it_has_it_with_its_files_above_what_they_had_begun(
    case: Case, agent: Actor, karin: Actor
) -> None:
    save(case, agent, "Halb fertig")
    actions.attach_to_draft(case_id=case.pk, by=agent, uploads=[Upload("a.txt", "text/plain", b"a")])
    save(case, karin, "Schon begonnen")
    actions.share_draft(case_id=case.pk, by=agent)
    take(case, karin, agent)

    draft = Draft.objects.get()
    assert (draft.user_id, draft.text, draft.is_shared) == (karin.id, "Halb fertig\n\nSchon begonnen", False)
    assert DraftFile.objects.get().user_id == karin.id


def test_two_who_take_it_at_once_do_not_both_get_it(case: Case, agent: Actor, karin: Actor) -> None:
    save(case, agent, "Halb fertig")
    actions.share_draft(case_id=case.pk, by=agent)
    pk = Draft.objects.get().pk
    actions.take_draft(case_id=case.pk, by=karin, draft_id=pk)

    with pytest.raises(errors.WrongState):
        actions.take_draft(case_id=case.pk, by=actor_for(make_user()), draft_id=pk)


def test_a_page_that_still_shows_it_keeps_only_what_came_since(case: Case, agent: Actor, karin: Actor) -> None:
    save(case, agent, "Halb fertig")
    actions.share_draft(case_id=case.pk, by=agent)
    take(case, karin, agent)
    save(case, agent, "Halb fertig")
    assert Draft.objects.count() == 1

    save(case, agent, "Halb fertig und noch etwas")
    assert Draft.objects.get(user_id=agent.id).text == "und noch etwas"


def test_it_stays_its_writers_until_somebody_takes_it(case: Case, agent: Actor, karin: Actor) -> None:
    save(case, agent, "Halb")
    actions.share_draft(case_id=case.pk, by=agent)
    save(case, agent, "Halb fertig")
    assert shared(case, karin) == [("Mara Lindner", "Halb fertig", False)]

    actions.send_reply(case_id=case.pk, by=agent, text="Halb fertig")
    assert shared(case, karin) == []


def test_it_goes_to_nobody_who_may_not_see_the_case(case: Case, agent: Actor) -> None:
    case.team = make_team()
    case.save()
    member, stranger = make_user(teams=(case.team,)), make_user()
    save(case, actor_for(member), "Halb fertig")

    with pytest.raises(errors.NotAllowed):
        actions.share_draft(case_id=case.pk, by=actor_for(member), to_id=stranger.pk)
    with pytest.raises(errors.NotAllowed):
        actions.share_draft(case_id=case.pk, by=actor_for(member), to_id=member.pk)
    with pytest.raises(errors.NotAllowed):
        take(case, actor_for(stranger), actor_for(member))


def test_without_a_draft_there_is_nothing_to_share(case: Case, agent: Actor) -> None:
    with pytest.raises(errors.WrongState):
        actions.share_draft(case_id=case.pk, by=agent)
