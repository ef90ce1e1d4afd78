"""The contact form: kept first, a case at once, and no door for machines."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, Message
from kulanz.channels.actions import read_again
from kulanz.channels.form import actions, honeypot, limits
from kulanz.channels.form.receiving import FormRefused
from kulanz.channels.models import Original
from kulanz.people.models import Brand


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page that was opened ten seconds ago."""
    opened = time.time() - 10
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: opened)
        return honeypot.opened_stamp()


def send(brand: Brand, stamp: str, **more: Any) -> actions.FormTaken:
    typed = {
        "name": "Anna Meier",
        "address": "Anna@Kunde.example",
        "subject": "Helm zu klein",
        "text": "Der Helm passt nicht.",
        "network": "192.0.2.1",
    }
    return actions.receive_form(brand_id=brand.pk, stamp=stamp, **{**typed, **more})


def test_a_form_becomes_a_case_at_once(brand: Brand, stamp: str) -> None:
    taken = send(brand, stamp, uploads=(Upload("helm.jpg", "image/jpeg", b"\xff\xd8"),), phone="030/123-45")
    case = Case.objects.get()
    assert (taken.case_number, case.channel, case.subject) == ("RL-1", "form", "Helm zu klein")
    assert (case.customer.name, Message.objects.get().text) == ("Anna Meier", "Der Helm passt nicht.")
    assert sorted(case.customer.contact_points.values_list("value", flat=True)) == ["+493012345", "anna@kunde.example"]
    with Attachment.objects.get().file.open() as file:
        assert file.read() == b"\xff\xd8"


def test_a_form_sent_twice_is_one_case(brand: Brand, stamp: str) -> None:
    first = send(brand, stamp, submission="page-1")
    second = send(brand, stamp, submission="page-1")
    assert (first, Case.objects.count()) == (second, 1)


def test_a_form_that_cannot_be_read_is_kept_and_opens_a_case_that_says_so(
    brand: Brand, stamp: str, monkeypatch: pytest.MonkeyPatch, agent: Any
) -> None:
    from kulanz.channels.form import adapter  # noqa: PLC0415 - broken on purpose here

    with monkeypatch.context() as patch:
        patch.setattr(adapter, "_arrival", lambda original, typed: 1 / 0)
        taken = send(brand, stamp)
    kept = Original.objects.get()
    assert (taken.case_number, kept.state, Case.objects.get().channel) == ("RL-1", "failed", "email")
    assert "ZeroDivisionError" in kept.reason
    agent.is_admin = True
    from kulanz.people.actors import actor_for  # noqa: PLC0415 - beside its one use

    read_again(raw_mail_id=kept.pk, by=actor_for(agent))
    kept.refresh_from_db()
    assert (kept.state, Case.objects.count()) == ("read", 1)
    assert list(Message.objects.order_by("id").values_list("text", flat=True))[1] == "Der Helm passt nicht."


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"honeypot": "http://spam.example"}, "machine"),
        ({"stamp": "forged"}, "machine"),
        ({"address": "anna"}, "address"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 50_001}, "text"),
        ({"uploads": tuple(Upload("a", "b/c", b"") for _ in range(11))}, "files"),
    ],
)
def test_a_form_is_refused_for(brand: Brand, stamp: str, given: dict[str, Any], code: str) -> None:
    with pytest.raises(FormRefused) as refusal:
        send(brand, **{"stamp": stamp, **given})
    assert (refusal.value.reason, Original.objects.count()) == (code, 0)


def test_a_form_filled_in_a_second_is_taken_and_marked(brand: Brand, stamp: str) -> None:
    send(brand, stamp)
    send(brand, honeypot.opened_stamp())

    assert [message.hints for message in Message.objects.order_by("id")] == [[], [{"code": "spam"}]]


def test_one_address_and_one_network_have_their_limits(brand: Brand, stamp: str) -> None:
    for number in range(limits.PER_ADDRESS):
        send(brand, stamp, network=f"192.0.2.{number}")
    with pytest.raises(FormRefused) as refusal:
        send(brand, stamp, network="192.0.2.99")
    assert (refusal.value.reason, refusal.value.again) == ("too-often", True)
    for number in range(limits.PER_NETWORK):
        limits.may_use(address=f"a{number}@x.example", network="2001:db8::1")
    assert limits.may_use(address="neu@x.example", network="2001:db8::2:3") is False
    assert limits.may_use(address="neu@x.example", network="2001:db8:1::1") is True


def test_no_address_is_stored_for_the_limits(brand: Brand, stamp: str) -> None:
    send(brand, stamp)
    from kulanz.channels.models import FormUse  # noqa: PLC0415 - beside its one use

    assert all(len(row.who) == 64 and "@" not in row.who for row in FormUse.objects.all())
