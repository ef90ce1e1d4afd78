"""The audit in words: who changed what, with the values before and after, where values are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kulanz.cases.events import BelongingDenied, LetterForwarded, LinkCreated, LinkRevoked, ListExported, ViewSaved
from kulanz.cases.models import Case, OwnReason, Tag
from kulanz.channels.events import ChannelSaved
from kulanz.channels.models import Channel, Mailbox
from kulanz.channels.registry import kinds
from kulanz.checklists.models import ChecklistTemplate
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells, told
from kulanz.fields.models import CaseField
from kulanz.notify.models import Webhook
from kulanz.people.events import (
    AccountUsed,
    CustomerChanged,
    CustomerMerged,
    OrganisationChanged,
    OrganisationMerged,
    SetupChanged,
)
from kulanz.people.models import Brand, Customer, House, Organisation, Team, User
from kulanz.people.written_hours import DAYS
from kulanz.routing.models import CaseWeights, Skill, TeamRouting
from kulanz.rules.events import MacroSaved

MODELS: Mapping[str, type[models.Model]] = {
    "brand": Brand, "customer": Customer, "organisation": Organisation,
    "team": Team, "user": User, "tag": Tag, "house": House, "ownreason": OwnReason, "casefield": CaseField,
    "checklisttemplate": ChecklistTemplate,
    "channel": Channel, "mailbox": Mailbox,
    "routing": TeamRouting, "weights": CaseWeights, "skill": Skill, "webhook": Webhook,
}  # fmt: skip
THINGS: Mapping[str, str | Promise] = {
    "brand": gettext_lazy("Brand"),
    "team": gettext_lazy("Team"),
    "user": gettext_lazy("Person"),
    "work": gettext_lazy("Working profile"),
    "skill": gettext_lazy("Skill"),
    "routing": gettext_lazy("Giving out cases"),
    "weights": gettext_lazy("Weights of cases"),
    "invitation": gettext_lazy("Invitation"),
    "voice": gettext_lazy("Tone of the brand"),
    "channel": gettext_lazy("Channel"),
    "mailbox": gettext_lazy("Mailbox"),
    "sender": pgettext_lazy("who writes", "Sender"),
    "demo": gettext_lazy("Demo company"),
    "tag": gettext_lazy("Tag"),
    "checklisttemplate": gettext_lazy("Checklist"),
    "casefield": gettext_lazy("Own field"),
    "ownreason": gettext_lazy("Own reason"),
    "house": gettext_lazy("The whole house"),
    "rule": gettext_lazy("Rule"),
    "notices": pgettext_lazy("notice", "Notices"),
    "webhook": gettext_lazy("Webhook"),
}
FIELDS: Mapping[str, str | Promise] = {
    "kind": gettext_lazy("Kind"), "name": gettext_lazy("Name"), "brand": gettext_lazy("Brand"),
    "team": gettext_lazy("Team"), "teams": gettext_lazy("Teams"), "roles": gettext_lazy("Roles"),
    "is_active": gettext_lazy("Active"), "address": gettext_lazy("Address"), "aliases": gettext_lazy("Other addresses"),
    "imap_host": gettext_lazy("IMAP server"), "imap_port": gettext_lazy("Port"),
    "imap_security": gettext_lazy("Security"), "imap_user": gettext_lazy("User name"),
    "imap_password": gettext_lazy("Password"), "imap_folder": gettext_lazy("Folder"),
    "plus_addresses": gettext_lazy("Addresses such as name+word@"), "acknowledges": gettext_lazy("Acknowledgements"),
    "closed": gettext_lazy("Closed days"), "needs": gettext_lazy("communication needs"),
    "words": gettext_lazy("Words we avoid"), "phrases": gettext_lazy("Our own phrases"),
    "merged_into": gettext_lazy("Goes on in"), "archived_at": gettext_lazy("Archived"),
    "colour": gettext_lazy("Colour"),
    "levels": gettext_lazy("The coach's rules"),
    "mail added": gettext_lazy("mail address added"), "mail removed": gettext_lazy("mail address removed"),
    "mail changed": gettext_lazy("mail address changed"), "phone changed": gettext_lazy("phone number changed"),
    "mail preferred": gettext_lazy("mail address preferred"),
    "phone preferred": gettext_lazy("phone number preferred"),
    "phone added": gettext_lazy("phone number added"), "phone removed": gettext_lazy("phone number removed"),
    "own_hours": gettext_lazy("Working hours"), "capacity": gettext_lazy("Capacity"),
    "skills": gettext_lazy("Skills"), "languages": gettext_lazy("Languages"), "tags": gettext_lazy("Tags"),
    "brands": gettext_lazy("Brands"), "channels": gettext_lazy("Channels"),
    "web_push": gettext_lazy("Web Push"), "program": gettext_lazy("Program"),
    "kinds": gettext_lazy("What it hears of"), "in_hours": gettext_lazy("Only while the brand is open"),
    "is_on": gettext_lazy("Switched on"), "language": gettext_lazy("Language"),
    **{f"day_{day}": name for day, name in enumerate(DAYS)},
}  # fmt: skip
DONE: Mapping[str, str | Promise] = {
    "invited": gettext_lazy("invited"),
    "revoked": gettext_lazy("taken back"),
    "invitation accepted": gettext_lazy("came in by invitation"),
    "made": gettext_lazy("made"),
    "blocked": gettext_lazy("blocked"),
    "unblocked": gettext_lazy("may write again"),
    "created": gettext_lazy("made"),
    "changed": gettext_lazy("changed"),
    "removed": gettext_lazy("removed"),
    "moved": gettext_lazy("moved"),
    "switched on": gettext_lazy("switched on"),
    "switched off": gettext_lazy("switched off"),
    "archived": gettext_lazy("archived"),
    "in use again": gettext_lazy("in use again"),
    "hours": gettext_lazy("business hours changed"),
    "signed in": gettext_lazy("signed in"),
    "password changed": gettext_lazy("password changed"),
    "password reset": gettext_lazy("password set anew by a link in the mailbox"),
    "second factor added": gettext_lazy("second factor switched on"),
    "second factor removed": gettext_lazy("second factor switched off"),
    "recovery codes renewed": gettext_lazy("recovery codes made"),
}
WORDS: Mapping[str, str | Promise] = {
    "yes": gettext_lazy("yes"), "no": gettext_lazy("no"), "": gettext_lazy("empty"),
    "is_agent": gettext_lazy("agent"), "is_lead": gettext_lazy("lead"), "is_boss": gettext_lazy("boss"),
    "is_admin": gettext_lazy("administrator"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page shows it; ``changes`` are (what, before, after), the last two empty for a secret."""

    event: Event
    thing: str
    url: str
    words: str
    changes: list[tuple[str, str, str]]


