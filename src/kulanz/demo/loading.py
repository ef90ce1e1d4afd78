"""Bringing the demo company to life: everything happens through the same actions as in real work, only in the past."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Message, Tag
from kulanz.cases.rules import WaitingFor
from kulanz.channels.models import Channel, Mailbox
from kulanz.checklists.actions import put_checklist, tick_line
from kulanz.checklists.models import ChecklistTemplate
from kulanz.coach.actions import read_letter
from kulanz.core import clock
from kulanz.core.clock import now
from kulanz.events import jobs
from kulanz.events.actor import Actor
from kulanz.fields.actions import fill_field
from kulanz.fields.models import CaseField, FieldOption
from kulanz.people.actors import actor_for, customer_actor
from kulanz.people.models import Brand, ContactPoint, Customer, Membership, Organisation, Team, User
from kulanz.people.models.users import DEMO_DOMAIN
from kulanz.people.rules import ContactKind, normal_contact
from kulanz.promises.actions import keep_promise, record_promise

from . import files, story, working

PASSWORD = "licht-und-schatten"  # noqa: S105 - the demo's sign-in is printed at every start


class Company:
    """The demo company while it is being built: who is who, by the keys of the texts."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        told = story.company()
        self._password = make_password(PASSWORD)  # one for all: making it is slow on purpose
        self.brand = Brand.objects.create(**told["brand"])
        self.teams = {
            team["key"]: Team.objects.create(name=team["name"], purpose=team["purpose"]) for team in told["team"]
        }
        self.people = {person["key"]: self._person(person) for person in told["person"]}
        self.organisations = {
            each["key"]: Organisation.objects.create(name=each["name"], mail_domain=each["mail_domain"])
            for each in told["organisation"]
        }
        self.customers = {each["key"]: self._customer(each) for each in told["customer"]}
        self.addresses = {each["key"]: each["mail"] for each in told["customer"]}
        tags = [Tag(name=name, colour=colour) for name, colour in told["tag"].items()]
        Tag.objects.bulk_create(tags, ignore_conflicts=True)
        self.fields = {each["name"]: _field(self.brand, place, each) for place, each in enumerate(told["field"], 1)}
        self.checklists = {
            each["name"]: ChecklistTemplate.objects.get_or_create(name=each["name"], defaults=each)[0]
            for each in told["checklist"]
        }
        _open_doors(self.brand)

    def _person(self, told: dict[str, Any]) -> User:
        more = {name: value for name, value in told.items() if name.startswith(("is_", "signature"))}
        user = User.objects.create(
            email=f"{told['key']}{DEMO_DOMAIN}",
            password=self._password,
            name=told["name"],
            service_name=told["service_name"],
            **more,
        )
        Membership.objects.bulk_create([Membership(user=user, team=self.teams[key]) for key in told["teams"]])
        return user

    def _customer(self, told: dict[str, Any]) -> Customer:
        plain = {name: value for name, value in told.items() if name not in {"key", "mail", "phone", "organisation"}}
        customer = Customer.objects.create(organisation=self.organisations.get(told.get("organisation", "")), **plain)
        for kind in (ContactKind.MAIL, ContactKind.PHONE):
            if written := told.get(kind.value):
                value = normal_contact(kind, written)
                proven_at = now() if kind is ContactKind.MAIL else None
                ContactPoint.objects.create(
                    customer=customer, kind=kind.value, value=value, as_written=written, proven_at=proven_at
                )
        return customer

    def actor(self, key: str) -> Actor:
        """Return the actor of a person of the company."""
        return actor_for(self.people[key])


def load(at: datetime) -> int:
    """Load the demo company as seen at ``at`` (aware). Returns the number of cases. Nothing is ever mailed."""
    with transaction.atomic(), jobs.silenced():
        company = Company(at)
        told = story.cases()
        # Numbers should grow with time, as they do in life.
        for case in sorted(told, key=lambda case: story.moment(case["entry"][0]["at"], at=at)):
            _tell(company, case)
        # No job runs for the past, so the reading aids are made here.
        for message_id in Message.objects.filter(direction="in", case__brand=company.brand).values_list(
            "pk", flat=True
        ):
            read_letter(message_id=message_id)
        working.set_up(company.people, company.teams, at)
    return len(told)


def _open_doors(brand: Brand) -> None:
    mail = Channel.objects.create(kind="email", name="Hilfe per E-Mail", brand=brand)
    Mailbox.objects.create(channel=mail, address="hilfe@demo.example", aliases=["service@demo.example"])
    Channel.objects.create(kind="form", name="Kontaktformular", brand=brand)


