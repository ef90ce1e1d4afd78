"""The tags of cases as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from kulanz.core.json_rows import JsonRows

from ..models import Case, Tag

MOST_OFFERED = 200
_Tagged = Case.tags.through


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag on a case: its name, and one of ``Tag.Colour``."""

    name: str
    colour: str


def tags_along() -> JsonRows:
    """Return the tags of a case, read along with it: of one that goes on in another, that one."""
    rows = _Tagged.objects.filter(case=OuterRef("pk"))
    return JsonRows(
        rows.values(
            of_name=Coalesce(F("tag__merged_into__name"), F("tag__name")),
            of_colour=Coalesce(F("tag__merged_into__colour"), F("tag__colour")),
        )
    )


def shown_tags(case: Case) -> list[ShownTag]:
    """Return the tags that were read along with a case, each once, by name."""
    found = {each["of_name"]: ShownTag(each["of_name"], each["of_colour"]) for each in vars(case).get("tagged") or []}
    return [found[name] for name in sorted(found, key=str.casefold)]


def tags_of(case_ids: Iterable[int]) -> dict[int, list[ShownTag]]:
    """Return the tags of some cases, by name. One query."""
    rows = Case.with_merged.filter(pk__in=[*case_ids]).annotate(tagged=tags_along())
    return {case.pk: shown_tags(case) for case in rows.only("pk")}


def offered_tags() -> list[ShownTag]:
    """Return the tags that are offered while one is typed. One query."""
    return [ShownTag(*each) for each in Tag.objects.offered().values_list("name", "colour")[:MOST_OFFERED]]


def bearing(name: str) -> QuerySet[_Tagged, int]:  # type: ignore[valid-type]
    """Return the ids of the cases that bear a tag or one that goes on in it."""
    same = Tag.objects.same_as(name).values("pk")
    return _Tagged.objects.filter(tag__in=same).values_list("case_id", flat=True)


def bears(name: str) -> Exists:
    """Return the condition that a case bears a tag; for tags that many cases have."""
    same = Tag.objects.same_as(name).values("pk")
    return Exists(_Tagged.objects.filter(case_id=OuterRef("pk"), tag__in=same))
