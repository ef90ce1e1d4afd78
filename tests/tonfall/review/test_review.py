"""Order, levels and limits of the notes."""

from datetime import UTC, datetime

from tonfall import (
    Context,
    CustomerQuestion,
    DraftPromise,
    Span,
    describe,
    review,
    review_sending,
    top_findings,
)

BAD = "Hallo,\n\nbitte beruhigen Sie sich. Das ist bei uns so. Wir melden uns zeitnah. Kein Problem, gern.\n\nVG\nTim"


def _codes(draft: str, context: Context | None = None) -> list[str]:
    return [finding.code for finding in review(draft, context)]


def test_what_stops_comes_first_then_strong_notes_then_hints() -> None:
    context = Context(unseen_newer_message=True)
    assert _codes(BAD, context) == [
        "message.unseen",
        "calming.command",
        "wall.that-is-how",
        "time.vague",
        "negative.no-problem",
    ]


def test_what_is_asked_at_the_moment_of_sending_is_what_stops_a_review() -> None:
    context = Context(unseen_newer_message=True, has_attachment=False)
    draft = BAD.replace("bitte beruhigen", "die Rechnung finden Sie im Anhang, bitte beruhigen")
    assert review_sending(draft, context) == tuple(f for f in review(draft, context) if f.level == "stop")
    assert [f.code for f in review_sending(draft, context)] == ["message.unseen", "attachment.missing"]


def test_three_notes_are_shown_but_never_fewer_than_what_stops() -> None:
    assert [f.code for f in top_findings(review(BAD))] == [
        "calming.command",
        "wall.that-is-how",
        "time.vague",
    ]
    strangers = Context(recipients=("a@x.org", "b@x.org", "c@x.org", "d@x.org"), participants=("e@x.org",))
    assert [f.evidence for f in top_findings(review("Gern.", strangers))] == [
        "a@x.org",
        "b@x.org",
        "c@x.org",
        "d@x.org",
    ]


def test_the_house_turns_rules_off_or_changes_their_level_but_adds_no_stop() -> None:
    context = Context(levels={"wall": "hint", "calming.command": "off", "time.vague": "stop"})
    assert [(f.code, f.level) for f in review(BAD, context)] == [
        ("wall.that-is-how", "hint"),
        ("time.vague", "hint"),
        ("negative.no-problem", "hint"),
    ]


def test_quoted_words_of_the_customer_are_nobody_s_wording() -> None:
    draft = (
        "Guten Tag,\n\nSie schreiben „das ist bei euch eben so“. Das ändern wir.\n\n> Beruhigen Sie sich!\n\nVG\nTim"
    )
    assert _codes(draft) == []


def test_nothing_is_called_missing_while_the_writer_is_typing() -> None:
    draft = "Guten Tag Frau Kern,\n\nIhr Tisch ist seit heute unterwegs."
    assert _codes(draft, Context(finished=False)) == []
    assert _codes(draft) == ["closing.missing"]


def test_a_chat_needs_neither_greeting_nor_closing() -> None:
    draft = "Der Tisch ist da. Er steht im Lager, Sie können ihn bis 18 Uhr abholen, der Kollege hilft beim Tragen."
    assert _codes(draft, Context(channel="chat")) == []


def test_a_level_of_knowledge_changes_the_notes() -> None:
    draft = "Haben Sie den Stecker geprüft? Leeren Sie sonst bitte den Cache."
    assert _codes(draft, Context(expertise="novice")) == ["level.jargon"]
    assert _codes("Bitte prüfen Sie, ob der Stecker steckt.", Context(expertise="expert")) == ["level.basics"]


def test_an_open_question_is_named_in_the_evidence() -> None:
    draft = "Guten Tag,\n\nder Kurs beginnt um neun Uhr im Saal.\n\nViele Grüße\nTim"
    asked = (CustomerQuestion("Wann beginnt der Kurs?", True), CustomerQuestion("Was kostet er?", False))
    assert [(f.code, f.evidence) for f in review(draft, Context(questions=asked))] == [
        ("answer.partial", "Was kostet er?")
    ]


def test_a_dated_promise_settles_the_vague_one_in_its_words() -> None:
    draft = "Wir kümmern uns darum."
    due = datetime(2026, 5, 8, 15, tzinfo=UTC)
    assert _codes(draft) == ["promise.vague"]
    assert _codes(draft, Context(promises=(DraftPromise(Span(0, 22), due),))) == []


def test_every_note_is_described_in_the_readers_language() -> None:
    (finding,) = review("Das ist nun mal so.")
    assert describe(finding, "de").title == "Das ist eben so"
    assert describe(finding, "en").title == "That is just how it is"
