"""Whatever several people write: nobody's page, file or mail holds words that they neither wrote nor received."""

from __future__ import annotations

import contextlib
import email
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.policy import default
from itertools import count

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from kulanz.cases import actions, errors, queries
from kulanz.cases.arrival import Arrival, Upload
from kulanz.cases.models import Attachment, Case, Message
from kulanz.channels.models import Channel, Mailbox, Outgoing
from kulanz.channels.outbox.queueing import prepare
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Customer
from kulanz.promises.actions import record_promise
from tests.factories import make_brand, make_user
from tests.stories import stories

PEOPLE = ("anna", "bert", "carl", "dora")
DESK = "hilfe@demo.example"
_stories, _words = count(1), count(1)
some = st.frozensets(st.sampled_from(PEOPLE), max_size=2)
letters = st.tuples(st.just("letter"), st.sampled_from(PEOPLE), some, some, some, st.booleans(), st.booleans())
answers = st.tuples(st.just("answer"), st.none() | st.integers(0, 9), st.none() | st.tuples(some, some, some))
others = st.tuples(st.sampled_from(["note", "split", "join", "hold", "take back"]), st.integers(0, 9))
forwards = st.tuples(st.just("forward"), st.none() | st.integers(0, 9), st.sampled_from(PEOPLE), some, st.booleans())
OUTSIDERS = ("ulf", "uta")
to_outsiders = st.tuples(st.just("ask"), st.none() | st.integers(0, 9), st.sampled_from(OUTSIDERS))
from_outsiders = st.tuples(st.just("told"), st.sampled_from(OUTSIDERS), st.integers(0, 9))
STEPS = st.lists(letters | answers | others | forwards | to_outsiders | from_outsiders, min_size=2, max_size=9)
NOBODY: frozenset[str] = frozenset()


@pytest.mark.slow
@pytest.mark.django_db
@stories(30)
@given(STEPS)
@example(
    [
        ("letter", "anna", frozenset({"bert"}), NOBODY, NOBODY, True, False),
        ("letter", "bert", NOBODY, NOBODY, NOBODY, True, True),
        ("answer", None, None),
        ("answer", 0, None),
        ("answer", 0, (frozenset({"anna"}), NOBODY, frozenset({"carl"}))),
    ]
)
@example(
    [
        ("letter", "anna", NOBODY, NOBODY, NOBODY, False, True),
        ("letter", "carl", frozenset({"dora"}), NOBODY, NOBODY, True, True),
        ("split", 1),
        ("answer", None, None),
        ("join", 1),
    ]
)
@example(
    [
        ("letter", "anna", NOBODY, NOBODY, NOBODY, False, False),
        ("letter", "anna", NOBODY, NOBODY, frozenset({"bert"}), False, False),
        ("join", 1),
        ("answer", None, None),
    ]
)
@example(
    [
        ("letter", "bert", NOBODY, NOBODY, NOBODY, False, False),
        ("letter", "anna", NOBODY, NOBODY, NOBODY, False, False),
        ("letter", "anna", NOBODY, NOBODY, NOBODY, False, True),
        ("split", 0),
    ]
)
@example(
    [
        ("letter", "anna", frozenset({"bert"}), NOBODY, NOBODY, True, False),
        ("ask", None, "ulf"),
        ("told", "ulf", 0),
        ("answer", 0, None),
        ("ask", 1, "uta"),
        ("forward", 1, "bert", NOBODY, True),
        ("answer", None, None),
    ]
)
def test_nobody_reads_what_was_not_written_to_or_by_them(db: None, steps: list[tuple]) -> None:
    story = Story()

    for step in steps:
        with contextlib.suppress(errors.CaseError):
            story.do(*step)

    assert story.words_in_wrong_mails() == []
    assert story.words_on_wrong_pages() == []
    assert story.wrong_files() == []


