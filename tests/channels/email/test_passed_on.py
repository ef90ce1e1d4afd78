"""A colleague passes a customer's mail on: whose words stand where, from real bytes to the page and the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Attachment, Case, Message, Note
from kulanz.channels import ingest, intake
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from kulanz.portal.customer_view import case_view
from tests.channels.conftest import Mail, Sink

Arrive = Callable[..., Message]
REMARK = "Nimmst du die? Der Mann ist eine Zumutung."
WORDS = "Moin,\n\nmein Sattel knarzt seit der Inspektion.\n\nPit Harms"
MARKED = WORDS.replace("\n", "\n> ")
OUTLOOK = (
    "Von: Pit Harms <pit@kunde.example>\nGesendet: Dienstag, 17. November 2026 08:21\n"
    "An: Mara Lindner <mara@demo.example>\nBetreff: Sattel\n\n"
)

# How programs write it, below the colleague's remark.
FORWARDS = {
    "Outlook": OUTLOOK + WORDS,
    "Outlook with a rule": "________________________________\n" + OUTLOOK + WORDS,
    "old Outlook": "-----Ursprüngliche Nachricht-----\n" + OUTLOOK + WORDS,
    "English Outlook": "From: Pit Harms <pit@kunde.example>\nSent: Tuesday, November 17, 2026 8:21 AM\n"
    "To: Mara Lindner <mara@demo.example>\nSubject: Sattel\n\n" + WORDS,
    "Outlook for the phone": "Outlook für iOS<https://aka.ms/o0ukef> beziehen\n________________________________\n"
    "From: Pit Harms <pit@kunde.example>\nSent: Tuesday, November 17, 2026 8:21:00 AM\n"
    "To: Mara Lindner <mara@demo.example>\nSubject: Sattel\n\n" + WORDS,
    "Gmail": "---------- Forwarded message ---------\nVon: Pit Harms <pit@kunde.example>\n"
    "Date: Di., 17. Nov. 2026 um 08:21 Uhr\nSubject: Sattel\nTo: <mara@demo.example>\n\n\n" + WORDS,
    "Thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tSattel\n"
    "Datum: \tTue, 17 Nov 2026 08:21:00 +0100\nVon: \tPit Harms <pit@kunde.example>\nAn: \tmara@demo.example\n\n"
    + WORDS,
    "French Thunderbird": "-------- Message transféré --------\nSujet : \tSattel\n"
    "Date : \tTue, 17 Nov 2026 08:21:00 +0100\nDe : \tPit Harms <pit@kunde.example>\nPour : \tmara@demo.example\n\n"
    + WORDS,
    "Apple Mail": "Anfang der weitergeleiteten Nachricht:\n\nVon: Pit Harms <pit@kunde.example>\nBetreff: Sattel\n"
    "Datum: 17. November 2026 um 08:21:00 MEZ\nAn: mara@demo.example\n\n" + WORDS,
    "Apple Mail with marks": "> Begin forwarded message:\n> \n> From: Pit Harms <pit@kunde.example>\n"
    "> Subject: Sattel\n> Date: 17 November 2026 at 08:21:00 CET\n> To: mara@demo.example\n> \n> " + MARKED,
    "a phone": "Anfang der weitergeleiteten Nachricht:\n\n> Von: Pit Harms <pit@kunde.example>\n"
    "> Datum: 17. November 2026 um 08:21:00 MEZ\n> An: mara@demo.example\n> Betreff: Sattel\n> \n> " + MARKED,
    "another phone": "-------- Ursprüngliche Nachricht --------\nVon: Pit Harms <pit@kunde.example> \n"
    "Datum: 17.11.26  08:21  (GMT+01:00) \nAn: mara@demo.example \nBetreff: Sattel \n\n" + WORDS,
    "a provider's pages": "Gesendet: Dienstag, 17. November 2026 um 08:21 Uhr\n"
    'Von: "Pit Harms" <pit@kunde.example>\nAn: mara@demo.example\nBetreff: Sattel\n\n' + WORDS,
    "Notes": "----- Weitergeleitet von Mara Lindner/Radlust am 18.11.2026 09:00 -----\n\n"
    "Von:\tPit Harms <pit@kunde.example>\nAn:\tmara@demo.example\nDatum:\t17.11.2026 08:21\nBetreff:\tSattel\n\n"
    + WORDS,
    "eM Client": '------ Weitergeleitete Nachricht ------\nVon "Pit Harms" <pit@kunde.example>\n'
    "An mara@demo.example\nDatum 17.11.2026 08:21:00\nBetreff Sattel\n\n" + WORDS,
    "mutt": "----- Forwarded message from Pit Harms <pit@kunde.example> -----\n\n"
    "Date: Tue, 17 Nov 2026 08:21:00 +0100\nFrom: Pit Harms <pit@kunde.example>\nTo: mara@demo.example\n"
    "Subject: Sattel\n\n" + WORDS + "\n\n----- End forwarded message -----\n",
    "an intro": "Am 17.11.2026 um 08:21 schrieb Pit Harms <pit@kunde.example>:\n\n> " + MARKED,
    "her signature below": "-------- Weitergeleitete Nachricht --------\n" + OUTLOOK + WORDS + "\n\n-- \n"
    "Mara Lindner\nRadlust GmbH",
}
PREFIXES = ["WG: Sattel", "[EXTERN] WG: Sattel", "Fwd: Sattel", "Wtr: Sattel", "EXT: Fw: AW: Sattel", "[Fwd: Sattel]"]


@pytest.fixture
def arrive(mailbox: Mailbox) -> Arrive:
    """Lets a mail arrive and returns the customer's message."""

    def read(raw: bytes) -> Message:
        intake.keep_all([NewOriginal(source="smtp", raw=raw, channel_id=mailbox.channel_id)])
        while ingest.read_waiting():
            pass
        return Message.objects.latest("id")

    return read


