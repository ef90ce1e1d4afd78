"""Who a new case is about, as its page asks: somebody whom the house knows, or somebody new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.core.ids import id_in
from kulanz.core.text import words_of
from kulanz.people.finding import customers_like, find_customers, owner_of
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind, name_from_address

MOST_FOUND = 8
NEW = "new"  # stands in the place of a customer's id: somebody new, whoever is alike
Contact = tuple[ContactKind, str]
_UNKNOWN: dict[ContactKind, Promise] = {
    ContactKind.MAIL: gettext_lazy("Gave the address %(written)s. It is not among the customer's own yet."),
    ContactKind.PHONE: gettext_lazy("Gave the number %(written)s. It is not among the customer's own numbers yet."),
}
_ANOTHERS: dict[ContactKind, Promise] = {
    ContactKind.MAIL: gettext_lazy("Gave the address %(written)s, which belongs to another customer already."),
    ContactKind.PHONE: gettext_lazy("Gave the number %(written)s, which belongs to another customer already."),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Whom the page shows: the chosen customer with their contact points, or who was found by ``words``.

    ``doubles`` are those who may be meant by somebody new.
    """

    chosen: Customer | None = None
    points: Sequence[ContactPoint] = ()
    words: str = ""
    found: Sequence[Customer] = ()
    has_more: bool = False
    doubles: Sequence[Customer] = ()
    is_new: bool = False

    @property
    def mails(self) -> list[ContactPoint]:
        """Their mail addresses."""
        return [each for each in self.points if each.kind == ContactKind.MAIL.value]


def who_is_asked(given: Mapping[str, str], *, finds: bool) -> Who:
    """Read who a page is about; ``finds``: who answers to its words is looked up."""
    wanted = given.get("found", "") or given.get("customer", "")
    if given.get("find") == "other":
        return Who()
    if (customer_id := id_in(wanted)) is not None and (who := known_one(customer_id)).chosen is not None:
        return who
    words = given.get("q", "").strip()[:100]
    found = list(_with_points(find_customers(words))[: MOST_FOUND + 1]) if finds and words else []
    return Who(words=words, found=found[:MOST_FOUND], has_more=len(found) > MOST_FOUND, is_new=wanted == NEW)


def known_one(customer_id: int) -> Who:
    """Return somebody whom the house knows, with their contact points; nobody where there is no such customer."""
    asked = Customer.objects.select_related("merged_into").filter(pk=customer_id).first()
    if asked is None:
        return Who()
    chosen = _with_points().get(pk=asked.person_id)
    return Who(chosen, list(ContactPoint.objects.of_person(customer_id)))


def _with_points(rows: Any = None) -> Any:
    rows = Customer.objects.all() if rows is None else rows
    return rows.select_related("organisation__merged_into").prefetch_related("contact_points")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of a customer: a name and ways to reach them."""

    name: str
    contacts: Sequence[Contact] = field(default_factory=tuple)

    @property
    def called(self) -> str:
        """The name, else what stands for it."""
        kind, written = self.contacts[0] if self.contacts else (ContactKind.PHONE, "?")
        return self.name or (name_from_address(written) if kind is ContactKind.MAIL else written)

    @property
    def free(self) -> list[Contact]:
        """The contact points that nobody has yet."""
        return [each for each in self.contacts if owner_of(*each) is None]

    def doubles(self) -> list[Customer]:
        """Return who may be meant."""
        ids = [each.pk for each in customers_like(self.name, self.contacts)]
        known = {each.pk: each for each in _with_points(Customer.objects.filter(pk__in=ids))}
        return [known[pk] for pk in ids]

    def certain(self) -> Customer | None:
        """Return who it must be: whose address or number it is, and nothing else was said of their name."""
        owners = {owner.goes_on_as for each in self.contacts if (owner := owner_of(*each)) is not None}
        owner = owners.pop() if len(owners) == 1 else None
        is_named = owner is not None and words_of(self.name) in ([], words_of(owner.name))
        return owner if is_named else None

    def news_of(self, customer: Customer | None) -> str:
        """Say what was typed and is not known of a customer: nothing of it changes who they are, nor is it lost.

        ``None`` is somebody new: they get what is free, and the rest is told.
        """
        news = []
        if customer is not None and self.name and words_of(self.name) != words_of(customer.name):
            news.append(_("Gave the name %(name)s.") % {"name": self.name})
        for kind, written in self.contacts:
            owner = owner_of(kind, written)
            if owner is None and customer is not None:
                news.append(str(_UNKNOWN[kind]) % {"written": written})
            elif owner is not None and (customer is None or owner.person_id != customer.pk):
                news.append(str(_ANOTHERS[kind]) % {"written": written})
        return " ".join(news)


def typed_in(given: Mapping[str, Any]) -> Typed:
    """Read what was typed of a customer from a form that is in order."""
    contacts = [(ContactKind.MAIL, given["address"]), (ContactKind.PHONE, given["phone"])]
    return Typed(given["name"], [(kind, written) for kind, written in contacts if written])
