"""The open case: everything on one page, the same few queries however long it is, nothing typed by a stranger runs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Case, Draft, ReadMark
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.factories import make_user
from tests.pages import in_one_line

from .conftest import Arrive, Look

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def page_of(browser: Client, case: Case, query: str = "") -> str:
    return browser.get(f"/cases/{case.number}/{query}").content.decode()


def lengthen(case: Case, arrive: Arrive, agent: User, amount: int) -> None:
    by = actor_for(agent)
    for number in range(amount):
        arrive(
            f"Brief {number}",
            case_id=case.pk,
            hidden="> früher",
            uploads=(Upload(f"{number}.txt", "text/plain", b"x"),),
        )
        actions.write_note(case_id=case.pk, by=by, text=f"Notiz {number}")
    actions.change_tags(case_id=case.pk, by=by, add=["Reparatur"])
    actions.edit_story(case_id=case.pk, by=by, matter="Lampe", promised="Rückruf", next_step="Prüfen")
    actions.save_draft(case_id=case.pk, by=by, kind="reply", text="Entwurf")


@pytest.mark.parametrize("letters", [1, 30])
@pytest.mark.parametrize("note", ["", "Schaust du, @Mara Lindner?"])
def test_a_case_takes_thirteen_queries_whatever_its_length(
    desk: Client, agent: User, arrive: Arrive, letters: int, note: str, django_assert_num_queries
) -> None:
    case = arrive()
    lengthen(case, arrive, agent, letters)
    desk.get(f"/cases/{case.number}/")
    arrive("Das Neueste", case_id=case.pk, at=now() + timedelta(seconds=1))
    if note:
        actions.write_note(case_id=case.pk, by=actor_for(make_user(is_lead=True)), text=note)

    with django_assert_num_queries(13):
        answer = desk.get(f"/cases/{case.number}/")

    page = answer.content.decode()
    assert (answer.status_code, page.count('class="entry note"')) == (200, letters + bool(note))
    assert f"Brief {letters - 1}" in page


def test_a_long_correspondence_begins_with_its_newest_part(desk: Client, arrive: Arrive) -> None:
    case = arrive("Der allererste Brief")
    for number in range(50):
        arrive(f"Brief {number}.", case_id=case.pk, at=now() + timedelta(minutes=number + 1))

    newest, everything = (in_one_line(page_of(desk, case, query)) for query in ("", "?everything"))

    assert ("Der allererste Brief" in newest, "Der allererste Brief" in everything) == (False, True)
    link = '&amp;everything">'
    assert ("Brief 49." in newest, link in newest, link in everything) == (True, True, False)


def test_for_htmx_only_the_case_is_drawn(desk: Client, arrive: Arrive) -> None:
    case = arrive()

    answer = desk.get(f"/cases/{case.number}/", headers={"HX-Request": "true", "HX-Target": "sheet"})

    page = in_one_line(answer.content.decode())
    assert ('<main class="sheet open"' in page, "<html" in page) == (True, False)
    assert answer.headers["Vary"] == "HX-Request, HX-Target, Cookie"


def test_an_opened_case_counts_as_read_up_to_what_was_shown(look: Look, agent: User, arrive: Arrive) -> None:
    case = arrive()
    note = actions.write_note(case_id=case.pk, by=actor_for(agent), text="Bitte anrufen")
    ReadMark.objects.all().delete()

    look(case)

    mark = ReadMark.objects.get()
    case.refresh_from_db()
    assert (mark.user_id, mark.message_id, mark.note_id, mark.seen_at) == (
        agent.pk,
        case.messages.get().pk,
        note.pk,
        case.last_entry_at,
    )


def test_nothing_a_customer_writes_becomes_markup(desk: Client, agent: User, arrive: Arrive) -> None:
    by = actor_for(agent)
    case = arrive(
        EVIL,
        sender_name=EVIL,
        subject=EVIL,
        hidden=EVIL,
        hints=({"code": "belongs-to", "numbers": [EVIL]}, {"code": EVIL}),
        uploads=(Upload(f"{EVIL}.png", "text/html", b"x"),),
    )
    actions.write_note(case_id=case.pk, by=by, text=EVIL)
    actions.change_tags(case_id=case.pk, by=by, add=[EVIL[:50]])
    actions.set_goal(case_id=case.pk, by=by, goal=EVIL)
    actions.edit_story(case_id=case.pk, by=by, matter=EVIL, promised=EVIL, next_step=EVIL)
    actions.save_draft(case_id=case.pk, by=by, kind="reply", text="</textarea>" + EVIL)
    actions.assign_case(case_id=case.pk, by=by, user_id=agent.pk, reason=EVIL)
    User.objects.filter(pk=agent.pk).update(name=EVIL[:100])
    message = case.messages.get()

    pages = [
        desk.get(address).content.decode()
        for address in (
            f"/cases/{case.number}/",
            f"/cases/{case.number}/assignments/",
            "/",
            "/inbox/?view=all",
            f"/inbox/?view=all&q={EVIL}",
            "/palette/?q=%3Cscript",
            f"/customers/{case.customer_id}/",
            "/customers/",
            f"/customers/?q={EVIL}",
            f"/messages/{message.pk}/rest/",
            f"/messages/{message.pk}/html/",
        )
    ]

    assert [place for place, page in enumerate(pages) if "<script>alert" in page or "<img src=x" in page] == []
    assert all(re.search(r"=\"[^\"]*\"'&gt;", page) is None for page in pages)
    assert "&lt;script&gt;alert(1)" in pages[0]


def test_a_page_address_with_quotes_stays_inside_its_attributes(desk: Client, arrive: Arrive) -> None:
    case = arrive()

    page = page_of(desk, case, '?view=all&q="><script>x</script>&tag="onmouseover=x')

    assert "<script>x" not in page
    assert '"onmouseover' not in page


def test_a_draft_waits_for_the_one_who_wrote_it(desk: Client, agent: User, arrive: Arrive, outsider: Client) -> None:
    case = arrive(team_id=None)
    desk.post(f"/cases/{case.number}/drafts/reply/", {"text": "Nur für mich sichtbar"})

    assert "Nur für mich sichtbar" in page_of(desk, case)
    assert "Nur für mich sichtbar" not in page_of(outsider, case)
    assert Draft.objects.get().user_id == agent.pk


def test_the_story_is_stale_when_something_newer_came(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive()
    actions.edit_story(case_id=case.pk, by=actor_for(agent), matter="Lampe", promised="", next_step="")
    fresh = desk.get(f"/cases/{case.number}/").context["page"].story_is_stale
    arrive("Noch etwas", case_id=case.pk)

    assert (fresh, desk.get(f"/cases/{case.number}/").context["page"].story_is_stale) == (False, True)


def test_what_came_before_names_only_cases_one_may_see(desk: Client, arrive: Arrive) -> None:
    from tests.factories import make_team  # noqa: PLC0415 - beside its one use

    hidden = arrive(subject="Geheime Sache", team_id=make_team("Leitung").pk)
    earlier = arrive(subject="Frühere Sache")
    case = arrive(subject="Jetzt")

    page = page_of(desk, case)

    assert ("Frühere Sache" in page, hidden.number in page) == (True, False)
    assert earlier.customer_id == hidden.customer_id


@pytest.mark.parametrize("number", ["RL-999", "X", "rl-1", "RL-1 ", "..", "RL-٣", "x" * 5000, "RL-1%0A"])
def test_a_number_that_does_not_exist_is_not_found(desk: Client, arrive: Arrive, number: str) -> None:
    arrive()

    assert desk.get(f"/cases/{number}/").status_code == 404


def test_the_way_back_counts_the_seconds_that_were_promised(desk: Client, agent: User, arrive: Arrive, clock) -> None:
    case = arrive()
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Mail **kommt** gleich an post@lampen.example.")

    page = page_of(desk, case)

    found = re.search(r'data-until="([^"]+)"', page)
    assert found is not None
    assert datetime.fromisoformat(found[1]) == clock.now() + timedelta(seconds=agent.undo_seconds)
    assert f"{agent.undo_seconds} s Bedenkzeit" in page


def test_a_letter_of_ours_looks_on_the_desk_as_customers_see_it(desk: Client, agent: User, arrive: Arrive) -> None:
    case = arrive("Ist das **fett**? www.lampen.example")
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Ja, **sehr**: www.lampen.example, 2*3*4")

    page = page_of(desk, case)

    assert '<strong>sehr</strong>: <a href="https://www.lampen.example"' in page
    assert "2*3*4" in page
    assert "<strong>fett</strong>" not in page
