"""Mails that sound solved are offered as a confirmation; everything doubtful is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kulanz.cases.confirming import sounds_solved


@pytest.mark.parametrize(
    "text",
    [
        "Danke, klappt!",
        "Super, jetzt funktioniert es. Vielen Dank!",
        "Hat geklappt, danke schön",
        "Die Lampe brennt wieder, alles bestens. Viele Grüße",
        "Hat sich erledigt.",
        "Das Problem ist gelöst, vielen Dank für die schnelle Hilfe!",
        "Das Paket ist heute angekommen, danke!",
        "Danke!",
        "Vielen Dank",
        "Thanks, it works now!",
        "Problem solved, thank you.",
        "Great, everything is fine now. Cheers",
        "It has arrived and fits perfectly, thank you!",
        "Passt, danke!",
        "Alles klar, das war's. Danke!",
    ],
)
def test_short_words_of_success_sound_solved(text: str) -> None:
    assert sounds_solved(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Leider klappt es immer noch nicht.",
        "Danke, aber die Lampe flackert wieder.",
        "Funktioniert das auch mit LED?",
        "das Päckchen ist heute raus. Ich hoffe, es geht schnell.",
        "Wie geht es weiter?",
        "Danke im Voraus für Ihre Hilfe, ich warte auf Antwort.",
        "Wenn es klappt, melde ich mich.",
        "Vielen Dank für Ihre Nachricht. Ich bin bis zum Ende der Woche im Urlaub.",
        "Es geht um meine Bestellung LH-20841.",
        "Das Problem ist noch nicht gelöst.",
        "It still doesn't work.",
        "Thanks, but it is broken again.",
        "Does it work with a dimmer?",
        "Hoffentlich funktioniert es morgen.",
        "Das Gerät läuft seit gestern heiß.",
        "Das Paket ist angekommen, die Rechnung fehlt.",
        "Danke für die Info. " + "Ich erkläre es Ihnen noch einmal ganz genau. " * 10,
    ],
)
def test_doubt_questions_and_long_letters_do_not(text: str) -> None:
    assert not sounds_solved(text)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert sounds_solved(text) in {True, False}