@pytest.fixture
def forward(mail: Mail, agent: User, arrive: Arrive) -> Arrive:
    """Lets our colleague Mara forward a body."""

    def send(body: str, subject: str = "WG: Sattel", **fields: str) -> Message:
        sender = f"Mara Lindner <{agent.email}>"
        return arrive(mail(body.replace("\n", "\r\n"), sender=sender, subject=subject, **fields))

    return send


def words(*texts: str) -> list[str]:
    return sorted(" ".join(texts).replace(">", " ").split())


@pytest.mark.parametrize("program", FORWARDS)
def test_only_what_the_customer_wrote_is_the_customers(forward: Arrive, agent: User, program: str) -> None:
    message = forward(f"{REMARK}\n\n{FORWARDS[program]}")

    assert (message.sender_name, message.sender_address) == ("Pit Harms", "pit@kunde.example")
    assert message.text.split() == WORDS.split()
    note = Note.objects.get()
    assert (note.case_id, note.author) == (message.case_id, agent)
    assert REMARK in note.text
    assert "Sattel knarzt" not in note.text
    assert REMARK not in message.text + message.hidden + message.html


@pytest.mark.parametrize("program", FORWARDS)
def test_message_and_note_together_hold_every_word(forward: Arrive, program: str) -> None:
    body = f"{REMARK}\n\n{FORWARDS[program]}"

    message = forward(body)

    assert words(message.text, message.hidden, Note.objects.get().text) == words(body)


@pytest.mark.parametrize("program", FORWARDS)
def test_the_customers_message_bears_the_date_on_which_it_was_written(forward: Arrive, program: str) -> None:
    message = forward(f"{REMARK}\n\n{FORWARDS[program]}")

    assert message.at == datetime(2026, 11, 17, 7, 21, tzinfo=UTC)
    assert (message.case.opened_at > message.at, message.case.subject) == (True, "Sattel")


@pytest.mark.parametrize("subject", [*PREFIXES, "Bitte ansehen"])
def test_no_prefix_and_no_gateway_hides_a_forward(forward: Arrive, subject: str) -> None:
    message = forward(f"{REMARK}\n\n{FORWARDS['Thunderbird']}", subject)

    assert (message.sender_address, Note.objects.get().text) == ("pit@kunde.example", REMARK)


