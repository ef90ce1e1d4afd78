"""Cases opened by hand: whom they are about, with a call note or the first letter, in one press."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases.models import Assignment, Case, Message, Note
from kulanz.events.actor import SYSTEM
from kulanz.people.actions import add_contact
from kulanz.people.models import Brand, ContactPoint, Customer, Organisation, Team, User
from kulanz.people.rules import ContactKind
from tests.factories import make_case, make_customer, make_team
from tests.pages import in_one_line

NEW = {"name": "Ruth Anders", "address": "", "phone": "", "subject": "Anruf: Dimmer", "team": "", "text": ""}
LETTER = {"first": "letter", "text": "Guten Tag, Frau Anders,\n\nIhr Dimmer ist da.", "then": "wait"}
ADDRESS, NUMBER = {"address": "ida@kern.example"}, {"phone": "040 228 55-0"}


def open_case(desk: Client, of: Brand, **more: object):
    return desk.post("/new/", {**NEW, "brand": of.pk, **more})


def reach(customer: Customer, number: str) -> ContactPoint:
    return add_contact(customer_id=customer.pk, by=SYSTEM, kind=ContactKind.PHONE, written=number)


def doubles_in(answer) -> list[str]:
    return [each.name for each in answer.context["who"].doubles]


def test_a_case_by_hand_makes_a_customer_of_an_unknown_address(desk: Client, brand: Brand, agent: User) -> None:
    answer = open_case(desk, brand, address="Ruth@Post.example", text="Rief um zehn an.")

    case, note = Case.objects.get(), Note.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.number}/"
    assert (case.assignee, case.status, case.channel, case.customer.name) == (agent, "with-us", "desk", "Ruth Anders")
    assert (case.customer.contact_points.get().value, note.text) == ("ruth@post.example", "Rief um zehn an.")
    assert (note.call, note.spoke_with, case.preview) == ("in", "Ruth Anders", "Rief um zehn an.")


@pytest.mark.parametrize(
    ("more", "status", "waits"),
    [
        ({}, "with-us", True),
        ({"direction": "out", "spoke_with": "Otto Anders"}, "with-us", False),
        ({"then": "wait"}, "waiting-customer", False),
        ({"text": " "}, "with-us", False),
    ],
)
def test_whoever_called_waits_for_us_unless_it_is_up_to_them(
    desk: Client, brand: Brand, more: dict[str, str], status: str, waits: bool
) -> None:
    open_case(desk, brand, **{"text": "Wann kommt sie?", **more})

    case = Case.objects.get()
    assert (case.status, case.waiting_since is not None) == (status, waits)


def test_the_thread_says_who_called_whom(desk: Client, brand: Brand) -> None:
    open_case(desk, brand, text="Ja.", direction="out", spoke_with="Otto <Anders>")

    page = desk.get(f"/cases/{Case.objects.get().number}/").content.decode()

    assert "Mara Lindner rief an: Otto &lt;Anders&gt;" in page


def test_a_case_can_be_left_to_all(desk: Client, brand: Brand) -> None:
    open_case(desk, brand, whose="nobody", text="Wann?")

    assert (Case.objects.get().assignee, Assignment.objects.get().user) == (None, None)


@pytest.mark.parametrize("then", ["wait", ""])
def test_a_case_begins_with_a_letter_that_can_be_taken_back(desk: Client, brand: Brand, agent: User, then: str) -> None:
    file = SimpleUploadedFile("plan.pdf", b"pdf", "application/pdf")

    open_case(desk, brand, address="ruth@post.example", **{**LETTER, "then": then}, files=file, whose="nobody")

    case, letter = Case.objects.get(), Message.objects.get()
    assert (case.status, case.assignee) == ("waiting-customer" if then else "with-us", agent)
    assert (letter.delivery, letter.recipients, letter.subject, letter.attachments.get().name) == (
        "held", [{"name": "Ruth Anders", "address": "ruth@post.example", "role": "to"}], "Anruf: Dimmer", "plan.pdf",
    )  # fmt: skip
    desk.post(f"/cases/{case.number}/withdrawals/{letter.pk}/")
    case.refresh_from_db()
    assert (case.status, case.drafts.get().text) == ("with-us", LETTER["text"])


def test_a_letter_goes_to_the_address_that_was_chosen(desk: Client, brand: Brand) -> None:
    known = make_customer(address="ida@kern.example")
    second = ContactPoint.objects.create(customer=known, kind="mail", value="i@k.example", as_written="i@k.example")

    open_case(desk, brand, customer=known.pk, to_point=second.pk, name="", **LETTER)
    open_case(desk, brand, customer=known.pk, to_point="999999", name="", **LETTER)

    sent = [each.recipients[0]["address"] for each in Message.objects.order_by("id")]
    assert sent == ["i@k.example", "ida@kern.example"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": " "}, "Bitte schreiben Sie zuerst etwas."),
        ({"text": "Am ‹Tag> kommt sie. Am ‹Tag›."}, "Noch auszufüllen: ‹Tag"),
        ({"text": "Im Anhang finden Sie den Plan."}, "Der Text kündigt eine Datei an"),
        ({"address": ""}, "keine E-Mail-Adresse"),
        ({"address": "hilfe@demo.example"}, "unsere eigene Adresse"),
        ({"files": SimpleUploadedFile("leer.txt", b"", "text/plain")}, "leer"),
    ],
)
def test_a_letter_that_is_not_right_opens_nothing_and_loses_nothing(
    desk: Client, brand: Brand, more: dict[str, object], words: str
) -> None:
    answer = open_case(desk, brand, **{**LETTER, "address": "ruth@post.example", **more})

    page = answer.content.decode()
    assert (answer.status_code, Case.objects.count(), Customer.objects.count()) == (422, 0, 0)
    assert (words in page, 'value="Anruf: Dimmer"' in page) == (True, True)


@pytest.mark.parametrize(("way", "text"), [("meant", "Am ‹Tag›."), ("anyway", "Im Anhang finden Sie den Plan.")])
def test_a_letter_that_is_meant_so_goes_as_the_first_press_said(
    desk: Client, brand: Brand, way: str, text: str
) -> None:
    letter = {**LETTER, "address": "ruth@post.example", "text": text}
    asked = open_case(desk, brand, **letter).content.decode()

    letter.pop("then")
    open_case(desk, brand, **letter, **{way: "wait"})

    assert f'name="{way}" value="wait"' in in_one_line(asked)
    assert Case.objects.get().status == "waiting-customer"


def test_the_page_that_opens_a_case_opens_one(desk: Client, brand: Brand) -> None:
    form = in_one_line(desk.get("/new/").content.decode())
    key = re.search(r'name="submission" value="([^"]+)"', form)[1]  # type: ignore[index]
    fields = {"submission": key, "text": "Bitte zurückrufen."}

    answers = [open_case(desk, brand, **fields) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (Case.objects.count(), Customer.objects.count(), Case.objects.get().notes.count()) == (1, 1, 1)


@pytest.mark.parametrize("other", [{"text": "Die zweite."}, {"subject": "Griff"}, {"name": "Otto Brandt"}])
def test_a_page_gone_back_to_and_filled_in_anew_opens_another(
    desk: Client, brand: Brand, other: dict[str, str]
) -> None:
    fields = {"submission": "page", "customer": "new", "text": "Die erste."}

    opened = [open_case(desk, brand, **each) for each in (fields, {**fields, **other}, {**fields, **other})]

    assert len({each.headers["Location"] for each in opened}) == 2
    assert Case.objects.count() == 2


def test_a_script_is_told_where_the_case_is(desk: Client, brand: Brand) -> None:
    answer = desk.post("/new/", {**NEW, "brand": brand.pk}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/cases/{Case.objects.get().number}/")


def test_a_case_by_hand_for_another_team_is_handed_to_it(desk: Client, brand: Brand) -> None:
    team = make_team("Buchhaltung")

    answer = open_case(desk, brand, team=team.pk, text="Bitte zurückrufen")

    case = Case.objects.get()
    assert (answer.headers["Location"], case.team, case.assignee) == ("/inbox/", team, None)
    assert (case.notes.get().text, Assignment.objects.filter(team=team, user=None).count()) == ("Bitte zurückrufen", 1)


@pytest.mark.parametrize(
    "wrong",
    [{"address": "anna"}, {"address": '"a,b"@post.example'}, {"address": "x" * 65 + "@post.example"}, {"subject": " "},
     {"name": ""}, {"brand": "9" * 30}, {"team": "x"}, {"phone": "später"}, {"first": "fax"}, {"direction": "up"},
     {"whose": "x"}],
)  # fmt: skip
def test_a_case_by_hand_that_lacks_something_is_refused_with_the_text_kept(
    desk: Client, brand: Brand, wrong: dict[str, str]
) -> None:
    answer = open_case(desk, brand, **{"text": "Ein langes Gespräch", **wrong})

    assert (answer.status_code, Case.objects.count(), Customer.objects.count()) == (422, 0, 0)
    assert "Ein langes Gespräch" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "name"),
    [({"phone": "0171 / 555 01 23"}, "0171 / 555 01 23"), ({"address": "ida.kern@x.example"}, "Ida Kern")],
)
def test_a_number_or_an_address_alone_is_enough(desk: Client, brand: Brand, typed: dict[str, str], name: str) -> None:
    open_case(desk, brand, **{"name": "", **typed})

    assert Case.objects.get().customer.name == name


@pytest.mark.parametrize("typed", [{"phone": "040/22855-0", "name": ""}, {"phone": "040/22855-0", "name": "IDA KERN"}])
def test_a_known_number_leads_to_its_customer(desk: Client, brand: Brand, typed: dict[str, str]) -> None:
    known = make_customer(name="Ida Kern")
    reach(known, NUMBER["phone"])

    open_case(desk, brand, **typed)

    assert (Case.objects.get().customer, Customer.objects.count()) == (known, 1)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Ruth Kern", **NUMBER},
        {"name": "Ruth Kern", **ADDRESS},
        {"name": "Frau Kern Ida"},
        {"name": "Kern, I."},
    ],
)
def test_who_may_be_known_already_is_offered_and_nothing_is_made(
    desk: Client, brand: Brand, typed: dict[str, str]
) -> None:
    known = make_customer(name="Ida Kern", **ADDRESS)
    reach(known, NUMBER["phone"])

    asked = open_case(desk, brand, text="Ein langes Gespräch", **typed)
    nothing = (Case.objects.count(), Customer.objects.count())
    open_case(desk, brand, text="Ein langes Gespräch", customer="new", **typed)

    assert (asked.status_code, doubles_in(asked), nothing) == (422, ["Ida Kern"], (0, 1))
    assert "Ein langes Gespräch" in asked.content.decode()
    assert (Case.objects.get().customer.name, known.contact_points.count()) == (typed["name"], 2)


@pytest.mark.parametrize("name", ["Ida", "Kern", "Ina Kerner", "%"])
def test_a_name_that_is_not_alike_is_somebody_new(desk: Client, brand: Brand, name: str) -> None:
    make_customer(name="Ida Kern")

    open_case(desk, brand, name=name)

    assert Case.objects.get().customer.name == name


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ({**ADDRESS, **NUMBER}, ""),
        (
            {**ADDRESS, "phone": "0171 5550123"},
            "Hat die Nummer 0171 5550123 angegeben. Sie steht noch nicht bei den eigenen Nummern.",
        ),
        (
            {**NUMBER, "address": "neu@kern.example"},
            "Hat die Adresse neu@kern.example angegeben. Sie steht noch nicht bei den eigenen Adressen.",
        ),
        (
            {"address": "otto@post.example"},
            "Hat die Adresse otto@post.example angegeben, die schon zu jemand anderem gehört.",
        ),
        ({**ADDRESS, "name": "Ruth Kern"}, "Hat den Namen Ruth Kern angegeben."),
        ({**ADDRESS, "name": "IDA  KERN"}, ""),
    ],
)
def test_nothing_that_was_typed_of_a_known_customer_is_lost_or_changes_who_they_are(
    desk: Client, brand: Brand, typed: dict[str, str], note: str
) -> None:
    known = make_customer(name="Ida Kern", **ADDRESS)
    reach(known, NUMBER["phone"])
    otto = make_customer(name="Otto Brandt", address="otto@post.example")

    open_case(desk, brand, **{"name": "Ida Kern", "customer": known.pk, **typed})

    case = Case.objects.get()
    assert (case.customer, "".join(each.text for each in case.notes.all())) == (known, note)
    assert (known.contact_points.count(), otto.contact_points.count()) == (2, 1)


@pytest.mark.parametrize("words", ["kern", "elbe ida", "040 228", "ida@"])
def test_a_customer_is_found_by_any_word_without_a_script_and_nothing_typed_is_lost(
    desk: Client, brand: Brand, words: str
) -> None:
    known = make_customer(name="Ida Kern", organisation=Organisation.objects.create(name="Elbe Logistik"), **ADDRESS)
    reach(known, NUMBER["phone"])

    found = open_case(desk, brand, find="who", q=words, text="Ein langes Gespräch", first="letter")

    page = in_one_line(found.content.decode())
    assert (found.status_code, Case.objects.count()) == (200, 0)
    assert f'name="customer" value="{known.pk}"' in page
    assert ("Ein langes Gespräch" in page, 'value="letter" required' in page or 'value="letter"' in page) == (
        True,
        True,
    )


def test_who_was_chosen_stands_on_the_page_and_can_be_changed(desk: Client, brand: Brand) -> None:
    known = make_customer(name="Ida Kern")

    chosen = open_case(desk, brand, find="who", found=known.pk)
    linked = desk.get("/new/", {"customer": known.pk})
    other = open_case(desk, brand, find="other", customer=known.pk)

    assert [each.context["who"].chosen for each in (chosen, linked, other)] == [known, known, None]


@pytest.mark.parametrize("value", ["9" * 30, "x", "-1", "999999"])
def test_a_customer_who_is_not_there_is_nobody(desk: Client, brand: Brand, value: str) -> None:
    assert desk.get("/new/", {"customer": value}).context["who"].chosen is None
    assert open_case(desk, brand, customer=value).status_code == 302


@pytest.mark.parametrize("amount", [1, 30])
def test_offers_while_typing_cost_the_same_whatever_their_number(
    desk: Client, amount: int, django_assert_num_queries
) -> None:
    for number in range(amount):
        make_customer(name=f"Ida Kern {number}")

    with django_assert_num_queries(5):
        answer = desk.get("/customers/choices/", {"q": "kern"})

    assert len(answer.json()["customers"]) == min(amount, 8)
    assert answer.json()["customers"][0].keys() == {"id", "name", "more"}


def test_a_caller_without_an_address_has_no_dead_answer(desk: Client, brand: Brand, team: Team) -> None:
    open_case(desk, brand, phone="0171 555 01 23", text="Wann?")
    case = Case.objects.get()
    before = desk.get(f"/cases/{case.number}/").content.decode()

    added = desk.post(
        f"/customers/{case.customer_id}/contacts/?case={case.number}", {"kind": "mail", "written": "r@a.example"}
    )

    after = desk.get(f"/cases/{case.number}/").content.decode()
    assert added.headers["Location"] == f"/cases/{case.number}/"
    assert ("keine E-Mail-Adresse bekannt" in before, 'id="reply-text"' in before) == (True, False)
    assert ("keine E-Mail-Adresse bekannt" in after, 'id="reply-text"' in after, "an Ruth Anders" in after) == (
        False, True, True,
    )  # fmt: skip


def test_only_who_sees_all_their_cases_adds_the_missing_address(desk: Client, brand: Brand, team: Team) -> None:
    nobody = Customer.objects.create(name="Ruth Anders")
    case = make_case(customer=nobody, team=team)
    make_case(customer=nobody, team=make_team())

    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert ("keine E-Mail-Adresse bekannt" in page, 'name="written"' in page) == (True, False)


def test_the_coach_reads_a_first_letter(desk: Client, brand: Brand) -> None:
    known = make_customer(name="Ida Kern")
    fields = {
        "brand": brand.pk,
        "customer": known.pk,
        "text": "Haben Sie dein Rad schon geholt? Sag mir bitte, ob Sie kommen.",
    }

    said = desk.post("/new/review/", fields).json()

    assert ({note["code"] for note in said["notes"]} >= {"address.mixed"}, said["promises"]) == (True, [])