def lines(events: Sequence[Event]) -> list[Line]:
    """Return events in words. Three queries for names and numbers of what they are about, however many."""
    numbers = Case.with_merged.filter(pk__in=_subjects(events, "case")).values_list("pk", "number")
    names = Customer.objects.filter(pk__in=_subjects(events, "customer")).values_list("pk", "name")
    firms = Organisation.objects.filter(pk__in=_subjects(events, "organisation")).values_list("pk", "name")
    known = {("case", pk): number for pk, number in numbers} | {("customer", pk): name for pk, name in names}
    known |= {("organisation", pk): name for pk, name in firms}
    return [_line(event, known) for event in events]


@tells(Face.AUDIT, LinkCreated, LinkRevoked)
def _link(it: LinkCreated | LinkRevoked, event: Event) -> Told:
    made = isinstance(it, LinkCreated)
    return Told("link", _("customer's link made") if made else _("customer's link withdrawn"))


@tells(Face.AUDIT, LetterForwarded)
def _forwarded(it: LetterForwarded, event: Event) -> Told:
    return Told("forward", _("letter forwarded to %(to)s") % {"to": ", ".join(it.to)})


@tells(Face.AUDIT, BelongingDenied)
def _denied(it: BelongingDenied, event: Event) -> Told:
    return Told("x", _("said that %(number)s does not belong to it") % {"number": it.other_number})


@tells(Face.AUDIT, ViewSaved)
def _view(it: ViewSaved, event: Event) -> Told:
    words = {"made": _("made"), "changed": _("changed"), "moved": _("moved"), "removed": _("removed")}
    return Told("filter", words.get(it.what, it.what))


@tells(Face.AUDIT, MacroSaved)
def _macro(it: MacroSaved, event: Event) -> Told:
    return Told("zap", str(DONE.get(it.what, it.what)))


@tells(Face.AUDIT, ListExported)
def _exported(it: ListExported, event: Event) -> Told:
    return Told("download", _("exported as a file: %(query)s") % {"query": unquote_plus(it.query)})


@tells(Face.AUDIT, ChannelSaved, SetupChanged, CustomerChanged, AccountUsed)
def _table(it: object, event: Event) -> Told:
    """What changes values is told by ``lines``, value by value; this is its short form."""
    return Told("pencil", _told("customer" if isinstance(it, CustomerChanged) else "user", event.data))