PAGES = {
    "Gmail": '<div dir="ltr">{remark}<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- '
    "Forwarded message ---------<br>Von: <strong>Pit Harms</strong> &lt;pit@kunde.example&gt;<br>Date: Di., 17. Nov. "
    "2026 um 08:21 Uhr<br>Subject: Sattel<br>To: &lt;mara@demo.example&gt;<br></div><br>{words}</div></div>",
    "Outlook": '<div class="WordSection1"><p>{remark}</p><div style="border-top:solid 1.0pt"><p><b>Von:</b> Pit '
    "Harms &lt;pit@kunde.example&gt;<br><b>Gesendet:</b> Dienstag, 17. November 2026 08:21<br><b>An:</b> Mara<br>"
    "<b>Betreff:</b> Sattel</p></div><p>{words}</p></div>",
    "Outlook on the web": '<div>{remark}</div><hr><div id="divRplyFwdMsg"><b>Von:</b> Pit Harms '
    "&lt;pit@kunde.example&gt;<br><b>Gesendet:</b> Dienstag, 17. November 2026 08:21<br><b>An:</b> Mara<br>"
    "<b>Betreff:</b> Sattel</div><div>{words}</div>",
    "Apple Mail": '<div>{remark}</div><br><blockquote type="cite"><div>Anfang der weitergeleiteten Nachricht:</div><br>'
    "<div><b>Von: </b>Pit Harms &lt;pit@kunde.example&gt;</div><div><b>Betreff: </b>Sattel</div><div><b>Datum: </b>"
    "17. November 2026 um 08:21:00 MEZ</div><div><b>An: </b>mara@demo.example</div><br><div>{words}</div></blockquote>",
    "Thunderbird": '<p>{remark}</p><div class="moz-forward-container">-------- Weitergeleitete Nachricht --------'
    "<table><tr><th>Betreff: </th><td>Sattel</td></tr><tr><th>Datum: </th><td>Tue, 17 Nov 2026 08:21:00 +0100</td></tr>"
    "<tr><th>Von: </th><td>Pit Harms &lt;pit@kunde.example&gt;</td></tr></table><p>{words}</p></div>",
}


@pytest.mark.parametrize("program", PAGES)
def test_a_forward_in_html_is_told_apart_as_well(forward: Arrive, program: str) -> None:
    page = PAGES[program].format(remark=REMARK, words=WORDS.replace("\n", "<br>"))

    message = forward(page, Content_Type="text/html; charset=utf-8")

    assert (message.sender_address, message.text.split()) == ("pit@kunde.example", WORDS.split())
    assert (Note.objects.get().text, REMARK in message.html) == (REMARK, False)


def attached(remark: str, inner: str, *, besides: str = "", subject: str = "WG: Sattel") -> bytes:
    parts = [
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{remark}",
        f"Content-Type: message/rfc822\r\n\r\n{inner}",
        besides,
    ]
    body = "".join(f"--aussen\r\n{part}\r\n" for part in parts if part)
    head = f"From: Mara Lindner <mara@demo.example>\r\nTo: hilfe@demo.example\r\nSubject: {subject}\r\n"
    return (
        f'{head}Message-ID: <aussen@demo.example>\r\nContent-Type: multipart/mixed; boundary="aussen"\r\n\r\n'
        f"{body}--aussen--\r\n"
    ).encode()


INNER = (
    "From: Pit Harms <pit@kunde.example>\r\nTo: mara@demo.example\r\nSubject: Mein Sattel\r\n"
    'Date: Tue, 17 Nov 2026 08:21:00 +0100\r\nContent-Type: multipart/mixed; boundary="innen"\r\n\r\n--innen\r\n'
    "Content-Type: text/plain; charset=utf-8\r\n\r\nEr knarzt, Bild anbei.\r\n--innen\r\n"
    "Content-Type: image/png; name=sattel.png\r\n\r\nPNG\r\n--innen--\r\n"
)
SHEET = "Content-Type: application/pdf; name=kalkulation.pdf\r\n\r\nPDF"


