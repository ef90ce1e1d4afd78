"""Taking the demo company away again: its cases, customers, people and doors, and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, ProtectedError, Q
from django.utils.translation import gettext as _

from kulanz.cases import counting
from kulanz.cases.models import (
    Assignment,
    Attachment,
    Case,
    CaseLink,
    Confirmation,
    DraftFile,
    Ending,
    Merge,
    Message,
    Note,
    Solution,
    Story,
    Tag,
    Waiting,
)
from kulanz.cases.models.entries import attachment_storage
from kulanz.channels.models import Channel, Original, Outgoing
from kulanz.checklists.models import ChecklistTemplate
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.fields.models import CaseField
from kulanz.people.events import SetupChanged
from kulanz.people.models import Brand, Customer, Organisation, Team, User
from kulanz.people.models.users import DEMO_DOMAIN
from kulanz.routing.actions import give_back_of
from kulanz.routing.models import Skill

from . import story


def held() -> list[tuple[str, int]]:
    """Return what would go, in words with numbers; nothing where there is no demo company."""
    brand = _brand()
    people = User.objects.of_the_demo().count()
    if brand is None:
        return [(_("People who can sign in"), people)] if people else []
    cases = Case.with_merged.filter(brand=brand)
    letters = Message.objects.filter(case__in=cases)
    return [
        (_("Cases"), cases.count()),
        (_("Letters"), letters.count()),
        (_("Files"), Attachment.objects.filter(message__in=letters).count()),
        (_("Customers"), Customer.objects.filter(cases__in=cases).distinct().count()),
        (_("Channels"), Channel.objects.filter(brand=brand).count()),
        (_("People who can sign in"), people),
    ]


def is_here() -> bool:
    """Say whether the brand of the demo company is here under the name with which it came."""
    return _brand() is not None


def _brand() -> Brand | None:
    told = story.company()["brand"]
    return Brand.objects.filter(name=told["name"], sender_address=told["sender_address"]).first()


def remove(*, by: Actor | None = None) -> bool:
    """Remove the demo company. Returns whether it was there; the audit hears of it where somebody did it on a page.

    What real people added to it goes with it; the demo's people stay, switched off, where they acted elsewhere.
    """
    told = story.company()
    files: set[str] = set()
    with transaction.atomic():
        brand = _brand()
        if brand is None:
            return False
        files.update(Attachment.objects.filter(message__case__brand=brand).values_list("file", flat=True))
        _remove_cases(brand)
        _remove_doors(brand)
        for field in CaseField.objects.filter(brands=brand, name__in=[each["name"] for each in told["field"]]):
            _deleted(field)
        for checklist in told["checklist"]:
            ChecklistTemplate.objects.filter(name=checklist["name"], text=checklist["text"]).delete()
        brand.delete()
        _remove_people(
            [f"{person['key']}{DEMO_DOMAIN}" for person in told["person"]], [team["name"] for team in told["team"]]
        )
        Skill.objects.filter(name__in=[skill["name"] for skill in told["skill"]], people=None).delete()
        Organisation.objects.filter(mail_domain__in=[each["mail_domain"] for each in told["organisation"]]).delete()
        # Cases went past the actions, which move the counters.
        counting.recount()
        if by is not None:
            log.record(SetupChanged("demo", told["brand"]["name"], ["removed"]), by=by)
    # Files are stored once per content: what another letter brought too stays.
    for rows in (Attachment, DraftFile):
        files.difference_update(rows.objects.filter(file__in=files).values_list("file", flat=True))
    for name in files:
        attachment_storage().delete(name)
    return True


def shut_out() -> bool:
    """Switch the demo's people off where its brand bears another name by now: somebody has made it their own.

    Their password stands in every copy of Kulanz. Returns whether anybody could still sign in.
    """
    return bool(User.objects.of_the_demo().update(is_active=False))


def _remove_cases(brand: Brand) -> None:
    cases = Case.with_merged.filter(brand=brand)
    ids = list(cases.values_list("pk", flat=True))
    customers = list(cases.values_list("customer_id", flat=True).distinct())
    tags = list(Tag.objects.filter(cases__in=ids).values_list("pk", flat=True))
    Outgoing.objects.filter(message__case_id__in=ids).delete()
    cases.update(merged_into=None)
    for records in (CaseLink, Assignment, Confirmation, Ending, Merge, Solution, Waiting, Story, Note, Message):
        records.objects.filter(case_id__in=ids).delete()
    cases.delete()
    Event.objects.filter(subject_kind="case", subject_id__in=ids).delete()
    told = {each["mail"] for each in story.company()["customer"]}
    Customer.objects.filter(
        Q(pk__in=customers) | Q(contact_points__value__in=told), cases=None, contact_points__value__endswith=".example"
    ).delete()
    Tag.objects.filter(pk__in=tags, cases=None, merged=None).delete()


def _remove_doors(brand: Brand) -> None:
    channels = Channel.objects.filter(brand=brand)
    Original.objects.filter(channel__in=channels).delete()
    channels.delete()


def _remove_people(addresses: list[str], team_names: list[str]) -> None:
    for user in User.objects.filter(email__in=addresses):
        if not _deleted(user):
            User.objects.filter(pk=user.pk).update(is_active=False)
            give_back_of(user_id=user.pk)  # what they have of real customers lies in no pile else
    for team in Team.objects.filter(name__in=team_names):
        _deleted(team)


def _deleted(thing: Model) -> bool:
    """Delete what nothing else in the house refers to. Returns whether it went."""
    try:
        with transaction.atomic():
            thing.delete()
    except ProtectedError:
        return False
    return True
