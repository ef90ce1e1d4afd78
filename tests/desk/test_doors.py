"""Nobody gets at anything of another team's case; nothing is changed by looking, nor by a page from elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, Draft, Message, Note
from kulanz.events.models import Event
from kulanz.people.models import User

from .conftest import Arrive

POSTS = {
    "replies": {"text": "Hallo"},
    "notes": {"text": "Hallo"},
    "drafts/reply": {"text": "Hallo"},
    "assignments": {"to": "nobody"},
    "takeover": {},
    "waiting": {"whom": "customer"},
    "resumption": {},
    "reopening": {},
    "tags": {"add": "Eile"},
    "priority": {"priority": "2"},
    "goal": {"goal": "Licht"},
    "subject": {"subject": "Neu"},
    "story": {"matter": "x"},
    "withdrawals/{message}": {},
    "confirmations/{message}": {},
    "moves/{message}": {},
    "merges": {"into": "RL-1"},
    "merges/RL-1/separation": {},
}
ASKS = {"assignments", "waiting", "moves/{message}", "merges"}
ONLY_POST = [*(name for name in POSTS if name not in ASKS), "unread"]
HUGE = "9" * 30


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A case of the team with a letter, its file, its HTML and what was folded away."""
    return arrive(
        hidden="Der geheime Rest",
        html="<p>Das geheime Original</p>",
        uploads=(Upload("rechnung.pdf", "application/pdf", b"geheim"),),
    )


def address(case: Case, name: str) -> str:
    return f"/cases/{case.number}/{name.format(message=case.messages.get().pk)}/"


def state() -> list[object]:
    """Everything that a refused step must leave alone."""
    return [
        list(Case.objects.values_list("status", "assignee", "team", "subject", "goal", "priority", "last_entry_at")),
        list(Message.objects.values_list("case", "delivery")),
        [model.objects.count() for model in (Note, Draft, Event, Case)],
    ]


@pytest.mark.parametrize("name", POSTS)
def test_another_team_can_do_nothing_with_a_case(case: Case, outsider: Client, name: str) -> None:
    before = state()

    answer = outsider.post(address(case, name), POSTS[name])

    assert (answer.status_code in {403, 404, 422}, state()) == (True, before)
    assert case.subject not in answer.content.decode()


def test_another_team_can_see_nothing_of_a_case(case: Case, outsider: Client) -> None:
    message, file = case.messages.get(), Attachment.objects.get()
    addresses = [
        f"/cases/{case.number}/",
        f"/cases/{case.number}/assignments/",
        f"/messages/{message.pk}/html/",
        f"/messages/{message.pk}/rest/",
        f"/attachments/{file.public_id}/",
        f"/attachments/{file.public_id}/?picture",
    ]

    answers = [outsider.get(each) for each in addresses]

    assert [answer.status_code for answer in answers] == [403, 403, 404, 404, 404, 404]
    assert not any("geheim" in answer.content.decode() or "Anna" in answer.content.decode() for answer in answers)


def test_another_team_sees_no_case_with_its_customer(case: Case, outsider: Client) -> None:
    page = outsider.get(f"/customers/{case.customer_id}/").content.decode()

    assert (case.number in page, case.subject in page) == (False, False)


@pytest.mark.parametrize("name", ONLY_POST)
def test_looking_changes_nothing(desk: Client, case: Case, name: str) -> None:
    before = state()

    assert [desk.get(address(case, name)).status_code, desk.head(address(case, name)).status_code] == [405, 405]
    assert state() == before


@pytest.mark.parametrize("name", [*POSTS, "unread"])
def test_a_form_from_elsewhere_is_refused(agent: User, case: Case, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(agent)
    before = state()

    assert browser.post(address(case, name), POSTS.get(name, {})).status_code == 403
    assert state() == before


@pytest.mark.parametrize("place", ["/new/", "/me/", "/me/shortcuts/", "/customers/1/", "/customers/1/contacts/"])
def test_a_form_from_elsewhere_is_refused_beside_cases_too(agent: User, place: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(agent)

    assert browser.post(place, {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    "place",
    [
        f"/messages/{HUGE}/html/",
        f"/messages/{HUGE}/rest/",
        f"/customers/{HUGE}/",
        "/messages/0/html/",
        f"/messages/{'9' * 5000}/html/",
        "/attachments/x/",
        "/attachments/" + "x" * 5000 + "/",
        "/attachments/..%2f..%2fetc/",
    ],
)
def test_ids_that_nothing_has_are_not_found(desk: Client, place: str) -> None:
    assert desk.get(place).status_code == 404


@pytest.mark.parametrize("name", ["withdrawals", "confirmations", "moves"])
@pytest.mark.parametrize("message", ["0", HUGE])
def test_steps_with_a_message_that_is_not_there_are_refused(desk: Client, case: Case, name: str, message: str) -> None:
    assert desk.post(f"/cases/{case.number}/{name}/{message}/").status_code in {404, 422}


@pytest.mark.parametrize("kind", ["person-", "team-", ""])
@pytest.mark.parametrize("value", [HUGE, "9" * 5000, "99999999", "-1", "٣٣٣٣٣٣", "²", "1e3", "x"])
def test_a_hand_over_to_nobody_who_exists_breaks_nothing(desk: Client, case: Case, kind: str, value: str) -> None:
    before = state()

    answer = desk.post(address(case, "assignments"), {"to": kind + value})

    assert (answer.status_code, state()) == (404, before)


@pytest.mark.parametrize("name", POSTS)
def test_missing_fields_and_nul_signs_break_nothing(desk: Client, case: Case, name: str) -> None:
    with_nul = {key: f"\0{value}\0" for key, value in POSTS[name].items()}

    assert desk.post(address(case, name), {}).status_code < 500
    assert desk.post(address(case, name), with_nul).status_code < 500


def test_somebody_switched_off_is_out_at_once(desk: Client, agent: User, case: Case) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False)

    assert desk.get(f"/cases/{case.number}/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("headers", [{"accept": "*/*"}, {"HX-Request": "true"}, {"accept": "application/json"}])
def test_a_script_of_somebody_signed_out_hears_so_and_never_the_sign_in_page(
    desk: Client, case: Case, headers: dict[str, str]
) -> None:
    desk.logout()
    before = state()

    answers = [desk.post(address(case, name), {"text": "Hallo"}, headers=headers) for name in POSTS]  # type: ignore[arg-type]
    answers += [desk.get(each, headers=headers) for each in ("/inbox/", "/palette/?q=lampe", "/office/audit/")]  # type: ignore[arg-type]

    assert {(answer.status_code, answer.content) for answer in answers} == {(401, b"")}
    assert state() == before


def test_a_page_of_somebody_signed_out_leads_to_the_sign_in_and_back(desk: Client) -> None:
    desk.logout()
    for there in ("/inbox/", "/office/audit/"):
        answer = desk.get(there, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert answer.headers["Location"] == f"/account/login/?next={there}"


def test_a_step_of_somebody_signed_out_leads_to_a_page_that_can_be_opened(desk: Client, case: Case) -> None:
    desk.logout()
    assert desk.post(address(case, "replies"), {"text": "Hallo"}).headers["Location"] == "/account/login/?next=/"


def test_a_key_to_a_case_page_of_the_customer_opens_no_desk(case: Case, client: Client) -> None:
    link = actions.create_link(case_id=case.pk, customer_id=case.customer_id)

    client.get(f"/c/{queries.link_token(link)}/")

    assert client.get(f"/cases/{case.number}/").status_code == 302
