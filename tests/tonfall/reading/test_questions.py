"""Questions of a message and whether a draft answers them."""

from __future__ import annotations

import pytest
from tests.tonfall.reading.sets import labelled

from tonfall import find_questions, match_answers


def test_own_lines_give_as_many_questions_as_a_reader_counts() -> None:
    lines = labelled("questions.txt")
    assert sum(len(find_questions(text)) == int(count) for count, text in lines) / len(lines) >= 0.95


def test_a_double_question_is_split_at_its_joint() -> None:
    text = "Wann kommt das Paket und was kostet die Rücksendung?"
    assert [q.span.of(text) for q in find_questions(text)] == [
        "Wann kommt das Paket",
        "was kostet die Rücksendung?",
    ]


def test_the_kind_of_answer_is_known() -> None:
    text = "Wann kommt das Paket? Wie viel kostet der Versand? Haben Sie es in Blau? Wer ist zuständig?"
    assert [q.asked_for for q in find_questions(text)] == ["time", "amount", "yes_no", "other"]


@pytest.mark.parametrize(
    ("draft", "ticks"),
    [
        ("Ihr Paket kommt am Donnerstag an. Die Adresse haben wir geändert.", (True, True)),
        ("Die Adresse haben wir geändert.", (False, True)),
        ("Ihr Paket ist unterwegs.", (False, False)),
        ("Vielen Dank für Ihre Nachricht.", (False, False)),
        ("Wann soll das Paket kommen?", (False, False)),
    ],
)
def test_questions_are_ticked_off_as_the_draft_answers_them(draft: str, ticks: tuple[bool, ...]) -> None:
    questions = find_questions("Wann kommt mein Paket? Können Sie die Adresse ändern?")
    assert match_answers(questions, draft) == ticks


def test_set_phrases_are_no_questions() -> None:
    assert find_questions("Was soll das? Ist das Ihr Ernst?") == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Siehe https://shop.example/artikel?id=7&x=1", []),
        ("Guten Tag,\nsiehe www.shop.example/a?b=1 - passt der Schirm?", ["passt der Schirm?"]),
        ("Der Link ist https://x.example/?q=lampe. Ist sie noch da?", ["Ist sie noch da?"]),
        ("Noch etwas: wann kommt die Lieferung?", ["wann kommt die Lieferung?"]),
        ("Hallo zusammen,\nwann kommt die Lieferung?", ["wann kommt die Lieferung?"]),
        ("One more thing: when will it arrive?", ["when will it arrive?"]),
    ],
)
def test_a_question_begins_where_it_is_asked(text: str, asked: list[str]) -> None:
    assert [each.span.of(text) for each in find_questions(text)] == asked
