"""An answer leaves the house once, threaded, and failures are seen."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.core.mail import send_mail

from kulanz.cases import actions, queries
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, DraftFile, Message
from kulanz.channels.email.addresses import case_of, split_plus
from kulanz.channels.models import Mailbox, Outgoing
from kulanz.channels.outbox import sending
from kulanz.core.clock import now
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.language import voice_for
from kulanz.people.models import Brand, Customer, User
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]
RunJobs = Callable[[], int]


@pytest.fixture
def answer(mail: Mail, deliver: Deliver, agent: User, run_jobs: RunJobs) -> Callable[..., Message]:
    """Lets a customer's mail come in and answers it."""

    def write(text: str = "Guten Tag Frau Meier,\n\nwir **kümmern** uns.", **more: Any) -> Message:
        deliver(mail())
        message = actions.send_reply(case_id=Case.objects.get().pk, by=actor_for(agent), text=text, **more)
        while run_jobs():
            pass
        return message

    return write


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_an_answer_is_threaded_and_carries_the_case_in_its_reply_address(
    answer: Callable[..., Message], sink: Sink
) -> None:
    message = answer()
    mail = parsed(sink.mails[0])
    outgoing = Outgoing.objects.get()
    assert sink.recipients == [["anna@kunde.example"]]
    assert (mail["Subject"], mail["In-Reply-To"]) == ("Re: Rad quietscht", "<eins@kunde.example>")
    assert mail["References"] == "<eins@kunde.example>"
    assert mail["Message-ID"] == f"<{outgoing.mail_id}>"
    assert mail["From"] == "Radlust Kundenservice <hilfe@demo.example>"
    base, token = split_plus(mail["Reply-To"].addresses[0].addr_spec)
    assert (base, case_of(token)) == ("hilfe@demo.example", message.case_id)
    message.refresh_from_db()
    assert (message.delivery, outgoing.state) == ("sent", "sent")


def test_an_answer_has_text_and_html_with_quote_footer_and_a_link_that_opens_the_case(
    answer: Callable[..., Message], sink: Sink
) -> None:
    message = answer()
    mail = parsed(sink.mails[0])
    text, html = body(mail, "plain"), body(mail, "html")
    assert "> Guten Tag, mein Rad quietscht." in text
    assert "Speichengasse 4" in text
    assert "<strong>kümmern</strong>" in html
    found = re.search(r"/c/([^/\s]+)/", text)
    assert found is not None
    link = queries.link_for(found[1])
    assert link is not None
    assert link.case_id == message.case_id


def test_a_proposed_solution_says_until_when_silence_changes_nothing(
    answer: Callable[..., Message], sink: Sink
) -> None:
    message = answer(proposes_solution=True)
    lapses_at = message.case.solutions.get().lapses_at
    assert f"{lapses_at:%Y}" in body(parsed(sink.mails[0]), "plain")
    assert "If we do not hear from you" in body(parsed(sink.mails[0]), "plain") or "nichts von Ihnen" in body(
        parsed(sink.mails[0]), "plain"
    )


def test_files_go_along(answer: Callable[..., Message], sink: Sink) -> None:
    answer(uploads=(Upload("Rücksendung.pdf", "application/pdf", b"%PDF-1.4 leer"),))
    files = list(parsed(sink.mails[0]).iter_attachments())
    assert [(file.get_filename(), file.get_content()) for file in files] == [("Rücksendung.pdf", b"%PDF-1.4 leer")]


def test_a_picture_with_words_stands_in_the_letter_and_any_other_file_beside_it(
    mail: Mail, deliver: Deliver, agent: User, run_jobs: RunJobs, sink: Sink
) -> None:
    deliver(mail())
    case_id, by = Case.objects.get().pk, actor_for(agent)
    names = ("Skizze.png", "Ohne Worte.png")
    actions.attach_to_draft(case_id=case_id, by=by, uploads=[Upload(n, "image/png", n.encode()) for n in names])
    first = DraftFile.objects.order_by("id")[0].public_id
    actions.describe_draft_files(case_id=case_id, by=by, alt_texts={first: 'Die "Stange" <links>'})
    actions.send_reply(case_id=case_id, by=by, text="Anbei die Skizze.", stops_are_known=True)
    while run_jobs():
        pass

    sent = parsed(sink.mails[0])
    shown = next(part for part in sent.walk() if part["Content-ID"])
    source = f"cid:{str(shown['Content-ID'])[1:-1]}"
    assert f'<img src="{source}" alt="Die &quot;Stange&quot; &lt;links&gt;"' in body(sent, "html")
    assert '[Bild: Die "Stange" <links> (Skizze.png)]' in body(sent, "plain").splitlines()
    assert (shown.get_filename(), shown.get_content_disposition(), shown.get_content()) == (
        "Skizze.png", "inline", b"Skizze.png",
    )  # fmt: skip
    assert [part.get_filename() for part in sent.iter_attachments()] == ["Ohne Worte.png"]


