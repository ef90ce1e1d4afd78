"""Rules at work: what they do after an event, in which order, and what their log says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions
from kulanz.cases.models import Case, Mention, Note, Tag
from kulanz.cases.queries import case_page
from kulanz.channels.models import Outgoing
from kulanz.checklists.models import ChecklistLine, ChecklistTemplate
from kulanz.events.actor import Actor
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import told
from kulanz.fields.models import CaseField, FieldValue
from kulanz.people.models import Brand, Team, User
from kulanz.rules.actions import apply_rules
from kulanz.rules.models import Rule, RuleRun
from tests.conftest import Clock
from tests.factories import make_case, make_user, tags_on

from .conftest import Receive, Write, part

Settle = Callable[[], None]
CAME, NEW = part("letter-came"), part("new-case")


def words(text: str, how: str = "has") -> object:
    return part("words", where="both", how=how, words=text)


def log_of(case: Case) -> list[str]:
    events = Event.objects.filter(kind="rule-applied", subject_id=case.pk).order_by("id")
    return [found.sentence for event in events if (found := told(Face.DESK, event)) is not None]


def test_a_rule_does_what_it_says_and_the_case_tells_it(
    write: Write, receive: Receive, settle: Settle, tag: Tag, team: Team
) -> None:
    effects = (part("tag-on", tag=tag.pk), part("priority", level=2), part("team", team=team.pk))
    rule = write("Retouren", NEW, *effects, conditions=[words("zurück, retour*")])
    case, other = receive(), receive("Wann haben Sie offen?", sender_address="ben@post.example")

    settle()

    case.refresh_from_db()
    run = RuleRun.objects.get(case=case)
    assert (tags_on(case), case.priority, case.team) == (["Retoure"], 2, team)
    assert log_of(case) == [
        "Regel „Retouren“ hat das Schlagwort „Retoure“ gesetzt, die Priorität auf dringend geändert, "
        "es an das Team Werkstatt gegeben"
    ]
    assert (run.rule, run.version, run.chain) == (rule, 1, [rule.pk])
    assert [each[2] for each in run.did] == ["", "", ""]
    assert (tags_on(other), RuleRun.objects.filter(case=other).count()) == ([], 0)


def test_what_a_rule_did_step_by_step_is_told_by_its_one_line(
    write: Write, receive: Receive, settle: Settle, tag: Tag, by: Actor
) -> None:
    write("Retouren", NEW, part("tag-on", tag=tag.pk))
    case = receive()
    settle()

    shown = [event.kind for entry in case_page(by, case.number).entries for event in entry.events]

    run = RuleRun.objects.get()
    piece = Event.objects.get(kind="case-tagged")
    assert (piece.actor_kind, piece.actor_id, piece.actor_name) == ("system", run.pk, "Retouren")
    assert shown == ["rule-applied"]


def test_rules_run_in_their_order_and_one_stops_those_behind_it(write: Write, receive: Receive, settle: Settle) -> None:
    tags = [Tag.objects.create(name=name) for name in ("eins", "zwei", "drei")]
    write("Erste", NEW, part("tag-on", tag=tags[0].pk))
    write(
        "Zweite", NEW, part("tag-on", tag=tags[1].pk), conditions=[part("tag", how="has", tag=tags[0].pk)], stops=True
    )
    write("Dritte", NEW, part("tag-on", tag=tags[2].pk))

    case = receive()
    settle()

    assert tags_on(case) == ["eins", "zwei"]


def test_a_job_that_runs_twice_does_nothing_twice(write: Write, receive: Receive, settle: Settle) -> None:
    write("Notiz", NEW, part("note", text="Bitte zuerst die Seriennummer prüfen."))
    case = receive()
    settle()

    apply_rules(event=Event.objects.get(kind="message-received", subject_id=case.pk))

    assert Note.objects.filter(case=case, author=None).count() == 1


def test_a_chain_ends_where_a_rule_would_run_again(write: Write, receive: Receive, settle: Settle, tag: Tag) -> None:
    there = write("Hin", part("tagged", tag=tag.pk), part("tag-off", tag=tag.pk), part("priority", level=1))
    back = write("Her", part("priority"), part("tag-on", tag=tag.pk), part("priority", level=0))
    case = receive()
    actions.change_tags(case_id=case.pk, by=_admin(), add=["Retoure"])

    settle()

    chains = [run.chain for run in RuleRun.objects.order_by("id")]
    assert chains == [[there.pk], [there.pk, back.pk]]


def _admin() -> Actor:
    from kulanz.people.actors import actor_for  # noqa: PLC0415 - one line in one test

    return actor_for(make_user(is_admin=True))


def test_a_rule_that_others_let_run_round_and_round_stops_for_the_day(
    write: Write, receive: Receive, settle: Settle, clock: Clock, by: Actor
) -> None:
    write("Normal", part("priority"), part("note", text="Wieder geändert."))
    case = receive()
    for turn in range(25):
        actions.set_priority(case_id=case.pk, by=by, priority=turn % 2 + 1)
        settle()

    assert Note.objects.filter(case=case).count() == 20


def test_what_cannot_be_done_is_left_out_and_said(
    write: Write, receive: Receive, settle: Settle, tag: Tag, admin: Actor, mara: User, team: Team
) -> None:
    other = make_user(name="Ben Fremd")
    write("Viel", NEW, part("tag-on", tag=tag.pk), part("person", user=other.pk), part("priority", level=1))
    actions.archive_tag(tag_id=tag.pk, by=admin, archived=True)

    case = receive(team_id=team.pk)
    settle()

    case.refresh_from_db()
    assert [each[0::2] for each in RuleRun.objects.get().did] == [
        ["tag-on", "archived"], ["person", "barred"], ["priority", ""],
    ]  # fmt: skip
    assert (case.priority, case.assignee, tags_on(case)) == (1, None, [])


def test_every_step_of_the_house_is_done_without_a_person(
    write: Write, receive: Receive, settle: Settle, team: Team, mara: User, brand: Brand, clock: Clock
) -> None:
    template = ChecklistTemplate.objects.create(name="Reparatur", text="Nummer notiert\nVersand")
    field = CaseField.objects.create(name="Gerät", kind="text")
    write(
        "Alles", NEW,
        part("checklist", checklist=template.pk), part(f"field-{field.pk}", value="Rad"),
        part("notify", user=mara.pk, text="bitte ansehen"), part("wait", whom="others", reason="Werkstatt", days=3),
        part("snooze", days=2),
    )  # fmt: skip
    case = receive()
    settle()

    case.refresh_from_db()
    assert [each[2] for each in RuleRun.objects.get().did] == ["", "", "", "", ""]
    assert ChecklistLine.objects.filter(case=case, added_by=None).count() == 2
    assert FieldValue.objects.get(case=case).text == "Rad"
    assert Mention.objects.get(note__case=case).user == mara
    assert Event.objects.get(kind="colleague-notified").data["user_id"] == mara.pk
    assert (case.status, case.wakes_at.isoformat()) == ("waiting-others", "2026-11-18T08:00:00+00:00")
    clock.advance(days=2)
    settle()
    case.refresh_from_db()
    assert case.wakes_at is None


def test_the_house_ends_a_case_and_a_field_that_is_needed_holds_it(
    write: Write, receive: Receive, settle: Settle
) -> None:
    write("Newsletter", NEW, part("end", reason="newsletter"), conditions=[words("abmelden")])
    write("Keine Antwort", NEW, part("end", reason="no-answer"), conditions=[words("danke")])
    CaseField.objects.create(name="Gerät", kind="text", needed_to_end=True)
    first, second = receive("Zum Abmelden hier klicken"), receive("danke", sender_address="ben@post.example")

    settle()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("ended", "new")
    assert RuleRun.objects.get(case=second).did[0][2] == "refused"


def test_rules_that_listen_cost_one_query_where_there_are_none(
    receive: Receive, settle: Settle, django_assert_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    case = receive()
    settle()
    event = Event.objects.get(kind="message-received", subject_id=case.pk)

    with django_assert_num_queries(1):
        assert apply_rules(event=event) == 0


def test_switched_off_means_off(write: Write, receive: Receive, settle: Settle, tag: Tag) -> None:
    write("Aus", CAME, part("tag-on", tag=tag.pk), on=False)

    case = receive()
    settle()

    assert tags_on(case) == []


@pytest.mark.parametrize(
    ("conditions", "any_of", "runs"),
    [
        ([words("zurück"), words("Fahrrad")], False, False),
        ([words("zurück"), words("Fahrrad")], True, True),
        ([words("zur")], False, False),
        ([words("zur*")], False, True),
        ([part("sender", how="is", addresses="@post.example")], False, True),
        ([part("sender", how="not", addresses="anna@post.example, @x.example")], False, False),
        ([part("open-now", how="yes"), part("working-day", how="yes")], False, True),
        ([part("weekday", how="is", of=[5, 6])], False, False),
        ([part("clock", begins="09:30", ends="10:30")], False, True),
        ([part("clock", begins="22:00", ends="06:00")], False, False),
        ([part("known", how="no"), part("files", how="no"), part("automatic", how="no")], False, True),
        ([part("team", how="is", of=[0]), part("person", how="is", of=[0])], False, True),
        ([part("status", how="not", of=["new"])], False, False),
        ([part("priority", how="least", level=1)], False, False),
        ([part("channel", how="is", of=["email"]), part("language", how="is", of=["de"])], False, True),
        ([part("firm", how="is", firms="Lindner, 4711")], False, False),
        ([part("mood", how="is", of=["calm"])], False, True),
    ],
)
def test_conditions_hold_or_do_not(
    write: Write, receive: Receive, settle: Settle, tag: Tag,
    conditions: list[object], any_of: bool, runs: bool,
) -> None:  # fmt: skip
    write("Probe", NEW, part("tag-on", tag=tag.pk), conditions=conditions, any_of=any_of)

    case = receive()
    settle()

    assert (tags_on(case) == ["Retoure"]) is runs


def test_own_fields_are_asked_by_their_kind(write: Write, receive: Receive, settle: Settle, tag: Tag) -> None:
    from decimal import Decimal  # noqa: PLC0415 - one line in one test

    from kulanz.fields.actions import fill_field  # noqa: PLC0415 - the same

    price = CaseField.objects.create(name="Preis", kind="number")
    kind = f"field-{price.pk}"
    write("Teuer", part("field-filled", field=price.pk), part("tag-on", tag=tag.pk),
          conditions=[part(kind, how="least", value="100"), part(kind, how="has", value="")])  # fmt: skip
    cheap, dear = receive(), make_case()
    for case, value in ((cheap, "99.5"), (dear, "100")):
        fill_field(case_id=case.pk, field_id=price.pk, by=_admin(), value=Decimal(value))

    settle()

    assert (tags_on(cheap), tags_on(dear)) == ([], ["Retoure"])


def test_nothing_goes_to_a_customer_of_a_case_without_a_letter_of_theirs(
    write: Write, settle: Settle, by: Actor
) -> None:
    write("Antwort", part("priority"), part("answer", text="Wir melden uns.", text_informal="", text_english=""))
    case = make_case()

    actions.set_priority(case_id=case.pk, by=by, priority=2)
    settle()

    assert RuleRun.objects.get().did[0][2] == "letter-unwise"
    assert Outgoing.objects.count() == 0
    assert Rule.objects.get().content["then"][0]["text"] == "Wir melden uns."
