"""Of what people are told, once each, and of what not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from kulanz.cases.actions import (
    assign_case,
    mark_read,
    merge_cases,
    receive_messages,
    return_letter,
    send_reply,
    write_note,
)
from kulanz.cases.actions.sharing import share_draft
from kulanz.cases.arrival import Arrival
from kulanz.cases.models import Case, Draft
from kulanz.core.clock import now
from kulanz.events.actor import SYSTEM, Actor
from kulanz.events.handling import handle_event
from kulanz.events.models import Event
from kulanz.live.news import news_after
from kulanz.live.subscription import Subscription
from kulanz.notify.actions import raise_due_promises, read_notices_of
from kulanz.notify.models import Notice
from kulanz.people.actors import actor_for
from kulanz.people.models import Membership, Team, User
from kulanz.promises.actions import announce_promise
from tests.conftest import Clock
from tests.factories import make_case, make_team, make_user

RunJobs = Callable[[], int]


def told(user: User) -> list[str]:
    """What somebody was told and has not read, the newest first."""
    rows = Notice.objects.filter(user=user, read_at=None).order_by("-at", "-id")
    return list(rows.values_list("kind", flat=True))


def answer_in(case: Case, **more: Any) -> None:
    """A customer writes in a case."""
    address = case.customer.contact_points.get().value
    values = {"sender_address": address, "sender_name": "Anna", "subject": "Lampe", "text": "Und?", **more}
    receive_messages([Arrival(channel="email", brand_id=case.brand_id, case_id=case.pk, at=now(), **values)])


def test_whoever_is_given_a_case_is_told_and_whoever_takes_one_is_not(
    mara: User, jonas: User, by: Actor, team: Team, run_jobs: RunJobs
) -> None:
    first, second = make_case(team=team), make_case(team=team)

    assign_case(case_id=first.pk, by=by, user_id=mara.pk)
    assign_case(case_id=second.pk, by=by, user_id=jonas.pk)
    run_jobs()

    assert (told(mara), told(jonas)) == (["given"], [])


def test_what_was_handed_on_unseen_is_no_news_any_more(
    mara: User, karin: User, by: Actor, team: Team, run_jobs: RunJobs
) -> None:
    case = make_case(team=team)
    assign_case(case_id=case.pk, by=by, user_id=mara.pk)
    run_jobs()

    assign_case(case_id=case.pk, by=by, user_id=karin.pk)
    run_jobs()

    assert (told(mara), told(karin)) == ([], ["given"])


def test_several_answers_in_a_case_are_one_notice_that_rises(
    case: Case, mara: User, clock: Clock, run_jobs: RunJobs
) -> None:
    for _each in range(2):
        answer_in(case)
        run_jobs()
        clock.advance(minutes=5)

    (notice,) = Notice.objects.filter(user=mara)
    assert (notice.kind, notice.at) == ("answered", clock.at - timedelta(minutes=5))


def test_a_job_that_runs_twice_tells_once(case: Case, mara: User, run_jobs: RunJobs) -> None:
    answer_in(case)
    run_jobs()
    read_notices_of(case_id=case.pk, by=actor_for(mara))

    handle_event.run(event_id=Event.objects.get(kind="message-received").pk, handler="notify")

    assert told(mara) == []


def test_what_somebody_has_read_before_the_job_ran_is_no_news(case: Case, mara: User, run_jobs: RunJobs) -> None:
    answer_in(case)
    mark_read(case_id=case.pk, by=actor_for(mara))

    run_jobs()

    assert told(mara) == []


def test_a_mail_of_a_machine_tells_nobody(case: Case, mara: User, run_jobs: RunJobs) -> None:
    answer_in(case, is_automatic=True)

    run_jobs()

    assert told(mara) == []


def test_a_note_tells_whom_it_calls_and_a_draft_whom_it_is_for(
    case: Case, mara: User, jonas: User, karin: User, by: Actor, run_jobs: RunJobs
) -> None:
    write_note(case_id=case.pk, by=by, text="@Mara @Jonas, wer weiß das?")
    Draft.objects.create(case=case, user=jonas, kind="reply", text="Guten Tag,")
    share_draft(case_id=case.pk, by=by, to_id=karin.pk)

    run_jobs()

    assert (told(mara), told(jonas), told(karin)) == (["mentioned"], [], ["draft"])


def test_a_promise_is_told_an_hour_before_and_again_when_it_is_overdue(
    case: Case, mara: User, by: Actor, clock: Clock
) -> None:
    announce_promise(case_id=case.pk, by=by, words="Wir melden uns.", due_at=clock.at + timedelta(hours=3))

    found = []
    for _each in range(6):
        raise_due_promises()
        raise_due_promises()
        found.append(sorted(told(mara)))
        clock.advance(hours=1)

    assert found == [[], [], ["due"], ["due", "overdue"], ["due", "overdue"], ["due", "overdue"]]


def test_two_promises_of_a_case_do_not_call_each_other_up_for_ever(
    case: Case, mara: User, by: Actor, clock: Clock
) -> None:
    for minutes in (30, 40):
        announce_promise(case_id=case.pk, by=by, words=f"In {minutes}", due_at=clock.at + timedelta(minutes=minutes))
    raise_due_promises()
    read_notices_of(case_id=case.pk, by=actor_for(mara))

    clock.advance(minutes=5)
    raise_due_promises()

    assert told(mara) == []


def test_opening_the_case_reads_it_also_by_the_one_into_which_it_was_merged(
    case: Case, mara: User, team: Team, by: Actor, run_jobs: RunJobs
) -> None:
    answer_in(case)
    run_jobs()
    target = make_case(team=team, assignee=mara, customer=case.customer)
    merge_cases(case_id=case.pk, into_id=target.pk, by=by)

    read_notices_of(case_id=target.pk, by=actor_for(mara))

    assert told(mara) == []


def test_the_bell_counts_and_the_title_says_it(
    case: Case, mara: User, desk: Client, run_jobs: RunJobs, django_assert_num_queries: Any
) -> None:
    answer_in(case)
    run_jobs()

    with django_assert_num_queries(3):
        page = desk.get(reverse("desk:notices")).content.decode()

    assert "<title>(1) " in page
    assert 'data-amount="1"' in page
    assert case.number in page
    assert "Und?" not in page


def test_the_page_costs_the_same_with_many_and_leads_on(
    mara: User, team: Team, desk: Client, django_assert_num_queries: Any
) -> None:
    cases = [make_case(team=team) for _each in range(53)]
    Notice.objects.bulk_create(Notice(user=mara, case=case, kind="answered") for case in cases)

    with django_assert_num_queries(3):
        first = desk.get(reverse("desk:notices"))
    rest = desk.get(reverse("desk:notices"), {"after": first.context["next_after"]})

    assert (len(first.context["rows"]), len(rest.context["rows"]), rest.context["next_after"]) == (50, 3, "")
    assert desk.get(reverse("desk:notices"), {"after": "gestern"}).status_code == 404


def test_whoever_may_no_longer_see_a_case_sees_no_notice_of_it(
    case: Case, mara: User, desk: Client, run_jobs: RunJobs
) -> None:
    answer_in(case)
    run_jobs()

    Membership.objects.filter(user=mara).delete()

    answer = desk.get(reverse("desk:notices"))
    assert (answer.context["rows"], "<title>(" in answer.content.decode()) == ([], False)


def test_nobody_is_told_of_a_case_that_they_may_not_see(case: Case, mara: User, run_jobs: RunJobs) -> None:
    Case.objects.filter(pk=case.pk).update(team=make_team())

    answer_in(case)
    run_jobs()

    assert told(mara) == []


def test_a_look_at_the_case_takes_the_number_off(case: Case, desk: Client, run_jobs: RunJobs) -> None:
    answer_in(case)
    run_jobs()
    page = desk.get(reverse("desk:case", args=[case.number]))

    desk.post(reverse("desk:read-mark", args=[case.number]), {"message": 1, "note": 0, "until": now().isoformat()})

    assert b"data-read-mark" in page.content
    assert b"hidden" in desk.get(reverse("desk:notice-amount")).content


def test_all_is_read_at_once(case: Case, mara: User, desk: Client, run_jobs: RunJobs) -> None:
    answer_in(case)
    run_jobs()

    desk.post(reverse("desk:notice-readings"))

    assert told(mara) == []


def test_only_the_person_hears_that_there_is_something_new(
    case: Case, mara: User, jonas: User, run_jobs: RunJobs
) -> None:
    answer_in(case)
    run_jobs()

    (news,) = [each for each in news_after(0) if each.kind == "notices-changed"]

    listens = {each.name: news.may_hear(Subscription(each.pk, actor_for(each).sight, now())) for each in (mara, jonas)}
    assert listens == {"Mara Lindner": True, "Jonas Keller": False}


def test_a_letter_that_waits_is_told_to_those_who_may_approve_until_one_has(
    case: Case, karin: User, mara: User, run_jobs: RunJobs
) -> None:
    User.objects.filter(pk=mara.pk).update(needs_approval=True)
    mara.refresh_from_db()
    other = make_user(name="Ada", is_lead=True)
    letter = send_reply(case_id=case.pk, by=actor_for(mara), text="Guten Tag, wir schauen nach.")
    run_jobs()
    before = (told(karin), told(other), told(mara))

    return_letter(message_id=letter.pk, by=actor_for(karin), remark="Bitte freundlicher.")
    run_jobs()

    assert before == (["to-approve"], ["to-approve"], [])
    assert (told(karin), told(other), told(mara)) == ([], [], ["returned"])


def test_the_house_itself_may_act(case: Case, mara: User, team: Team, run_jobs: RunJobs) -> None:
    free = make_case(team=team)

    assign_case(case_id=free.pk, by=SYSTEM, user_id=mara.pk, because=["free"])
    run_jobs()

    assert told(mara) == ["given"]
