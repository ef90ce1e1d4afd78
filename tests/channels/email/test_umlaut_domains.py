"""A domain with umlauts is the same one in both its spellings, whoever writes it and however it is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases.models import Case
from kulanz.channels.email.actions import AddressTaken, save_mailbox
from kulanz.channels.models import Channel, Mailbox
from kulanz.events.actor import Actor, ActorKind
from kulanz.people.models import Customer
from tests.channels.conftest import Mail

ADMIN = Actor(ActorKind.USER, 1, "Ada", is_admin=True)
SPELLINGS = ["lena@käse-und-öl.example", "lena@xn--kse-und-l-v2a9r.example"]


@pytest.mark.parametrize("first", SPELLINGS)
@pytest.mark.parametrize("second", [*SPELLINGS, "Lena@KÄSE-und-Öl.example", "lena@ka\u0308se-und-o\u0308l.example"])
def test_a_customer_is_one_person_in_either_spelling(
    mail: Mail, deliver: Callable[..., None], first: str, second: str
) -> None:
    deliver(mail("Wann kommt der Käse?", sender=f"Lena <{first}>", mail_id="1@x.example"))
    deliver(mail("Und das Öl?", sender=f"Lena <{second}>", mail_id="2@x.example", In_Reply_To="<1@x.example>"))

    assert (Customer.objects.count(), Case.objects.get().messages.count()) == (1, 2)


def test_two_domains_that_only_look_alike_are_two_customers(mail: Mail, deliver: Callable[..., None]) -> None:
    for number, domain in enumerate(("straße.example", "strasse.example", "xn--strae-oqa.example")):
        deliver(mail(f"Frage {number}", sender=f"Lena <lena@{domain}>", mail_id=f"{number}@y.example"))

    assert Customer.objects.count() == 2


def test_an_address_that_is_taken_is_taken_in_either_spelling(channel: Channel) -> None:
    Mailbox.objects.create(channel=channel, address=SPELLINGS[0])
    with pytest.raises(AddressTaken):
        save_mailbox(mailbox_id=None, channel_id=channel.pk, address=SPELLINGS[1], by=ADMIN)
