"""All checks in one tuple. The order is the order of importance among notes of the same level."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tonfall._review.checks import (
    address,
    answer,
    closing,
    courtesy,
    empathy,
    facts,
    greeting,
    house,
    level,
    phrases,
    sending,
    steps,
    times,
)
from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.packs import Pack

Check = Callable[[Letter, Pack], Iterator[Finding]]

STOPPING: tuple[Check, ...] = (
    sending.newer_message_is_seen,
    sending.recipients_belong_to_the_case,
    sending.announced_attachment_is_there,
    address.one_form_only,
)

CHECKS: tuple[Check, ...] = (
    *STOPPING,
    facts.private_words_stay_inside,
    facts.others_stay_private,
    facts.facts_are_kept,
    times.promises_are_backed,
    greeting.name_is_spelt_right,
    address.the_customers_form,
    house.gaps_are_filled,
    phrases.nobody_is_calmed_by_command,
    phrases.nobody_is_blamed,
    phrases.no_hollow_apology,
    phrases.no_walls,
    empathy.failure_gets_an_apology,
    empathy.no_laughing_at_the_upset,
    phrases.no_joke_at_the_upset,
    answer.every_question_is_answered,
    empathy.matter_is_named,
    empathy.apology_comes_first,
    times.promises_have_a_day,
    times.times_are_concrete,
    phrases.no_bare_negatives,
    phrases.no_excuses,
    answer.answer_comes_first,
    steps.steps_are_in_order,
    steps.steps_are_numbered,
    level.words_suit_the_novice,
    level.depth_suits_the_expert,
    level.sentences_are_short_enough,
    facts.staff_stay_private,
    house.standard_answer_is_personal,
    house.brand_words_are_kept,
    house.own_phrases_are_kept,
    times.promises_are_recorded,
    phrases.one_regret_is_enough,
    courtesy.praise_gets_thanks,
    courtesy.requests_say_please,
    closing.solution_asks_back,
    greeting.is_there,
    greeting.gender_is_known,
    greeting.uses_the_known_name,
    closing.is_there,
    closing.matches_the_greeting,
    greeting.ends_with_a_comma,
    greeting.text_goes_on_in_lower_case,
    closing.ends_without_a_mark,
)
