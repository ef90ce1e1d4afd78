"""Who a request is, in which language, with which rights; and what changing people leaves in the log."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.core.refusals import NotAllowed
from kulanz.events.models import Event
from kulanz.people import actions, administration
from kulanz.people.actors import actor_for, customer_actor
from kulanz.people.backend import PersonBackend
from kulanz.people.models import Brand, Customer, Team, User
from kulanz.people.rules import ContactKind
from tests.factories import make_brand, make_customer, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("teams", [0, 1, 5])
def test_a_person_and_their_teams_are_read_at_once(teams: int, django_assert_num_queries) -> None:
    user = make_user(teams=tuple(make_team() for _ in range(teams)))

    with django_assert_num_queries(1):
        found = PersonBackend().get_user(user.pk)
        actor = actor_for(found)

    assert (found, len(actor.team_ids)) == (user, teams)


@pytest.mark.parametrize("fields", [{"is_active": False}, None])
def test_nobody_is_let_in_who_is_switched_off_or_unknown(fields: dict[str, bool] | None) -> None:
    user_id = make_user(teams=(make_team(),), **fields).pk if fields else 999_999

    assert PersonBackend().get_user(user_id) is None


@pytest.mark.parametrize(
    ("role", "sees"), [({}, False), ({"is_lead": True}, True), ({"is_boss": True}, True), ({"is_admin": True}, True)]
)
def test_leaders_see_all_teams(role: dict[str, bool], sees: bool) -> None:
    user = make_user(**role)

    assert (user.sees_all_teams, actor_for(user).sees_all_teams) == (sees, sees)


def test_a_customer_acts_without_any_right() -> None:
    actor = customer_actor(make_customer(name="Anna"))

    assert (actor.user_id, actor.sees_all_teams, actor.team_ids, actor.name) == (None, False, frozenset(), "Anna")


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("de-DE,de;q=0.9", "de"),
        ("en-GB,en;q=0.9", "en"),
        ("", "de"),
        ("fr", "de"),
        ("EN", "en"),
        ("\u00e4\u00f6", "de"),
        ("x" * 9000, "de"),
    ],
)
def test_strangers_are_spoken_to_as_their_browser_asks(client: Client, accepts: str, language: str) -> None:
    page = client.get("/account/login/", headers={"accept-language": accepts}).content.decode()

    assert f'<html lang="{language}"' in page


def test_a_persons_own_language_outweighs_the_browsers(client: Client) -> None:
    client.force_login(make_user(language="en"))

    assert '<html lang="en"' in client.get("/inbox/", headers={"accept-language": "de"}).content.decode()


def test_a_sign_in_name_has_no_capitals_and_one_owner(client: Client) -> None:
    user = User.objects.create_user(" Mara@Demo.Example ", "ein-gutes-Kennwort-42", name="Mara")

    answer = client.post("/account/login/", {"login": "MARA@demo.example", "password": "ein-gutes-Kennwort-42"})

    assert (user.email, answer.status_code, client.session["_auth_user_id"]) == ("mara@demo.example", 302, str(user.pk))
    assert User.objects.get_by_natural_key("MARA@DEMO.EXAMPLE") == user


def test_nobody_registers_by_themselves(client: Client) -> None:
    fields = {"email": "neu@demo.example", "password1": "ein-gutes-Kennwort-42"}

    client.post("/account/signup/", fields)

    assert User.objects.count() == 0


def test_a_change_of_a_customer_names_fields_and_never_their_content() -> None:
    by, customer = actor_for(make_user()), make_customer(name="Anna Meier")

    actions.change_customer(customer_id=customer.pk, by=by, name="Anna Lühr", note="kennt sich aus")
    actions.change_customer(customer_id=customer.pk, by=by, name="Anna Lühr")
    point = actions.add_contact(customer_id=customer.pk, by=by, kind=ContactKind.PHONE, written="030/123-45")
    actions.remove_contact(contact_id=point.pk, by=by)
    actions.remove_contact(contact_id=point.pk, by=by)

    events = Event.objects.filter(subject_kind="customer", subject_id=customer.pk).order_by("id")
    assert [event.data["what"] for event in events] == [["name", "note"], ["phone added"], ["phone removed"]]
    assert "Lühr" not in str([event.data for event in events])


def test_only_known_fields_of_a_customer_are_changed() -> None:
    customer = make_customer()

    with pytest.raises(ValueError, match="not editable"):
        actions.change_customer(customer_id=customer.pk, by=actor_for(make_user()), created_at=None)


def test_a_customer_with_somebody_elses_address_is_not_made() -> None:
    make_customer(address="anna@post.example")

    with pytest.raises(actions.ContactTaken):
        actions.create_customer(
            by=actor_for(make_user()), name="Anna", contacts=[(ContactKind.MAIL, "Anna@Post.example")]
        )

    assert Customer.objects.count() == 1


@pytest.mark.parametrize("role", [{}, {"is_lead": True}, {"is_boss": True}])
def test_only_administrators_set_the_house_up(role: dict[str, bool]) -> None:
    by, brand, user = actor_for(make_user(**role)), make_brand(), make_user()
    tries = [
        lambda: administration.save(Team(name="X"), by=by, changed=["name"]),
        lambda: administration.save_user(user, by=by, changed=[], teams=[]),
        lambda: administration.save_hours(brand, by=by, hours=[], closed=[]),
        lambda: administration.invite(by=by, email="x@y.example", name="X", roles=[], teams=[]),
        lambda: administration.revoke_invitation(by=by, invitation_id=1),
    ]

    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()
    assert (Event.objects.count(), Team.objects.count()) == (0, 0)


def test_a_customer_and_the_house_set_nothing_up() -> None:
    from kulanz.events.actor import SYSTEM  # noqa: PLC0415 - beside its one use

    for by in (SYSTEM, customer_actor(make_customer())):
        with pytest.raises(NotAllowed):
            administration.save(Brand(name="X"), by=by, changed=["name"])


def test_no_change_is_no_event() -> None:
    by, team = actor_for(make_user(is_admin=True)), make_team()

    administration.save(team, by=by, changed=[])

    assert Event.objects.count() == 0
