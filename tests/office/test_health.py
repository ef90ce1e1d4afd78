"""'Is everything running?': what nobody does any more is told like what failed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

import kulanz
from kulanz.cases.models import Message, Postponement
from kulanz.channels.models import Channel, Mailbox
from kulanz.channels.tasks import send_due_mails
from kulanz.channels.uses import may_acknowledge
from kulanz.core.clock import now
from kulanz.events import heartbeat
from kulanz.events.models import Heartbeat, Job
from kulanz.people.models import Brand
from tests.factories import make_case, make_user

from .test_people_and_mails import outgoing

SYSTEM = ["mail", "work", "schedule"]
NAMES = ("Annahme von Mails", "Arbeiter", "Zeitplan")


@pytest.fixture
def mailbox(brand: Brand) -> Mailbox:
    """A mailbox at which we take mails ourselves."""
    channel = Channel.objects.create(kind="email", name="Mail", brand=brand)
    return Mailbox.objects.create(channel=channel, address="hilfe@haus.example")


def part(office: Client, name: str) -> tuple[str, str]:
    """Return state and words of a part; empty where the page does not name it."""
    parts = office.get("/office/health/").context["parts"]
    return next(((each.state, each.words) for each in parts if each.name == name), ("", ""))


def states(office: Client) -> dict[str, str]:
    return {part.url: part.state for part in office.get("/office/health/").context["parts"]}


def test_health_says_in_words_what_is_missing_and_what_is_stuck(office: Client, brand: Brand, settings) -> None:
    heartbeat.beat(SYSTEM)
    Channel.objects.create(kind="form", name="Formular", brand=brand)
    quiet = office.get("/office/health/")
    settings.SMTP_OUT, settings.BEHIND_TLS = "smtp://127.0.0.1:1", True
    fine = states(office)
    outgoing("queued", due_at=now() - timedelta(hours=1))
    slow = states(office)
    outgoing("failed")
    Job.objects.create(name="x", state="failed", error="<script>alert(1)</script>")
    worst = office.get("/office/health/")

    assert ("KULANZ_SMTP_OUT" in quiet.content.decode(), quiet.context["worst"]) == (True, "warn")
    assert (set(fine.values()), slow["/office/outbox/"], worst.context["worst"]) == ({"ok"}, "warn", "risk")
    assert ("<script>alert" in worst.content.decode(), "&lt;script&gt;" in worst.content.decode()) == (False, True)


@pytest.mark.parametrize(
    ("days", "url", "state"),
    [
        (None, "https://hilfe.haus.example", "warn"),
        (3, "https://hilfe.haus.example", "warn"),
        (3, "http://localhost:8000", "warn"),
        (1, "https://hilfe.haus.example", "ok"),
        (None, "http://localhost:8000", ""),
    ],
)
def test_a_nightly_backup_that_stays_away_is_told(
    office: Client, settings, days: int | None, url: str, state: str
) -> None:
    settings.PUBLIC_URL = url
    if days:
        Heartbeat.objects.create(role="backup", at=now() - timedelta(days=days))

    assert part(office, "Sicherung")[0] == state


def test_a_role_that_nobody_plays_any_more_is_told(office: Client, mailbox: Mailbox) -> None:
    heartbeat.beat(SYSTEM)
    alive = [part(office, name)[0] for name in NAMES]
    Heartbeat.objects.update(at=now() - timedelta(minutes=5))

    assert (alive, [part(office, name)[0] for name in NAMES]) == ([""] * 3, ["risk"] * 3)


@pytest.mark.parametrize(("minutes", "state"), [(None, "risk"), (20, "risk"), (2, "ok")])
def test_a_mailbox_nobody_looked_at_is_told(office: Client, mailbox: Mailbox, minutes: int | None, state: str) -> None:
    fetched = now() - timedelta(minutes=minutes) if minutes else None
    Mailbox.objects.update(imap_host="imap.haus.example", last_fetch_at=fetched)

    assert part(office, mailbox.address)[0] == state


@pytest.mark.parametrize("host", ["imap.haus.example", ""])
def test_what_was_switched_off_is_missed_by_nobody(office: Client, mailbox: Mailbox, host: str) -> None:
    Mailbox.objects.update(imap_host=host, trouble=Mailbox.Trouble.PASSWORD if host else "")
    before = part(office, mailbox.address)[0] or part(office, "Annahme von Mails")[0]
    Channel.objects.update(is_active=False)

    after = part(office, mailbox.address)[0] or part(office, "Annahme von Mails")[0]

    assert (before in {"warn", "risk"}, after) == (True, "")


def test_an_answer_that_is_due_and_never_prepared_is_told(office: Client, settings) -> None:
    settings.SMTP_OUT = "smtp://127.0.0.1:1"
    late = now() - timedelta(minutes=6)
    Message.objects.create(
        case=make_case(), direction="out", delivery="held", channel="email", text="Ja", held_until=late
    )

    assert part(office, "E-Mail-Ausgang")[0] == "risk"


def test_work_that_is_due_and_not_done_is_told(office: Client) -> None:
    before = part(office, "Arbeit im Hintergrund")
    send_due_mails.later(at=now() - timedelta(minutes=6))

    assert (before[0], part(office, "Arbeit im Hintergrund")[0]) == ("ok", "risk")


def test_the_page_names_the_version(office: Client) -> None:
    assert f"Kulanz {kulanz.__version__}<" in office.get("/office/health/").content.decode()


def test_people_of_the_demo_in_a_house_are_a_red_mark(office: Client) -> None:
    make_user(email="nils@demo.example")

    assert part(office, "Demo-Firma")[0] == "risk"


def test_a_program_that_watches_hears_one_word_and_nothing_else(client: Client, mailbox: Mailbox) -> None:
    heartbeat.beat(SYSTEM)
    well = client.get("/health/")
    Heartbeat.objects.update(at=now() - timedelta(minutes=5))
    ill = client.get("/health/")

    assert (well.status_code, well.json()) == (200, {"status": "warn"})
    assert (ill.status_code, ill.json(), ill["Cache-Control"]) == (503, {"status": "risk"}, "no-store")


def test_an_empty_house_says_what_comes_first(office: Client) -> None:
    parts = office.get("/office/health/").context["parts"]

    assert "/office/brands/new/" in [each.url for each in parts]


def test_a_flood_that_was_not_acknowledged_is_told(office: Client, mailbox: Mailbox, settings) -> None:
    settings.ACKNOWLEDGEMENTS_AN_HOUR = 1
    before = part(office, "Eingangsbestätigungen")
    for _number in range(3):
        may_acknowledge()

    state, words = part(office, "Eingangsbestätigungen")

    assert (before, state, "2 Eingangsbestätigungen" in words) == (("", ""), "warn", True)


def test_a_letter_for_later_whose_moment_is_over_is_told(office: Client, settings) -> None:
    settings.SMTP_OUT = "smtp://127.0.0.1:1"
    case = make_case()
    letter = Message.objects.create(case=case, direction="out", delivery="later", channel="email", text="Ja")
    late = now() - timedelta(minutes=6)
    by = make_user()
    record = Postponement.objects.create(case=case, message=letter, until=now() + timedelta(days=1), by=by)
    before = part(office, "E-Mail-Ausgang")[0]

    Postponement.objects.filter(pk=record.pk).update(until=late)

    assert (before, part(office, "E-Mail-Ausgang")[0]) == ("ok", "risk")
