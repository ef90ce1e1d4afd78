"""The packs keep their own promises: every rule is explained, and its examples behave as they say."""

import pytest

from tonfall._review.packs import LANGUAGES, Example, Rule, pack
from tonfall._review.reading import context_from
from tonfall._review.reviewing import review

RULES = [
    pytest.param(rule, id=f"{language}-{rule.id}") for language in LANGUAGES for rule in pack(language).rules.values()
]


def _codes(example: Example, language: str) -> set[str]:
    return {finding.code for finding in review(example.text, context_from(dict(example.context)))}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_notes_its_bad_examples(rule: Rule) -> None:
    assert [e.text for e in rule.bad if rule.id not in _codes(e, "")] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_silent_on_its_good_examples(rule: Rule) -> None:
    assert [e.text for e in rule.good if rule.id in _codes(e, "")] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_explained_and_has_three_examples_each_way(rule: Rule) -> None:
    assert min(len(rule.good), len(rule.bad)) >= 3
    assert all(text.strip() for text in (rule.title, rule.reason, rule.better))
    assert rule.reason.rstrip('“”"').endswith(".")


def test_german_and_english_know_the_same_rules_at_the_same_level() -> None:
    german = {rule.id: rule.level for rule in pack("de").rules.values()}
    assert german == {rule.id: rule.level for rule in pack("en").rules.values()}


def test_only_four_rules_stop_a_letter() -> None:
    stopping = {rule.id for rule in pack("de").rules.values() if rule.level == "stop"}
    assert stopping == {"message.unseen", "recipient.stranger", "attachment.missing", "address.mixed"}
