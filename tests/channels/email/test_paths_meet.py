"""Where one path crosses another: what a letter went through before changes nothing about what is right after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Attachment, Case, CaseWords, Message, Note
from kulanz.channels import actions as channels
from kulanz.channels import ingest, intake
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox, Original, Outgoing
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import ContactPoint, User
from tests.channels.conftest import Mail

Arrive = Callable[..., Message]
ASIDE = "Den hatten wir doch schon, oder?"
PASSED_ON = (
    "-----Ursprüngliche Nachricht-----\nVon: Tilo Brand <tilo@garten.example>\n"
    "Gesendet: Donnerstag, 19. November 2026 10:02\nAn: Mara Lindner\nBetreff: Hecke\n\nDie Schere klemmt."
)


@pytest.fixture
def by(agent: User) -> Actor:
    return actor_for(agent)


@pytest.fixture
def admin(db: None) -> Actor:
    return actor_for(User.objects.create_user("nils@demo.example", name="Nils", is_admin=True, is_lead=True))


@pytest.fixture
def arrive(mailbox: Mailbox) -> Arrive:
    """Lets a mail arrive and returns the newest letter."""

    def read(raw: bytes, to: str = "hilfe@demo.example") -> Message:
        intake.keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, "bote@post.example", (to,))])
        while ingest.read_waiting():
            pass
        return Message.objects.latest("id")

    return read


@pytest.fixture
def pass_on(arrive: Arrive, mail: Mail, agent: User) -> Arrive:
    """Lets Mara forward a mail of Tilo with a remark."""

    def send(remark: str = ASIDE, **fields: str) -> Message:
        body = f"{remark}\n\n{PASSED_ON}".replace("\n", "\r\n")
        return arrive(mail(body, sender=f"Mara Lindner <{agent.email}>", subject="WG: Hecke", **fields))

    return send


def tilo(mail: Mail, text: str, **more: str) -> bytes:
    values = {"sender": "Tilo Brand <tilo@garten.example>", "subject": "Hecke", "mail_id": "hecke@garten.example"}
    return mail(text, **{**values, **more})


def test_what_a_colleague_wrote_round_a_letter_moves_with_it(
    arrive: Arrive, pass_on: Arrive, mail: Mail, by: Actor
) -> None:
    right = arrive(tilo(mail, "Wo bleibt die Schere?")).case
    letter = pass_on()
    assert letter.case_id != right.pk

    actions.move_message(message_id=letter.pk, by=by, case_id=right.pk)

    assert Note.objects.get().case_id == right.pk
    assert list(Case.objects.all()) == [right]


def test_a_dissolved_case_is_named_where_its_letter_went(arrive: Arrive, mail: Mail, by: Actor) -> None:
    right, wrong = arrive(tilo(mail, "Erstens.")), arrive(tilo(mail, "Zweitens.", mail_id="zwei@garten.example"))
    left = wrong.case_id

    actions.move_message(message_id=wrong.pk, by=by, case_id=right.case_id)

    assert Event.objects.get(kind="message-moved").data["from_case_id"] == left


def test_a_letter_with_a_remark_is_read_again_where_it_was_moved(
    arrive: Arrive, pass_on: Arrive, mail: Mail, by: Actor, admin: Actor
) -> None:
    right = arrive(tilo(mail, "Wo bleibt die Schere?")).case
    letter = pass_on()
    actions.move_message(message_id=letter.pk, by=by, case_id=right.pk)
    original = Original.objects.get(message_id=letter.pk)
    Original.objects.filter(pk=original.pk).update(reason="broken-part")

    channels.read_again(raw_mail_id=original.pk, by=admin)

    assert [(each.case_id, each.text) for each in Note.objects.all()] == [(right.pk, ASIDE)]


def test_a_letter_that_came_twice_is_read_again_too(arrive: Arrive, mail: Mail, admin: Actor) -> None:
    raw = tilo(mail, "Die Schere klemmt.")
    letter = arrive(raw)
    first = Original.objects.get()
    arrive(raw, "support@demo.example")
    assert (Message.objects.count(), Original.objects.count()) == (1, 2)
    Original.objects.filter(pk=first.pk).update(reason="broken-part")
    Message.objects.filter(pk=letter.pk).update(text="�")

    channels.read_again(raw_mail_id=first.pk, by=admin)

    letter.refresh_from_db()
    assert letter.text == "Die Schere klemmt."


def test_words_that_were_taken_back_find_nothing(arrive: Arrive, mail: Mail, by: Actor) -> None:
    case = arrive(tilo(mail, "Die Schere klemmt.")).case
    answer = actions.send_reply(case_id=case.pk, by=by, text="Kulanzgutschrift über vierzig Euro.")

    actions.withdraw_reply(message_id=answer.pk, by=by)

    words = CaseWords.objects.get(pk=case.pk).words
    assert ("kulanzgutschrift" in words, "schere" in words) == (False, True)


def test_an_address_that_nobody_has_proven_gets_no_key(
    arrive: Arrive, mail: Mail, by: Actor, run_jobs: Callable[[], int]
) -> None:
    case = arrive(tilo(mail, "Die Schere klemmt.")).case
    ContactPoint.objects.create(
        customer=case.customer, kind="mail", value="neu@garten.example", as_written="neu@garten.example"
    )

    to = [{"name": "", "address": "neu@garten.example", "role": "to"}]
    actions.send_reply(case_id=case.pk, by=by, text="Kommt.", recipients=to)
    run_jobs()

    assert b"/c/" not in bytes(Outgoing.objects.get(message__isnull=False).raw)


def test_a_letter_without_words_is_not_quoted(
    arrive: Arrive, pass_on: Arrive, mail: Mail, by: Actor, run_jobs: Callable[[], int]
) -> None:
    letter = pass_on()
    Message.objects.filter(pk=letter.pk).update(text="")

    actions.send_reply(case_id=letter.case_id, by=by, text="Kommt.")
    run_jobs()

    assert b"schrieb" not in bytes(Outgoing.objects.get(message__isnull=False).raw)


def test_a_file_that_proves_to_be_a_colleagues_is_hidden_when_its_letter_is_read_again(
    arrive: Arrive, mail: Mail, agent: User, admin: Actor
) -> None:
    body = (
        f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{ASIDE}\r\n\r\n" + PASSED_ON.replace("\n", "\r\n")
        + "\r\n--x\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=marge.csv\r\n\r\n"
        "Einkauf;12\r\n--x--\r\n"
    )  # fmt: skip
    letter = arrive(mail(body, sender=agent.email, subject="WG: Hecke", Content_Type='multipart/mixed; boundary="x"'))
    assert Attachment.objects.get().kind == "internal"
    Attachment.objects.update(kind="file")
    Original.objects.update(reason="broken-part")

    channels.read_again(raw_mail_id=Original.objects.get().pk, by=admin)

    assert (Attachment.objects.get().kind, letter.attachments.count()) == ("internal", 1)


def test_a_remark_stays_ours_when_its_letter_is_read_again_after_its_writer_has_left(
    pass_on: Arrive, agent: User, admin: Actor
) -> None:
    letter = pass_on()
    User.objects.filter(pk=agent.pk).update(is_active=False)
    Original.objects.update(reason="broken-part")

    channels.read_again(raw_mail_id=Original.objects.get().pk, by=admin)

    letter.refresh_from_db()
    assert (letter.text, ASIDE in letter.hidden + letter.html) == ("Die Schere klemmt.", False)
    assert Note.objects.get().text == ASIDE


def test_the_words_of_a_form_stay_the_persons_when_they_are_read_again_under_other_settings(
    arrive: Arrive, mail: Mail, admin: Actor, mailbox: Mailbox
) -> None:
    raw = mail("Die Schere klemmt.", sender="noreply@laden.example", Reply_To="Tilo Brand <tilo@garten.example>")
    letter = arrive(raw)
    Mailbox.objects.filter(pk=mailbox.pk).update(aliases=["support@demo.example", "tilo@garten.example"])
    Original.objects.update(reason="broken-part")

    channels.read_again(raw_mail_id=Original.objects.get().pk, by=admin)

    before = (letter.audience, letter.reply_to)
    letter.refresh_from_db()
    assert (letter.audience, letter.reply_to) == before


def test_a_first_letter_from_an_address_that_nobody_has_proven_is_acknowledged_without_a_key(
    arrive: Arrive, mail: Mail, run_jobs: Callable[[], int]
) -> None:
    tilo_himself = arrive(tilo(mail, "Die Schere klemmt.")).customer
    address = "neu@garten.example"
    ContactPoint.objects.create(customer=tilo_himself, kind="mail", value=address, as_written=address)

    today = f"{now():%a, %d %b %Y %H:%M:%S} +0000"
    arrive(tilo(mail, "Der Rechen auch.", sender=address, mail_id="zwei@x", Date=today))
    run_jobs()

    raw = bytes(Outgoing.objects.get().raw)
    assert (address.encode() in raw, b"/c/" in raw) == (True, False)


def test_three_letters_with_the_same_words_to_two_people_are_two(arrive: Arrive, mail: Mail, by: Actor) -> None:
    case = arrive(tilo(mail, "Die Schere klemmt.", Cc="Eva <eva@garten.example>")).case
    people = [[{"name": "", "address": f"{who}@garten.example", "role": "to"}] for who in ("tilo", "eva", "tilo")]

    sent = [actions.send_reply(case_id=case.pk, by=by, text="Kommt.", recipients=each) for each in people]

    assert sent[0] == sent[2] != sent[1]


def test_what_a_stranger_typed_into_a_form_is_acknowledged_without_their_words(
    arrive: Arrive, mail: Mail, run_jobs: Callable[[], int]
) -> None:
    typed = {"subject": "Gewinnen Sie auf spiel.example", "Reply_To": "Gewinn spiel.example <opfer@woanders.example>"}
    today = f"{now():%a, %d %b %Y %H:%M:%S} +0000"
    letter = arrive(mail("Nachricht: x", sender="Webshop <wordpress@laden.example>", Date=today, **typed))
    assert letter.sender_address == "opfer@woanders.example"
    run_jobs()

    raw = bytes(Outgoing.objects.get().raw)
    assert b"spiel.example" not in raw and b"opfer@woanders.example" in raw


@pytest.fixture
def jule(db: None) -> User:
    return User.objects.create_user("jule@demo.example", name="Jule")


def beside(agent: User, **more: str) -> dict[str, str]:
    """The fields of a mail that Mara writes from a program of her own."""
    fields = {"sender": f"Mara Lindner <{agent.email}>", "subject": "Re: Hecke", "mail_id": "m1@demo.example"}
    return {**fields, "In_Reply_To": "<hecke@garten.example>", **more}


def test_what_colleagues_write_to_each_other_is_no_answer(arrive: Arrive, mail: Mail, agent: User, jule: User) -> None:
    case = arrive(tilo(mail, "Die Schere klemmt.", Cc=f"Jule <{jule.email}>")).case

    aside = arrive(mail("Was sagst du dazu?", to=jule.email, Cc="hilfe@demo.example", **beside(agent)))

    case.refresh_from_db()
    assert (aside.case_id == case.pk, case.waiting_since is not None) == (False, True)
    assert not case.messages.filter(direction="out").exists()


def test_an_answer_with_a_colleague_in_copy_is_one(arrive: Arrive, mail: Mail, agent: User, jule: User) -> None:
    case = arrive(tilo(mail, "Die Schere klemmt.", Cc=f"Jule <{jule.email}>")).case

    arrive(mail("Kommt.", to="tilo@garten.example", Cc=f"hilfe@demo.example, {jule.email}", **beside(agent)))

    case.refresh_from_db()
    assert (case.messages.get(direction="out").author, case.waiting_since) == (agent, None)


def test_somebody_in_copy_is_answered_from_another_program_too(arrive: Arrive, mail: Mail, agent: User) -> None:
    case = arrive(tilo(mail, "Die Schere klemmt.", Cc="Eva <eva@garten.example>")).case

    arrive(mail("Kommt.", to="Eva <eva@garten.example>", Cc="hilfe@demo.example", **beside(agent)))

    assert "eva@garten.example" in case.messages.get(direction="out").audience
