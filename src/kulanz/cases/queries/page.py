"""Everything the case page shows, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import F, FilteredRelation, Q, QuerySet

from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor, ActorKind, Sight
from kulanz.events.catalogue import Face, shown_to
from kulanz.events.models import Event
from kulanz.people.models import Brand, ContactPoint, Customer

from ..access import require_access
from ..errors import NotFound
from ..models import Case, DraftFile, Message, Note, Story
from ..rules import CaseStatus
from . import along, reasons
from .along import FIRMS, PERSON, all_of
from .around import (
    Ended,
    GivenBack,
    Merged,
    Related,
    SharedDraft,
    Wait,
    ended_of,
    given_back_of,
    related_of,
    shared_of,
    wait_of,
)
from .tags import ShownTag, shown_tags, tags_along
from .thread import Entry, thread

# Longer correspondence begins with its newest part; the rest is one click away.
NEWEST = 50
EARLIER = 8


@dataclass(frozen=True, slots=True)
class CasePage:
    """The open case: its thread in order, who the customer is, what happened before.

    The reply's recipients, its letter and the letters ``regained`` are those that its draft keeps, ``offered_to`` says
    who may take it ("*": everybody). ``snoozed_by`` names who has put it aside, ``duplicates`` are the numbers of the
    cases that ended because this one tells the same.
    """

    case: Case
    tags: list[ShownTag]
    snoozed_by: str
    entries: list[Entry]
    has_older: bool
    contact_points: list[ContactPoint]
    waits: Wait | None
    ended: Ended | None
    duplicates: list[str]
    merged: list[Merged]
    related: list[Related]
    denied: list[str]
    earlier: list[Case]
    reply_draft: str
    note_draft: str
    newest_message_id: int
    newest_note_id: int
    story_is_stale: bool
    offered_message_id: int
    is_unread: bool
    reply_recipients: list[dict[str, str]]
    reply_answers_id: int | None
    reply_files: list[DraftFile]
    regained: list[int]
    is_signed: bool
    given_back: GivenBack | None
    shared: list[SharedDraft]
    offered_to: str


def case_page(actor: Actor, number: str, *, everything: bool = False, beside_letters: Sequence[str] = ()) -> CasePage:
    """Read a case for the desk: five queries.

    Raises ``NotFound`` and ``NotAllowed``. ``everything`` shows the whole correspondence, however long;
    ``beside_letters`` names one-to-one relations of upper rooms to a message that are read along.
    """
    case = _case(actor, number)
    messages = _letters(everything, tuple(beside_letters))(case.pk)
    has_older = not everything and len(messages) > NEWEST
    messages = messages[: None if everything else NEWEST]
    notes, events = _notes(case.pk), _events(case.pk)
    mine = _mine(case)
    entries = thread(messages, notes, events, mine.seen_at)
    if has_older:
        entries = [entry for entry in entries if entry.at >= messages[-1].at]
    newest_message = max((message.pk for message in messages), default=0)
    return CasePage(
        case=case,
        tags=shown_tags(case),
        snoozed_by=vars(case)["snoozed_by"] or "",
        entries=entries,
        has_older=has_older,
        contact_points=mine.points,
        waits=wait_of(case),
        ended=ended_of(case),
        duplicates=[each["number"] for each in vars(case)["same"] or []],
        merged=[Merged(**each) for each in vars(case)["merged"] or []],
        related=related_of(actor, case),
        denied=[each["number"] for each in vars(case)["denied"] or []],
        earlier=other_cases(actor, case),
        reply_draft=mine.reply,
        note_draft=mine.note,
        newest_message_id=newest_message,
        newest_note_id=max((note.pk for note in notes), default=0),
        story_is_stale=_is_stale(case, newest_message),
        offered_message_id=_offered(case, messages),
        is_unread=mine.seen_at is None or mine.seen_at < case.last_entry_at,
        reply_recipients=mine.recipients,
        reply_answers_id=mine.answers_id,
        reply_files=mine.files,
        regained=mine.regained,
        is_signed=mine.is_signed,
        given_back=given_back_of(case, mine.regained),
        shared=shared_of(case),
        offered_to=vars(case)["offered_to"] or ("*" if vars(case)["is_shared"] else ""),
    )


def _is_stale(case: Case, newest_message: int) -> bool:
    story: Story | None = getattr(case, "story", None)
    return story is not None and story.message_id < newest_message


def _offered(case: Case, messages: Sequence[Message]) -> int:
    """Return the customer's newest letter where it sounds solved and we have said nothing since; 0 for none."""
    said = (message for message in messages if message.is_incoming or message.is_answer)
    newest = next((message for message in said if not message.is_automatic), None)
    if newest is None or not newest.sounds_solved or case.state == CaseStatus.CONFIRMED:
        return 0
    return newest.pk if newest.is_incoming and any(message.is_answer for message in messages) else 0


def beside_columns(relations: Sequence[str]) -> list[str]:
    """Return the columns of one-to-one relations of upper rooms to a message."""
    return [name for each in relations for name in all_of(Message._meta.get_field(each).related_model, f"{each}__")]


