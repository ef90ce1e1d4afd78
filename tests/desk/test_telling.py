"""Events in the words of the desk: who did what, with the values that matter."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.utils import translation

from kulanz.cases import events as cases
from kulanz.channels.events import CaseAcknowledged
from kulanz.desk.telling import tell, tell_all
from kulanz.events.catalogue import DomainEvent, kind_of
from kulanz.events.models import Event

MARA = 7


def stored(domain_event: DomainEvent) -> Event:
    kind = kind_of(type(domain_event))
    return Event(
        kind=kind.name, subject_kind="case", subject_id=1, actor_kind="user", actor_id=MARA, actor_name="Mara",
        data=asdict(domain_event),  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("domain_event", "sentence"),
    [
        (cases.CaseOpened(1), "Mara hat das Anliegen eröffnet"),
        (cases.CaseLapsed(1), "Ohne Rückmeldung beendet: In der angekündigten Zeit kam keine Antwort"),
        (cases.CaseReopened(1), "Mara hat es wieder aufgenommen"),
        (cases.CaseAssigned(1, MARA, "Mara", None, ""), "Mara hat es übernommen"),
        (cases.CaseAssigned(1, 8, "Jonas", None, ""), "Mara hat es an Jonas übergeben"),
        (cases.CaseAssigned(1, None, "", 3, "Werkstatt"), "Mara hat es an das Team Werkstatt übergeben"),
        (cases.CaseAssigned(1, None, "", None, ""), "Mara hat es zurückgegeben: Niemand ist zuständig"),
        (cases.CaseAssigned(1, None, "", None, "", undone=True), "Mara hat das zurückgenommen"),
        (cases.WaitingBegan(1, "customer", ""), "Wartet auf Kundschaft"),
        (
            cases.WaitingBegan(1, "others", "Spedition", "2026-12-01"),
            "Wartet auf Dritte: Spedition, bis Di, 1. Dezember 2026",
        ),
        (cases.WaitingEnded(1), "Mara hat es zu uns zurückgeholt"),
        (cases.WaitingEnded(1, undone=True), "Mara hat das zurückgenommen"),
        (cases.SolutionConfirmed(1, 2, "page"), "Mara sagt: Es ist gelöst"),
        (cases.SolutionConfirmed(1, 2, "mail"), "Per E-Mail bestätigt, angenommen von Mara"),
        (cases.SolutionDeclined(1, ""), "Mara sagt: noch nicht gelöst"),
        (cases.SolutionDeclined(1, "Sie flackert."), "Mara sagt: noch nicht gelöst: Sie flackert."),
        (cases.DeliveryFailed(1, 2, "Postfach voll", False), "Noch nicht zugestellt: Postfach voll"),
        (cases.DeliveryFailed(1, 2, "Postfach voll", True), "Nicht zugestellt: Postfach voll"),
        (
            cases.DeliveryFailed(1, 2, "Postfach voll", True, ["Anna", "Bodo"]),
            "Nicht zugestellt an Anna, Bodo: Postfach voll",
        ),
        (cases.DeliveryFailed(1, 2, "Postfach voll", False, ["Anna"]), "Noch nicht bei Anna: Postfach voll"),
        (cases.DeliveryConfirmed(1, 2), "Doch noch zugestellt."),
        (cases.DeliveryConfirmed(1, 2, ["Anna"]), "Doch noch zugestellt an Anna."),
        (cases.CaseTagged(1, ["Lampe"], ["Eilt"]), "Mara hat Schlagwörter geändert: + Lampe, − Eilt"),
        (
            cases.CaseChanged(1, "subject", "Lampe", "Lampe und Schirm"),
            "Mara hat geändert: der Betreff: „Lampe und Schirm“",
        ),
        (cases.CaseChanged(1, "story", "", ""), "Mara hat geändert: was bisher geschah"),
        (
            cases.CaseChanged(1, "goal", "", "x" * 60 + " " + "y" * 60),
            "Mara hat geändert: das Ziel: „xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx …“",
        ),
        (cases.CaseChanged(1, "priority", "0", "1"), "Mara hat geändert: die Priorität: normal → hoch"),
        (CaseAcknowledged(1, 2), "Eine Eingangsbestätigung ging hinaus"),
        (
            CaseAcknowledged(1, 2, before=True),
            "Für diesen Brief ging eine Eingangsbestätigung hinaus, bevor er hierher verschoben wurde",
        ),
    ],
)
def test_the_desk_says_what_happened(domain_event: DomainEvent, sentence: str) -> None:
    with translation.override("de"):
        assert tell(stored(domain_event)).sentence == sentence


def test_what_one_person_did_at_once_is_one_line_with_the_name_once() -> None:
    steps = [stored(cases.CaseAssigned(1, MARA, "Mara", None, "")), stored(cases.CaseTagged(1, ["Lampe"], []))]

    with translation.override("en"):
        assert tell_all(steps).sentence == "Mara took it; changed tags: + Lampe"