@dataclass
class Story:
    """Four people and a desk. ``knows`` says of every word who wrote or received it, reckoned by the test alone."""

    knows: dict[str, frozenset[str]] = field(default_factory=dict)
    subjects: dict[str, frozenset[str]] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)  # subjects that went to nobody who knew them
    cases: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = f"@haus{next(_stories)}.example"
        self.brand = Brand.objects.first() or make_brand(sender_address=DESK)
        if not Mailbox.objects.exists():
            channel = Channel.objects.create(kind="email", name="Hilfe", brand=self.brand)
            Mailbox.objects.create(channel=channel, address=DESK)
        self.by = actor_for(make_user(is_lead=True, undo_seconds=0))
        self.slow = actor_for(make_user(is_lead=True, undo_seconds=60))

    def do(self, kind: str, *more: object) -> None:
        if kind == "letter":
            self.letter(*more)  # type: ignore[arg-type]
        elif self.cases:
            {"answer": self.answer, "note": self.note, "split": self.split, "join": self.join, "hold": self.hold,
             "take back": self.take_back, "forward": self.forward, "ask": self.ask, "told": self.told_us}[kind](*more)  # type: ignore[operator]  # fmt: skip

    def letter(
        self, writer: str, to: Iterable[str], cc: Iterable[str], reply_to: Iterable[str], to_us: bool, joins: bool
    ) -> None:
        known = frozenset(self.addresses([writer, *to, *cc, *reply_to]))
        word, subject = self.word(known), f"betreff{next(_words)}x"
        self.subjects[subject] = known
        recipients = [{"name": "", "address": DESK, "role": "to"}] if to_us else []
        recipients += self.people("to", to) + self.people("cc", cc)
        arrival = Arrival(
            channel="email", brand_id=self.brand.pk, sender_address=writer + self.at, sender_name=writer,
            subject=subject, text=f"Hier steht {word}.", at=now(), recipients=tuple(recipients),
            reply_to=tuple(self.people("", reply_to)), case_id=self.cases[0] if joins and self.cases else None,
            mail_id=f"brief{next(_words)}@post.example", uploads=(Upload(f"{word}.txt", "text/plain", word.encode()),),
        )  # fmt: skip
        self.remember(actions.receive_messages([arrival])[0].case_id)

    def answer(self, which: int | None, chosen: tuple[Iterable[str], ...] | None) -> None:
        recipients = None
        if chosen is not None:
            recipients = [each for role, names in zip(("to", "cc", "bcc"), chosen, strict=True)
                          for each in self.people(role, names)]  # fmt: skip
        letter = None if which is None else self.letters()[which % len(self.letters())]
        self.send(letter, recipients)

    def send(self, letter: Message | None, recipients: list[dict[str, str]] | None) -> None:
        word, case_id = self.word(frozenset()), letter.case_id if letter else self.cases[0]
        said = f"Wir sagen {word} bis Freitag zu"
        record_promise(case_id=case_id, by=self.by, words=said, due_at=now())
        sent = actions.send_reply(
            case_id=case_id, by=self.by, text=f"{said}.", recipients=recipients,
            answers_id=letter.pk if letter else None,
            uploads=(Upload(f"{word}.txt", "text/plain", word.encode()),),
        )  # fmt: skip
        known = {each["address"] for each in sent.recipients}
        answered = sent.answers
        if answered is not None and known & {each["address"] for each in answered.reply_to}:
            known.add(answered.sender_address)
        self.knows[word] = frozenset(known)
        prepare(sent)
        Message.objects.filter(pk=sent.pk).update(delivery="sent")
        self.tell_subjects(sent)

    def ask(self, which: int | None, whom: str) -> None:
        self.forward(which, whom, NOBODY, False)

    def forward(self, which: int | None, to: str, cc: Iterable[str], waits: bool) -> None:
        """Whoever gets what is passed on knows its words from then on; the remark is theirs alone."""
        letters, word = self.letters(), self.word(frozenset())
        letter = None if which is None else letters[which % len(letters)]
        sent = actions.forward_message(
            case_id=letter.case_id if letter else self.cases[0], by=self.by, text=f"Bitte ansehen: {word}.",
            recipients=self.people("to", [to]) + self.people("cc", cc), letter_id=letter.pk if letter else None,
            waits=waits, stops_are_known=True,
        )  # fmt: skip
        readers = frozenset(each["address"] for each in sent.recipients)
        self.knows[word] = readers
        theirs = set(sent.case.customer.contact_points.values_list("value", flat=True))
        for told in re.findall(r"wort\d+x", sent.hidden):
            if letter is None and not theirs & self.knows[told]:  # the whole is what its customer knows
                self.told.append((told, sent.hidden))
            self.knows[told] |= readers
        for told in re.findall(r"betreff\d+x", f"{sent.hidden} {sent.subject}"):
            self.subjects[told] |= readers
        prepare(sent)
        Message.objects.filter(pk=sent.pk).update(delivery="sent")

    def told_us(self, writer: str, which: int) -> None:
        """An outside party answers what was passed on to it; nobody else knows of that."""
        asked = Message.objects.filter(is_forward=True, audience__contains=f"\n{writer}{self.at}\n").first()
        if asked is None:
            return
        known = frozenset(self.addresses([writer]))
        word = self.word(known)
        arrival = Arrival(
            channel="email", brand_id=self.brand.pk, sender_address=writer + self.at, sender_name=writer,
            subject=f"AW: {asked.subject}", text=f"Dazu sagen wir {word}.", at=now(), case_id=asked.case_id,
            recipients=({"name": "", "address": DESK, "role": "to"},), hints=({"code": "from-outside"},),
            mail_id=f"brief{next(_words)}@post.example", uploads=(Upload(f"{word}.txt", "text/plain", word.encode()),),
        )  # fmt: skip
        self.remember(actions.receive_messages([arrival])[0].case_id)

    def tell_subjects(self, sent: Message) -> None:
        """One who knows a subject is enough for it to be said again, and whoever reads it then knows it, too."""
        for outgoing in Outgoing.objects.filter(message=sent):
            seen, readers = whole(bytes(outgoing.raw)), set(outgoing.recipient_list)
            for subject, known in self.subjects.items():
                if subject in seen:
                    self.told += [] if readers & known else [(subject, seen)]
                    self.subjects[subject] = known | readers

    def note(self, which: int) -> None:
        actions.write_note(case_id=self.letters()[which % len(self.letters())].case_id, by=self.by,
                           text=f"Unter uns: {self.word(frozenset())}")  # fmt: skip

    def hold(self, which: int) -> None:
        letter = self.letters()[which % len(self.letters())]
        actions.send_reply(case_id=letter.case_id, by=self.slow, text=f"Voreilig: {self.word(frozenset())}",
                           answers_id=letter.pk)  # fmt: skip

    def take_back(self, which: int) -> None:
        for held in Message.objects.filter(case_id__in=self.cases, delivery="held"):
            actions.withdraw_reply(message_id=held.pk, by=self.slow)

    def split(self, which: int) -> None:
        letters = self.letters()
        self.remember(actions.move_message(message_id=letters[which % len(letters)].pk, by=self.by, case_id=None).pk)

    def join(self, which: int) -> None:
        letters = self.letters()
        actions.take_sender_in(message_id=letters[which % len(letters)].pk, by=self.by, case_id=self.cases[0])

    def words_in_wrong_mails(self) -> list[tuple[str, str]]:
        wrong = []
        for outgoing in Outgoing.objects.filter(message__case_id__in=self.cases):
            seen = whole(bytes(outgoing.raw))
            readers = set(outgoing.recipient_list)
            wrong += [(word, seen) for word, known in self.knows.items() if word in seen and not readers <= known]
        return [*wrong, *self.told]

    def words_on_wrong_pages(self) -> list[tuple[str, str]]:
        wrong = []
        for customer in Customer.objects.filter(contact_points__value__endswith=self.at).distinct():
            mine = set(customer.contact_points.values_list("value", flat=True))
            for case in Case.objects.filter(pk__in=self.cases):
                seen = self.page(case, customer)
                wrong += [(word, seen) for word, known in self.knows.items() if word in seen and not mine & known]
                if case.customer_id == customer.pk:
                    wrong += [(word, seen) for word, who in self.subjects.items() if word in seen and not mine & who]
                shown = re.findall(r"<h3[^>]*>\s*(?:Sie|You)\s*</h3>.*?</article>", seen, re.DOTALL)
                theirs = set(customer_words(customer))
                wrong += [
                    (word, seen) for each in shown for word in re.findall(r"wort\d+x", each) if word not in theirs
                ]
        return wrong

    def wrong_files(self) -> list[str]:
        wrong = []
        for customer in Customer.objects.filter(contact_points__value__endswith=self.at).distinct():
            mine = set(customer.contact_points.values_list("value", flat=True))
            for file in Attachment.objects.filter(message__case_id__in=self.cases).select_related("message__case"):
                link = actions.create_link(case_id=file.message.case_id, customer_id=customer.pk)
                answer = Client().get(f"/c/{queries.link_token(link)}/files/{file.public_id}/")
                if answer.streaming:
                    list(answer)
                if answer.status_code != 404 and not mine & self.knows[file.name.removesuffix(".txt")]:
                    wrong.append(file.name)
        return wrong

    def page(self, case: Case, customer: Customer) -> str:
        link = actions.create_link(case_id=case.pk, customer_id=customer.pk)
        return Client().get(f"/c/{queries.link_token(link)}/").content.decode()

    def letters(self) -> list[Message]:
        return list(Message.objects.filter(case_id__in=self.cases, direction="in").order_by("pk"))

    def people(self, role: str, names: Iterable[str]) -> list[dict[str, str]]:
        return [{"name": name, "address": name + self.at, **({"role": role} if role else {})} for name in sorted(names)]

    def addresses(self, names: Iterable[str]) -> list[str]:
        return [name + self.at for name in names]

    def word(self, known: frozenset[str]) -> str:
        word = f"wort{next(_words)}x"
        self.knows[word] = known
        return word

    def remember(self, case_id: int) -> None:
        if case_id not in self.cases:
            self.cases.append(case_id)


def customer_words(customer: Customer) -> list[str]:
    texts = Message.objects.filter(customer=customer).values_list("text", flat=True)
    return [word for text in texts for word in re.findall(r"wort\d+x", text)]


def whole(raw: bytes) -> str:
    """Everything in a mail that can be read: its fields, both bodies and its files."""
    mail = email.message_from_bytes(raw, policy=default)
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *map(str, parts)])
