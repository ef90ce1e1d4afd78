"""What holds for any text and any context."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonfall._review.model import Context, CustomerQuestion, DraftPromise, HouseFact, OwnPhrase
from tonfall._review.packs import LANGUAGES, Rule, pack
from tonfall._review.reading import context_from
from tonfall._review.reviewing import apply_suggestion, describe, review, top_findings
from tonfall._text import Span

# Pieces that wake the checks, so that arbitrary text is not always a boring text.
PIECES = [example.text for language in LANGUAGES for rule in pack(language).rules.values() for example in rule.bad]
TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=5).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=4).map("\n\n".join),
)
SHORT = st.one_of(st.text(max_size=12), st.sampled_from(["Birgit Kranz", "Ticket", "(a|b", "30 Tage", "Anne Schmitt"]))
CONTEXT = st.builds(
    Context,
    customer_message=TEXT,
    customer_name=SHORT,
    salutation_known=st.none() | st.booleans(),
    form_of_address=st.sampled_from(["", "formal", "informal"]),
    language=st.sampled_from(["", "de", "en"]),
    mood=st.sampled_from(["", "calm", "upset", "urgent"]),
    expertise=st.sampled_from(["", "novice", "normal", "expert"]),
    facts=st.lists(st.builds(HouseFact, SHORT, SHORT), max_size=2).map(tuple),
    open_promises=st.none() | st.just(()),
    promises=st.none()
    | st.lists(
        st.builds(
            DraftPromise,
            st.builds(Span, st.integers(-5, 500), st.integers(-5, 500)),
            st.none() | st.just(datetime(2026, 5, 8, tzinfo=UTC)),
            SHORT,
        ),
        max_size=2,
    ).map(tuple),
    questions=st.none()
    | st.lists(st.builds(CustomerQuestion, SHORT, st.none() | st.booleans()), max_size=3).map(tuple),
    brand_words=st.dictionaries(SHORT, SHORT, max_size=2),
    own_phrases=st.lists(st.builds(OwnPhrase, SHORT, SHORT), max_size=2).map(tuple),
    levels=st.dictionaries(st.sampled_from(["wall", "time.vague", "x"]), st.sampled_from(["off", "strong", "?"])),
    standard_answer=TEXT,
    has_attachment=st.none() | st.booleans(),
    recipients=st.lists(SHORT, max_size=2).map(tuple),
    participants=st.lists(SHORT, max_size=2).map(tuple),
    unseen_newer_message=st.booleans(),
    proposes_solution=st.booleans(),
    private_words=st.lists(SHORT, max_size=2).map(tuple),
    channel=st.sampled_from(["mail", "chat"]),
    finished=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(draft=TEXT, context=CONTEXT)
def test_any_text_and_context_give_notes_inside_the_draft_and_described(draft: str, context: Context) -> None:
    findings = review(draft, context)
    for finding in findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(draft)
        assert all((describe(finding, "de").reason, describe(finding, "en").reason))
    weights = [("stop", "strong", "hint").index(finding.level) for finding in findings]
    assert weights == sorted(weights)
    assert len(top_findings(findings)) <= max(3, weights.count(0))


@settings(max_examples=150, deadline=None)
@given(draft=TEXT, context=CONTEXT)
def test_applying_a_suggestion_replaces_its_span_and_nothing_else(draft: str, context: Context) -> None:
    for finding in review(draft, context):
        if finding.suggestion is None:
            continue
        text, gaps = apply_suggestion(draft, finding)
        assert text.startswith(draft[: finding.span.start])
        assert text.endswith(draft[finding.span.end :])
        assert len(text) == len(draft) - len(finding.span.of(draft)) + len(finding.suggestion.text)
        assert all(gap.of(text).startswith("‹") and gap.of(text).endswith("›") for gap in gaps)


@settings(max_examples=200, deadline=None)
@given(
    data=st.dictionaries(
        st.sampled_from(sorted(Context.__dataclass_fields__)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
            max_leaves=6,
        ),
    )
)
def test_any_json_gives_a_context_and_a_review(data: dict[str, object]) -> None:
    draft = "Guten Tag,\n\nich melde mich zeitnah."

    findings = review(draft, context_from(data))

    assert [finding for finding in findings if not 0 <= finding.span.start <= finding.span.end <= len(draft)] == []
    assert "zeitnah" in {finding.span.of(draft) for finding in findings} or data


@pytest.mark.parametrize("rule", [pytest.param(r, id=f"{n}-{r.id}") for n in LANGUAGES for r in pack(n).rules.values()])
def test_a_suggestion_taken_makes_its_note_go_away(rule: Rule) -> None:
    for example in rule.bad:
        context = context_from(dict(example.context))
        before = [f for f in review(example.text, context) if f.code == rule.id and f.suggestion]
        if before:
            text, _ = apply_suggestion(example.text, before[0])
            after = {f.code for f in review(text, context)}
            assert rule.id not in after
            assert {code.split(".")[0] for code in after} <= {
                *(f.code.split(".")[0] for f in review(example.text, context)),
                "gap",
                "greeting",
                "closing",
            }
