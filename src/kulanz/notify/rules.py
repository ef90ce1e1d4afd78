"""Of what people are told, by which ways, and when they are left alone. Pure: times and hours are passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kulanz.people.hours import BusinessHours

SOON = timedelta(hours=1)  # how long before a promise is due its person hears of it
KNOWN_FOR = timedelta(days=3)  # what was due longer ago is no news


class NoticeKind(StrEnum):
    """Of what somebody is told; stored. Nothing of it says how fast or how much anybody works."""

    GIVEN = "given"  # a case is with me now
    MENTIONED = "mentioned"  # a note calls me
    ANSWERED = "answered"  # a customer wrote in my case
    DRAFT = "draft"  # a draft was handed over to me
    TO_APPROVE = "to-approve"  # a letter waits for a second pair of eyes, which I may be
    RETURNED = "returned"  # a letter of mine was given back
    UNDELIVERED = "undelivered"  # a letter in my case did not get through
    DUE = "due"  # a promise in my case is due soon
    OVERDUE = "overdue"  # a promise in my case is overdue
    BACK = "back"  # a case that was snoozed is back, or one that lay still has gone back into the pile
    NEW = "new"  # a case has arrived: nobody's yet, and for webhooks alone


OF_PEOPLE = tuple(kind for kind in NoticeKind if kind is not NoticeKind.NEW)
OF_WEBHOOKS = (
    NoticeKind.NEW, NoticeKind.ANSWERED, NoticeKind.TO_APPROVE, NoticeKind.UNDELIVERED, NoticeKind.DUE,
    NoticeKind.OVERDUE, NoticeKind.BACK,
)  # fmt: skip


class NoticeWay(StrEnum):
    """Where somebody is told; stored."""

    PAGE = "page"
    PUSH = "push"
    MAIL = "mail"


Ways = Mapping[str, Sequence[str]]  # kinds to the ways that somebody chose for them


def ways_of(kind: NoticeKind, chosen: Ways) -> set[NoticeWay]:
    """Return where somebody is told of a kind: everywhere, as long as they have chosen nothing else."""
    return {each for each in NoticeWay if each.value in chosen.get(kind.value, list(NoticeWay))}


class Digest(StrEnum):
    """When somebody gets a mail with what is new; stored."""

    OFF = "off"
    MORNING = "morning"  # once, when their work begins
    HOURLY = "hourly"


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody works: their week, days away (both included), and until when they have called it a day (aware)."""

    hours: BusinessHours
    away: Sequence[tuple[date, date]] = ()
    off_until: datetime | None = None

    def is_away(self, at: datetime) -> bool:
        """Say whether the day of ``at`` (aware) lies in an absence."""
        day = at.astimezone(ZoneInfo(self.hours.zone)).date()
        return any(begins <= day <= ends for begins, ends in self.away)

    def quiet_until(self, at: datetime) -> datetime | None:
        """Return until when nobody should disturb them at ``at`` (aware); ``None`` where they are at work.

        Whoever never works, by their hours, could never be told of anything: they are told at once.
        """
        if self.off_until is not None and self.off_until > at:
            return self.off_until
        if self.hours.is_open(at) and not self.is_away(at):
            return None
        return self._first(self.hours.openings(at))

    def begins_again(self, at: datetime) -> datetime | None:
        """Return when work begins next after ``at`` (aware), the rest of that day's stretches left out."""
        return self._first(self.hours.openings(at, first_of_day=True))

    def _first(self, moments: Iterable[datetime]) -> datetime | None:
        return next((each for each in moments if not self.is_away(each)), None)


def digest_is_due(digest: Digest, *, at: datetime, last: datetime | None, times: Times) -> bool:
    """Say whether somebody's mail is due at ``at``; ``last`` is when it was last looked after (both aware)."""
    if digest is Digest.OFF or not times.hours.is_open(at) or times.quiet_until(at) is not None:
        return False
    if last is None:
        return True
    if digest is Digest.HOURLY:
        return at - last >= timedelta(hours=1)
    zone = ZoneInfo(times.hours.zone)
    return at.astimezone(zone).date() > last.astimezone(zone).date()


def is_told(kinds: Collection[str], team_ids: Collection[int], kind: NoticeKind, team_id: int | None) -> bool:
    """Say whether a webhook wants to hear of a kind in a case of a team; no teams are all teams."""
    return kind.value in kinds and (not team_ids or team_id in team_ids)
