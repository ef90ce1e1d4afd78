"""A merge of customers is for us alone: each page goes on showing what was written by or to its own addresses."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Message
from kulanz.core import clock
from kulanz.core.refusals import Refused
from kulanz.people import merging
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, CustomerMerge
from kulanz.people.rules import mail_key
from kulanz.portal.customer_view import case_view
from tests.factories import make_brand, make_user
from tests.stories import stories

pytestmark = pytest.mark.django_db
PEOPLE = ("anna", "boris", "cleo", "dora")
STEP = st.tuples(
    st.sampled_from(["write", "answer", "merge", "undo", "open", "join"]), st.integers(0, 7), st.integers(0, 7)
)


@stories(30)
@given(st.lists(STEP, min_size=1, max_size=14), st.randoms())
def test_whatever_is_merged_and_undone_nobody_reads_or_loses_a_word(steps: list[tuple[str, int, int]], order) -> None:
    with a_house() as house:
        for step in steps:
            house.do(*step)
        house.each_reads_their_own()
        house.separate_everything(order)
        house.each_reads_their_own()
        assert not Customer.objects.exclude(merged_into=None).exists()
        assert {address: house.owner(address) for address in house.said} == house.owners


@contextlib.contextmanager
def a_house() -> Iterator[House]:
    with contextlib.suppress(_Over), transaction.atomic():
        yield House()
        raise _Over


class _Over(Exception):
    pass


class House:
    """Four customers with a case each, and what was written by or to each of their addresses."""

    def __init__(self) -> None:
        self.brand, self.by = make_brand(), actor_for(make_user(is_lead=True))
        self.at, self.amount = clock.now(), 0
        self.said: dict[str, set[str]] = defaultdict(set)
        for who in range(len(PEOPLE)):
            self.write(who, 0)
        self.owners = {address: self.owner(address) for address in self.said}

    def owner(self, address: str) -> int:
        return Customer.objects.get(contact_points__value=address).pk

    def do(self, step: str, first: int, second: int) -> None:
        self.at += timedelta(seconds=5)
        with clock.standing_at(self.at), contextlib.suppress(Refused):
            getattr(self, step)(first, second)

    def word(self, *addresses: str) -> str:
        self.amount += 1
        text = f"Wort {self.amount}"
        for address in addresses:
            self.said[address].add(text)
        return text

    def write(self, first: int, second: int) -> None:
        address = f"{PEOPLE[first % 4]}@post.example"
        text = self.word(address)
        arrival = Arrival(
            channel="email", brand_id=self.brand.pk, sender_address=address, sender_name=PEOPLE[first % 4],
            subject=f"Sache {text}", text=text, at=self.at,
        )  # fmt: skip
        actions.receive_messages([arrival])

    def answer(self, first: int, second: int) -> None:
        letters = list(Message.objects.filter(direction="in").order_by("pk"))
        letter = letters[first % len(letters)]
        text = self.word(mail_key(letter.sender_address))
        actions.send_reply(case_id=letter.case_id, by=self.by, text=text, answers_id=letter.pk, stops_are_known=True)

    def open(self, first: int, second: int) -> None:
        """A case by hand, whose first letter goes to any address of the person."""
        customer = Customer.objects.get(contact_points__value=f"{PEOPLE[first % 4]}@post.example")
        same = Customer.objects.same_as(customer.pk).order_by("pk")
        point = same[second % same.count()].contact_points.get()
        letter = actions.FirstLetter(self.word(point.value), customer.name, point.value, stops_are_known=True)
        actions.begin_case(
            by=self.by, key="", brand_id=self.brand.pk, customer=point.customer_id, subject="Von uns", first=letter
        )

    def merge(self, first: int, second: int) -> None:
        ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        merging.merge_customers(customer_id=ids[first % 4], into_id=ids[second % 4], by=self.by)

    def undo(self, first: int, second: int) -> None:
        ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        merging.unmerge_customer(customer_id=ids[first % 4], by=self.by)

    def join(self, first: int, second: int) -> None:
        cases = list(Case.with_merged.order_by("pk"))
        case, other = cases[first % len(cases)], cases[second % len(cases)]
        actions.merge_cases(case_id=case.pk, into_id=other.pk, by=self.by, customers_are_known=True)

    def separate_everything(self, order) -> None:
        standing = list(CustomerMerge.objects.standing().values_list("row_id", flat=True))
        order.shuffle(standing)
        for row_id in standing:
            merging.unmerge_customer(customer_id=row_id, by=self.by)

    def each_reads_their_own(self) -> None:
        """On all the pages that a customer can open stands every word by and to their address, and no other."""
        Message.objects.filter(delivery="held").update(delivery="sent")
        for address, words in self.said.items():
            customer = Customer.objects.get(contact_points__value=address)
            pages = [case_view(case, customer) for case in Case.objects.of_customer(customer.pk)]
            read = {shown.message.text for page in pages for shown in page["letters"]}
            assert read == words
