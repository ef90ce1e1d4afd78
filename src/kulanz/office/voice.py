"""Reading and writing a brand's voice as a form: words by the line, own phrases by the row, one level for each rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from kulanz.coach.advising import own_phrases
from kulanz.coach.models import BrandVoice
from kulanz.coach.rules import known_levels, lines_from, pairs_from
from kulanz.core.newlines import unix_newlines
from kulanz.people.models import Brand
from kulanz.people.rules import FormOfAddress
from kulanz.ui.language import page_language
from tonfall import Context, RuleGroup, describe, review, rule_groups

EMPTY_ROWS = 2
MOST_PHRASES = 60


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What the page shows and saves."""

    words: dict[str, str]
    phrases: list[dict[str, str]]
    levels: dict[str, str]

    @property
    def lines(self) -> str:
        """The words to avoid as the form shows them, one a line."""
        return lines_from(self.words)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The own phrases with a few empty rows for new ones."""
        return [*self.phrases, *[{"match": "", "better": "", "reason": "", "level": "hint"}] * EMPTY_ROWS]


@dataclass(frozen=True, slots=True)
class Seen:
    """One note of the preview: what was seen, what the coach says, what it would put there."""

    words: str
    title: str
    reason: str
    better: str
    level: str


def stored(voice: BrandVoice | None) -> VoiceSettings:
    """Return what is saved; nothing where nothing was set."""
    return VoiceSettings(voice.words, voice.phrases, voice.levels) if voice else VoiceSettings({}, [], {})


def given(form: QueryDict) -> VoiceSettings:
    """Read the form. What is unknown or empty is left out."""
    codes = {rule.id for group in groups() for rule in group.rules}
    levels = {name.removeprefix("level-"): str(value) for name, value in form.items() if name.startswith("level-")}
    words = pairs_from(unix_newlines(form.get("words", "")))
    return VoiceSettings(words, list(_phrases(form)), known_levels(levels, codes))


def _phrases(form: QueryDict) -> Iterator[dict[str, str]]:
    columns = [form.getlist(name) for name in ("match", "better", "reason", "phrase-level")]
    # Not strict: a forged form may lack a field.
    for match, better, reason, level in list(zip(*columns, strict=False))[:MOST_PHRASES]:
        if match.strip():
            yield {
                "match": match.strip()[:200],
                "better": better.strip()[:300],
                "reason": reason.strip()[:300],
                "level": "strong" if level == "strong" else "hint",
            }


def groups() -> tuple[RuleGroup, ...]:
    """Return all rules of the coach, grouped by what they are about, in the reader's language."""
    return rule_groups(page_language())


def preview(sample: str, voice: VoiceSettings, brand: Brand) -> list[Seen]:
    """Return what the coach would say about a text with this voice. Nothing is saved."""
    context = Context(
        form_of_address="informal" if brand.register == FormOfAddress.INFORMAL else "formal",
        brand_words=voice.words,
        own_phrases=own_phrases(voice.phrases),
        levels=voice.levels,
        finished=False,
    )
    language = page_language()
    found = []
    for each in review(sample, context):
        words = describe(each, language)
        better = each.suggestion.text if each.suggestion else words.better
        found.append(Seen(each.span.of(sample), words.title, words.reason, better, each.level))
    return found
