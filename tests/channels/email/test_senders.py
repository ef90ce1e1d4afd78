"""Who a mail is from: people behind machines, colleagues at their own programs, senders nobody vouches for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, CaseCount, Message
from kulanz.channels.models import Outgoing
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, User
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]
FORM = "Kontaktformular <formular@agentur.example>"
CHECKED = "mx.demo.example; dmarc=pass header.from="


def codes(message: Message) -> list[str]:
    return [hint["code"] for hint in message.hints]


def newest() -> Message:
    return Message.objects.latest("id")


def people() -> list[str]:
    return list(Customer.objects.order_by("id").values_list("name", flat=True))


def asked(message: Message) -> list[str]:
    return [each["address"] for each in message.reply_to]


def test_two_people_behind_one_form_are_two_customers(mail: Mail, deliver: Deliver) -> None:
    deliver(mail("Die Klingel fehlt.", sender=FORM, mail_id="1@a", Reply_To="Uwe Harms <uwe.harms@post.example>"))
    deliver(mail("Bremse lose.", sender=FORM, mail_id="2@a", Reply_To="Ines Thoma <ines.thoma@post.example>"))

    assert people() == ["Uwe Harms", "Ines Thoma"]
    assert [case.customer.name for case in Case.objects.order_by("id")] == people()
    assert newest().sender_address == "ines.thoma@post.example"
    assert newest().hints == [
        {"code": "sent-through", "name": "Kontaktformular", "address": "formular@agentur.example"}
    ]


def test_two_people_behind_a_form_that_names_nobody_for_the_answer_are_two_customers(
    mail: Mail, deliver: Deliver
) -> None:
    form = "WordPress <wordpress@agentur.example>"
    deliver(mail("Name: Uwe Harms\r\nE-Mail: uwe@post.example\r\nText: Klingel?", sender=form, mail_id="1@a"))
    deliver(mail("Name: Ines Thoma\r\nE-Mail: ines@post.example\r\nText: Bremse?", sender=form, mail_id="2@a"))

    assert (people(), codes(newest())) == (["Uwe Harms", "Ines Thoma"], ["sent-through"])
    assert (newest().sender_address, newest().text[:5]) == ("ines@post.example", "Name:")


def test_an_answer_to_a_form_goes_to_the_person_alone(
    mail: Mail, deliver: Deliver, agent: User, sink: Sink, run_jobs: Callable[[], int]
) -> None:
    deliver(mail(sender=FORM, Reply_To="Uwe Harms <uwe.harms@post.example>"))

    actions.send_reply(case_id=Case.objects.get().pk, by=actor_for(agent), text="Kommt.")
    while run_jobs():
        pass

    assert Outgoing.objects.get().recipient_list == ["uwe.harms@post.example"]


@pytest.mark.parametrize(
    ("sender", "reply_to", "name"),
    [
        ("Radlust Laden <laden@demo.example>", "Ines Thoma <ines@post.example>", "Ines Thoma"),
        ("'Uwe Harms' via Hilfe <hilfe@demo.example>", "uwe@post.example", "Uwe Harms"),
        ("Uwe Harms via Radforum <radforum@listen.example>",
         "Radforum <radforum@listen.example>, Uwe Harms <uwe@post.example>", "Uwe Harms"),
        ("Marktplatz <bestellung@marktplatz.example>", "Ines Thoma <ines@post.example>", "Ines Thoma"),
        ("Uwe Harms <noreply@baukasten.example>", "uwe@post.example", "Uwe"),
    ],
)  # fmt: skip
def test_shops_groups_and_our_own_domain_write_for_a_person(
    mail: Mail, deliver: Deliver, sender: str, reply_to: str, name: str
) -> None:
    deliver(mail(sender=sender, Reply_To=reply_to))

    assert (people(), codes(newest()), asked(newest())) == ([name], ["sent-through"], [])


@pytest.mark.parametrize(
    ("sender", "reply_to", "addresses"),
    [
        ("Wilma Sand <wilma.sand@post.example>", "Familie Sand <wir@sand.example>", ["wir@sand.example"]),
        ("Ruderverein <vorstand@rudern.example>", "Kasse <kasse@rudern.example>, Ruder <boote@rudern.example>",
         ["kasse@rudern.example", "boote@rudern.example"]),
    ],
)  # fmt: skip
def test_a_person_may_want_to_be_answered_elsewhere(
    mail: Mail, deliver: Deliver, sender: str, reply_to: str, addresses: list[str]
) -> None:
    deliver(mail(sender=sender, Reply_To=reply_to))

    assert people() == [sender.partition(" <")[0]]
    assert (asked(newest()), newest().hints) == (addresses, [{"code": "answers-to", "addresses": addresses}])


def test_an_author_among_those_to_be_answered_is_answered_too(mail: Mail, deliver: Deliver) -> None:
    deliver(
        mail(sender="Wilma Sand <wilma@post.example>", Reply_To="Wilma Sand <wilma@post.example>, wir@sand.example")
    )

    assert asked(newest()) == ["wilma@post.example", "wir@sand.example"]
    assert newest().hints == [{"code": "answers-to", "addresses": ["wir@sand.example"]}]


@pytest.mark.parametrize("reply_to", ["", "wilma@post.example", "hilfe@demo.example", "keine Adresse", "<>"])
def test_a_reply_to_that_says_nothing_new_is_not_told(mail: Mail, deliver: Deliver, reply_to: str) -> None:
    deliver(mail(sender="Wilma Sand <wilma@post.example>", Reply_To=reply_to))

    assert (people(), newest().hints, asked(newest())) == (["Wilma Sand"], [], [])


def test_a_form_that_calls_itself_automatic_still_brings_a_persons_words(mail: Mail, deliver: Deliver) -> None:
    for number in range(3):
        reply_to = f"Uwe Harms <uwe{number}@post.example>"
        deliver(mail(sender=FORM, mail_id=f"{number}@a", Reply_To=reply_to, Auto_Submitted="auto-generated"))

    assert list(Message.objects.values_list("is_automatic", flat=True)) == [False, False, False]
    assert Case.objects.exclude(waiting_since=None).count() == 3


def test_a_notice_of_a_shop_that_is_answered_in_the_same_house_stays_automatic(mail: Mail, deliver: Deliver) -> None:
    deliver(
        mail(sender="noreply@shop.example", Reply_To="service@shop.example", Auto_Submitted="auto-generated"),
        sender="noreply@shop.example",
    )

    assert (newest().is_automatic, newest().sender_address) == (True, "noreply@shop.example")


def test_an_absence_is_never_taken_for_the_person_it_names(mail: Mail, deliver: Deliver) -> None:
    deliver(mail(sender="noreply@firma.example", Reply_To="uwe@post.example", Auto_Submitted="auto-replied"))

    assert (newest().is_automatic, newest().sender_address) == (True, "noreply@firma.example")


@pytest.fixture
def answered(
    mail: Mail, deliver: Deliver, agent: User, sink: Sink, run_jobs: Callable[[], int]
) -> tuple[Case, Outgoing]:
    """Uwe wrote to us and a colleague of his; we have answered."""
    deliver(
        mail("Wann kommt das Rad?", sender="Uwe Harms <uwe@post.example>", mail_id="frage@post.example"),
        sender="uwe@post.example",
    )
    case = Case.objects.get()
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Wir schauen nach.")
    while run_jobs():
        pass
    return case, Outgoing.objects.get()


@pytest.mark.parametrize("sender", ["noreply@evil.example", "Formular <formular@evil.example>"])
def test_naming_a_participant_in_reply_to_joins_nothing(
    answered: tuple[Case, Outgoing], mail: Mail, deliver: Deliver, sender: str
) -> None:
    case, sent = answered

    deliver(
        mail(sender=sender, mail_id="x@evil", Reply_To="uwe@post.example", In_Reply_To=f"<{sent.mail_id}>"),
        sender="x@evil.example",
    )

    assert newest().case != case
    assert codes(newest()) == ["sent-through", "belongs-to"]


def test_a_group_that_wrote_for_a_person_brings_their_next_words_too(mail: Mail, deliver: Deliver) -> None:
    group = {"sender": "'Uwe Harms' via Hilfe <hilfe@gruppe.example>", "Reply_To": "Uwe Harms <uwe@post.example>"}
    deliver(mail(mail_id="1@g", **group))

    deliver(mail("PS: noch etwas", mail_id="2@g", In_Reply_To="<1@g>", **group))

    assert Case.objects.get().messages.count() == 2


# An agent answers from her own program ---------------------------------------------------------------------------


@pytest.fixture
def jule() -> User:
    """An agent with a mail program of her own."""
    return User.objects.create_user("jule.peters@demo.example", name="Jule Peters")


def own_answer(mail: Mail, **fields: str) -> bytes:
    given = {
        "sender": "Jule Peters <jule.peters@demo.example>",
        "to": "Uwe Harms <uwe@post.example>",
        "mail_id": "jule@demo.example",
        "subject": "AW: Rad quietscht",
        "Cc": "hilfe@demo.example",
        "In_Reply_To": "<frage@post.example>",
        **fields,
    }
    return mail("Es kommt am Freitag.", **given)


def test_a_colleagues_own_answer_is_ours_and_nobody_waits(
    mail: Mail, deliver: Deliver, jule: User, run_jobs: Callable[[], int]
) -> None:
    deliver(mail("Wann kommt das Rad?", sender="Uwe Harms <uwe@post.example>", mail_id="frage@post.example"))

    deliver(own_answer(mail), sender=jule.email)
    while run_jobs():
        pass

    case, words = Case.objects.get(), newest()
    assert (words.case, words.direction, words.delivery, words.author) == (case, "out", "sent", jule)
    assert (case.status, case.waiting_since, case.preview) == ("with-us", None, "Es kommt am Freitag.")
    assert [(each["address"], each["role"]) for each in words.recipients] == [
        ("uwe@post.example", "to"), ("hilfe@demo.example", "cc"),
    ]  # fmt: skip
    assert (people(), words.customer) == (["Uwe Harms"], None)
    assert words.hints == [{"code": "own-program", "name": "Jule Peters", "checked": False}]
    event = Event.objects.latest("id")
    assert (event.kind, event.actor_kind, event.actor_id) == ("reply-sent", "user", jule.pk)
    assert Outgoing.objects.count() == 0
    assert list(CaseCount.objects.filter(amount__gt=0).values_list("status", "amount")) == [("with-us", 1)]


def test_the_customers_answer_to_a_colleagues_own_mail_joins_the_case(mail: Mail, deliver: Deliver, jule: User) -> None:
    deliver(mail("Wann kommt das Rad?", sender="Uwe Harms <uwe@post.example>", mail_id="frage@post.example"))
    deliver(own_answer(mail), sender=jule.email)

    deliver(
        mail("Danke!", sender="Uwe Harms <uwe@post.example>", mail_id="3@p", In_Reply_To="<jule@demo.example>"),
        sender="uwe@post.example",
    )

    assert (Case.objects.count(), newest().is_incoming, Case.objects.get().waiting_since is None) == (1, True, False)


@pytest.mark.parametrize(
    ("verdict", "joins"),
    [("dmarc=pass", True), ("dmarc=fail", False), ("dmarc=none; spf=pass", False), ("spf=fail; dkim=none", False)],
)
def test_where_senders_are_checked_a_colleague_must_have_passed(
    mail: Mail, deliver: Deliver, jule: User, settings, verdict: str, joins: bool
) -> None:
    settings.TRUSTED_AUTHSERV = ("mx.demo.example",)
    deliver(mail("Wann kommt das Rad?", sender="Uwe Harms <uwe@post.example>", mail_id="frage@post.example"))

    deliver(own_answer(mail, Authentication_Results=f"mx.demo.example; {verdict}"), sender=jule.email)

    assert (newest().direction == "out", Case.objects.count() == 1) == (joins, joins)
    assert {"code": "own-program", "name": "Jule Peters", "checked": True} in newest().hints or not joins


@pytest.mark.parametrize(
    "fields",
    [
        {"In_Reply_To": "<geraten@post.example>"},
        {"to": "hilfe@demo.example", "Cc": ""},
        {"to": "fremd@anders.example"},
        {"sender": "Jule Peters <jule.peters@anders.example>"},
        {"sender": "Jule Peters <jule.peters@demo.example>, x@evil.example"},
        {"sender": FORM, "Reply_To": "Jule Peters <jule.peters@demo.example>"},
        {"Auto_Submitted": "auto-replied"},
    ],
)
def test_a_colleagues_name_alone_gains_nothing(
    mail: Mail, deliver: Deliver, jule: User, fields: dict[str, str]
) -> None:
    deliver(mail("Wann kommt das Rad?", sender="Uwe Harms <uwe@post.example>", mail_id="frage@post.example"))

    deliver(own_answer(mail, **fields), sender="x@evil.example")

    assert (newest().direction, newest().author) == ("in", None)


def test_somebody_who_left_is_no_colleague(mail: Mail, deliver: Deliver, jule: User) -> None:
    jule.is_active = False
    jule.save()
    deliver(mail("Wann kommt das Rad?", sender="Uwe Harms <uwe@post.example>", mail_id="frage@post.example"))

    deliver(own_answer(mail), sender=jule.email)

    assert newest().direction == "in"


# Senders nobody vouches for --------------------------------------------------------------------------------------


def test_two_addresses_in_from_are_told(mail: Mail, deliver: Deliver) -> None:
    deliver(mail(sender="Uwe Harms <uwe@post.example>, Ines Thoma <ines@post.example>"))

    assert newest().hints == [{"code": "two-senders", "addresses": ["uwe@post.example", "ines@post.example"]}]


def test_a_participant_handed_in_by_another_address_is_told(
    answered: tuple[Case, Outgoing], mail: Mail, deliver: Deliver
) -> None:
    case, sent = answered

    deliver(
        mail("Danke, klappt!", sender="uwe@post.example", mail_id="f@x", In_Reply_To=f"<{sent.mail_id}>"),
        sender="wer@evil.example",
    )

    assert (newest().case, newest().sender_verified) == (case, False)
    assert newest().hints == [{"code": "sender-unchecked", "reason": "envelope", "envelope": "wer@evil.example"}]


@pytest.mark.parametrize(
    ("verdicts", "hints", "verified"),
    [
        ("dmarc=pass; dkim=pass", [], True),
        ("dmarc=none; dkim=none; spf=none", ["sender-unchecked"], False),
        ("spf=pass", ["sender-unchecked"], False),
        ("dmarc=fail", ["sender-unverified"], False),
        ("", ["sender-unchecked"], False),
    ],
)
def test_none_does_not_look_like_pass_in_a_house_that_checks(
    answered: tuple[Case, Outgoing], mail: Mail, deliver: Deliver, settings, verdicts: str, hints: list[str],
    verified: bool,
) -> None:  # fmt: skip
    settings.TRUSTED_AUTHSERV = ("mx.demo.example",)
    fields = {"Authentication_Results": f"mx.demo.example; {verdicts}"} if verdicts else {}

    deliver(
        mail("Noch etwas.", sender="uwe@post.example", mail_id="v@x", In_Reply_To=f"<{answered[1].mail_id}>", **fields),
        sender="uwe@post.example",
    )

    assert (codes(newest()), newest().sender_verified) == (hints, verified)


@pytest.mark.parametrize(("verdict", "joins"), [("", False), ("dmarc=none", False), ("dmarc=pass", True)])
def test_an_address_that_nobody_has_proven_joins_by_a_checked_mail_only(
    answered: tuple[Case, Outgoing], mail: Mail, deliver: Deliver, settings, verdict: str, joins: bool
) -> None:
    case, sent = answered
    point = case.customer.contact_points.create(kind="mail", value="uwe@neu.example", as_written="uwe@neu.example")
    settings.TRUSTED_AUTHSERV = ("mx.demo.example",) if verdict else ()
    fields = {"Authentication_Results": f"mx.demo.example; {verdict}"} if verdict else {}

    deliver(
        mail("Ich bin es.", sender="uwe@neu.example", mail_id="n@x", In_Reply_To=f"<{sent.mail_id}>", **fields),
        sender="uwe@neu.example",
    )

    point.refresh_from_db()
    assert (newest().case == case, point.proven_at is not None) == (joins, joins)
    assert newest().case.customer == case.customer
