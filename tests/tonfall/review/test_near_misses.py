"""Sentences that come close to a rule and are fine."""

import pytest

from tonfall import Context, review

GERMAN = """
Zuständig für Ihren Vertrag bin ich.
Für die Zustellung ist die Post zuständig; ich habe dort bereits nachgefragt.
Das System meldet, dass die Zahlung eingegangen ist.
Das ist bei uns ganz einfach: Sie rufen an, wir kommen.
Sie müssen sich keine Sorgen machen.
Wann müssen Sie am Flughafen sein?
Sie hätten gern eine Rechnung? Die schicke ich Ihnen heute.
Hätten Sie lieber den Vormittag oder den Nachmittag?
Wir hätten Sie früher informieren müssen.
Das hätte uns auffallen müssen.
Wie versprochen, melde ich mich heute mit dem Ergebnis.
Wie in der Anleitung beschrieben, wird der Filter links eingesetzt.
Sollten Sie das Paket bis Freitag nicht erhalten, melden Sie sich bitte.
Kein Problem mehr mit dem Filter: Er ist gereinigt.
Es ist nicht Ihr Fehler.
Bitte antworten Sie so bald wie möglich, damit die Frist gewahrt bleibt.
Wir haben den Fall umgehend geprüft.
"""
ENGLISH = """
You are responsible for nothing here; we pay the customs fee.
Our policy covers you fully.
There is nothing you need to do.
You should receive it tomorrow.
You must be tired of waiting, and I am sorry.
You have to see the new colours!
I understand you are upset, and I am sorry.
No need to worry, your data is safe.
You are right, we forgot to call you.
As agreed, we come at nine.
It was our fault, not yours.
That is how the discount is calculated: two for one.
I don't want you to wait any longer, so I sent it by courier.
"""


@pytest.mark.parametrize("said", GERMAN.strip().splitlines())
def test_a_german_sentence_near_a_rule_stays_unnoted(said: str) -> None:
    assert review(said, Context(language="de")) == ()


@pytest.mark.parametrize("said", ENGLISH.strip().splitlines())
def test_an_english_sentence_near_a_rule_stays_unnoted(said: str) -> None:
    assert review(said, Context(language="en")) == ()