@tells(Face.AUDIT, OrganisationChanged)
def _firm(it: OrganisationChanged, event: Event) -> Told:
    return Told("pencil", _told("organisation", event.data))


@tells(Face.AUDIT, CustomerMerged, OrganisationMerged)
def _merged(it: CustomerMerged | OrganisationMerged, event: Event) -> Told:
    return Told("undo-2", _("stands alone again")) if it.undone else Told("merge", _("merged"))


def _subjects(events: Iterable[Event], kind: str) -> set[int]:
    found = [event for event in events if event.subject_kind == kind]
    return {each.subject_id for each in found} | {each.data["into_id"] for each in found if "into_id" in each.data}


def _line(event: Event, known: Mapping[tuple[str, int], str]) -> Line:
    data = event.data
    found = known.get((event.subject_kind, event.subject_id), "")
    if event.subject_kind == "case":
        words = told(Face.AUDIT, event)
        url = reverse("desk:case", args=[found]) if found else ""
        return Line(event, _("Case %(number)s") % {"number": found or "?"}, url, words.sentence if words else "", [])
    if event.subject_kind == "customer":
        url = reverse("desk:customer", args=[event.subject_id]) if found else ""
        whose = _("Customer data of %(name)s") % {"name": found or f"#{event.subject_id}"}
        return Line(event, whose, url, _and_into(event, known), [])
    if event.subject_kind == "organisation":
        url = reverse("desk:organisation", args=[event.subject_id]) if found else ""
        whose = _("Organisation %(name)s") % {"name": found or f"#{event.subject_id}"}
        return Line(event, whose, url, _and_into(event, known), [])
    if event.subject_kind == "view":
        words = told(Face.AUDIT, event)
        return Line(event, _view_name(event), "", words.sentence if words else "", [])
    if event.subject_kind == "macro":
        words = told(Face.AUDIT, event)
        name = _("Macro %(name)s") % {"name": data.get("name", "")}
        return Line(event, name, "", words.sentence if words else "", [])
    if event.subject_kind == "account":
        return Line(event, _("Own account"), "", _told("user", data), [])
    thing = data.get("thing", "")
    name = f"{THINGS.get(thing, thing)} {data.get('name', '')}".strip()
    changes = [_change(thing, change) for change in data.get("changes", ())]
    # Where the values are shown, their names need not stand before them once more.
    return Line(event, name, "", _did(data) if changes else _told(thing, data), changes)


def _and_into(event: Event, known: Mapping[tuple[str, int], str]) -> str:
    """The sentence of an event, and with whom something was merged."""
    words = told(Face.AUDIT, event)
    other = known.get((event.subject_kind, event.data.get("into_id", 0)), "")
    return ": ".join(filter(None, [words.sentence if words else "", other]))


def _view_name(event: Event) -> str:
    """What a list is called; that of one person has no name here."""
    name, team = event.data.get("name", ""), event.data.get("team_name", "")
    if team:
        return _("View %(name)s of %(team)s") % {"name": name, "team": team}
    return _("View %(name)s") % {"name": name} if name else _("List of cases")


def _did(data: Mapping[str, Any]) -> str:
    return ", ".join(str(DONE[what]) for what in data.get("what", ()) if what in DONE) or str(DONE["changed"])


def _told(thing: str, data: Mapping[str, Any]) -> str:
    return ", ".join(str(DONE[what]) if what in DONE else _field(thing, what) for what in data.get("what", ()))


def _change(thing: str, change: Mapping[str, str]) -> tuple[str, str, str]:
    name = _field(thing, change["field"])
    if "after" not in change:
        return name, "", ""
    return name, _value(thing, change["field"], change["before"]), _value(thing, change["field"], change["after"])


def _field(thing: str, name: str) -> str:
    """The name of a field as its form calls it."""
    if name in FIELDS:
        return str(FIELDS[name])
    field = _model_field(thing, name)
    return str(field.verbose_name) if field is not None else name


def _value(thing: str, name: str, value: str) -> str:
    """A stored value in the words of its form."""
    field = _model_field(thing, name)
    choices = dict(field.flatchoices) if field is not None else {}
    if (thing, name) == ("channel", "kind"):
        choices = {kind.key: kind.label for kind in kinds().values()}
    if value in choices:
        return str(choices[value])
    return ", ".join(str(WORDS.get(part, part)) for part in value.split(", "))


def _model_field(thing: str, name: str) -> models.Field[Any, Any] | None:
    model = MODELS.get(thing)
    try:
        field = model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None
