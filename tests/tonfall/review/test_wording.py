"""Better words fit the sentence: form of address, person, capital letters, gaps."""

import pytest

from tonfall import Context, apply_suggestion, review


def _taken(draft: str, code: str, context: Context | None = None) -> str:
    (finding,) = [f for f in review(draft, context) if f.code == code]
    return apply_suggestion(draft, finding)[0]


@pytest.mark.parametrize(
    ("said", "better"),
    [
        ("Dafür müssen Sie uns eine Kopie schicken.", "Dafür schicken Sie uns bitte eine Kopie."),
        ("Sie müssen das Formular ausfüllen.", "Bitte füllen Sie das Formular aus."),
        ("Du musst dich erst anmelden.", "Bitte melde dich erst an."),
        ("Für das Geld musst du den Beleg hochladen.", "Bitte lade für das Geld den Beleg hoch."),
        ("Um zu starten, müssen Sie den Knopf drücken.", "Um zu starten, drücken Sie bitte den Knopf."),
        ("You need to send us a copy.", "Please send us a copy."),
    ],
)
def test_an_order_becomes_a_request_that_keeps_its_sentence(said: str, better: str) -> None:
    assert _taken(said, "negative.must") == better


@pytest.mark.parametrize(
    ("said", "better"),
    [
        (
            "Mir sind die Hände gebunden.",
            "Diese Entscheidung trifft ‹Name oder Abteilung›. Ich frage dort nach und melde mich bis ‹Tag, Uhrzeit›.",
        ),
        (
            "Uns sind die Hände gebunden.",
            "Diese Entscheidung trifft ‹Name oder Abteilung›. Wir fragen dort nach und melden uns bis ‹Tag, Uhrzeit›.",
        ),
    ],
)
def test_the_speaker_keeps_the_singular_or_plural(said: str, better: str) -> None:
    assert _taken(said, "wall.hands-tied") == better


def test_the_form_of_address_is_the_customers() -> None:
    said = "Da kann ich nicht weiterhelfen."
    assert _taken(said, "wall.nothing-possible") == "Was ich Ihnen anbieten kann: ‹was möglich ist›."
    context = Context(form_of_address="informal")
    assert _taken(said, "wall.nothing-possible", context) == "Was ich dir anbieten kann: ‹was möglich ist›."


def test_a_vague_time_becomes_a_gap_with_its_place_in_the_new_text() -> None:
    draft = "Wir melden uns so schnell wie möglich bei Ihnen."
    (finding,) = review(draft)
    text, gaps = apply_suggestion(draft, finding)
    assert text == "Wir melden uns bis ‹Tag, Uhrzeit› bei Ihnen."
    assert [gap.of(text) for gap in gaps] == ["‹Tag, Uhrzeit›"]


def test_the_second_regret_goes_and_its_sentence_stays_right() -> None:
    draft = "Leider ist der Tisch weg. Leider können wir keinen neuen bestellen."
    better = "Leider ist der Tisch weg. Wir können keinen neuen bestellen."
    assert _taken(draft, "negative.regret-twice") == better


def test_a_finding_without_suggestion_cannot_be_applied() -> None:
    (finding,) = review("Gern.", Context(unseen_newer_message=True))
    with pytest.raises(ValueError, match=r"message\.unseen"):
        apply_suggestion("Gern.", finding)


def test_after_the_greetings_comma_the_better_wording_stays_small() -> None:
    draft = "Guten Tag Frau Kern,\n\ndas ist bei uns so.\n\nViele Grüße\nTim"
    better = "Guten Tag Frau Kern,\n\nder Grund dafür: ‹Grund in einem Satz›.\n\nViele Grüße\nTim"
    assert _taken(draft, "wall.that-is-how") == better


@pytest.mark.parametrize(
    ("said", "better"),
    [
        ("Das Rad ist, wie bereits erwähnt, ausverkauft.", "Das Rad ist ausverkauft."),
        ("Wie bereits erwähnt, ist das Rad weg.", "Kurz zusammengefasst ist das Rad weg."),
        ("As I said before, the bike is gone.", "To sum up, the bike is gone."),
        ("The bike is gone, as I said before.", "The bike is gone."),
    ],
)
def test_an_aside_goes_with_its_commas(said: str, better: str) -> None:
    assert _taken(said, "blame.repeat") == better
