"""A house's own reasons stand under the fixed states: in dialogs, head, timeline, lists, filters and files."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.errors import NotFound
from kulanz.cases.models import Case, Ending, OwnReason, Waiting
from kulanz.cases.rules import CaseStatus, EndingReason, WaitingFor
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User

from .conftest import Arrive


@pytest.fixture
def workshop(db: None) -> OwnReason:
    """For whom cases wait outside."""
    return OwnReason.objects.create(use="waiting", name="Werkstatt")


@pytest.fixture
def goodwill(db: None) -> OwnReason:
    """Why cases end."""
    return OwnReason.objects.create(use="ending", name="Kulanz gewährt")


def page_of(desk: Client, case: Case) -> str:
    return " ".join(desk.get(f"/cases/{case.number}/").content.decode().split())


def test_waiting_for_a_named_one_says_so_everywhere_and_the_state_stays_fixed(
    desk: Client, arrive: Arrive, workshop: OwnReason
) -> None:
    case = arrive()
    offered = page_of(desk, case)
    desk.post(f"/cases/{case.number}/waiting/", {"whom": "others", "named": workshop.pk, "reason": "bis Mai"})
    workshop.name = "Werkstatt Nord"
    workshop.save()
    page, rows = page_of(desk, case), desk.get("/inbox/?view=all").content.decode()
    file = desk.post("/inbox/exports/?view=all").getvalue().decode()

    assert f'<option value="{workshop.pk}">Werkstatt</option>' in offered
    assert ("> Genauer <" in offered, "Auf wen oder was?" in offered) == (True, False)
    assert Case.objects.get().state is CaseStatus.WAITING_OTHERS
    assert ("Wartet auf Dritte: Werkstatt: bis Mai" in page, ">Werkstatt: bis Mai<" in page.replace("> ", ">")) == (
        True, True,
    )  # fmt: skip
    assert "<span>Werkstatt Nord</span>" in rows
    assert file.splitlines()[1].endswith(";Werkstatt Nord")


def test_an_ending_with_a_name_counts_as_ended_and_is_undone_like_any(
    desk: Client, arrive: Arrive, goodwill: OwnReason, agent: User
) -> None:
    case = arrive()
    desk.post(f"/cases/{case.number}/ending/", {"end": f"own-{goodwill.pk}"})
    page = page_of(desk, case)
    ending = Ending.objects.get()
    rows = desk.get("/inbox/?view=all").content.decode()
    actions.undo_ending(case_id=case.pk, by=actor_for(agent))
    after = desk.get("/inbox/?view=all").content.decode()

    assert (ending.reason, ending.named) == (EndingReason.NO_ANSWER.value, goodwill)
    assert "ohne Antwort beendet: Kulanz gewährt" in page
    assert ("<span>Kulanz gewährt</span>" in rows, "<span>Kulanz gewährt</span>" in after) == (True, False)


def test_lists_are_narrowed_by_a_reason_and_only_while_it_stands(
    desk: Client, arrive: Arrive, workshop: OwnReason, goodwill: OwnReason, agent: User
) -> None:
    by, first, second = actor_for(agent), arrive(), arrive(sender_address="otto@post.example")
    for case in (first, second):
        actions.wait_for(case_id=case.pk, by=by, whom=WaitingFor.OTHERS, named_id=workshop.pk)
    actions.resume_case(case_id=second.pk, by=by)

    def numbers(reason: OwnReason) -> list[str]:
        return [case.number for case in desk.get(f"/inbox/?view=all&reason={reason.pk}").context["cases"]]

    assert (numbers(workshop), numbers(goodwill)) == ([first.number], [])
    assert "Werkstatt" in desk.get("/inbox/filter/").content.decode()


def test_what_is_archived_or_of_another_use_is_not_chosen(arrive: Arrive, goodwill: OwnReason, agent: User) -> None:
    case, by = arrive(), actor_for(agent)
    with pytest.raises(NotFound):
        actions.wait_for(case_id=case.pk, by=by, whom=WaitingFor.OTHERS, named_id=goodwill.pk)
    OwnReason.objects.update(archived_at=now())
    with pytest.raises(NotFound):
        actions.end_case(case_id=case.pk, by=by, reason=EndingReason.NO_ANSWER, named_id=goodwill.pk)

    assert (Waiting.objects.count(), Ending.objects.count()) == (0, 0)
