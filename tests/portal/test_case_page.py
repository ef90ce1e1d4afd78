"""The customer's case page: what is said there, in which words, and what never gets there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, CaseLink, Message
from kulanz.cases.rules import WaitingFor
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.models import Brand, Customer, User
from kulanz.ui.letters import in_paragraphs
from tests.factories import make_team

from .conftest import Arrive, key_of

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def page_at(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def sent(case: Case, by: Actor, text: str, **more: object) -> Message:
    message = actions.send_reply(case_id=case.pk, by=by, text=text, **more)
    actions.mark_sent(message_id=message.pk)
    return message


@pytest.mark.parametrize("letters", [1, 30])
def test_the_page_takes_seven_queries_whatever_its_length(
    client: Client, case: Case, key: str, arrive: Arrive, agent: Actor, letters: int, django_assert_num_queries
) -> None:
    for number in range(letters):
        arrive(f"Brief {number}", case_id=case.pk, uploads=(Upload(f"{number}.txt", "text/plain", b"x"),))
    sent(case, agent, "Antwort")
    client.get(key)  # the first look within an hour notes that the link was used

    with django_assert_num_queries(7):
        answer = client.get(key)

    assert answer.status_code == 200


def test_the_page_says_what_happens_and_with_whom(client: Client, case: Case, key: str, agent: Actor) -> None:
    said = [page_at(client, key)]
    actions.take_case(case_id=case.pk, by=agent)
    said.append(page_at(client, key))
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS, reason="Das Ersatzteil kommt am Montag")
    said.append(page_at(client, key))
    sent(case, agent, "Ist es gelöst?", proposes_solution=True)
    said.append(page_at(client, key))

    wanted = [
        "Ihr Anliegen ist angekommen.",
        "Mara L. kümmert sich darum.",
        "Das Ersatzteil kommt am Montag",
        "Ist es gelöst?",
    ]
    assert [words in page for words, page in zip(wanted, said, strict=True)] == [True] * 4


def test_what_is_not_for_the_customer_never_gets_there(
    client: Client, case: Case, key: str, agent: Actor, person: User, arrive: Arrive
) -> None:
    team = make_team("Geheime Abteilung")
    actions.write_note(case_id=case.pk, by=agent, text="Geheime Notiz")
    actions.change_tags(case_id=case.pk, by=agent, add=["Geheimes Schlagwort"])
    actions.set_goal(case_id=case.pk, by=agent, goal="Geheimes Ziel")
    actions.edit_story(case_id=case.pk, by=agent, matter="Geheime Geschichte", promised="", next_step="")
    actions.save_draft(case_id=case.pk, by=agent, kind="reply", text="Geheimer Entwurf")
    actions.assign_case(case_id=case.pk, by=agent, user_id=person.pk, reason="Geheimer Grund")
    arrive("Geheime Abwesenheit", case_id=case.pk, is_automatic=True, hidden="Geheimes Zitat")
    arrive("Sichtbar", case_id=case.pk, hidden="Geheimes Zitat", hints=({"code": "spam"},))
    User.objects.filter(pk=person.pk).update(undo_seconds=30)
    held = Message.objects.get(pk=actions.send_reply(case_id=case.pk, by=agent, text="Geheim, da zurückgehalten").pk)
    Message.objects.filter(pk=held.pk).update(held_until=now() + timedelta(seconds=30))
    gone = actions.send_reply(case_id=case.pk, by=agent, text="Geheim, da zurückgenommen")
    actions.withdraw_reply(message_id=gone.pk, by=agent)
    actions.assign_case(case_id=case.pk, by=agent, user_id=None, team_id=team.pk, keep_team=False)

    page = page_at(client, key)

    assert "Sichtbar" in page
    assert [word for word in ("Geheime Notiz", "Geheimes", "Geheime Geschichte", "Geheimer", "Geheime Abw", "Geheim, ",
                              "Hollbach", "spam") if word in page] == []  # fmt: skip


def test_a_person_appears_under_the_name_for_customers_only(client: Client, case: Case, key: str, agent: Actor) -> None:
    sent(case, agent, "Ich kümmere mich.")

    page = page_at(client, key)

    assert ("Mara L." in page, "Mara Hollbach" in page) == (True, False)


def test_nothing_anybody_wrote_becomes_markup(client: Client, arrive: Arrive, agent: Actor, person: User) -> None:
    case = arrive(EVIL, subject=EVIL, sender_name=EVIL, uploads=(Upload(f"{EVIL}.png", "image/png", b"x"),))
    User.objects.filter(pk=person.pk).update(service_name=EVIL[:100])
    actions.take_case(case_id=case.pk, by=agent)
    actions.wait_for(case_id=case.pk, by=agent, whom=WaitingFor.OTHERS, reason=EVIL)
    sent(case, agent, EVIL)

    page = page_at(client, key_of(case)) + page_at(
        client, key_of(case) + "?done=%3Cscript%3Ealert(1)&lang=%22%3E%3Cscript%3E"
    )

    assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;" in page) == (False, False, True)


@pytest.mark.parametrize(
    ("form", "language", "register", "said"),
    [
        ("unknown", "", "formal", "Ihr Anliegen ist angekommen."),
        ("unknown", "", "informal", "Dein Anliegen ist angekommen."),
        ("formal", "", "informal", "Ihr Anliegen ist angekommen."),
        ("informal", "", "formal", "Dein Anliegen ist angekommen."),
        ("informal", "en", "formal", "Your case has arrived."),
    ],
)
def test_the_page_speaks_as_the_customer_wishes_else_as_the_brand_does(
    client: Client, case: Case, key: str, form: str, language: str, register: str, said: str
) -> None:
    Brand.objects.update(register=register)
    Customer.objects.update(form_of_address=form, language=language)

    assert said in page_at(client, key)


def test_another_language_holds_for_the_whole_page(client: Client, case: Case, key: str, agent: Actor) -> None:
    actions.take_case(case_id=case.pk, by=agent)

    english, german = page_at(client, key + "?lang=en"), page_at(client, key + "?lang=de")

    assert ('lang="en"' in english, "Mara L. is taking care of it." in english, "Being worked on" in english) == (
        True,
    ) * 3
    assert [word for word in ("kümmert", "Eingegangen", "Jetzt", "Erledigt", "Ihr ") if word in english] == []
    assert 'lang="de"' in german


@pytest.mark.parametrize("language", ["fr", "", "de-informal", "EN", "%00", "x" * 5000])
def test_an_unknown_language_leaves_the_page_as_it_is(client: Client, key: str, language: str) -> None:
    assert "Ihr Anliegen ist angekommen." in page_at(client, f"{key}?lang={language}")


def test_nobody_else_learns_the_address_or_keeps_the_page(client: Client, key: str) -> None:
    answers = [client.get(key), client.get("/c/forged/")]

    for answer in answers:
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == (
            "no-store", "no-referrer", "noindex, nofollow",
        )  # fmt: skip
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def closed_pages(client: Client, case: Case, key: str) -> dict[str, str]:
    """Return the page of each reason for which a key opens nothing."""
    link = CaseLink.objects.get()
    pages = {
        "forged": page_at(client, "/c/forged/"),
        "cut": page_at(client, key[:-4] + "/"),
        "another signature": page_at(client, key.replace(link.secret, link.secret[::-1])),
        "no signature": page_at(client, f"/c/{link.secret}/"),
        "huge": page_at(client, "/c/" + "x" * 5000 + "/"),
        "signs": page_at(client, "/c/%F0%9F%98%80.%0A/"),
    }
    CaseLink.objects.update(revoked_at=now())
    pages["revoked"] = page_at(client, key)
    CaseLink.objects.update(revoked_at=None, expires_at=now() - timedelta(seconds=1))
    pages["expired"] = page_at(client, key)
    CaseLink.objects.all().delete()
    pages["gone"] = page_at(client, key)
    return pages


def test_a_key_that_opens_nothing_looks_the_same_whatever_the_reason(client: Client, case: Case, key: str) -> None:
    pages = closed_pages(client, case, key)

    assert len(set(pages.values())) == 1
    assert [word for word in ("Anna", "Lampe", case.number) if word in pages["expired"]] == []
    assert client.get(key).status_code == 404


@pytest.mark.parametrize("step", ["answer", "messages", "preferences", "files/x"])
def test_a_forged_key_opens_no_step_either(client: Client, case: Case, step: str) -> None:
    before = Case.objects.values().get()

    posted, looked = client.post(f"/c/forged/{step}/", {"solved": "yes", "text": "x"}), client.get(f"/c/forged/{step}/")

    assert {posted.status_code, looked.status_code} <= {404, 405}
    assert Case.objects.values().get() == before


def test_a_file_is_given_out_with_its_own_key_only(
    client: Client, case: Case, key: str, arrive: Arrive, agent: Actor
) -> None:
    arrive("Anbei", case_id=case.pk, uploads=(Upload("a.html", "text/html", b"<script>"),))
    other = arrive("Anbei", sender_address="otto@post.example", uploads=(Upload("b.txt", "text/plain", b"b"),))
    own, foreign = (Attachment.objects.get(message__case=each) for each in (case, other))

    answer = client.get(f"{key}files/{own.public_id}/")

    assert (answer.getvalue(), answer.headers["Content-Type"]) == (b"<script>", "application/octet-stream")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.html"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert client.get(f"{key}files/{foreign.public_id}/").status_code == 404
    assert client.get(f"{key}files/forged/").status_code == 404


@pytest.mark.parametrize("state", ["held", "withdrawn"])
def test_a_file_of_an_answer_that_was_not_given_stays_here(
    client: Client, case: Case, key: str, agent: Actor, state: str
) -> None:
    upload = Upload("intern.txt", "text/plain", b"x")
    message = actions.send_reply(case_id=case.pk, by=agent, text="Anbei", uploads=[upload])
    Message.objects.filter(pk=message.pk).update(delivery=state)

    assert client.get(f"{key}files/{Attachment.objects.get().public_id}/").status_code == 404


def test_before_the_house_is_set_up_a_forged_key_is_not_found(client: Client, db: None) -> None:
    assert client.get("/c/forged/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Bis **Freitag** bestimmt.", "Bis <strong>Freitag</strong> bestimmt."),
        ("Das Brett misst 90*30*2 cm.", "Das Brett misst 90*30*2 cm."),
        ("12. Mai: zu\n14. Mai: offen", "12. Mai: zu\n14. Mai: offen"),
        ("Mehr: https://lampen.example/x?a=1&b=2.", 'href="https://lampen.example/x?a=1&amp;b=2"'),
    ],
)
def test_our_letters_look_on_the_page_as_in_the_mail(
    client: Client, case: Case, key: str, agent: Actor, typed: str, shown: str
) -> None:
    sent(case, agent, typed)

    assert shown in page_at(client, key)
    assert shown in in_paragraphs(typed).replace("<br>", "")


def test_older_letters_are_announced_even_where_one_of_the_newest_says_nothing(
    client: Client, case: Case, key: str, arrive: Arrive
) -> None:
    for number in range(25):
        arrive(f"Brief {number}", case_id=case.pk)
    Message.objects.filter(text="Brief 20").update(text="")

    page = page_at(client, key)

    assert ("Ältere" in page or "ältere" in page, "Brief 24" in page, "Brief 20" in page) == (True, True, False)


def write(client: Client, key: str, **fields: object) -> str:
    return str(client.post(f"{key}messages/", fields, follow=True).content.decode())


def test_an_empty_file_is_named_and_the_words_arrive(client: Client, case: Case, key: str) -> None:
    files = [SimpleUploadedFile("Foto vom Schaden.jpg", b""), SimpleUploadedFile("brief.txt", b"x")]

    page = write(client, key, text="Hier ist das Foto.", files=files)

    letter = case.messages.get(text="Hier ist das Foto.")
    assert [file.name for file in letter.attachments.all()] == ["brief.txt"]
    assert "„Foto vom Schaden.jpg“ war leer und ist nicht mitgekommen." in page
    assert "Ihre Nachricht ist angekommen." in page


def test_several_empty_files_are_all_named(client: Client, case: Case, key: str) -> None:
    page = write(client, key, text="Anbei.", files=[SimpleUploadedFile(name, b"") for name in ("a.pdf", "b<i>.pdf")])

    assert "Leer und deshalb nicht mitgekommen: a.pdf, b&lt;i&gt;.pdf." in page
    assert not case.messages.get(text="Anbei.").has_files


def test_an_empty_file_without_words_is_no_letter(client: Client, case: Case, key: str) -> None:
    page = write(client, key, text=" ", files=[SimpleUploadedFile("leer.pdf", b"")])

    assert ("„leer.pdf“ war leer und ist nicht mitgekommen." in page, case.messages.count()) == (True, 1)


def test_a_matter_taken_by_mistake_was_never_taken(client: Client, case: Case, key: str, agent: Actor) -> None:
    actions.take_case(case_id=case.pk, by=agent)
    taken = client.get(key).content.decode()
    actions.return_case(case_id=case.pk, by=agent, user_id=None, team_id=None)

    assert ["Mara L." in page for page in (taken, client.get(key).content.decode())] == [True, False]
