"""Tags: one word for one thing, however it is typed, renamed or merged."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions
from kulanz.cases.errors import ArchivedTag, EmptyText, NotAllowed, NotFound, TagTaken, UnknownTag, WrongState
from kulanz.cases.models import Case, Tag
from kulanz.cases.queries import ListFilter, ShownTag, View, case_list, finding, offered_tags, shown_tags
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import House
from tests.factories import make_case, make_user, tags_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Actor:
    return actor_for(make_user(name="Ada Weiß", is_admin=True))


@pytest.fixture(params=[False, True], ids=["found by few ids", "found by an ordered walk"])
def walks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        monkeypatch.setattr(finding, "MOST_HITS", 0)


def put_on(case: Case, by: Actor, *names: str) -> Tag:
    actions.change_tags(case_id=case.pk, by=by, add=names)
    return Tag.objects.get(name=names[0])


def found(by: Actor, **wanted: str) -> set[int]:
    return {case.pk for case in case_list(by, ListFilter(view=View.ALL, **wanted)).cases}


def test_a_change_tells_what_undoes_it(agent: Actor) -> None:
    case = make_case(tags=["rot", "groß"])

    change = actions.change_tags(case_id=case.pk, by=agent, add=["rot", "neu"], remove=["groß", "nie da"])

    assert (change.added, change.removed, tags_on(case)) == (("neu",), ("groß",), ["neu", "rot"])
    actions.change_tags(case_id=case.pk, by=agent, add=change.removed, remove=change.added)
    assert tags_on(case) == ["groß", "rot"]


def test_what_changes_nothing_is_no_event(agent: Actor) -> None:
    case = make_case(tags=["rot"])

    assert not actions.change_tags(case_id=case.pk, by=agent, add=["rot", "  "], remove=["nie da"])
    assert not Event.objects.filter(kind="case-tagged").exists()


def test_capitals_make_no_second_tag(agent: Actor) -> None:
    case = make_case()

    for typed in ("Ärger mit  dem Trafo", "ÄRGER MIT DEM TRAFO"):
        actions.change_tags(case_id=case.pk, by=agent, add=[typed])

    assert (tags_on(case), Tag.objects.count()) == (["Ärger mit dem Trafo"], 1)


def test_a_new_tag_has_the_colour_that_was_chosen(agent: Actor) -> None:
    case = make_case()

    actions.change_tags(case_id=case.pk, by=agent, add=["Trafo"], colour="teal")
    actions.change_tags(case_id=case.pk, by=agent, add=["Dimmer"], colour="violet")

    assert offered_tags() == [ShownTag("Dimmer", "grey"), ShownTag("Trafo", "teal")]


def test_where_the_house_says_so_agents_choose_among_what_is_there(agent: Actor, admin: Actor) -> None:
    case, known = make_case(), make_case(tags=["rot"])
    House.objects.create(pk=1, agents_make_tags=False)

    with pytest.raises(UnknownTag):
        actions.change_tags(case_id=case.pk, by=agent, add=["rot", "neu"])
    actions.change_tags(case_id=case.pk, by=agent, add=["Rot"])
    actions.change_tags(case_id=known.pk, by=admin, add=["neu"])

    assert (tags_on(case), tags_on(known)) == (["rot"], ["neu", "rot"])


def test_a_renamed_tag_is_seen_at_once_and_found_by_both_names(agent: Actor, admin: Actor, walks: None) -> None:
    case = make_case()
    tag = put_on(case, agent, "Rechnung")

    actions.save_tag(by=admin, tag_id=tag.pk, name="Rechnungen", colour="blue")

    (shown,) = case_list(agent, ListFilter(view=View.ALL)).cases
    assert shown_tags(shown) == [ShownTag("Rechnungen", "blue")]
    assert [found(agent, tag=name) for name in ("Rechnung", "Rechnungen", "rechnung", "Lager")] == [
        {case.pk}, {case.pk}, {case.pk}, set(),
    ]  # fmt: skip


def test_a_tag_takes_its_former_name_again(agent: Actor, admin: Actor) -> None:
    tag = put_on(make_case(), agent, "Rechnung")

    for name in ("Rechnungen", "Rechnung", "RECHNUNG"):
        actions.save_tag(by=admin, tag_id=tag.pk, name=name, colour="grey")

    assert list(Tag.objects.order_by("name").values_list("name", "merged_into")) == [
        ("RECHNUNG", None), ("Rechnungen", tag.pk),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "refusal"), [("Lager", TagTaken), ("lAGER", TagTaken), ("Depot", TagTaken), (" ", EmptyText)]
)
def test_a_name_that_another_bears_is_refused(admin: Actor, agent: Actor, name: str, refusal: type[Exception]) -> None:
    tag, other = put_on(make_case(), agent, "Rechnung"), put_on(make_case(), agent, "Depot")
    actions.save_tag(by=admin, tag_id=other.pk, name="Lager", colour="grey")

    with pytest.raises(refusal):
        actions.save_tag(by=admin, tag_id=tag.pk, name=name, colour="grey")


def test_a_tag_that_goes_on_in_another_is_shown_and_found_as_that_one(agent: Actor, admin: Actor, walks: None) -> None:
    both, one, other = make_case(), make_case(), make_case()
    kept, gone = put_on(both, agent, "Lieferung", "Versand"), put_on(one, agent, "Versand")
    put_on(other, agent, "Lager")

    actions.merge_tags(tag_id=gone.pk, into_id=kept.pk, by=admin)

    assert [tags_on(each) for each in (both, one, other)] == [["Lieferung"], ["Lieferung"], ["Lager"]]
    assert [found(agent, tag=name) for name in ("Lieferung", "Versand")] == [{both.pk, one.pk}] * 2
    assert [found(agent, untagged=name) for name in ("Lieferung", "Versand", "Nie da")] == [
        {other.pk}, {other.pk}, {both.pk, one.pk, other.pk},
    ]  # fmt: skip
    assert [tag.name for tag in offered_tags()] == ["Lager", "Lieferung"]


def test_whoever_types_the_merged_name_puts_on_the_other(agent: Actor, admin: Actor) -> None:
    case, fresh = make_case(), make_case()
    kept, gone = put_on(case, agent, "Lieferung"), put_on(case, agent, "Versand")
    actions.merge_tags(tag_id=gone.pk, into_id=kept.pk, by=admin)

    actions.change_tags(case_id=fresh.pk, by=agent, add=["versand"])
    actions.change_tags(case_id=case.pk, by=agent, remove=["Lieferung"])

    assert (tags_on(fresh), tags_on(case)) == (["Lieferung"], [])


def test_what_was_merged_is_apart_again_as_it_was(agent: Actor, admin: Actor) -> None:
    case, other = make_case(), make_case()
    kept, gone = put_on(case, agent, "Lieferung"), put_on(other, agent, "Versand")
    actions.merge_tags(tag_id=gone.pk, into_id=kept.pk, by=admin)

    actions.separate_tag(tag_id=gone.pk, by=admin)

    assert (tags_on(case), tags_on(other)) == (["Lieferung"], ["Versand"])
    with pytest.raises(NotFound):
        actions.separate_tag(tag_id=gone.pk, by=admin)


def test_no_chain_grows_however_often_tags_are_merged(agent: Actor, admin: Actor) -> None:
    case = make_case()
    first, second, third = (put_on(case, agent, name) for name in ("a", "b", "c"))
    actions.merge_tags(tag_id=first.pk, into_id=second.pk, by=admin)
    actions.merge_tags(tag_id=second.pk, into_id=third.pk, by=admin)

    assert (tags_on(case), set(Tag.objects.values_list("name", "merged_into"))) == (
        ["c"], {("a", third.pk), ("b", third.pk), ("c", None)},
    )  # fmt: skip
    with pytest.raises(NotFound):
        actions.merge_tags(tag_id=third.pk, into_id=first.pk, by=admin)
    with pytest.raises(WrongState):
        actions.merge_tags(tag_id=third.pk, into_id=third.pk, by=admin)


def test_an_archived_tag_stays_where_it_is_and_is_put_on_no_more(agent: Actor, admin: Actor) -> None:
    case, other = make_case(), make_case()
    tag = put_on(case, agent, "Aktion 2025")

    actions.archive_tag(tag_id=tag.pk, by=admin, archived=True)

    with pytest.raises(ArchivedTag):
        actions.change_tags(case_id=other.pk, by=agent, add=["Aktion 2025"])
    assert (tags_on(case), offered_tags(), found(agent, tag="Aktion 2025")) == (["Aktion 2025"], [], {case.pk})
    actions.archive_tag(tag_id=tag.pk, by=admin, archived=False)
    actions.change_tags(case_id=other.pk, by=agent, add=["Aktion 2025"])
    assert tags_on(other) == ["Aktion 2025"]


@pytest.mark.parametrize("verb", ["save_tag", "merge_tags", "separate_tag", "archive_tag"])
def test_only_administrators_look_after_tags(agent: Actor, verb: str) -> None:
    more = {
        "save_tag": {"name": "x", "colour": "grey"},
        "merge_tags": {"tag_id": 1, "into_id": 2},
        "separate_tag": {"tag_id": 1},
        "archive_tag": {"tag_id": 1, "archived": True},
    }

    with pytest.raises(NotAllowed):
        getattr(actions, verb)(by=agent, **more[verb])


def test_what_is_done_to_a_tag_is_told_with_what_it_was(agent: Actor, admin: Actor) -> None:
    kept, gone = put_on(make_case(), agent, "Lieferung"), put_on(make_case(), agent, "Versand")

    actions.save_tag(by=admin, tag_id=kept.pk, name="Lieferung", colour="green")
    actions.save_tag(by=admin, tag_id=kept.pk, name="Lieferung", colour="green")
    actions.merge_tags(tag_id=gone.pk, into_id=kept.pk, by=admin)

    assert [event.data["changes"] for event in Event.objects.filter(kind="setup-changed").order_by("id")] == [
        [{"field": "colour", "before": "grey", "after": "green"}],
        [{"field": "merged_into", "before": "", "after": "Lieferung"}],
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_tags_of_a_list_cost_no_query(agent: Actor, rows: int) -> None:
    for _ in range(rows):
        make_case(tags=["rot", "groß"])

    with CaptureQueriesContext(connection) as queries:
        shown = [shown_tags(case) for case in case_list(agent, ListFilter(view=View.ALL)).cases]

    assert (len(queries), shown) == (1, [[ShownTag("groß", "grey"), ShownTag("rot", "grey")]] * rows)


def test_no_tag_has_a_comma_in_its_name_which_parts_names_where_they_are_typed(agent: Actor, admin: Actor) -> None:
    case = make_case()
    actions.save_tag(by=admin, name="Lampe, rot", colour="red")
    actions.change_tags(case_id=case.pk, by=agent, add=["Schirm,blau", "Lampe, rot"])

    assert tags_on(case) == ["Lampe rot", "Schirm blau"]
    with pytest.raises(EmptyText):
        actions.change_tags(case_id=case.pk, by=agent, add=[" , "])