@pytest.mark.parametrize("remark", [REMARK, ""])
def test_an_attached_mail_is_the_customers_message_with_its_files(arrive: Arrive, agent: User, remark: str) -> None:
    message = arrive(attached(remark, INNER))

    assert (message.text, message.sender_address) == ("Er knarzt, Bild anbei.", "pit@kunde.example")
    assert (message.at, message.case.subject) == (datetime(2026, 11, 17, 7, 21, tzinfo=UTC), "Mein Sattel")
    assert [note.text for note in Note.objects.all()] == ([remark] if remark else [])
    assert sorted(Attachment.objects.values_list("kind", flat=True)) == ["file", "message"]
    assert Attachment.objects.get(kind="file").name == "sattel.png"


def test_an_attached_mail_that_calls_itself_a_file_is_the_customers_too(arrive: Arrive, agent: User) -> None:
    as_file = attached(REMARK, INNER).replace(b"message/rfc822", b"application/octet-stream; name=Sattel.eml")
    message = arrive(as_file)

    assert (message.text, message.sender_address) == ("Er knarzt, Bild anbei.", "pit@kunde.example")
    assert Note.objects.get().text == REMARK


def test_files_beside_an_attached_mail_are_never_the_customers(arrive: Arrive, agent: User) -> None:
    message = arrive(attached(REMARK, INNER, besides=SHEET))

    letters = case_view(message.case, message.case.customer)["letters"]
    shown = [file.name for letter in letters for file in letter.files]
    assert (shown, message.attachments.filter(name="kalkulation.pdf").exists()) == (["sattel.png"], True)


def test_a_forward_inside_an_attached_mail_leads_to_the_customer(arrive: Arrive, agent: User) -> None:
    inner = (
        "From: Chef <chef@demo.example>\r\nSubject: WG: Sattel\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "Unverschämt, der Ton.\r\n\r\n" + FORWARDS["Outlook"].replace("\n", "\r\n")
    )

    message = arrive(attached(REMARK, inner))

    assert (message.sender_address, message.text.split()) == ("pit@kunde.example", WORDS.split())
    assert [part in Note.objects.get().text for part in (REMARK, "Unverschämt, der Ton.")] == [True, True]


def chain(*mails: tuple[str, str, str]) -> str:
    """A forward of a forward: (writer, subject, words) from the outside in."""
    return "\n\n".join(
        f"Von: {writer}\nGesendet: Dienstag, 17. November 2026 0{9 - depth}:00\nAn: wen <wen@demo.example>\n"
        f"Betreff: {subject}\n\n{said}"
        for depth, (writer, subject, said) in enumerate(mails)
    )


CUSTOMER = ("Pit Harms <pit@kunde.example>", "Sattel", "Er knarzt.")
CHAINS = {
    "a colleague with an account": [("Bo Ahrens <bo@demo.example>", "WG: Sattel", "Schlimmer Kerl."), CUSTOMER],
    "a colleague without one": [("Chef <chef@demo.example>", "WG: Sattel", "Schlimmer Kerl."), CUSTOMER],
    "a colleague without an address": [("Bo Ahrens", "WG: Sattel", "Schlimmer Kerl."), CUSTOMER],
    "our own mailbox": [("Hilfe <hilfe@demo.example>", "WG: Sattel", "Schlimmer Kerl."), CUSTOMER],
    "two colleagues": [
        ("Bo Ahrens <bo@demo.example>", "WG: WG: Sattel", "Du?"),
        ("Chef <chef@demo.example>", "WG: Sattel", "Schlimmer Kerl."),
        CUSTOMER,
    ],
}


@pytest.mark.parametrize("through", CHAINS)
def test_words_of_other_colleagues_on_the_way_are_for_us_alone(forward: Arrive, through: str) -> None:
    User.objects.create_user("bo@demo.example", name="Bo Ahrens")

    message = forward(f"{REMARK}\n\n{chain(*CHAINS[through])}")

    assert (message.sender_address, message.text) == ("pit@kunde.example", "Er knarzt.")
    assert "Schlimmer Kerl." in Note.objects.get().text
    assert "Schlimmer Kerl." not in message.text + message.hidden


def test_what_the_customer_quoted_is_folded_away_and_concerns_nobody_else(forward: Arrive) -> None:
    ours = ("Hilfe <hilfe@demo.example>", "Sattel", "Bitte fetten.")

    message = forward(f"{REMARK}\n\n{chain(CUSTOMER, ours)}")

    assert (message.sender_address, message.text, "Bitte fetten." in message.hidden) == (
        "pit@kunde.example",
        "Er knarzt.",
        True,
    )


