"""What comes outside of working hours waits, and comes as one: at the bell and in a mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kulanz.cases.actions import assign_case, write_note
from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.notify.actions import release_waiting, save_choices, send_digests
from kulanz.notify.models import Notice, NoticeChoices
from kulanz.notify.rules import OF_PEOPLE, Digest
from kulanz.people.actors import actor_for
from kulanz.people.models import Membership, Team, User
from kulanz.routing.actions import record_absence, save_hours
from tests.conftest import Clock
from tests.factories import make_case, make_user

RunJobs = Callable[[], int]
EVERYWHERE = {kind.value: ["page", "push", "mail"] for kind in OF_PEOPLE}


def choose(user: User, digest: Digest = Digest.OFF, *, quiet: bool = True, **ways: Sequence[str]) -> None:
    save_choices(by=actor_for(user), ways={**EVERYWHERE, **ways}, quiet=quiet, digest=digest)


def given_to(user: User, team: Team, by: Actor) -> Case:
    case = make_case(team=team, subject="Mein Rad ist kaputt")
    assign_case(case_id=case.pk, by=by, user_id=user.pk, reason="Kennst du dich damit aus?")
    return case


def number(desk: Client) -> str:
    """What the bell says."""
    return desk.get(reverse("desk:notice-amount")).content.decode().partition('data-amount="')[2].partition('"')[0]


def test_the_bell_is_silent_in_the_evening_and_says_it_in_the_morning(
    mara: User, desk: Client, team: Team, by: Actor, clock: Clock, run_jobs: RunJobs
) -> None:
    clock.advance(hours=8)
    case = given_to(mara, team, by)
    run_jobs()
    in_the_evening, page = number(desk), desk.get(reverse("desk:notices")).content.decode()

    clock.advance(hours=15)
    release_waiting()

    assert (in_the_evening, number(desk)) == ("", "1")
    assert (case.number in page, "zählt ab" in page) == (True, True)


def test_own_hours_and_absence_count_and_whoever_wants_it_hears_all_at_once(
    mara: User, jonas: User, karin: User, team: Team, clock: Clock, run_jobs: RunJobs
) -> None:
    late = {0: [(time(12), time(20))]}
    save_hours(by=actor_for(mara), user_id=mara.pk, hours=late, capacity=None)
    today = clock.at.date()
    record_absence(by=actor_for(jonas), user_id=jonas.pk, begins=today, ends=today + timedelta(days=1))
    choose(karin, quiet=False)
    clock.advance(hours=1)
    record_absence(by=actor_for(karin), user_id=karin.pk, begins=today, ends=today)
    case = make_case(team=team)

    write_note(
        case_id=case.pk, by=actor_for(make_user(name="Ada Falk", teams=(team,))), text="@Mara @Jonas @Karin, kommt ihr?"
    )
    run_jobs()

    waits = dict(Notice.objects.values_list("user__name", "waits_until"))
    assert waits == {
        "Mara Lindner": datetime(2026, 11, 16, 11, 0, tzinfo=UTC),
        "Jonas Keller": datetime(2026, 11, 18, 8, 0, tzinfo=UTC),
        "Karin Vogt": None,
    }


def test_the_mail_says_which_cases_and_what_happened_and_no_word_of_them(
    mara: User, team: Team, by: Actor, clock: Clock, run_jobs: RunJobs, settings: Any, mailoutbox: Any
) -> None:
    choose(mara, Digest.HOURLY)
    cases = [given_to(mara, team, by) for _each in range(2)]
    run_jobs()

    sent = (send_digests(), send_digests())

    (mail,) = mailoutbox
    text = mail.body
    assert (sent, mail.to, mail.subject) == ((1, 0), [mara.email], "2 neue Meldungen")
    assert [f"Anliegen {case.number}: Ein Anliegen ist jetzt bei Ihnen" in text for case in cases] == [True, True]
    assert f"{settings.PUBLIC_URL}/cases/{cases[0].number}/" in text
    assert ("Rad" in text, "Kennst du" in text) == (False, False)


def test_what_was_read_is_not_mailed_nor_what_its_person_may_not_see(
    mara: User, team: Team, by: Actor, desk: Client, run_jobs: RunJobs
) -> None:
    choose(mara, Digest.HOURLY)
    given_to(mara, team, by)
    run_jobs()
    desk.post(reverse("desk:notice-readings"))
    given_to(mara, team, by)
    run_jobs()
    Membership.objects.filter(user=mara).delete()

    assert send_digests() == 0


def test_a_mail_with_the_beginning_of_work_comes_once_a_day(
    mara: User, team: Team, by: Actor, clock: Clock, run_jobs: RunJobs
) -> None:
    choose(mara, Digest.MORNING)
    NoticeChoices.objects.update(digest_at=clock.at)
    sent = []
    for _hour in range(48):
        given_to(mara, team, by)
        run_jobs()
        release_waiting()
        sent.append(send_digests())
        clock.advance(hours=1)

    assert [hour for hour, amount in enumerate(sent) if amount] == [23, 47]


def test_choices_are_kept_and_followed(mara: User, team: Team, by: Actor, desk: Client, run_jobs: RunJobs) -> None:
    desk.post(
        reverse("desk:notice-choices"), {"way": ["mentioned:page", "given:mail", "nonsense:page"], "digest": "hourly"}
    )
    page = desk.get(reverse("desk:me")).content.decode()

    given_to(mara, team, by)
    run_jobs()

    kept, notice = NoticeChoices.objects.get(), Notice.objects.get()
    assert (kept.ways["mentioned"], kept.ways["given"], kept.ways["answered"]) == (["page"], ["mail"], [])
    assert (kept.quiet, kept.digest) == (False, "hourly")
    assert (notice.in_page, notice.to_push, notice.to_mail, number(desk)) == (False, False, True, "")
    chosen = page.partition('action="/me/notices/"')[2].partition("</form>")[0]
    assert chosen.count("checked") == 2


def test_nobody_s_choices_are_shown_to_others(mara: User, desk: Client, client: Client, karin: User) -> None:
    choose(mara, Digest.HOURLY)
    client.force_login(karin)

    page = client.get(reverse("desk:me")).content.decode()

    assert 'value="hourly" selected' not in " ".join(page.split())


@pytest.mark.parametrize("amount", [1, 30])
def test_releasing_takes_as_many_queries_for_many(
    mara: User, team: Team, clock: Clock, amount: int, django_assert_num_queries: Any
) -> None:
    Notice.objects.bulk_create(
        Notice(user=mara, case=make_case(team=team), kind="given", waits_until=clock.at) for _each in range(amount)
    )

    with django_assert_num_queries(5):
        release_waiting()
