"""Taking the demo company away again: its cases, customers, people and doors, and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from kulanz.cases import counting
from kulanz.cases.models import Assignment, Case, CaseLink, Confirmation, Message, Note, Solution, Story, Tag, Waiting
from kulanz.channels.models import Channel, OutgoingMail, RawMail
from kulanz.events.models import Event
from kulanz.people.models import Brand, Customer, Organisation, Team, User

from . import story

MAIL = "@demo.example"


def remove() -> bool:
    """Remove the demo company. Returns whether it was there.

    What real people added to it goes with it; the demo's people stay, switched off, where they acted elsewhere.
    """
    told = story.company()
    with transaction.atomic():
        brand = Brand.objects.filter(name=told["brand"]["name"], sender_address=told["brand"]["sender_address"]).first()
        if brand is None:
            return False
        _remove_cases(brand)
        _remove_doors(brand)
        brand.delete()
        _remove_people([team["name"] for team in told["team"]])
        Organisation.objects.filter(mail_domain__in=[each["mail_domain"] for each in told["organisation"]]).delete()
        counting.recount()
    return True


def _remove_cases(brand: Brand) -> None:
    cases = Case.objects.filter(brand=brand)
    ids = list(cases.values_list("pk", flat=True))
    customers = list(cases.values_list("customer_id", flat=True).distinct())
    OutgoingMail.objects.filter(message__case_id__in=ids).delete()
    for records in (CaseLink, Assignment, Confirmation, Solution, Waiting, Story, Note, Message):
        records.objects.filter(case_id__in=ids).delete()
    cases.delete()
    Event.objects.filter(subject_kind="case", subject_id__in=ids).delete()
    told = {each["mail"] for each in story.company()["customer"]}
    Customer.objects.filter(
        Q(pk__in=customers) | Q(contact_points__value__in=told), cases=None, contact_points__value__endswith=".example"
    ).delete()
    Tag.objects.filter(cases=None).delete()


def _remove_doors(brand: Brand) -> None:
    channels = Channel.objects.filter(brand=brand)
    RawMail.objects.filter(channel__in=channels).delete()
    channels.delete()


def _remove_people(team_names: list[str]) -> None:
    for user in User.objects.filter(email__endswith=MAIL):
        acted = Message.objects.filter(author=user).exists() or Note.objects.filter(author=user).exists()
        if acted or Case.objects.filter(assignee=user).exists() or Assignment.objects.filter(Q(user=user) | Q(by=user)):
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            user.delete()
    Team.objects.filter(name__in=team_names, cases=None).delete()
