"""Looking changes nothing; that a case was seen is said by its page, or by whoever acts in it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions
from kulanz.cases.models import Case, Mention, ReadMark
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.factories import make_user

from .conftest import Arrive, Look


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A case of the team with a letter."""
    return arrive()


def said(case: Case, **fields: object) -> dict[str, object]:
    """What a page of the case says when it is shown."""
    return {"message": 1, "note": 0, "until": case.last_entry_at.isoformat(), **fields}


@pytest.mark.parametrize("address", ["/", "/inbox/?view=all", "/cases/{number}/", "/cases/{number}/assignments/"])
@pytest.mark.parametrize("part", ["", "sheet", "thread"])
def test_looking_at_a_page_writes_nothing(desk: Client, case: Case, address: str, part: str) -> None:
    asked = {"HX-Request": "true", "HX-Target": part} if part else {}
    desk.get("/")  # the session

    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address.format(number=case.number), headers=asked).status_code == 200

    assert [each["sql"] for each in queries if not each["sql"].lstrip("(").startswith("SELECT")] == []
    assert ReadMark.objects.count() == 0


def test_a_page_that_was_seen_has_nothing_to_say_any_more(look: Look, case: Case) -> None:
    first, second = look(case), look(case)

    assert ("data-read-mark" in first, "data-read-mark" in second) == (True, False)


def test_a_page_speaks_of_what_it_showed_and_of_nothing_later(desk: Client, arrive: Arrive, case: Case) -> None:
    shown = said(case)
    arrive("Noch etwas", case_id=case.pk, at=now() + timedelta(seconds=1))

    desk.post(f"/cases/{case.number}/read-mark/", shown)

    assert "row unread" in desk.get("/inbox/?view=all").content.decode()


def test_a_page_from_earlier_takes_nothing_back(desk: Client, arrive: Arrive, case: Case) -> None:
    early = said(case)
    arrive("Noch etwas", case_id=case.pk, at=now() + timedelta(seconds=1))
    case.refresh_from_db()

    for shown in (said(case, message=2), early):
        desk.post(f"/cases/{case.number}/read-mark/", shown)

    assert ReadMark.objects.values_list("message_id", "seen_at").get() == (2, case.last_entry_at)


def test_nobody_can_have_seen_what_is_still_to_come(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/read-mark/", said(case, until="2099-01-01T00:00:00+00:00"))

    assert ReadMark.objects.get().seen_at == case.last_entry_at


def test_a_call_counts_as_seen_once_its_note_was_shown(desk: Client, agent: User, case: Case) -> None:
    by = actor_for(make_user(name="Otto Berg", is_admin=True))
    first, second = (actions.write_note(case_id=case.pk, by=by, text=f"@Mara, {n}?") for n in ("ja", "nein"))

    desk.post(f"/cases/{case.number}/read-mark/", said(case, note=first.pk))

    assert list(Mention.objects.filter(seen_at=None).values_list("note_id", flat=True)) == [second.pk]


NEVER = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]  # in UTC a year before the first, after the last


@pytest.mark.parametrize("until", [*NEVER, "2026-01-01T00:00:00+24:00"])
def test_a_moment_that_no_database_holds_is_refused(desk: Client, case: Case, until: str) -> None:
    assert desk.post(f"/cases/{case.number}/read-mark/", said(case, until=until)).status_code == 404
    given = {"due": until, "words": "Morgen."}
    assert desk.post(f"/cases/{case.number}/promises/", given).status_code == 404


@pytest.mark.parametrize("written", ["{}+23:59", "{}-23:59", "{}+00:00:30"])
def test_a_moment_counts_by_whatever_odd_offset_it_is_written(desk: Client, case: Case, written: str) -> None:
    """Python reads offsets that PostgreSQL does not."""
    until = written.format("2026-01-01T12:00:00")

    assert desk.post(f"/cases/{case.number}/read-mark/", said(case, until=until)).status_code == 204
    assert ReadMark.objects.get().seen_at == datetime.fromisoformat(until)


@pytest.mark.parametrize(
    "wrong", [{"until": ""}, {"until": "2026-01-01T00:00:00"}, {"until": "x"}, {"message": "x"}, {"note": "9" * 30}]
)
def test_what_no_page_says_is_refused(desk: Client, case: Case, wrong: dict[str, str]) -> None:
    assert desk.post(f"/cases/{case.number}/read-mark/", said(case, **wrong)).status_code == 404


def test_only_a_page_of_ours_can_say_that_a_case_was_seen(agent: User, case: Case) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(agent)

    assert browser.post(f"/cases/{case.number}/read-mark/", said(case)).status_code == 403


def test_nobody_marks_a_case_of_another_team(outsider: Client, case: Case) -> None:
    assert outsider.post(f"/cases/{case.number}/read-mark/", said(case)).status_code == 403
    assert ReadMark.objects.count() == 0


@pytest.mark.parametrize(
    ("step", "fields", "marks"),
    [
        ("tags", {"add": "Eile"}, 1),
        ("takeover", {}, 1),
        ("notes", {"text": "Ruf an"}, 1),
        ("drafts/reply", {"text": "Guten"}, 0),
        ("review", {"text": "Guten"}, 0),
        ("unread", {}, 0),
    ],
)
def test_without_a_script_whoever_acts_in_a_case_has_read_it(
    desk: Client, case: Case, step: str, fields: dict[str, str], marks: int
) -> None:
    desk.post(f"/cases/{case.number}/{step}/", fields)

    assert ReadMark.objects.filter(seen_at__gte=case.last_entry_at).count() == marks


def test_where_a_script_runs_the_page_that_answers_speaks_for_itself(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/tags/", {"add": "Eile"}, headers={"HX-Request": "true"})

    assert ReadMark.objects.count() == 0
