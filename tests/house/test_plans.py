"""Nothing that is asked all day reads a whole table, however SQLite has counted it: the plans of the real questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases.actions._senders import _organisations
from kulanz.cases.models import Case, Message
from kulanz.cases.queries import offered_people
from kulanz.channels import ingest, queries
from kulanz.channels.email.lookup import facts_for
from kulanz.channels.intake import NewOriginal, keep_all
from kulanz.channels.models import Original, Outgoing
from kulanz.channels.outbox.sending import send_due, settle_interrupted
from kulanz.core import upkeep
from kulanz.core.clock import now
from kulanz.events import jobs
from kulanz.events.actor import SYSTEM, Actor, ActorKind
from kulanz.events.models import Job
from kulanz.office import health
from kulanz.people.models import Customer, Organisation
from tests.factories import make_case
from tests.plans import plan_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans"),
]
LARGE = (
    "cases_case|cases_message|channels_original|channels_outgoing|events_event|events_job|people_organisation|"
    "people_contactpoint|people_customerword"
)
_A_CASE = Case(pk=1, customer=Customer(pk=1, name="Anna"))

QUESTIONS: dict[str, Callable[[], object]] = {
    "a job": lambda: jobs.engine().claim(10, jobs.IDLE, None),
    "a job that is not idle": lambda: jobs.engine().claim(10, jobs.IDLE + 1, None),
    "when the next job is due": lambda: jobs.engine().next_due(now()),
    "since when a job waits": lambda: jobs.engine().oldest_due(),
    "jobs that workers left behind": lambda: jobs.engine().abandoned(0),
    "whether mail waits": ingest.has_waiting,
    "what is due in the outbox": send_due,
    "what was cut off while it was sent": settle_interrupted,
    "whether all is well": lambda: list(health.parts()),
    "originals that need a look": lambda: list(queries.not_read_fully()[:20]),
    "originals that were left out": lambda: list(queries.left_out()[:20]),
    "the organisations of some domains": lambda: _organisations({"verein.example", "firma.example"}),
    "whom a letter could be for": lambda: offered_people(_A_CASE, "ulf", Actor(ActorKind.USER, 1, "Mara")),
    "whom a letter of a lead could be for": lambda: offered_people(_A_CASE, "ulf meier", SYSTEM),
    "what the sieves ask": lambda: facts_for([]),
    "the cases that were merged into one": lambda: list(Case.with_merged.filter(merged_into=1)),
    "the letters of a merged thread": lambda: Message.objects.filter(case=1, merged_from__in=[2]).update(case=2),
    "the cases of a customer, merged ones too": lambda: list(Case.objects.of_customer(1)),
    "the letters of a merged case that goes": lambda: Message.objects.filter(merged_from=2).update(case=2),
}


@pytest.fixture(params=[False, True], ids=["without statistics", "with statistics"])
def large_house(request: pytest.FixtureRequest) -> Iterator[None]:
    """A few hundred rows of everything: enough for a planner to prefer an index."""
    case: Case = make_case()
    Message.objects.bulk_create(Message(case=case, direction="in", text="Guten Tag") for _ in range(300))
    keep_all([NewOriginal("smtp", f"Subject: {n}\r\n\r\n".encode(), None) for n in range(300)])
    Original.objects.update(state="read")
    Outgoing.objects.bulk_create(
        Outgoing(state="sent", mail_id=str(n), envelope_from="", recipients="a@post.example", raw=b"")
        for n in range(300)
    )
    Organisation.objects.bulk_create(Organisation(name=str(n), mail_domain=f"d{n}.example") for n in range(300))
    Job.objects.bulk_create(Job(name="test", priority=jobs.IDLE) for _ in range(300))
    if request.param:
        upkeep.refresh_statistics()
    yield
    if request.param:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_every_minute_reads_no_whole_table(large_house: None, question: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        QUESTIONS[question]()

    whole = [
        f"{step} in {each['sql']}"
        for each in asked
        if each["sql"].startswith(("SELECT", "UPDATE", "DELETE"))
        for step in plan_of(each["sql"])
        if re.match(rf"SCAN ({LARGE})(?! USING INDEX raw_with_reason)", step)
    ]
    assert whole == []


@pytest.mark.parametrize("question", ["a job", "a job that is not idle"])
def test_who_looks_for_a_job_sorts_none_of_those_that_wait(large_house: None, question: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        QUESTIONS[question]()

    assert [step for step in plan_of(asked[0]["sql"]) if "B-TREE" in step] == []