# The case, its customer, brand and story whole; of all others the name. Half of a page's queries is spent on columns.
_SHOWN = (
    *all_of(Case), *all_of(Customer, "customer__"), *all_of(Brand, "brand__"), *all_of(Story, "story__"),
    "assignee__name", "team__name", *PERSON, "story__edited_by__name",
)  # fmt: skip
# Quotes and HTML are the bulk of a letter and are fetched when somebody asks to see them.
_POSTPONED = ("postponed__until", "postponed__only_in_silence", "approval__note_id", "approval__until")
_OF_LETTERS = [name for name in all_of(Message) if name not in {"html", "hidden", "audience"}]


def _case(actor: Actor, number: str) -> Case:
    found = _cases(number, actor.id or 0)
    if not found:
        raise NotFound
    require_access(found[0], actor)
    return found[0]


@prepared
def _cases(number: str, person_id: int) -> QuerySet[Case]:
    mine = {
        "mark": FilteredRelation("read_marks", condition=Q(read_marks__user_id=person_id)),
        "reply_draft": FilteredRelation("drafts", condition=Q(drafts__user_id=person_id, drafts__kind="reply")),
        "note_draft": FilteredRelation("drafts", condition=Q(drafts__user_id=person_id, drafts__kind="note")),
    }
    return (
        Case.objects.filter(number=number)
        .annotate(**mine)
        .annotate(seen_at=F("mark__seen_at"), reply_text=F("reply_draft__text"), note_text=F("note_draft__text"))
        .annotate(reply_recipients=F("reply_draft__recipients"), reply_answers_id=F("reply_draft__answers_id"))
        .annotate(regained=F("reply_draft__regained"), is_signed=F("reply_draft__is_signed"))
        .annotate(
            points=along.points(), waits=along.waits(), ending=along.endings(), same=along.same(), merged=along.merged()
        )
        .annotate(relates_to=along.relations(), related=along.related(), denied=along.denied(), tagged=tags_along())
        .annotate(given_back=along.given_back(person_id), shared_drafts=along.shared_drafts(person_id))
        .annotate(is_shared=F("reply_draft__is_shared"), offered_to=F("reply_draft__offered_to__name"))
        .annotate(own_reasons=reasons.offered())
        .annotate(snoozed_by=along.snoozed_by(), draft_files_of_mine=along.draft_files(person_id))
        .select_related(*FIRMS, "assignee", "team", "brand", "story__edited_by")
        .only(*_SHOWN)
    )


@cache
def _letters(everything: bool, beside: tuple[str, ...]) -> Callable[[int], list[Message]]:
    """Return what reads the letters of a case, the newest first: all, or one more than are shown at once."""

    @prepared
    def rows(case_id: int) -> QuerySet[Message]:
        return (
            Message.objects.filter(case_id=case_id)
            .exclude(delivery="withdrawn")
            .select_related("author", "postponed", "approval", *beside)
            .annotate(has_hidden=~Q(hidden=""), has_html=~Q(html=""), its_files=along.attached())
            .only(*_OF_LETTERS, "author__name", *_POSTPONED, *beside_columns(beside))
            .order_by("-at", "-id")[: None if everything else NEWEST + 1]
        )

    return rows


@prepared
def _notes(case_id: int) -> QuerySet[Note]:
    rows = Note.objects.filter(case_id=case_id).select_related("author")
    return rows.only(*all_of(Note), "author__name").order_by("at", "id")


@prepared
def _events(case_id: int) -> QuerySet[Event]:
    # What was done in a case that was merged into this one belongs to its story.
    told = Case.with_merged.filter(Q(pk=case_id) | Q(merged_into=case_id))
    events = Event.objects.filter(subject_kind="case", subject_id__in=told.values("pk"), kind__in=shown_to(Face.DESK))
    # What a rule did step by step is told by the one event that says which rule it was.
    return events.exclude(actor_kind=ActorKind.SYSTEM.value, actor_id__isnull=False).order_by("id")


@dataclass(frozen=True, slots=True)
class _Mine:
    """What stands beside a case for the one who opens it."""

    seen_at: datetime | None
    reply: str
    note: str
    points: list[ContactPoint]
    recipients: list[dict[str, str]]
    answers_id: int | None
    files: list[DraftFile]
    regained: list[int]
    is_signed: bool


def _mine(case: Case) -> _Mine:
    found = vars(case)  # annotations are no fields, so the model does not know their names
    points = [ContactPoint(**point) for point in found["points"] or []]
    # Their own before those of the rows that somebody merged with them.
    points.sort(key=lambda each: each.customer_id != case.customer_id)
    return _Mine(
        found["seen_at"],
        found["reply_text"] or "",
        found["note_text"] or "",
        points,
        found["reply_recipients"] or [],
        found["reply_answers_id"],
        [DraftFile(**file) for file in found["draft_files_of_mine"] or []],
        found["regained"] or [],
        found["is_signed"] is not False,
    )


def other_cases(actor: Actor, case: Case) -> list[Case]:
    """Return the customer's other cases that the actor may see, newest first, one line each. One query."""
    sight = actor.sight
    return _others(sight.all_teams)(case.customer_id, case.pk, () if sight.all_teams else tuple(sight.team_ids))


@cache
def _others(sees_all: bool) -> Callable[[int, int, tuple[int, ...]], list[Case]]:
    @prepared
    def rows(customer_id: int, case_id: int, teams: tuple[int, ...]) -> QuerySet[Case]:
        found = Case.objects.in_sight(Sight(sees_all, frozenset(teams)))
        found = found.of_person(customer_id).exclude(pk=case_id)
        return found.only("number", "subject", "status", "opened_at", "brand").order_by("-opened_at")[:EARLIER]

    return rows
