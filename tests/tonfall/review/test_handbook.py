"""The pages that list the rules are written from the packs and stay in step with them."""

from pathlib import Path

import pytest

from tonfall._review.packs import PackLanguage, pack
from tonfall._review.page import handbook

DOCS = Path(__file__).parents[3] / "docs"
PAGES: dict[PackLanguage, str] = {"en": "tonfall-rules.md", "de": "tonfall-rules.de.md"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_in_the_manual_is_what_the_packs_say(language: PackLanguage) -> None:
    assert (DOCS / PAGES[language]).read_text(encoding="utf-8") == handbook(language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_names_every_rule_once(language: PackLanguage) -> None:
    page = handbook(language)
    assert [page.count(f"`{rule}` ·") for rule in pack(language).rules] == [1] * len(pack(language).rules)
