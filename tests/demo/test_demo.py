"""The demo company comes, is whole, and goes without a trace of its own, leaving everything else alone."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from kulanz.cases import actions, counting
from kulanz.cases.models import Attachment, Case, CaseCount, Message, Tag
from kulanz.cases.rules import CaseStatus, WaitingFor
from kulanz.channels.models import Outgoing
from kulanz.core.clock import now
from kulanz.demo import command, loading, removing, story
from kulanz.events import jobs, worker
from kulanz.events.models import Job
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Customer, User
from tests.factories import make_brand, make_case, make_customer, make_team, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://[^\s\"<>]+|\bwww\.[^\s\"<>]+")
WORDS = (Path(story.__file__).parent).rglob("*.toml")


def rows() -> Counter[str]:
    """Count the rows of every table of ours."""
    return Counter(
        {
            model._meta.label: model.objects.count()
            for model in apps.get_models()
            if model.__module__.startswith("kulanz.")
        }
    )


def test_thirty_cases_stand_in_every_status() -> None:
    amount = loading.load(AT)

    statuses = set(Case.objects.values_list("status", flat=True))
    assert (amount >= 30, Case.objects.count(), statuses) == (True, amount, {status.value for status in CaseStatus})


def test_nothing_is_mailed_and_no_work_is_left() -> None:
    loading.load(AT)

    assert (Outgoing.objects.count(), Job.objects.count(), jobs.waiting_count(), worker.run_due()) == (0, 0, 0, 0)
    assert set(Message.objects.filter(direction="out").values_list("delivery", flat=True)) == {"sent"}


def test_the_counters_are_right_and_nothing_lies_in_the_future() -> None:
    loading.load(AT)

    counted = Counter({(c.team_id, c.assignee_id, c.status): c.amount for c in CaseCount.objects.filter(amount__gt=0)})
    real = Counter((case.team_id or 0, case.assignee_id or 0, case.status) for case in Case.objects.all())
    assert counted == real
    assert Message.objects.filter(at__gt=AT).count() == 0


def test_its_people_can_sign_in_and_its_files_are_whole() -> None:
    loading.load(AT)

    sign_ins = command.sign_ins()
    assert {role for role, _mail, _password in sign_ins} == {"agent", "lead", "boss", "administrator"}
    assert all(User.objects.get(email=mail).check_password(password) for _role, mail, password in sign_ins)
    files = list(Attachment.objects.all())
    assert files
    for each in files:
        with each.file.open("rb") as content:
            assert len(content.read()) == each.size


def test_it_goes_without_a_trace_and_comes_again() -> None:
    before = rows()
    loading.load(AT)
    assert removing.remove() is True
    after = rows()
    again = loading.load(AT)

    assert {table: amount for table, amount in after.items() if amount != before[table]} == {}
    assert again == Case.objects.count()


def test_its_files_go_with_it() -> None:
    loading.load(AT)
    paths = [Path(file.file.path) for file in Attachment.objects.all()]

    removing.remove()

    assert [path for path in paths if path.exists()] == []


def test_a_file_that_somebody_else_has_too_stays() -> None:
    loading.load(AT)
    theirs = Attachment.objects.first()
    case = make_case(brand=make_brand())
    message = Message.objects.create(case=case, direction="in", channel="email", customer=case.customer, text="x")
    kept = Attachment.objects.create(
        message=message, name="x", content_type="x", size=theirs.size, sha256=theirs.sha256, file=theirs.file.name,
        public_id="k" * 22,
    )  # fmt: skip

    removing.remove()

    assert Path(Attachment.objects.get(pk=kept.pk).file.path).exists()


def test_what_is_not_its_own_stays_as_it_was() -> None:
    brand, team, user = make_brand(), make_team("Eigenes Team"), make_user(is_admin=True)
    case = make_case(brand=brand, team=team, customer=make_customer(address="anna@post.example"))
    actions.change_tags(case_id=case.pk, by=actor_for(user), add=["Eigenes"])
    Tag.objects.create(name="Noch ungenutzt")
    lonely = make_customer(address="otto@kunde.example")
    counting.recount()
    before = rows()
    kept = [list(model.objects.values()) for model in (Case, Customer, Tag, Brand)]

    loading.load(AT)
    removing.remove()

    assert rows() == before
    assert [list(model.objects.values()) for model in (Case, Customer, Tag, Brand)] == kept
    assert Customer.objects.filter(pk=lonely.pk).exists()


def test_whoever_of_it_worked_elsewhere_stays_switched_off() -> None:
    brand = make_brand()
    loading.load(AT)
    karin, jule = (User.objects.get(email=f"{name}@demo.example") for name in ("karin", "jule"))
    case = make_case(brand=brand)
    actions.wait_for(case_id=case.pk, by=actor_for(karin), whom=WaitingFor.OTHERS)
    actions.edit_story(case_id=case.pk, by=actor_for(jule), matter="x", promised="", next_step="")

    assert removing.remove() is True

    left = dict(User.objects.filter(email__endswith="@demo.example").values_list("email", "is_active"))
    assert left == {"karin@demo.example": False, "jule@demo.example": False}


def test_a_real_case_of_somebody_of_it_lies_in_the_pile_again() -> None:
    case = make_case(brand=make_brand())
    loading.load(AT)
    jule = User.objects.get(email="jule@demo.example")
    actions.take_case(case_id=case.pk, by=actor_for(jule))

    assert removing.remove() is True

    case.refresh_from_db()
    counted = {count.assignee_id for count in CaseCount.objects.filter(amount__gt=0)}
    assert (case.assignee_id, User.objects.get(pk=jule.pk).is_active, counted) == (None, False, {0})


def test_a_team_of_it_that_is_used_elsewhere_stays() -> None:
    brand = make_brand()
    loading.load(AT)
    lead = actor_for(User.objects.get(email="karin@demo.example"))
    case = make_case(brand=brand)
    team = Case.objects.exclude(brand=brand).first().team
    actions.assign_case(case_id=case.pk, by=lead, user_id=None, team_id=team.pk, keep_team=False)
    actions.assign_case(case_id=case.pk, by=lead, user_id=None, team_id=None, keep_team=False)

    assert removing.remove() is True
    assert Case.objects.get() == case


@pytest.mark.parametrize("changed", [{"name": "Lampen Meier"}, {"sender_address": "post@meier.example"}])
def test_nobody_of_it_signs_in_any_more_where_its_brand_became_somebodys_own(
    changed: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    loading.load(AT)
    own = make_user(is_admin=True)
    Brand.objects.update(**changed)
    before = rows()

    codes = [command.run(remove=True) for _ in range(2)]

    said = capsys.readouterr().out.splitlines()
    assert (codes, "stays as it is" in said[0], said[1]) == ([0, 0], True, "There is no demo company here.")
    assert (rows(), command.sign_ins()) == (before, [])
    assert list(User.objects.filter(is_active=True)) == [own]


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [command.run(remove=remove) for remove in (True, False, False, True, True)]

    said = capsys.readouterr().out.splitlines()
    assert (codes, len(said)) == ([0, 0, 1, 0, 0], 5)
    assert command.sign_ins() == []


def test_a_load_that_fails_leaves_nothing() -> None:
    make_team(story.company()["team"][0]["name"])
    before = rows()

    with pytest.raises(IntegrityError), transaction.atomic():
        loading.load(now())

    assert rows() == before


@pytest.mark.parametrize("path", sorted(WORDS), ids=lambda path: path.stem)
def test_no_address_in_its_texts_belongs_to_anybody(path: Path) -> None:
    found = ADDRESS.findall(path.read_text(encoding="utf-8"))

    assert [each for each in found if not each.rstrip("/.,").endswith(".example")] == []
