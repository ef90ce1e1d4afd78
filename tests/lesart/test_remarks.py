"""Whatever a colleague writes round a mail that they hand on, none of it is ever taken for the other's words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lesart import Forwarded
from tests.lesart.builder import read

WORDS = "Hallo,\n\nder Korb ist da, der Deckel fehlt.\n\nEva Brandt"
MARKED = WORDS.replace("\n", "\n> ")
HEAD = "Von: Eva Brandt <eva@kunde.example>\nGesendet: Montag, 2. November 2026 09:14\nAn: Kai\nBetreff: Korb\n\n"
FORWARDS = [
    HEAD + WORDS,
    "________________________________\n" + HEAD + WORDS,
    "-------- Weitergeleitete Nachricht --------\n" + HEAD + WORDS,
    "---------- Forwarded message ---------\n" + HEAD + WORDS,
    "Anfang der weitergeleiteten Nachricht:\n\n> " + HEAD.replace("\n", "\n> ") + MARKED,
    "Am 02.11.2026 um 09:14 schrieb Eva Brandt <eva@kunde.example>:\n> " + MARKED,
]
LINES = st.sampled_from(
    [
        "Intern: unfreundlich.",
        "Intern bitte nicht weitersagen",
        "",
        "-- ",
        "Intern, Gruß Kai",
        "Von meinem iPhone gesendet",
        "* Intern eins",
        "Intern: 0421 998877",
        "> Intern notiert",
        "Intern am 3.11.2026 um 14:05 besprochen",
        "Intern siehe unten:",
        "| Intern",
        "_____",
    ]
) | st.text(alphabet="aäIntern .,:-!?", max_size=20)


def handed_on(remark: list[str], forward: str) -> tuple[str, tuple[Forwarded, ...]]:
    body = "\n".join(remark) + "\n\n" + forward
    head = "From: Kai Ott <kai@laden.example>\nSubject: WG: Korb\nContent-Type: text/plain; charset=utf-8\n\n"
    return body, read((head + body).encode()).forwarded


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=8), st.sampled_from(FORWARDS))
def test_no_word_of_a_remark_is_the_others(remark: list[str], forward: str) -> None:
    _body, chain = handed_on(remark, forward)

    theirs = [mail for mail in chain if mail.sender is not None and mail.certain]
    assert [mail.visible_reply for mail in theirs if "Intern" in mail.visible_reply + mail.html] == []
    assert all(mail.visible_reply.split() == WORDS.split() for mail in theirs)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=8), st.sampled_from(FORWARDS))
def test_every_mail_of_a_chain_holds_every_word_with_its_remark(remark: list[str], forward: str) -> None:
    body, chain = handed_on(remark, forward)

    whole = sorted(body.replace(">", " ").split())
    for mail in chain:
        parts = f"{mail.visible_reply} {mail.hidden_rest} {mail.remark}"
        assert sorted(parts.replace(">", " ").split()) == whole


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES | st.sampled_from(FORWARDS), max_size=12))
def test_forwards_in_any_order_lose_no_word(parts: list[str]) -> None:
    body, chain = handed_on(parts, "")

    whole = sorted(body.replace(">", " ").split())
    for mail in chain:
        held = f"{mail.visible_reply} {mail.hidden_rest} {mail.remark}"
        assert sorted(held.replace(">", " ").split()) == whole