UNTOLD = {
    "no address": (OUTLOOK.replace(" <pit@kunde.example>", "") + WORDS, "Mara Lindner"),
    "no head at all": (WORDS, "Mara Lindner"),
    "answers between the lines": ("Meine Anmerkungen im Text in Rot.\n\n" + OUTLOOK + WORDS, "Pit Harms"),
    "words of nobody below marked ones": (
        OUTLOOK + "> Moin,\n> mein Sattel knarzt.\n\nSoll er doch selbst fetten.",
        "Pit Harms",
    ),
    "a nameless mail that leads nowhere": (
        OUTLOOK.replace(" <pit@kunde.example>", "") + "Hier die Rechnung.\n\n" + chain(CUSTOMER),
        "Mara Lindner",
    ),
}


@pytest.mark.parametrize("kind", UNTOLD)
def test_what_cannot_be_told_apart_for_certain_is_for_us_alone_and_said_so(forward: Arrive, kind: str) -> None:
    body, customer = UNTOLD[kind]

    message = forward(f"{REMARK}\n\n{body}")

    assert (message.text, message.hidden, message.html) == ("", "", "")
    assert words(Note.objects.get().text) == words(REMARK, body)
    assert "forward-unsplit" in [hint["code"] for hint in message.hints]
    assert message.case.customer.name == customer
    assert case_view(message.case, message.case.customer)["letters"] == []


def test_what_could_not_be_told_apart_is_not_quoted_either(
    forward: Arrive, agent: User, sink: Sink, run_jobs: Callable[[], int]
) -> None:
    message = forward(f"{REMARK}\n\n{UNTOLD['answers between the lines'][0]}")
    actions.send_reply(case_id=message.case_id, by=actor_for(agent), text="Wir sehen ihn uns an.")
    while run_jobs():
        pass

    sent = message_from_bytes(sink.mails[0], policy=default)
    texts = [str(part.get_content()) for part in sent.walk() if part.get_content_maintype() == "text"]
    assert [("Zumutung" in text, "Anmerkungen" in text) for text in texts] == [(False, False)] * len(texts)


def test_no_word_of_the_colleague_leaves_with_the_answer_or_stands_on_the_page(
    forward: Arrive, agent: User, sink: Sink, run_jobs: Callable[[], int]
) -> None:
    message = forward(f"{REMARK}\n\n{FORWARDS['Outlook']}")
    actions.send_reply(case_id=message.case_id, by=actor_for(agent), text="Wir sehen ihn uns an.")
    while run_jobs():
        pass

    sent = message_from_bytes(sink.mails[0], policy=default)
    texts = [str(part.get_content()) for part in sent.walk() if part.get_content_maintype() == "text"]
    assert sink.recipients == [["pit@kunde.example"]]
    assert [("knarzt" in text, "Zumutung" in text) for text in texts] == [(True, False)] * len(texts)
    case = Case.objects.get()
    page = [letter.message.text for letter in case_view(case, case.customer)["letters"]]
    assert [text for text in page if "Zumutung" in text] == []


def test_the_note_is_told_as_the_colleagues_doing(forward: Arrive, agent: User) -> None:
    forward(f"{REMARK}\n\n{FORWARDS['Outlook']}")

    event = Event.objects.get(kind="note-written")
    assert (event.actor_name, event.data["note_id"]) == (agent.name, Note.objects.get().pk)


def test_a_forward_without_a_remark_makes_no_note(forward: Arrive) -> None:
    message = forward("Von meinem iPhone gesendet\n\n" + FORWARDS["a phone"])

    assert (message.text.split(), Note.objects.count()) == (WORDS.split(), 0)


def test_a_stranger_who_forwards_keeps_their_own_words(mail: Mail, arrive: Arrive) -> None:
    message = arrive(mail(f"Bitte prüfen.\r\n\r\n{FORWARDS['Gmail']}", subject="Fwd: Sattel"))

    assert (message.sender_address, "Bitte prüfen." in message.text, Note.objects.count()) == (
        "anna@kunde.example",
        True,
        0,
    )
