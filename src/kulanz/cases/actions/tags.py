"""Tags: put on and taken off cases, and looked after for the whole house."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people import administration
from kulanz.people.access import require_admin
from kulanz.people.models import the_house

from .. import events
from ..access import locked_case, require_staff
from ..errors import ArchivedTag, EmptyText, NotFound, TagTaken, UnknownTag, WrongState
from ..models import Case, Tag

LONGEST = 50


@dataclass(frozen=True, slots=True)
class TagChange:
    """The names that were put on a case and taken off: what undoing it takes off and puts on."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def change_tags(
    *, case_id: int, by: Actor, add: Collection[str] = (), remove: Collection[str] = (), colour: str = ""
) -> TagChange:
    """Put tags on a case and take tags off, by name. Returns what that changed.

    A name that is unknown becomes a tag, in ``colour``. Raises ``UnknownTag`` where the house lets only leads and
    administrators make one, ``ArchivedTag``, and ``EmptyText`` for a name of commas alone.
    """
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        present = _present(case)
        wanted = {tag.pk: tag for name in _tidy(add) if (tag := _tag_for(name, by, colour)).pk not in present}
        leaving = {root: present[root] for root in _roots(remove) if root in present}
        if not wanted and not leaving:
            return TagChange()
        case.tags.add(*wanted.values())
        case.tags.remove(*Tag.objects.filter(Q(pk__in=leaving) | Q(merged_into__in=leaving)))
        change = TagChange(tuple(sorted(tag.name for tag in wanted.values())), tuple(sorted(leaving.values())))
        log.record(events.CaseTagged(case.pk, [*change.added], [*change.removed]), by=by)
    return change


def _present(case: Case) -> dict[int, str]:
    """The tags that a case shows, by the ids of the rows in which they go on."""
    shown = [tag.merged_into or tag for tag in case.tags.select_related("merged_into")]
    return {tag.pk: tag.name for tag in shown}


def _tidy(names: Iterable[str]) -> list[str]:
    found = (" ".join(name.split())[:LONGEST].strip() for name in names)
    return list(dict.fromkeys(name for name in found if name))


def _new_name(given: str) -> str:
    """Return what a new tag is called: without commas, which part names where they are typed. It may be empty."""
    return "".join(_tidy([given.replace(",", " ")]))


def _tag_for(name: str, by: Actor, colour: str) -> Tag:
    """Return the tag that somebody means by a name, made where there is none."""
    tag = _known(name)
    if tag is None:
        if not (plain := _new_name(name)):
            raise EmptyText
        if plain != name:
            return _tag_for(plain, by, colour)
        if not (by.is_lead or by.is_admin or the_house().agents_make_tags):
            raise UnknownTag
        Tag.objects.bulk_create([Tag(name=name, colour=_colour(colour))], ignore_conflicts=True)
        return Tag.objects.get(name=name)
    if tag.archived_at is not None:
        raise ArchivedTag
    return tag


def _known(name: str) -> Tag | None:
    """Return the tag of a name, whatever its capitals, or the one in which it goes on."""
    rows = Tag.objects.select_related("merged_into")
    # A database folds capitals as it was built: only what is found by none of its ways is looked for in all of them.
    tag = rows.filter(name=name).first() or next(
        (each for each in rows if each.name.casefold() == name.casefold()), None
    )
    return (tag.merged_into or tag) if tag is not None else None


def _roots(names: Collection[str]) -> list[int]:
    return [tag.pk for name in names if (tag := _known(name)) is not None] if names else []


def _colour(given: str) -> str:
    return given if given in Tag.Colour.values else Tag.Colour.GREY.value


def save_tag(*, by: Actor, name: str, colour: str, tag_id: int | None = None) -> Tag:
    """Make a tag, or give one another name and colour. Its former name leads to it.

    Raises ``EmptyText``, ``TagTaken``, and ``NotFound`` for one that goes on in another.
    """
    require_admin(by)
    wanted = _new_name(name)
    if not wanted:
        raise EmptyText
    with transaction.atomic():
        tag = Tag() if tag_id is None else _standing(tag_id)
        former = tag.name
        _free(wanted, tag)
        given = {"name": wanted, "colour": _colour(colour)}
        changed = [field for field, value in given.items() if tag.pk is None or getattr(tag, field) != value]
        tag.name, tag.colour = wanted, given["colour"]
        administration.save(tag, by=by, changed=changed)
        if former and former.casefold() != wanted.casefold():
            Tag.objects.create(name=former, merged_into=tag)
    return tag


def _free(name: str, tag: Tag) -> None:
    """See to it that a tag can bear a name: its own former one is given back, another's is refused."""
    bearers = [each for each in Tag.objects.exclude(pk=tag.pk) if each.name.casefold() == name.casefold()]
    for bearer in bearers:
        if tag.pk is None or bearer.merged_into_id != tag.pk or bearer.cases.exists():
            raise TagTaken
        bearer.delete()


def merge_tags(*, tag_id: int, into_id: int, by: Actor) -> None:
    """Let a tag go on in another one, and with it all that go on in it. Cases stay as they are.

    Raises ``NotFound`` where either goes on in another already, and ``WrongState`` for one and the same.
    """
    require_admin(by)
    with transaction.atomic():
        tag, into = _standing(tag_id), _standing(into_id)
        if tag == into:
            raise WrongState
        Tag.objects.filter(merged_into=tag).update(merged_into=into)
        tag.merged_into = into
        administration.save(tag, by=by, changed=["merged_into"])


def separate_tag(*, tag_id: int, by: Actor) -> None:
    """Let a tag that goes on in another stand on its own again: what bears it shows it. Raises ``NotFound``."""
    require_admin(by)
    with transaction.atomic():
        tag = Tag.objects.select_for_update().filter(pk=tag_id).exclude(merged_into=None).first()
        if tag is None:
            raise NotFound
        tag.merged_into = None
        administration.save(tag, by=by, changed=["merged_into"])


def archive_tag(*, tag_id: int, by: Actor, archived: bool) -> None:
    """Take a tag out of use, or back into it. Cases that bear it show it as before. Raises ``NotFound``."""
    administration.archive(Tag.objects.standing(), row_id=tag_id, by=by, archived=archived)


def _standing(tag_id: int) -> Tag:
    tag = Tag.objects.standing().select_for_update().filter(pk=tag_id).first()
    if tag is None:
        raise NotFound
    return tag