def _field(brand: Brand, place: int, told: dict[str, Any]) -> CaseField:
    plain = {name: value for name, value in told.items() if name != "options"}
    field = CaseField.objects.create(place=place, **plain)
    field.brands.add(brand)
    options = [FieldOption(field=field, name=name, place=at) for at, name in enumerate(told.get("options", ()))]
    FieldOption.objects.bulk_create(options)
    return field


def _tell(company: Company, told: dict[str, Any]) -> None:
    case: Case | None = None
    for entry in told["entry"]:
        with clock.standing_at(story.moment(entry["at"], at=company.at)):
            if case is None:
                case = _begin(company, told, entry)
            else:
                _continue(company, told, entry, case)
    if case is not None:
        with clock.standing_at(case.opened_at):
            _details(company, told, case)


def _begin(company: Company, told: dict[str, Any], entry: dict[str, Any]) -> Case:
    received = actions.receive_messages([_arrival(company, told, entry, None)])[0]
    case = Case.objects.get(pk=received.case_id)
    if who := told.get("assignee"):
        actions.take_case(case_id=case.pk, by=company.actor(who))
    return case


def _arrival(company: Company, told: dict[str, Any], entry: dict[str, Any], case_id: int | None) -> Arrival:
    customer = company.customers[told["customer"]]
    return Arrival(
        channel=entry.get("channel", "email"),
        brand_id=company.brand.pk,
        team_id=company.teams[told["team"]].pk,
        sender_address=company.addresses[told["customer"]],
        sender_name=customer.name,
        subject=told["subject"],
        text=entry["text"].strip(),
        language=customer.language or "de",
        at=clock.now(),
        case_id=case_id,
        is_automatic=entry.get("auto", False),
        uploads=tuple(files.upload(name) for name in entry.get("files", [])),
    )


def _continue(company: Company, told: dict[str, Any], entry: dict[str, Any], case: Case) -> None:
    kind = entry["kind"]
    if kind == "in":
        actions.receive_messages([_arrival(company, told, entry, case.pk)])
    elif kind == "out":
        _answer(company, entry, case)
    elif kind == "note":
        actions.write_note(case_id=case.pk, by=company.actor(entry["by"]), text=entry["text"])
    elif kind == "wait":
        whom = WaitingFor(entry["whom"])
        actions.wait_for(case_id=case.pk, by=company.actor(entry["by"]), whom=whom, reason=entry["reason"])
    elif kind == "lapse":
        # The announced time has passed in the story; the nightly action only ends what is due.
        case.solutions.update(lapses_at=clock.now())
        actions.lapse_silent_cases()
    else:
        customer = customer_actor(company.customers[told["customer"]])
        if kind == "confirm":
            actions.confirm_solved(case_id=case.pk, by=customer, words=entry["words"])
        else:
            actions.decline_solution(case_id=case.pk, by=customer, words=entry["words"])


def _answer(company: Company, entry: dict[str, Any], case: Case) -> None:
    by, told = company.actor(entry["by"]), entry.get("promise")
    if told is not None:
        due_at = story.due(told["due"], said_at=clock.now(), at=company.at)
        promise = record_promise(case_id=case.pk, by=by, words=told["words"], due_at=due_at)
    message = actions.send_reply(
        case_id=case.pk,
        by=by,
        text=entry["text"],
        waits=entry.get("then") == "wait",
        proposes_solution=entry.get("then") == "propose",
        uploads=[files.upload(name) for name in entry.get("files", [])],
    )
    Message.objects.filter(pk=message.pk).update(held_until=message.at)
    actions.mark_sent(message_id=message.pk)
    if told is not None and (kept := told.get("kept")):
        with clock.standing_at(story.moment(kept, at=company.at)):
            keep_promise(promise_id=promise.pk, by=by)


def _details(company: Company, told: dict[str, Any], case: Case) -> None:
    by = company.actor(told.get("assignee", "karin"))
    if tags := told.get("tags"):
        actions.change_tags(case_id=case.pk, by=by, add=tags)
    for name, value in told.get("fields", {}).items():
        field = company.fields[name]
        option = field.options.filter(name=value).first()
        fill_field(case_id=case.pk, field_id=field.pk, by=by, value=option.pk if option is not None else value)
    if listed := told.get("checklist"):
        lines = put_checklist(case_id=case.pk, template_id=company.checklists[listed["name"]].pk, by=by)
        for line_id in lines[: listed["done"]]:
            tick_line(line_id=line_id, by=by, done=True)
    if priority := told.get("priority"):
        actions.set_priority(case_id=case.pk, by=by, priority=priority)
    if goal := told.get("goal"):
        actions.set_goal(case_id=case.pk, by=by, goal=goal)
    if so_far := told.get("story"):
        actions.edit_story(
            case_id=case.pk,
            by=company.actor(so_far["by"]),
            matter=so_far["matter"],
            promised=so_far["promised"],
            next_step=so_far["next_step"],
        )
