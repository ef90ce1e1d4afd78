"""Macros: words and changes under one name, previewed, applied in one go, undone in one go."""

from __future__ import annotations

from typing import Any

import pytest

from kulanz.cases import actions
from kulanz.cases.actions import assign_case, save_draft
from kulanz.cases.errors import NotAllowed, NotFound, WrongState
from kulanz.cases.models import Case, Draft, Message, Tag
from kulanz.checklists.models import ChecklistLine, ChecklistTemplate
from kulanz.core.refusals import Refused
from kulanz.events.actor import Actor
from kulanz.fields.models import CaseField, FieldValue
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Customer, Team, User
from kulanz.rules.actions import NothingToDo, apply_macro, archive_macro, save_macro, undo_macro
from kulanz.rules.content import ContentWrong
from kulanz.rules.models import Macro
from kulanz.rules.queries import look_ahead
from kulanz.rules.rules import RulePart
from tests.conftest import Clock
from tests.factories import make_brand, make_case, make_user, tags_on

from .conftest import part

TEXT = "Guten Tag {customer},\n\nIhre Retoure zu {number} ist angemeldet.\n\n{name}"


@pytest.fixture
def case(brand: Brand, team: Team) -> Case:
    return make_case(brand=brand, team=team)


def macro_of(by: Actor, *effects: RulePart, shared: bool = False, **fields: Any) -> Macro:
    owner = None if shared else by.user_id
    return save_macro(macro=Macro(name="Retoure", owner_id=owner, **fields), by=by, effects=effects)


def undo(done: Any, by: Actor) -> None:
    undo_macro(by=by, **done.back)


def as_it_stands(case: Case) -> tuple[Any, ...]:
    case.refresh_from_db()
    return (
        case.status, case.priority, case.assignee_id, case.team_id, case.wakes_at, tags_on(case),
        list(FieldValue.objects.filter(case=case).values_list("text", flat=True)),
        ChecklistLine.objects.standing().filter(case=case).count(),
        list(Draft.objects.filter(case=case).values_list("text", flat=True)),
    )  # fmt: skip


def test_words_go_into_the_draft_and_nothing_is_sent(case: Case, by: Actor, mara: User) -> None:
    macro = macro_of(by, text=TEXT)
    save_draft(case_id=case.pk, by=by, kind="reply", text="Angefangen.")

    done = apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)

    draft = Draft.objects.get(case=case)
    assert draft.text == (
        f"Angefangen.\n\nGuten Tag {case.customer.name},\n\nIhre Retoure zu {case.number} ist angemeldet.\n\n"
        f"{mara.shown_name}"
    )
    assert (Message.objects.count(), done.has_text) == (0, True)


@pytest.mark.parametrize(("form", "language", "said"), [("informal", "de", "Hallo"), ("formal", "en", "Hello")])
def test_the_words_are_those_for_the_customer(case: Case, by: Actor, form: str, language: str, said: str) -> None:
    macro = macro_of(by, text="Guten Tag", text_informal="Hallo", text_english="Hello")
    Customer.objects.update(form_of_address=form, language=language)

    apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)

    assert Draft.objects.get(case=case).text == said


def all_effects(team: Team, tag: Tag) -> tuple[RulePart, ...]:
    template = ChecklistTemplate.objects.create(name="Reparatur", text="Nummer notiert\nVersand")
    field = CaseField.objects.create(name="Gerät", kind="text")
    other = make_user(name="Jonas Keller", teams=(team,))
    return (
        part("tag-on", tag=tag.pk), part(f"field-{field.pk}", value="Rad"), part("person", user=other.pk),
        part("priority", level=2), part("checklist", checklist=template.pk),
        part("wait", whom="others", reason="Werkstatt", days=3), part("snooze", days=2),
    )  # fmt: skip


@pytest.mark.parametrize("begun", [None, "Angefangen."])
def test_one_undo_takes_everything_back(case: Case, by: Actor, team: Team, tag: Tag, begun: str | None) -> None:
    macro = macro_of(by, *all_effects(team, tag), text=TEXT.replace("\n", "\r\n"))  # as a form sends it
    if begun is not None:
        save_draft(case_id=case.pk, by=by, kind="reply", text=begun)
    before = as_it_stands(case)

    done = apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)
    during = as_it_stands(case)
    undo(done, by)

    assert (done.changed, done.left_out) == (7, ())
    assert during[:2] == ("waiting-others", 2)
    assert as_it_stands(case) == before


