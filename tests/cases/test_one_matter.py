"""Whatever is merged, split, moved and undone, each letter is in one case, and nobody reads what is not theirs."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, CaseCount, CaseLink, Merge, Message
from kulanz.cases.rules import derive_status
from kulanz.cases.standing import records_of
from kulanz.core import clock
from kulanz.core.refusals import Refused
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer
from kulanz.people.rules import mail_key
from kulanz.portal.customer_view import case_view
from tests.factories import make_brand, make_user
from tests.stories import stories

PEOPLE = ("anna", "boris", "cleo")
STEP = st.tuples(
    st.sampled_from(["write", "answer", "merge", "unmerge", "split", "rest", "move", "undo", "end", "wait"]),
    st.integers(0, 7),
    st.integers(0, 7),
)


@pytest.mark.django_db
@stories(12)  # the long way below sees six hundred
@given(st.lists(STEP, min_size=1, max_size=14))
def test_each_letter_is_in_one_case_and_read_by_nobody_else(db: None, steps: list[tuple[str, int, int]]) -> None:
    go(steps)  # ends: what must hold is asserted after all steps


@pytest.mark.long
@pytest.mark.django_db
@settings(stories(1), max_examples=600)
@given(st.lists(STEP, min_size=1, max_size=25))
def test_each_letter_is_in_one_case_after_long_ways_too(db: None, steps: list[tuple[str, int, int]]) -> None:
    go(steps)  # ends: what must hold is asserted after all steps


def go(steps: list[tuple[str, int, int]]) -> None:
    with a_house() as house:
        for step in steps:
            house.do(*step)
        house.is_in_order()
        house.separate_everything()
        assert not Case.with_merged.exclude(merged_into=None).exists()
        assert not Message.objects.exclude(merged_from=None).exists()
        house.is_in_order()


@pytest.mark.django_db
@stories(12)  # the long way below sees six hundred
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=6), st.randoms())
def test_merges_alone_come_apart_in_any_order_without_a_trace(db: None, pairs: list[tuple[int, int]], order) -> None:
    with a_house() as house:
        before = list(Case.objects.order_by("pk").values()), list(Message.objects.order_by("pk").values())
        for pair in pairs:
            house.do("merge", *pair)

        house.separate_everything(order)

        assert (list(Case.objects.order_by("pk").values()), list(Message.objects.order_by("pk").values())) == before


@contextlib.contextmanager
def a_house() -> Iterator[House]:
    """One example's house, which is gone afterwards, whatever became of it."""
    with contextlib.suppress(_Over), transaction.atomic():
        yield House()
        raise _Over


class _Over(Exception):
    pass


def counted() -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in CaseCount.objects.exclude(amount=0):
        found[row.status] += row.amount
    return dict(found)


class House:
    """Three customers, a case or two of each, and everything that can be done with them, a minute after another."""

    def __init__(self) -> None:
        self.brand, self.by = make_brand(), actor_for(make_user(is_lead=True))
        self.at, self.said, self.moved = clock.now(), set(), []
        for who in (0, 1, 2, 0):
            self.write(who, None)

    def do(self, step: str, first: int, second: int) -> None:
        self.at += timedelta(seconds=5)
        cases = list(Case.with_merged.order_by("pk"))
        letters = list(Message.objects.filter(direction="in").order_by("pk"))
        case, other, letter = (each[n % len(each)] for each, n in ((cases, first), (cases, second), (letters, first)))
        with clock.standing_at(self.at), contextlib.suppress(Refused):
            getattr(self, step)(case, other, letter)

    def write(self, case, other, letter: Message | None = None) -> None:
        who = PEOPLE[case] if isinstance(case, int) else mail_key(letter.sender_address).partition("@")[0]
        text = f"Wort {len(self.said)} von {who}"
        arrival = Arrival(
            channel="email", brand_id=self.brand.pk, sender_address=f"{who}@post.example", sender_name=who,
            subject=f"Sache {len(self.said)} von {who}", text=text, at=self.at,
            case_id=letter.thread_id if letter else None,
        )  # fmt: skip
        actions.receive_messages([arrival])
        self.said.add(text)

    def answer(self, case, other, letter: Message) -> None:
        text = f"Antwort {len(self.said)}"
        actions.send_reply(case_id=letter.case_id, by=self.by, text=text, answers_id=letter.pk, stops_are_known=True)
        self.said.add(text)

    def merge(self, case: Case, other: Case, letter: Message) -> None:
        actions.merge_cases(case_id=case.pk, into_id=other.pk, by=self.by, customers_are_known=True)

    def unmerge(self, case: Case, other: Case, letter: Message) -> None:
        actions.unmerge_case(case_id=case.pk, by=self.by)

    def split(self, case: Case, other: Case, letter: Message, *, with_later: bool = False) -> None:
        actions.move_message(message_id=letter.pk, by=self.by, case_id=None, with_later=with_later)
        self.moved.append(letter.pk)

    def rest(self, case: Case, other: Case, letter: Message) -> None:
        self.split(case, other, letter, with_later=True)

    def move(self, case: Case, other: Case, letter: Message) -> None:
        actions.move_message(message_id=letter.pk, by=self.by, case_id=other.pk)
        self.moved.append(letter.pk)

    def undo(self, case: Case, other: Case, letter: Message) -> None:
        if self.moved:
            actions.undo_move(message_id=self.moved.pop(), by=self.by)

    def end(self, case: Case, other: Case, letter: Message) -> None:
        actions.end_case(case_id=case.pk, by=self.by, reason=actions.ending.EndingReason.NO_ANSWER)

    def wait(self, case: Case, other: Case, letter: Message) -> None:
        actions.wait_for(case_id=case.pk, by=self.by, whom=actions.waiting.WaitingFor.OTHERS)

    def separate_everything(self, order=None) -> None:
        ids = list(Merge.objects.standing().order_by("pk").values_list("case_id", flat=True))
        if order is not None:
            order.shuffle(ids)
        for case_id in ids:
            actions.unmerge_case(case_id=case_id, by=self.by)

    def is_in_order(self) -> None:
        """Each letter is in one case that is shown, counters and states are true, and nobody reads too much."""
        assert Counter(Message.objects.values_list("text", flat=True)) == Counter(self.said)
        assert set(Message.objects.values_list("case_id", flat=True)) <= set(Case.objects.values_list("pk", flat=True))
        assert counted() == dict(Counter(Case.objects.values_list("status", flat=True)))
        for case in Case.objects.all():
            assert case.status == derive_status(records_of(case)).value
        self.nobody_reads_what_is_not_theirs()

    def nobody_reads_what_is_not_theirs(self) -> None:
        Message.objects.filter(delivery="held").update(delivery="sent")
        for case in Case.objects.all():
            for customer in Customer.objects.all():
                self._reads_only_theirs(case, customer)
        for link in CaseLink.objects.filter(revoked_at=None):
            assert link.customer == link.case.customer or link.merged_from is not None

    def _reads_only_theirs(self, case: Case, customer: Customer) -> None:
        view = case_view(case, customer)
        for shown in view["letters"]:
            people = {mail_key(shown.message.sender_address), *shown.message.audience.split("\n")}
            assert f"{customer.name}@post.example" in people
        owns = Case.with_merged.filter(merged_into=case, customer=customer).exists() or case.customer == customer
        if owns:  # nobody else has a key; the name of the case is among what they read there
            others = set(PEOPLE) - {customer.name}
            assert not any(view["known_as"].subject.endswith(each) for each in others)
