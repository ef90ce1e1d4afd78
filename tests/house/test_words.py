"""Every text of the interface exists in German, and in the Du form where customers read it."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from scripts import catalogues, words

LANGUAGES = ("de", "de_Informal")
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
SIE = re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b")
# What customers read: their own pages, the mails to them, and the frame around both.
FOR_CUSTOMERS = re.compile(
    r"^(?:portal|channels)/(?!(?:email/)?parse_warnings|\w+/(?:forms\.py|templates/channels/\w+/setup\.html))|/portal\.html$"
    r"|templates/mails?/|ui/errors/|^ui/words\.py"
)


def test_every_text_has_its_german() -> None:
    german = words.read("de")

    assert [text.words for text in words.collect() if not all(german.get(text, [""]))] == []


def test_no_catalogue_keeps_what_nobody_says() -> None:
    said = set(words.collect())

    assert [text.words for language in LANGUAGES for text in words.read(language) if text not in said] == []


def test_customers_who_are_addressed_with_du_never_read_sie() -> None:
    german, informal = words.read("de"), words.read("de_Informal")
    left = [
        text.words
        for text, files in words.collect().items()
        if any(FOR_CUSTOMERS.search(path.as_posix()) for path in files)
        and any(SIE.search(form) for form in informal.get(text, german.get(text, [])))
    ]

    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_for_values(language: str) -> None:
    lost = [
        (text.words, form)
        for text, forms in words.read(language).items()
        for form in forms
        if form and set(PLACES.findall(form)) - set(PLACES.findall(text.words + text.plural))
    ]

    assert lost == []


# What careful readers have put right: none of it comes back with a later text.
CORRECTED = (
    r"\bBei unser\b|^unser Team|öffnet nicht mehr|\bSehen Sie in Ihr|\bSieh in dein|ohne es als gelöst"
    r"|gehört (?:Ihnen|dir) allein|^Einmal drücken|gemeinsam genutzten (?:melde|bleib)|Zu etwas Neuem"
    r"|^(?:Sie sagten|Du sagtest)|Guten Tag, %\(name\)s,|zu ähnlich zu|Verwalterin|wartet auf Kunden?\b"
    r"|^This link no longer opens|^How it goes on|answers you by mail|^Rather call"
)


def test_what_was_corrected_once_does_not_come_back() -> None:
    german = [form for language in LANGUAGES for forms in words.read(language).values() for form in forms]
    found = [text for text in (*german, *(text.words for text in words.collect())) if re.search(CORRECTED, text)]

    assert (found, "Verwalterin" in (words.ROOT / "README.de.md").read_text("utf-8")) == ([], False)


@pytest.mark.parametrize(
    "text",
    [
        "Bei unser Team.",
        "Dieser Link öffnet nicht mehr.",
        "Sieh in dein Postfach.",
        "Guten Tag, %(name)s,",
        "Rather call?",
    ],
)
def test_the_eye_for_corrected_texts_sees(text: str) -> None:
    assert re.search(CORRECTED, text)


def test_texts_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        'x = _("one")\ny = ngettext("a mail", "%(n)s mails", n)\nz = _(name)', encoding="utf-8"
    )
    (tmp_path / "b.html").write_text(
        '{% load i18n %}{% translate "two" %}{% translate "open" context "verb" %}'
        "{% blocktranslate count n=n trimmed %}\n one ({{ n }})\n{% plural %}\n {{ n }} of them\n"
        "{% endblocktranslate %}",
        encoding="utf-8",
    )

    assert [*words.texts_of(tmp_path / "a.py"), *words.texts_of(tmp_path / "b.html")] == [
        words.Text("one"),
        words.Text("a mail", "%(n)s mails"),
        words.Text("two"),
        words.Text("open", "", "verb"),
        words.Text("one (%(n)s)", "%(n)s of them"),
    ]


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

    read = gettext.translation("django", tmp_path / "locale", languages=["de"])
    assert read.gettext("case") == "Anliegen"
    assert read.pgettext("verb", "open") == "öffnen"
    assert read.ngettext("one mail", "%(n)s mails", 2) == "%(n)s E-Mails"
    assert read.gettext("guess") == "guess"