def test_what_is_too_large_for_a_mail_goes_as_a_link(answer: Callable[..., Message], sink: Sink, settings: Any) -> None:
    settings.LETTER_SIZE_LIMIT = 10
    answer(uploads=[Upload("Film.mp4", "video/mp4", b"0" * 11), Upload("a.txt", "text/plain", b"x")])
    sent = parsed(sink.mails[0])
    address = f"{settings.PUBLIC_URL}/files/{queries.file_token(Attachment.objects.get(name='Film.mp4'))}/"

    assert [part.get_filename() for part in sent.iter_attachments()] == ["a.txt"]
    assert f"Film.mp4 (11 B): {address}" in body(sent, "plain").splitlines()
    assert f'<a href="{address}">Film.mp4</a>' in body(sent, "html")


def test_the_customers_answer_to_it_joins_the_case(
    answer: Callable[..., Message], sink: Sink, mail: Mail, deliver: Deliver
) -> None:
    message = answer()
    reply_to = parsed(sink.mails[0])["Reply-To"].addresses[0].addr_spec
    deliver(mail("Danke!", mail_id="zwei@kunde.example", to=reply_to, subject="AW: Rad quietscht"), to=reply_to)
    assert list(Message.objects.filter(direction="in").values_list("case_id", "hints")) == [
        (message.case_id, []),
        (message.case_id, []),
    ]


def test_a_mailbox_at_a_provider_gets_a_token_only_where_the_provider_delivers_it(
    answer: Callable[..., Message], sink: Sink
) -> None:
    Mailbox.objects.update(imap_host="imap.provider.example")
    answer()
    assert parsed(sink.mails[0])["Reply-To"].addresses[0].addr_spec == "hilfe@demo.example"


@pytest.mark.parametrize(
    ("customer", "brand", "language"),
    [
        ({}, {}, "de"),
        ({}, {"register": "informal"}, "de-informal"),
        ({"form_of_address": "informal"}, {}, "de-informal"),
        ({"form_of_address": "formal"}, {"register": "informal"}, "de"),
        ({"language": "en", "form_of_address": "informal"}, {}, "en"),
        ({}, {"language": "en"}, "en"),
        ({"language": "de"}, {"language": "en"}, "de"),
    ],
)
def test_customers_are_written_to_in_their_language_and_form(
    customer: dict[str, str], brand: dict[str, str], language: str
) -> None:
    assert voice_for(Brand(**brand), Customer(**customer)).catalogue == language


def test_without_an_outgoing_server_the_mail_waits_and_can_be_read(answer: Callable[..., Message]) -> None:
    message = answer()
    message.refresh_from_db()
    outgoing = Outgoing.objects.get()
    assert (message.delivery, outgoing.state, outgoing.recipients) == ("queued", "queued", "anna@kunde.example")


def test_it_goes_out_once_a_server_is_set(
    answer: Callable[..., Message], request: pytest.FixtureRequest, run_jobs: RunJobs
) -> None:
    message = answer()
    sink: Sink = request.getfixturevalue("sink")
    Outgoing.objects.update(due_at=now() - timedelta(minutes=1))
    assert sending.send_due() == 1
    run_jobs()
    message.refresh_from_db()
    assert (len(sink.mails), message.delivery) == (1, "sent")


def test_an_answer_taken_back_never_leaves(
    mail: Mail, deliver: Deliver, agent: User, run_jobs: RunJobs, sink: Sink
) -> None:
    deliver(mail())
    agent.undo_seconds = 15
    agent.save()
    by = actor_for(agent)
    message = actions.send_reply(case_id=Case.objects.get().pk, by=by, text="Voreilig.")
    run_jobs()
    actions.withdraw_reply(message_id=message.pk, by=by)
    Outgoing.objects.update(due_at=now())
    sending.send(Outgoing.objects.get().pk)
    assert (Outgoing.objects.get().state, sink.mails) == ("withdrawn", [])


