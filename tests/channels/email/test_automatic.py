"""What a rule answers goes to the customer alone, once a day, never to machines; nobody mails through us."""

from __future__ import annotations

import email
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pytest

from kulanz.cases.models import Case
from kulanz.channels.models import Outgoing
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Customer, User
from kulanz.rules.actions import save_rule, switch_rule
from kulanz.rules.models import RuleRun
from kulanz.rules.rules import Content, RulePart
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]
WORDS = "Guten Tag, Ihre Retoure {number} ist angemeldet. {brand}"


@pytest.fixture
def settle(run_jobs: Callable[[], int], brand: Brand) -> Callable[[], list[EmailMessage]]:
    """Writes a rule that answers every letter; runs all jobs and returns what went out beside acknowledgements."""
    admin = actor_for(User.objects.create_user("ada@demo.example", name="Ada Berg", is_admin=True))
    texts = {"text": WORDS, "text_informal": "Hallo, deine Retoure {number}.", "text_english": "Your return {number}."}
    rule = save_rule(
        by=admin, name="Retouren", content=Content(RulePart("letter-came"), (), (RulePart("answer", texts),))
    )
    switch_rule(rule_id=rule.pk, by=admin, on=True)

    def run() -> list[EmailMessage]:
        while run_jobs():
            pass
        rows = Outgoing.objects.filter(is_by_rule=True).order_by("id")
        return [email.message_from_bytes(bytes(row.raw), policy=default) for row in rows]

    return run


Settle = Callable[[], list[EmailMessage]]


def today(mail: Mail, **more: str) -> bytes:
    return mail("Ich schicke es zurück.", **{"Date": f"{now():%a, %d %b %Y %H:%M:%S} +0000", **more})


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_customer_is_answered_in_their_voice_by_a_mail_that_says_what_it_is(
    mail: Mail, deliver: Deliver, settle: Settle, sink: Sink
) -> None:
    deliver(today(mail))

    [answer] = settle()

    case = Case.objects.get()
    assert f"Ihre Retoure {case.number} ist angemeldet. Radlust Kundenservice" in text_of(answer)
    assert (answer["Auto-Submitted"], answer["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert answer["To"].addresses[0].addr_spec == "anna@kunde.example"
    assert Outgoing.objects.get(is_by_rule=True).state == "sent"
    # It is no answer of ours: whoever wrote goes on waiting.
    assert (case.status, case.waiting_since is not None, case.messages.count()) == ("new", True, 1)


def test_whom_we_call_du_is_called_du(mail: Mail, deliver: Deliver, settle: Settle, sink: Sink) -> None:
    deliver(today(mail))
    Customer.objects.update(form_of_address="informal")

    [answer] = settle()

    assert "deine Retoure" in text_of(answer)


def test_once_a_day_in_a_case(mail: Mail, deliver: Deliver, settle: Settle, sink: Sink) -> None:
    deliver(today(mail))
    [first] = settle()
    again = {"In-Reply-To": str(first["Message-ID"]), "subject": "Re: Klingel"}
    deliver(today(mail, **again))

    assert len(settle()) == 1
    assert Case.objects.get().messages.count() == 2
    assert [run.did[0][2] for run in RuleRun.objects.order_by("id")] == ["", "letter-unwise"]

    Outgoing.objects.update(created_at=now() - timedelta(hours=25))
    deliver(today(mail, **{**again, "subject": "Re: Re: Klingel"}))
    assert len(settle()) == 2


@pytest.mark.parametrize(
    "head",
    [
        {"Auto-Submitted": "auto-replied"},
        {"List-Id": "<news.kunde.example>"},
        {"Precedence": "bulk"},
        {"sender": "no-reply@kunde.example"},
        {"Date": "Mon, 05 Jan 2015 10:00:00 +0000"},
    ],
)
def test_machines_lists_and_old_letters_are_not_answered(
    mail: Mail, deliver: Deliver, settle: Settle, sink: Sink, head: dict[str, str]
) -> None:
    deliver(today(mail, **head))

    assert settle() == []
    assert [each[0::2] for each in RuleRun.objects.get().did] == [["answer", "letter-unwise"]]
