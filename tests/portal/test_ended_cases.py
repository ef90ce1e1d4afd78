"""What customers read of a case that we ended without a letter: honest words where there is something to read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.models import Case
from kulanz.cases.rules import EndingReason
from kulanz.events.actor import Actor
from tests.pages import in_one_line

from .conftest import Arrive, key_of


def end(case: Case, agent: Actor, reason: EndingReason, of: Case | None = None) -> None:
    actions.end_case(case_id=case.pk, by=agent, reason=reason, of_id=of.pk if of is not None else None)


def test_whoever_needs_no_answer_reads_so_and_may_still_write(
    client: Client, case: Case, key: str, agent: Actor
) -> None:
    end(case, agent, EndingReason.NO_ANSWER)

    page = in_one_line(client.get(key).content.decode())
    assert "Abgeschlossen: Wir meinen, dass es keine Antwort braucht." in page
    assert "Ohne Antwort abgeschlossen" in page
    assert "gelöst" not in page.lower()
    client.post(f"{key}messages/", {"text": "Doch, bitte!"})
    case.refresh_from_db()
    assert case.status == "with-us"


@pytest.mark.parametrize("reason", [EndingReason.NEWSLETTER, EndingReason.SPAM])
def test_what_is_nobodys_matter_has_no_page(
    client: Client, case: Case, key: str, agent: Actor, reason: EndingReason
) -> None:
    end(case, agent, reason)
    closed = client.get(key)
    written = client.post(f"{key}messages/", {"text": "Jetzt kaufen!"})
    actions.undo_ending(case_id=case.pk, by=agent)

    assert (closed.status_code, written.status_code, client.get(key).status_code) == (404, 404, 200)
    assert case.messages.count() == 1


def test_a_duplicate_leads_to_the_other_case(client: Client, case: Case, arrive: Arrive, agent: Actor) -> None:
    again = arrive("Noch einmal: wo bleibt sie?")
    key = key_of(again)
    end(again, agent, EndingReason.DUPLICATE, of=case)

    page = in_one_line(client.get(key).content.decode())
    there = client.get(f"{key}continuation/")

    assert "Darum kümmern wir uns schon." in page
    assert f"Zu Ihrem Anliegen {case.number}" in page
    assert there.headers["Location"] == key_of(case)


def test_a_duplicate_of_somebody_elses_case_leads_nowhere(
    client: Client, case: Case, arrive: Arrive, agent: Actor
) -> None:
    other = arrive("Wo bleibt unsere Lampe?", sender_address="bernd@post.example", sender_name="Bernd")
    key = key_of(other)
    end(other, agent, EndingReason.DUPLICATE, of=case)

    page = client.get(key).content.decode()

    assert ("Darum kümmern wir uns schon." in page, case.number in page.replace(other.number, "")) == (True, False)
    assert client.get(f"{key}continuation/").status_code == 404


def test_a_key_that_soon_ends_leads_to_no_other_case(client: Client, case: Case, arrive: Arrive, agent: Actor) -> None:
    again = arrive("Noch einmal: wo bleibt sie?")
    link = actions.create_short_link(case_id=again.pk, customer_id=again.customer_id)
    key = f"/c/{queries.link_token(link)}/"
    end(again, agent, EndingReason.DUPLICATE, of=case)

    assert (client.get(key).status_code, client.get(f"{key}continuation/").status_code) == (200, 404)
    assert link.expires_at - link.created_at == timedelta(hours=1)


def test_an_open_case_leads_nowhere(client: Client, key: str) -> None:
    assert client.get(f"{key}continuation/").status_code == 404


def test_the_own_list_says_how_each_ended_and_leaves_out_nobodys_matter(
    client: Client, case: Case, arrive: Arrive, agent: Actor, enter
) -> None:
    again, spam, thanks = (arrive(text, subject=text) for text in ("Noch einmal", "Jetzt kaufen", "Danke sehr"))
    end(again, agent, EndingReason.DUPLICATE, of=case)
    end(spam, agent, EndingReason.SPAM)
    end(thanks, agent, EndingReason.NO_ANSWER)
    enter(client, "anna@post.example")

    page = client.get("/my/").content.decode()

    assert ("geht in einem anderen Anliegen weiter" in page, "ohne Antwort abgeschlossen" in page) == (True, True)
    assert "Jetzt kaufen" not in page
    assert client.get(f"/my/cases/{spam.number}/").status_code == 404