def test_a_refusal_for_good_is_an_event_of_the_case(answer: Callable[..., Message], sink: Sink) -> None:
    sink.answers["anna@kunde.example"] = "550 5.1.1 unknown user"
    message = answer()
    message.refresh_from_db()
    assert (message.delivery, Outgoing.objects.get().state) == ("failed", "failed")
    event = Event.objects.get(kind="delivery-failed")
    assert "unknown user" in event.data["reason"]
    assert event.data["final"] is True


def test_a_refusal_for_now_is_tried_again_later(answer: Callable[..., Message], sink: Sink) -> None:
    sink.data_answer = "451 4.3.0 come back later"
    answer()
    outgoing = Outgoing.objects.get()
    assert (outgoing.state, outgoing.attempts) == ("queued", 1)
    assert outgoing.due_at > now()
    sink.data_answer = "250 OK"
    Outgoing.objects.update(due_at=now())
    sending.send(outgoing.pk)
    assert (Outgoing.objects.get().state, len(sink.mails)) == ("sent", 1)


def test_a_connection_that_breaks_after_the_last_dot_is_a_persons_decision(
    answer: Callable[..., Message], sink: Sink
) -> None:
    sink.data_answer = "vanish"
    message = answer()
    message.refresh_from_db()
    assert (message.delivery, Outgoing.objects.get().state) == ("uncertain", "uncertain")
    sink.data_answer = "250 OK"
    sending.send(Outgoing.objects.get().pk)
    assert sink.mails == []


def test_a_crash_while_sending_is_a_persons_decision(answer: Callable[..., Message]) -> None:
    message = answer()
    Outgoing.objects.update(state="sending", started_at=now() - timedelta(hours=1))
    assert sending.settle_interrupted() == 1
    message.refresh_from_db()
    assert (message.delivery, Outgoing.objects.get().state) == ("uncertain", "uncertain")


def test_preparing_twice_makes_one_mail(answer: Callable[..., Message], sink: Sink) -> None:
    from kulanz.channels.handlers import prepare_delivery  # noqa: PLC0415 - beside the one use

    answer()
    prepare_delivery(Event.objects.get(kind="reply-written"))
    assert (Outgoing.objects.count(), len(sink.mails)) == (1, 1)


def test_the_houses_own_mails_take_the_same_outbox(db: None, sink: Sink, run_jobs: RunJobs, settings: Any) -> None:
    settings.EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
    send_mail("Ihr neues Kennwort", "Hier ist der Link.", "kulanz@demo.example", ["mara@demo.example"])
    run_jobs()
    mail = parsed(sink.mails[0])
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("Ihr neues Kennwort", "auto-generated")
    assert Outgoing.objects.get().message_id is None


def test_an_answer_is_signed_below_the_mark_in_both_parts(answer: Callable[..., Message]) -> None:
    Brand.objects.update(signature="Freundliche Grüße\n{name}\n<{phone}>", phone="0461 7", footer="Laden e. K.")
    User.objects.update(service_name="Jule & Co")
    answer("Guten Tag,\n\nsie ist da.")

    mail = parsed(bytes(Outgoing.objects.get().raw))
    assert "Freundliche Grüße\nJule & Co\n<0461 7>\nLaden e. K." in body(mail, "plain").replace("\r\n", "\n")
    assert "<p>Freundliche Grüße<br>\nJule &amp; Co<br>\n&lt;0461 7&gt;</p>" in body(mail, "html").replace("\r\n", "\n")


def test_a_letter_without_signature_names_the_house(answer: Callable[..., Message]) -> None:
    Brand.objects.update(signature="Freundliche Grüße\n{name}")
    message = answer("Guten Tag,\n\nsie ist da.", is_signed=False)

    text = body(parsed(bytes(Outgoing.objects.get().raw)), "plain")
    assert ("Freundliche Grüße" in text, message.case.brand.sender_name in text) == (False, True)


def test_a_quoted_letter_holds_no_signature(answer: Callable[..., Message], agent: User, run_jobs: RunJobs) -> None:
    Brand.objects.update(signature="Freundliche Grüße\n{name}")
    first = answer("Guten Tag,\n\nsie ist da.")
    actions.send_reply(case_id=first.case_id, by=actor_for(agent), text="Noch etwas.")
    while run_jobs():
        pass

    text = body(parsed(bytes(Outgoing.objects.order_by("id").last().raw)), "plain")  # type: ignore[union-attr]
    assert "> sie ist da." in text and text.count("Freundliche Grüße") == 1
    assert "-- " not in text.splitlines()
