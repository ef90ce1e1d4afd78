"""Invitations, the outbox, unread mails, the audit, the health page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.channels.models import Channel, Original, Outgoing
from kulanz.core.clock import now
from kulanz.events.models import Event, Job
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Invitation, Team, User
from tests.factories import make_case, make_user
from tests.pages import in_one_line

GOOD = "  ein langes Kennwort 42  "


def invite(office: Client, **fields: object):
    wanted = {"email": " Neu@Demo.example ", "name": "Ina Neu", "roles": ["is_agent"], **fields}
    return office.post("/office/invitations/", wanted)


def mailed_path() -> str:
    text = bytes(Outgoing.objects.latest("id").raw).decode().replace("=\r\n", "")
    found = re.search(r"http://[^/\s]+(/office/invited/\S+)", text)
    assert found is not None, text
    return found[1]


def test_who_is_invited_gets_a_mail_and_comes_in_with_roles_and_teams(
    office: Client, team: Team, client: Client
) -> None:
    invite(office, roles=["is_agent", "is_lead"], teams=[team.pk])
    path = mailed_path()

    opened = client.get(path)
    accepted = client.post(path, {"name": "Ina Neumann", "password": GOOD})

    user = User.objects.get(email="neu@demo.example")
    assert (opened.status_code, accepted.headers["Location"]) == (200, "/account/login/")
    assert (user.name, user.is_agent, user.is_lead, user.is_admin, list(user.teams.all())) == (
        "Ina Neumann", True, True, False, [team],
    )  # fmt: skip
    assert user.check_password(GOOD)
    signed_in = client.post("/account/login/", {"login": "neu@demo.example", "password": GOOD})
    assert (signed_in.status_code, "_auth_user_id" in client.session) == (302, True)


def choices_of(page: str, title: str) -> list[str]:
    """Return the words beside each box of a group of choices, as a reader meets them."""
    groups = re.findall(r"<fieldset[^>]*>\s*<legend>(.*?)</legend>(.*?)</fieldset>", in_one_line(page), re.S)
    inside = next(rest for legend, rest in groups if legend.startswith(title))
    return re.findall(r'<label class="choice"><input[^>]*type="checkbox"[^>]*><span>([^<]+)</span></label>', inside)


def test_every_role_and_team_is_a_choice_of_its_own_with_its_words_beside_it(
    office: Client, people: dict[str, User], team: Team
) -> None:
    page = office.get("/office/invitations/").content.decode()
    person = office.get(f"/office/people/{people['agent'].pk}/").content.decode()
    refused = invite(office, roles=[]).content.decode()

    roles = ["Kundenbetreuung", "Teamleitung", "Geschäftsleitung", "Administration"]
    assert (choices_of(page, "Rollen"), choices_of(page, "Teams")) == (roles, [team.name])
    assert choices_of(person, "Teams") == [team.name]
    assert choices_of(refused, "Rollen") == roles
    assert 'id="id_roles_error"' in refused and 'aria-describedby="id_roles_error"' in refused
    assert person.count('<div class="choices">') == 1  # single boxes, such as the roles of a person, stay single


@pytest.mark.parametrize(
    ("asked", "language"), [("en-GB,en;q=0.9", "en"), ("de-DE,de", "de"), ("fr-FR,fr", "de"), ("", "de")]
)
def test_the_desk_speaks_the_language_in_which_the_invitation_was_read(
    office: Client, client: Client, asked: str, language: str
) -> None:
    invite(office)

    client.post(mailed_path(), {"name": "Ina Neumann", "password": GOOD}, headers={"accept-language": asked})

    assert User.objects.get(email="neu@demo.example").language == language


def test_the_secret_of_an_invitation_is_kept_only_as_a_digest(office: Client) -> None:
    invite(office)
    secret = mailed_path().split("/")[-2]

    kept = Invitation.objects.get()

    assert kept.secret_digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(list(Event.objects.values())) + str(list(Invitation.objects.values()))
    assert secret not in office.get("/office/people/").content.decode() + office.get("/office/audit/").content.decode()


@pytest.mark.parametrize("end", ["used", "revoked", "expired", "replaced", "forged"])
def test_an_invitation_that_has_ended_opens_nothing(office: Client, client: Client, end: str) -> None:
    invite(office)
    path = mailed_path()
    if end == "used":
        client.post(path, {"name": "Ina", "password": GOOD})
    elif end == "revoked":
        office.post(f"/office/invitations/{Invitation.objects.get().pk}/revocation/")
    elif end == "expired":
        Invitation.objects.update(expires_at=now())
    elif end == "replaced":
        invite(office)
    else:
        path = path[:-3] + "x/"
    users = User.objects.count()

    answers = [client.get(path), client.post(path, {"name": "Ina", "password": GOOD})]

    assert ([answer.status_code for answer in answers], User.objects.count()) == ([404, 404], users)
    assert "neu@demo.example" not in answers[0].content.decode()


@pytest.mark.parametrize("password", ["", "kurz", "password123", "1234567890", "Ina Neumann"])
def test_a_weak_password_is_refused_and_never_given_back(office: Client, client: Client, password: str) -> None:
    invite(office)

    answer = client.post(mailed_path(), {"name": "Ina Neumann", "password": password})

    page = answer.content.decode()
    assert (answer.status_code, User.objects.filter(email="neu@demo.example").exists()) in ((422, False), (302, True))
    assert f'value="{password or "-"}"' not in page or password == "Ina Neumann"


@pytest.mark.parametrize(
    "wrong",
    [{"email": "x"}, {"email": '"a,b"@demo.example'}, {"email": "x" * 65 + "@demo.example"}, {"name": ""},
     {"roles": ["is_king"]}, {"roles": []}, {"teams": ["x"]}, {"teams": ["9" * 25]}],
)  # fmt: skip
def test_a_wrong_invitation_is_refused(office: Client, wrong: dict[str, object]) -> None:
    answer = invite(office, **wrong)

    assert (answer.status_code, Invitation.objects.count(), Outgoing.objects.count()) == (422, 0, 0)


def test_somebody_who_is_here_is_not_invited(office: Client, people: dict[str, User]) -> None:
    assert invite(office, email=people["agent"].email.upper()).status_code == 422


def test_an_invitation_to_somebody_who_came_in_another_way_ends_kindly(office: Client, client: Client) -> None:
    invite(office)
    path = mailed_path()
    make_user(email="neu@demo.example", name="Schon da")

    answer = client.post(path, {"name": "Ina", "password": GOOD})

    assert (answer.status_code, User.objects.get(email="neu@demo.example").name) == (404, "Schon da")


def outgoing(state: str, message: Message | None = None, **more: object) -> Outgoing:
    raw = b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSehr geehrte Frau <b>Meier</b>\r\n"
    fields = {"mail_id": f"{state}@x.example", "envelope_from": "a@b.example", "recipients": "c@d.example",
              "subject": "Betreff <b>", "raw": raw, "state": state, "message": message, **more}  # fmt: skip
    return Outgoing.objects.create(**fields)


def answer_of(case: Case, by: User) -> Message:
    return actions.send_reply(case_id=case.pk, by=actor_for(by), text="Hallo")


@pytest.mark.parametrize("state", ["failed", "uncertain", "queued"])
def test_a_mail_of_the_outbox_is_sent_again(browser: Callable[[str], Client], people, brand: Brand, state: str) -> None:
    message = answer_of(make_case(brand=brand), people["lead"])
    mail = outgoing(state, message, attempts=7)

    browser("lead").post(f"/office/outbox/{mail.pk}/sending/")

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, Event.objects.filter(kind="mail-resent").count()) == ("queued", 0, 1)


@pytest.mark.parametrize(
    ("state", "after"), [("uncertain", "sent"), ("sent", "sent"), ("failed", "failed"), ("queued", "queued")]
)
def test_only_an_uncertain_mail_is_declared_arrived(
    browser: Callable[[str], Client], people, brand: Brand, state: str, after: str
) -> None:
    mail = outgoing(state, answer_of(make_case(brand=brand), people["lead"]))

    browser("lead").post(f"/office/outbox/{mail.pk}/settling/")

    mail.refresh_from_db()
    assert (mail.state, Event.objects.filter(kind="mail-treated-as-sent").count()) == (after, int(state == "uncertain"))


def test_a_mail_that_has_gone_is_not_sent_again(browser: Callable[[str], Client], people, brand: Brand) -> None:
    mail = outgoing("sent", answer_of(make_case(brand=brand), people["lead"]))

    browser("lead").post(f"/office/outbox/{mail.pk}/sending/")

    mail.refresh_from_db()
    assert mail.state == "sent"


def test_the_outbox_shows_trouble_what_waits_and_what_went(office: Client, brand: Brand, people) -> None:
    message = answer_of(make_case(brand=brand), people["lead"])
    mails = [
        outgoing(state, message if state == "failed" else None, due_at=now()) for state in ("failed", "queued", "sent")
    ]

    answer = office.get("/office/outbox/")
    page = office.get(f"/office/outbox/{mails[0].pk}/").content.decode()

    assert [list(answer.context[part]) for part in ("trouble", "waiting", "gone")] == [[mail] for mail in mails]
    assert ("Sehr geehrte Frau &lt;b&gt;Meier" in page, "Betreff &lt;b&gt;" in page) == (True, True)


@pytest.mark.parametrize("mails", [1, 30])
def test_the_outbox_takes_five_queries_whatever_lies_there(
    office: Client, brand: Brand, mails: int, django_assert_num_queries
) -> None:
    for number in range(mails):
        outgoing("queued", mail_id=f"{number}@x.example")

    with django_assert_num_queries(5):
        office.get("/office/outbox/")


def test_a_mail_that_could_not_be_read_is_read_again(office: Client, browser, brand: Brand) -> None:
    channel = Channel.objects.create(kind="email", name="Post", brand=brand)
    raw = b"From: Anna <anna@post.example>\r\nTo: hilfe@demo.example\r\nSubject: Lampe\r\n\r\nHallo\r\n"
    kept = Original.objects.create(
        source="smtp",
        raw=raw,
        size=len(raw),
        sha256="1" * 64,
        state="failed",
        reason="took-too-long",
        channel=channel,
        sender="<b>Anna",
    )

    listed = browser("lead").get("/office/mails/").content.decode()
    refused = browser("lead").post(f"/office/mails/{kept.pk}/reading/").status_code
    office.post(f"/office/mails/{kept.pk}/reading/")

    kept.refresh_from_db()
    assert ("&lt;b&gt;Anna" in listed, refused, kept.state, Case.objects.get().subject) == (
        True,
        403,
        "read",
        "Lampe",
    )


def test_the_audit_shows_the_set_up_and_no_work_of_agents(
    office: Client, people: dict[str, User], brand: Brand
) -> None:
    case = make_case(brand=brand, subject="Die Klingel")
    by = actor_for(people["agent"])
    actions.take_case(case_id=case.pk, by=by)
    actions.write_note(case_id=case.pk, by=by, text="Notiz")
    actions.send_reply(case_id=case.pk, by=by, text="Hallo")
    office.post("/office/teams/new/", {"name": "Neues Team", "purpose": ""})

    answer = office.get("/office/audit/")

    page = answer.content.decode()
    assert [event.kind for event in answer.context["events"]] == ["setup-changed"]
    assert ("Nils Verwalter" in page, "Neues Team" in page) == (True, True)
    assert [word for word in (case.number, "Die Klingel", people["agent"].name) if word in page] == []


def test_the_audit_goes_on_page_by_page(office: Client, people: dict[str, User]) -> None:
    Event.objects.bulk_create(
        [
            Event(
                kind="setup-changed",
                subject_kind="setup",
                subject_id=1,
                actor_kind="user",
                actor_name="Nils",
                data={"what": []},
            )
            for _ in range(150)
        ]
    )

    first = office.get("/office/audit/")
    second = office.get(f"/office/audit/?before={first.context['next_before']}")

    shown = [event.pk for answer in (first, second) for event in answer.context["events"]]
    assert shown == list(Event.objects.order_by("-id").values_list("pk", flat=True))
    assert second.context["next_before"] is None


def test_work_that_failed_is_run_again_by_administrators(office: Client, browser, people) -> None:
    job = Job.objects.create(name="x", state="failed", error="kaputt")

    refused = browser("lead").post(f"/office/jobs/{job.pk}/run/").status_code
    office.post(f"/office/jobs/{job.pk}/run/")

    assert (refused, Job.objects.filter(state="failed").count()) == (403, 0)
    assert office.post("/office/jobs/999999/run/").status_code == 302
