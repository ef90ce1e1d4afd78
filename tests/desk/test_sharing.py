"""Sharing a draft, handing it over and taking it up, as forms of the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.models import Case, Draft, Note
from kulanz.people.models import Team, User
from tests.factories import make_team, make_user
from tests.pages import in_one_line

from .conftest import Arrive, SignIn


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A case."""
    return arrive()


@pytest.fixture
def karin(team: Team) -> User:
    """A colleague of the same team."""
    return make_user(name="Karin Brodersen", teams=(team,))


def page(browser: Client, case: Case) -> str:
    return in_one_line(browser.get(f"/cases/{case.number}/").content.decode())


def begin(desk: Client, case: Case) -> str:
    answer = desk.post(f"/cases/{case.number}/replies/?view=all", {"text": "Halb <fertig>", "then": "share"})
    return str(answer.headers["Location"])


def test_the_button_keeps_the_words_and_asks_for_whom(desk: Client, case: Case, karin: User) -> None:
    stranger = make_user(name="Fremd", teams=(make_team(),))
    address = begin(desk, case)
    shown = in_one_line(desk.get(address).content.decode())

    assert address.startswith(f"/cases/{case.number}/drafts/sharing/")
    assert ("An Karin Brodersen übergeben" in shown, stranger.name in shown, "Halb &lt;fertig&gt;" in shown) == (
        True, False, True,
    )  # fmt: skip


def test_all_see_it_and_one_goes_on_with_it(desk: Client, sign_in: SignIn, case: Case, karin: User) -> None:
    desk.post(begin(desk, case), {"person": ""})
    assert "Ihre Kolleginnen und Kollegen sehen diesen Entwurf" in page(desk, case)

    hers = sign_in(karin)
    assert "Mara Lindner teilt einen Entwurf" in page(hers, case)
    hers.post(f"/cases/{case.number}/drafts/taking/{Draft.objects.get().pk}/")
    assert "Halb &lt;fertig&gt;</textarea>" in page(hers, case)
    assert "Karin Brodersen schreibt am Entwurf von Mara Lindner weiter" in page(desk, case)


def test_one_is_handed_it_over_with_a_note(desk: Client, sign_in: SignIn, case: Case, karin: User) -> None:
    desk.post(begin(desk, case), {"person": str(karin.pk), "remark": "Du kennst die Lampe."})

    assert Note.objects.get().text == "@Karin Brodersen Du kennst die Lampe."
    assert "Mara Lindner übergibt Ihnen einen Entwurf" in page(sign_in(karin), case)
    assert "Du kennst die Lampe." in sign_in(karin).get("/").content.decode()


def test_whoever_shared_it_keeps_it_again_with_the_newest_words(desk: Client, case: Case) -> None:
    desk.post(begin(desk, case), {"person": ""})
    desk.post(f"/cases/{case.number}/drafts/keeping/", {"text": "Ganz fertig", "kept": "1"})

    draft = Draft.objects.get()
    assert (draft.text, draft.is_shared) == ("Ganz fertig", False)


def test_a_stranger_gets_none_of_it(desk: Client, sign_in: SignIn, case: Case, team: Team) -> None:
    case.team = team
    case.save()
    desk.post(begin(desk, case), {"person": ""})
    stranger, pk = sign_in(make_user(teams=(make_team(),))), Draft.objects.get().pk

    for step in (f"drafts/taking/{pk}/", "drafts/keeping/", "drafts/sharing/"):
        assert stranger.post(f"/cases/{case.number}/{step}").status_code == 403
    assert Draft.objects.get().user_id != stranger.session["_auth_user_id"]
