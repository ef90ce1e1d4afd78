"""Own reasons in the office: named once, archived, and told in the audit."""

from __future__ import annotations

from django.test import Client

from kulanz.cases.models import OwnReason
from kulanz.events.models import Event


def test_a_reason_is_named_once_for_its_use_and_taken_out_of_use(office: Client) -> None:
    first = office.post("/office/reasons/new/", {"name": "Werkstatt", "use": "waiting"})
    again = office.post("/office/reasons/new/", {"name": "werkstatt", "use": "waiting"})
    other = office.post("/office/reasons/new/", {"name": "Werkstatt", "use": "ending"})
    reason = OwnReason.objects.get(use="waiting")
    office.post(f"/office/reasons/{reason.pk}/", {"name": "Werkstatt Nord", "use": "ending"})
    office.post(f"/office/reasons/{reason.pk}/archive/", {"archived": "yes"})
    reason.refresh_from_db()
    page = office.get("/office/reasons/").content.decode()

    assert (first.status_code, again.status_code, other.status_code) == (302, 422, 302)
    assert (reason.name, reason.use, reason.archived_at is not None) == ("Werkstatt Nord", "waiting", True)
    assert ("Werkstatt Nord" in page, "archiviert" in page) == (True, True)
    assert Event.objects.filter(kind="setup-changed").count() == 4
    assert "Eigener Grund" in office.get("/office/audit/").content.decode()