def test_an_ending_is_undone_as_well(case: Case, by: Actor) -> None:
    macro = macro_of(by, part("priority", level=-1), part("end", reason="no-answer"))
    before = as_it_stands(case)

    done = apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)
    assert as_it_stands(case)[:2] == ("ended", -1)
    undo(done, by)

    assert as_it_stands(case) == before


def test_where_one_step_has_moved_on_nothing_is_undone(case: Case, by: Actor, team: Team, tag: Tag) -> None:
    macro = macro_of(by, *all_effects(team, tag))
    done = apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)
    assign_case(case_id=case.pk, by=actor_for(make_user(is_lead=True)), user_id=None)
    moved_on = as_it_stands(case)

    with pytest.raises(WrongState):
        undo(done, by)

    assert as_it_stands(case) == moved_on


def test_what_was_written_since_stays_when_the_words_go(case: Case, by: Actor) -> None:
    done = apply_macro(case_id=case.pk, macro_id=macro_of(by, text="Guten Tag,").pk, by=by)
    save_draft(case_id=case.pk, by=by, kind="reply", text="Guten Tag,\n\ndanke für das Bild.")

    undo(done, by)

    assert Draft.objects.get(case=case).text == "danke für das Bild."


def test_what_is_gone_is_said_before_and_the_rest_is_done(
    case: Case, by: Actor, admin: Actor, tag: Tag, team: Team
) -> None:
    macro = macro_of(by, part("tag-on", tag=tag.pk), part("team", team=team.pk), part("priority", level=1))
    actions.archive_tag(tag_id=tag.pk, by=admin, archived=True)

    [ahead] = look_ahead(macro, [case.pk])
    done = apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)

    assert [each.problem for each in ahead.effects] == ["archived", "same", ""]
    assert [problem for _part, problem in done.left_out] == ["archived", "same"]
    assert as_it_stands(case)[1] == 1


def test_where_nothing_would_happen_it_is_refused(case: Case, by: Actor) -> None:
    macro = macro_of(by, part("priority", level=0))

    with pytest.raises(NothingToDo):
        apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)


def test_everybody_writes_their_own_and_leads_those_of_teams(
    case: Case, by: Actor, lead: Actor, mara: User, team: Team
) -> None:
    own, teams = macro_of(by, text="Meins"), macro_of(lead, text="Unseres", shared=True, team=team)
    other = actor_for(make_user())

    with pytest.raises(NotAllowed):
        macro_of(by, text="Unseres", shared=True)
    for somebody, macro in ((lead, own), (by, teams)):
        with pytest.raises(NotAllowed):
            save_macro(macro=Macro.objects.get(pk=macro.pk), by=somebody, effects=())
        with pytest.raises(NotAllowed):
            archive_macro(macro_id=macro.pk, by=somebody, archived=True)
    assert list(Macro.objects.usable_by(by)) == [own, teams]
    assert list(Macro.objects.usable_by(lead)) == [teams]
    assert list(Macro.objects.usable_by(other)) == []
    stolen = Macro.objects.get(pk=teams.pk)
    stolen.owner_id = by.user_id
    with pytest.raises(NotAllowed):
        save_macro(macro=stolen, by=by, effects=())


def test_a_macro_of_another_brand_or_out_of_use_is_none(case: Case, by: Actor) -> None:
    foreign = macro_of(by, text="Fremd", brand=make_brand(name="Andere", prefix="AN"))
    gone = macro_of(by, text="Weg")
    archive_macro(macro_id=gone.pk, by=by, archived=True)

    for macro in (foreign, gone):
        with pytest.raises(NotFound):
            apply_macro(case_id=case.pk, macro_id=macro.pk, by=by)


@pytest.mark.parametrize(
    ("effects", "fields"),
    [
        ((part("answer", text="Automatisch"),), {}),
        ((part("priority", level=7),), {}),
        ((part("tag-on", tag=4711),), {}),
        ((part("nonsense"),), {}),
        ((), {"text": "Guten Tag {kundin}"}),
        ((), {}),
    ],
)
def test_what_makes_no_sense_is_not_saved(by: Actor, effects: tuple[RulePart, ...], fields: dict[str, str]) -> None:
    with pytest.raises((ContentWrong, Refused)):
        macro_of(by, *effects, **fields)

    assert Macro.objects.count() == 0


def test_the_clock_of_an_undo_is_that_of_every_step(case: Case, by: Actor, team: Team, clock: Clock) -> None:
    done = apply_macro(case_id=case.pk, macro_id=macro_of(by, part("snooze", days=0)).pk, by=by)
    clock.advance(minutes=10)

    with pytest.raises(WrongState):
        undo(done, by)
