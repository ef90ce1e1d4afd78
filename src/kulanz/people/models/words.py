"""The words by which a customer is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from django.db import connections, models
from django.db.models.functions import Coalesce

from kulanz.core.quick import QuickModel
from kulanz.core.text import words_of

from ..rules import ContactKind

if TYPE_CHECKING:
    from .customers import Customer

LONGEST_WORD = 40
MOST_WORDS = 60
# What a customer is found by beside contact points; of a merged organisation both names count.
_FIRMS = ("organisation", "organisation__merged_into")
_NAMES = ("name", *(f"{firm}__{field}" for firm in _FIRMS for field in ("name", "number")))


class CustomerWordManager(models.Manager["CustomerWord"]):
    """Keeps the words in line with names, addresses and numbers."""

    def keep(self, customers: models.QuerySet[Customer]) -> None:
        """Write the words of some customers anew. Five statements for any number.

        Those who are one person are found by the words of all of them, whichever of their rows is looked for.
        """
        roots = set(customers.order_by().values_list(Coalesce("merged_into_id", "pk"), flat=True))
        rows = customers.model._default_manager.order_by().filter(
            models.Q(pk__in=roots) | models.Q(merged_into__in=roots)
        )
        names: dict[int, list[str]] = defaultdict(list)
        points: dict[int, list[tuple[str, str]]] = defaultdict(list)
        ids: dict[int, int] = {}
        for pk, root, *words in rows.values_list("pk", Coalesce("merged_into_id", "pk"), *_NAMES):
            ids[pk] = root
            names[root] += filter(None, words)
        reached = rows.exclude(contact_points=None)
        for pk, kind, value in reached.values_list("pk", "contact_points__kind", "contact_points__value"):
            points[ids[pk]].append((kind, value))
        # All anew: which words a name has lost, only the old name could tell.
        self.filter(customer_id__in=ids).delete()
        self.add_all((pk, found_by(" ".join(names[root]), "", points[root])) for pk, root in ids.items())

    def add_all(self, found: Iterable[tuple[int, Iterable[str]]]) -> None:
        """Write the words of customers who have none yet: pairs of a customer's id and ``found_by``."""
        rows = [(word, pk) for pk, words in found for word in words]
        if rows:  # a mail of somebody new brings eight: no objects for what nobody reads as one
            with connections[self.db].cursor() as cursor:
                cursor.executemany("INSERT INTO people_customerword (word, customer_id) VALUES (%s, %s)", rows)


class CustomerWord(QuickModel):
    """One word, folded, by whose beginning a customer is found."""

    word = models.CharField(max_length=LONGEST_WORD)
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="words", db_index=False)

    objects = CustomerWordManager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["word", "customer"], name="customer_word"),
            models.Index(fields=["customer", "word"], name="customer_word_of"),
        ]

    def __str__(self) -> str:
        return self.word


def found_by(name: str, organisation: str, points: Sequence[tuple[str, str]]) -> list[str]:
    """Return the folded words of a customer; ``points`` are kinds and compared forms of contact points."""
    words = words_of(f"{name} {organisation}")
    for kind, value in points:
        words += numbers_of(value) if kind == ContactKind.PHONE.value else words_of(value)
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))[:MOST_WORDS]


def numbers_of(phone: str) -> list[str]:
    """Return the ways in which a compared phone number may be typed: with its country, with 0, without an area code."""
    number, _, extension = phone.partition(";ext=")
    digits = "".join(filter(str.isdecimal, number))
    if not number.startswith("+"):
        return [digits + extension]
    import phonenumbers  # noqa: PLC0415 - its tables are heavy

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return [digits + extension]
    national = phonenumbers.national_significant_number(parsed)
    local = national[phonenumbers.length_of_national_destination_code(parsed) :]
    return [each + extension for each in dict.fromkeys([digits, f"0{national}", local]) if each]
