"""Whatever arrives is read without an error, and all evidence lies inside the text."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tonfall.reading.sets import learnt, plain

from tonfall import Span, match_answers, read_message

_PIECES = st.sampled_from(
    [
        *learnt(abusive=False, file="first_rounds"),
        *learnt(abusive=True, file="first_rounds"),
        *plain("questions.txt"),
        *plain("pii.txt"),
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet='Sie duihrIR@*$!?.,;:-–„“"\n\t 0123456789äß\u200b€+()/', max_size=120),
    st.lists(_PIECES, max_size=4).map(" ".join),
)


def _spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for one in value for span in _spans(one)]
    if is_dataclass(value):
        return [span for field in fields(value) for span in _spans(getattr(value, field.name))]
    return []


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_any_text_is_read_and_every_span_lies_inside_it(text: str) -> None:
    reading = read_message(text)
    assert all(0 <= span.start <= span.end <= len(text) for span in _spans(reading))
    assert len(match_answers(reading.questions, text)) == len(reading.questions)


def test_endless_words_and_lists_of_letters_are_read_in_linear_time() -> None:
    for text in ("a" * 50_000, "A." * 20_000, "f*" * 20_000, "a b " * 10_000, "1 " * 20_000):
        assert read_message(text).abuse.abusive is False
