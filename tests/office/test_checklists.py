"""The office's page of checklists: templates are made, changed and taken out of use."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.checklists.models import ChecklistTemplate
from tests.factories import make_user

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Reparatur", "text": "Nummer notiert\r\n\r\n  Probelauf \r\nProbelauf", "needed": "on"}


def test_a_template_is_made_and_changed(office: Client) -> None:
    page = office.post("/office/checklists/new/", GIVEN, follow=True).content.decode()
    template = ChecklistTemplate.objects.get()
    office.post(f"/office/checklists/{template.pk}/", {**GIVEN, "name": "Reparaturen", "needed": ""})

    assert ("Nummer notiert · Probelauf" in page, "Beenden" in page) == (True, True)
    template.refresh_from_db()
    assert (template.name, template.text, template.needed) == ("Reparaturen", "Nummer notiert\nProbelauf", False)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"text": " \n "}, {"text": "\n".join(map(str, range(101)))}])
def test_a_wrong_template_is_refused(office: Client, wrong: dict[str, str]) -> None:
    assert office.post("/office/checklists/new/", {**GIVEN, **wrong}).status_code == 422
    assert not ChecklistTemplate.objects.exists()


def test_a_template_goes_out_of_use_and_comes_back(office: Client) -> None:
    office.post("/office/checklists/new/", GIVEN)
    template = ChecklistTemplate.objects.get()

    page = office.post(f"/office/checklists/{template.pk}/archive/", {"archived": "yes"}, follow=True).content.decode()
    office.post(f"/office/checklists/{template.pk}/archive/", {"archived": "no"})

    template.refresh_from_db()
    assert ("archiviert" in page, template.archived_at) == (True, None)


def test_the_office_of_checklists_is_for_administrators(client: Client) -> None:
    client.force_login(make_user(is_lead=True))

    assert [client.get(path).status_code for path in ("/office/checklists/", "/office/checklists/new/")] == [403, 403]
