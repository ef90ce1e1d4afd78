"""The pages of the desk cost the same number of questions whatever they show, and say what they should."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, CaseLink, Mention, Message
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.factories import make_case, make_team, make_user

from .conftest import Arrive, Look, SignIn

LIST_BYTES = 57 * 1024


def asked(client: Client, path: str) -> list[str]:
    client.get(path)  # what is read once per process stays out of the count
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [each["sql"] for each in queries]


def fill(amount: int, agent: User) -> None:
    for _ in range(amount):
        case = make_case(assignee=agent)
        Message.objects.create(case=case, direction="in", channel="email", customer=case.customer, text="Hallo")
        actions.write_note(case_id=case.pk, by=actor_for(make_user()), text="@Mara, siehst du das?")


@pytest.mark.parametrize("amount", [1, 30])
def test_the_open_case_asks_thirteen_times(amount: int, desk: Client, agent: User) -> None:
    fill(amount, agent)

    # Five as the list; case, letters, notes, events, earlier, promises, own fields, checklist.
    assert len(asked(desk, f"/cases/{Case.objects.latest('id').number}/")) == 13


def test_fifty_rows_with_their_boxes_stay_a_light_page(desk: Client, agent: User) -> None:
    for _ in range(50):
        make_case(assignee=agent, subject="Die Stehleuchte flackert, sobald der Dimmer ganz unten ist", tags=["Dimmer"])

    page = desk.get("/inbox/?view=mine").content

    assert page.count(b'class="pick"') == 50
    assert len(page) <= LIST_BYTES


def test_a_mention_leads_from_today_into_the_case_and_is_seen_there(desk: Client, look: Look, agent: User) -> None:
    fill(1, agent)
    assert "@Mara, siehst du das?" in desk.get("/").content.decode()
    assert '<span>Erwähnt</span><span class="n">1</span>' in desk.get("/inbox/").content.decode()

    look(Case.objects.get())

    assert Mention.objects.get().seen_at is not None
    assert "@Mara, siehst du das?" not in desk.get("/").content.decode()
    assert "Die Klingel fehlt" in desk.get("/inbox/?view=mentioned").content.decode()


def test_a_note_says_whom_it_could_not_tell(sign_in: SignIn, brand: object) -> None:
    team = make_team()
    inside = make_user(teams=(team,))
    make_user(name="Otto Berg", teams=(make_team(),))
    for _ in range(2):
        make_user(name="Ina Roth", teams=(team,))
    case = make_case(team=team)

    page = sign_in(inside).post(f"/cases/{case.number}/notes/", {"text": "@Otto und @Ina, bitte"}).content.decode()

    assert "Otto Berg darf dieses Anliegen nicht öffnen" in page
    assert "Ina heißen hier mehrere" in page
    assert case.notes.get().text == "@Otto und @Ina, bitte"


def test_the_names_to_call_say_who_may_open_the_case(sign_in: SignIn, brand: object) -> None:
    team = make_team()
    inside = make_user(name="Bea Kunz", teams=(team,))
    make_user(name="Otto Berg")
    make_user(name="Ina Roth", is_lead=True)
    make_user(name="Weg Gezogen", is_active=False)

    found = sign_in(inside).get(f"/cases/{make_case(team=team).number}/colleagues/").json()

    assert found == {"people": [{"name": "Ina Roth", "sees": True}, {"name": "Otto Berg", "sees": False}]}


def test_a_link_is_made_shown_and_revoked(desk: Client) -> None:
    case = make_case()
    address = f"/cases/{case.number}/links/"
    assert "Zurzeit öffnet kein Link dieses Anliegen." in desk.get(address).content.decode()

    page = desk.post(address, {"create": "1"}, follow=True).content.decode()
    key = CaseLink.objects.get()
    path = f"/c/{queries.link_token(key)}/"
    assert path in page
    assert "noch nicht benutzt" in page
    assert Client().get(path).status_code == 200
    assert "zuletzt benutzt: heute" in desk.get(address).content.decode()

    desk.post(address, {"revoke": str(key.pk)})

    assert Client().get(path).status_code == 404
    assert "Zurzeit öffnet kein Link dieses Anliegen." in desk.get(address).content.decode()


def test_a_link_of_another_case_is_not_revoked_here(desk: Client) -> None:
    case, other = make_case(), make_case()
    key = actions.create_link(case_id=other.pk, customer_id=other.customer_id)

    assert desk.post(f"/cases/{case.number}/links/", {"revoke": str(key.pk)}).status_code == 404

    assert CaseLink.objects.get().revoked_at is None


@pytest.mark.parametrize("step", ["ending", "snooze", "merges", "relations", "moves"])
def test_a_page_that_asks_about_a_case_points_at_nothing_it_has_not(desk: Client, arrive: Arrive, step: str) -> None:
    case = arrive()
    path = f"{step}/{case.messages.get().pk}" if step == "moves" else step

    page = desk.get(f"/cases/{case.number}/{path}/").content.decode()

    aimed = set(re.findall(r'hx-target="#([^"]+)"', page))
    assert aimed <= set(re.findall(r'\bid="([^"]+)"', page))
