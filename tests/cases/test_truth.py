"""Whatever happens to a case, its stored status is the derived one and the counters are what counting would give."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kulanz.cases import actions, errors
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import SNOOZED, Case, CaseCount, Message, Snooze
from kulanz.cases.rules import EndingReason, WaitingFor, derive_status
from kulanz.cases.standing import records_of, told_standings
from kulanz.core import clock
from kulanz.people.actors import actor_for, customer_actor
from tests.factories import make_brand, make_user
from tests.stories import stories

STEPS = st.lists(
    st.sampled_from(
        ["write", "thank", "auto", "answer", "wait", "propose", "withdraw", "take", "others", "resume", "reopen",
         "confirm", "decline", "accept", "lapse", "hand-back", "end", "end-undone", "snooze", "snooze-undone"]
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@pytest.mark.django_db
@stories(60)
@given(STEPS)
@example(["propose", "lapse", "write"])
def test_status_and_counters_always_tell_the_truth(db: None, steps: list[str]) -> None:
    story = Story()

    for step in steps:
        story.do(step)

    case = Case.objects.get(pk=story.case_id)
    assert case.status == derive_status(records_of(case)).value
    assert case.is_open == case.state.is_open
    Message.objects.filter(delivery="held").update(delivery="sent")
    assert told_standings([case.pk])[case.pk].status is case.state
    standing = Snooze.objects.filter(case=case, ended_at=None).values_list("until", flat=True)
    assert list(standing) == ([case.snoozed_until] if case.is_snoozed else [])
    assert case.is_open or not case.is_snoozed
    counted = Counter(
        (row.team_id, row.assignee_id, SNOOZED if row.is_snoozed else row.status) for row in Case.objects.all()
    )
    kept = {
        (row.team_id or None, row.assignee_id or None, row.status): row.amount
        for row in CaseCount.objects.exclude(amount=0)
    }
    assert kept == dict(counted)


class Story:
    """One case and everything that can be done to it, a minute after another."""

    def __init__(self) -> None:
        Case.objects.all().delete()
        CaseCount.objects.all().delete()
        self.brand = make_brand(name=f"Marke {Case.objects.count()}") if not _brands() else _brands()[0]
        self.by = actor_for(make_user())
        self.at = clock.now()
        self.case_id: int | None = None
        self.write("Hallo")

    def do(self, step: str) -> None:
        self.at += timedelta(days=60) if step == "lapse" else timedelta(minutes=1)  # no clock runs backwards
        with clock.standing_at(self.at), contextlib.suppress(errors.CaseError):
            self._do(step)

    def _do(self, step: str) -> None:
        case_id = self.case_id or 0
        customer = customer_actor(Case.objects.get(pk=case_id).customer)
        newest_in = Message.objects.filter(case_id=case_id, direction="in").latest("id").pk
        newest_out = Message.objects.filter(case_id=case_id, direction="out").order_by("-id").first()
        {
            "write": lambda: self.write("Es geht nicht."),
            "thank": lambda: self.write("Danke, klappt!"),
            "auto": lambda: self.write("Abwesend", is_automatic=True),
            "answer": lambda: actions.send_reply(case_id=case_id, by=self.by, text="Hallo"),
            "wait": lambda: actions.send_reply(case_id=case_id, by=self.by, text="Welche?", waits=True),
            "propose": lambda: actions.send_reply(case_id=case_id, by=self.by, text="Gelöst?", proposes_solution=True),
            "withdraw": lambda: newest_out and actions.withdraw_reply(message_id=newest_out.pk, by=self.by),
            "take": lambda: actions.take_case(case_id=case_id, by=self.by),
            "hand-back": lambda: actions.assign_case(case_id=case_id, by=self.by, user_id=None),
            "others": lambda: actions.wait_for(case_id=case_id, by=self.by, whom=WaitingFor.OTHERS),
            "resume": lambda: actions.resume_case(case_id=case_id, by=self.by),
            "reopen": lambda: actions.reopen_case(case_id=case_id, by=self.by),
            "end": lambda: actions.end_case(case_id=case_id, by=self.by, reason=EndingReason.NO_ANSWER),
            "end-undone": lambda: self.end_and_undo(case_id),
            "snooze": lambda: actions.snooze_case(case_id=case_id, by=self.by, until=None),
            "snooze-undone": lambda: self.snooze_and_undo(case_id),
            "confirm": lambda: actions.confirm_solved(case_id=case_id, by=customer),
            "decline": lambda: actions.decline_solution(case_id=case_id, by=customer),
            "accept": lambda: actions.accept_confirmation(message_id=newest_in, by=self.by),
            "lapse": lambda: actions.lapse_silent_cases(at=self.at),
        }[step]()

    def end_and_undo(self, case_id: int) -> None:
        before = Case.objects.values_list("status", "waiting_since").get(pk=case_id)
        actions.end_case(case_id=case_id, by=self.by, reason=EndingReason.SPAM)
        actions.undo_ending(case_id=case_id, by=self.by)
        assert Case.objects.values_list("status", "waiting_since").get(pk=case_id) == before

    def snooze_and_undo(self, case_id: int) -> None:
        before = Case.objects.values("status", "wakes_at").get(pk=case_id)
        actions.snooze_case(case_id=case_id, by=self.by, until=self.at + timedelta(days=1))
        actions.undo_snooze(case_id=case_id, by=self.by)
        assert Case.objects.values("status", "wakes_at").get(pk=case_id) == before

    def write(self, text: str, *, is_automatic: bool = False) -> None:
        arrival = Arrival(
            channel="email", brand_id=self.brand.pk, sender_address="anna@post.example", sender_name="Anna",
            subject="Lampe", text=text, at=self.at, case_id=self.case_id, is_automatic=is_automatic,
        )  # fmt: skip
        self.case_id = actions.receive_messages([arrival])[0].case_id


def _brands() -> list:
    from kulanz.people.models import Brand  # noqa: PLC0415 - beside its only use

    return list(Brand.objects.all()[:1])
