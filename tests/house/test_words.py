"""Every text of the interface exists in German, and in the Du form where customers read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts import catalogues

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALES = ROOT / "src" / "kulanz" / "locale"
LANGUAGES = ("de", "de_Informal")
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert [key for key, forms, _ in entries(language) if not all(forms)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [key for key, _, fuzzy in entries(language) if fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_for_values(language: str) -> None:
    lost = [
        (key, form)
        for key, forms, _ in entries(language)
        for form in forms
        if form and not set(PLACES.findall(form)) <= set(PLACES.findall(key))
    ]

    assert lost == []


def test_all_languages_know_the_same_texts() -> None:
    german, informal = ({key for key, _, _ in entries(language)} for language in LANGUAGES)

    assert german ^ informal == set()


def test_a_compiled_catalogue_is_what_gettext_reads(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "case"\nmsgstr "Anliegen"\n\n'
        'msgctxt "verb"\nmsgid "open"\nmsgstr "öffnen"\n\n'
        'msgid "one mail"\nmsgid_plural "%(n)s mails"\nmsgstr[0] "eine E-Mail"\nmsgstr[1] ""\n"%(n)s "\n"E-Mails"\n\n'
        '#, fuzzy\nmsgid "guess"\nmsgstr "geraten"\n',
        encoding="utf-8",
    )

    catalogues.compile_all(tmp_path)

    import gettext  # noqa: PLC0415 - only this test reads a compiled catalogue

    words = gettext.translation("django", tmp_path / "locale", languages=["de"])
    assert words.gettext("case") == "Anliegen"
    assert words.pgettext("verb", "open") == "öffnen"
    assert words.ngettext("one mail", "%(n)s mails", 2) == "%(n)s E-Mails"
    assert words.gettext("guess") == "guess"


def entries(language: str) -> list[tuple[str, list[str], bool]]:
    """Return key (singular and plural together), translated forms and the guess mark of every text."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return []
    blocks = [catalogues.read_block(block) for block in path.read_text(encoding="utf-8").split("\n\n")]
    return [
        (
            fields.get("msgctxt", "") + fields["msgid"] + fields.get("msgid_plural", ""),
            [value for name, value in fields.items() if name.startswith("msgstr")],
            fuzzy,
        )
        for fields, fuzzy in blocks
        if fields.get("msgid")
    ]
