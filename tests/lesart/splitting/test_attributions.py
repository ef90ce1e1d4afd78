"""Further ways in which programs announce, wrap and close a quoted mail, and what people write that looks like it."""

import pytest

from lesart.splitting import split_html, split_text

SAID = "Perfekt, so machen wir es.\n\nTilda"
QUOTE = "> Moin Frau Ode,\n> der Rahmen ist gerichtet.\n"
ANNOUNCED = "Am 16.11.2026 um 09:12 schrieb Radlust <hilfe@rad.example>:\n"

ATTRIBUTIONS = [
    "Radlust Service <hilfe@rad.example>",
    "Radlust Service <hilfe@rad.example>, 16.11.2026 09:12",
    "16. November 2026 09:12, Radlust Service:",
    "Am Montag, 16. November 2026, 09:12",
    "Am 16.11.2026 09:12, Radlust Service hat geschrieben",
    "Radlust Service schrieb",
    "hilfe@rad.example:",
    "On Mon, Nov 16, 2026 at 9:12 AM Radlust <hilfe@rad.example> wrote",
    "On 16 November 2026, Radlust Service <hilfe@rad.example>",
    "On 16 Nov 2026, Radlust said:",
    "Le 16/11/2026 à 09:12, Radlust a écrit",
    "Radlust Service schrieb in Nachricht <4711@rad.example>...",
]


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_a_line_that_only_names_the_writer_of_the_quote_belongs_to_it(line: str) -> None:
    split = split_text(f"{SAID}\n\n{line}\n{QUOTE}")

    assert (split.visible, line in split.hidden) == (SAID, True)


@pytest.mark.parametrize(
    "line",
    [
        "Das habe ich am 16.11.2026 um 09:12 schon geschrieben",
        "Genau das meine ich",
        "Hier Ihr Satz vom Montag",
        "Frau Keller sagte mir am Telefon",
        "Wer von hilfe@rad.example hat das versprochen?",
    ],
)
def test_a_sentence_above_a_quote_is_no_attribution(line: str) -> None:
    assert line in split_text(f"{SAID}\n\n{line}\n{QUOTE}").visible


def test_a_date_between_two_quotes_is_an_answer() -> None:
    body = "> Wann fiel es um?\n\nAm 3. November 2026 um 14:05\n\n> Wo stand es?\n\nIm Hof."

    assert split_text(body).visible == body


WRAPPED = (
    "> Moin Frau Ode, wir haben den Rahmen gerichtet und alle Züge neu\ngelegt.\n"
    "> Beim Hinterrad fehlte eine Speiche, die kostet zusammen mit dem\neinbau\n"
    "> genau zwölf Euro, und abholen können Sie es von Montag bis Freitag\nab acht.\n"
)


def test_lines_that_a_server_wrapped_inside_a_quote_stay_with_it() -> None:
    split = split_text(f"{SAID}\n\n{ANNOUNCED}{WRAPPED}")

    assert (split.visible, "gelegt." in split.hidden) == (SAID, True)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("> Wann dürfen wir liefern?", "morgen"),
        ("> Bitte nennen Sie uns noch die genaue Adresse und die Telefonnummer", "Hauptstr. 5"),
        ("> Können wir am Donnerstag zwischen acht und zwölf Uhr zu Ihnen kommen", "ja, gern."),
        ("> Soll der alte Sattel wieder dran oder lieber ein neuer aus dem Lager", "lieber der neue, aber in Braun"),
    ],
)
def test_answers_between_quoted_lines_are_never_taken_for_wrapped_ones(question: str, answer: str) -> None:
    body = f"{ANNOUNCED}{question}\n{answer}\n> Und sonst?\nnichts\n"

    assert split_text(body).visible.split() == f"{answer} nichts".split()


FRENCH = [
    "De : Radlust\nEnvoyé : lundi 16 novembre 2026 09:12\nÀ : Tilda\nObjet : Vélo\n\nBonjour",
    "De\xa0: Radlust <hilfe@rad.example>\nEnvoyé\xa0: lundi 16 novembre 2026 09:12\nÀ\xa0: Tilda\nObjet\xa0: Vélo\n\nBon",
    "Envoyé: lundi 16 novembre 2026 à 09:12\nDe: Radlust <hilfe@rad.example>\nÀ: Tilda\nObjet: Vélo\n\nBonjour",
    "> Message du 16/11/26 09:12\n> De : Radlust <hilfe@rad.example>\n> A : Tilda\n> Copie à : \n> Objet : Vélo\n> \n> B",
    "Message du 16/11/26 09:12\nDe : Radlust <hilfe@rad.example>\nA : Tilda\nCopie à : \nObjet : Vélo\n\nBonjour",
    "====================\nMessage du : 16/11/2026\nDe : Radlust <hilfe@rad.example>\nA : Tilda\nSujet : Vélo\n\nBonjour",
    "----- Mail original -----\nDe: Radlust <hilfe@rad.example>\nÀ: Tilda\nEnvoyé: Lundi 16 Novembre 2026 09:12\n\nBon",
    "De : Radlust <hilfe@rad.example>\nDate : lundi 16 novembre 2026\nObjet : Vélo\nPour : Tilda\n\nBonjour",
]


@pytest.mark.parametrize("block", FRENCH)
def test_the_blocks_of_french_providers_are_heads(block: str) -> None:
    assert split_text(f"{SAID}\n\n{block}").visible == SAID


FOOTERS = [
    "Gesendet mit der GMX Mail App\nVon meinem iPhone gesendet",
    "Von meinem iPhone gesendet\n\nGesendet mit der WEB.DE Mail App\n\nVirenfrei. www.avast.com",
    "Holen Sie sich Outlook für Android<https://aka.ms/x>\nVon meinem Samsung Galaxy Smartphone gesendet.",
    "Gesendet von Mail<https://go.microsoft.com/fwlink/?LinkId=5> für Windows\n\nVirenfrei.www.avast.com",
    "Sent from my iPhone\nSent from Yahoo Mail for iPhone\nGet Outlook for iOS",
    "Envoyé de mon iPhone\nEnvoyé à partir de Outlook pour Android",
    "Unterwegs mit meinem Handy gesendet.\nGesendet mit der Telekom Mail App",
    "--\nDiese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.\n\nGesendet mit K-9 Mail",
]


@pytest.mark.parametrize("footers", FOOTERS)
@pytest.mark.parametrize("below", ["", ANNOUNCED + QUOTE])
def test_several_footers_of_apps_in_a_row_are_folded_away(footers: str, below: str) -> None:
    assert split_text(f"{SAID}\n\n{footers}\n\n{below}").visible == SAID


@pytest.mark.parametrize("footers", ["Von meinem iPhone gesendet", "Sent from my Pixel", FOOTERS[0]])
def test_a_footer_right_below_the_only_words_takes_none_of_them_along(footers: str) -> None:
    split = split_text(f"Ok, danke.\n{footers}")

    assert (split.visible, split.hidden.split()) == ("Ok, danke.", footers.split())


SIGNATURES = [
    "-- \nTilda Ode\nHofweg 3\nTel. 0421 998877",
    "--\nTilda Ode\nHofweg 3\nTel. 0421 998877",
    "—\nTilda Ode\nTel. 0421 998877\nwww.ode.example",
    "Ode Bau GmbH\nHofweg 3, 28195 Bremen\nTel. 0421 998877\nFax 0421 998878\nwww.ode.example",
    "_______________\nOde Bau GmbH\nTel. 0421 998877\nwww.ode.example\ninfo@ode.example",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("quote", [ANNOUNCED + QUOTE, "Von: Rad <r@rad.example>\nGesendet: 16.11.2026 09:12\n\nMoin"])
def test_a_signature_above_a_quote_is_folded_away(signature: str, quote: str) -> None:
    said = "Danke.\n\nMit freundlichen Grüßen\nTilda Ode"

    assert split_text(f"{said}\n\n{signature}\n\n{quote}").visible == said


def test_a_dash_before_a_thought_opens_no_signature() -> None:
    body = "Ich komme.\n\n—\n\nOder doch erst am Montag, je nach Wetter.\n\nTilda"

    assert split_text(body).visible == body


RULED = [
    "<hr><p><b>Von:</b> Radlust<br><b>Gesendet:</b> 16.11.2026<br><b>An:</b> Tilda<br><b>Betreff:</b> Rad</p>",
    "<hr><p><b>Von:</b> Radlust<br><b>An:</b> Tilda<br><b>Betreff:</b> Rad</p>",
    "<hr><div><b>From:</b> Radlust<br><b>Sent:</b> Monday<br><b>Subject:</b> Rad</div>",
    "<div style='border:none;border-top:solid gray 1pt'><p>Von: Radlust<br>Betreff: Rad<br>An: Tilda</p></div>",
    "<hr><p>Am 16.11.2026 schrieb Radlust Service:</p>",
]


@pytest.mark.parametrize("head", RULED)
def test_below_a_rule_in_html_a_short_head_is_enough(head: str) -> None:
    split = split_html(f"<p>Danke.</p>{head}<p>Der Rahmen ist gerichtet.</p>")

    assert (split.visible, "Rahmen" in split.hidden) == ("Danke.", True)


@pytest.mark.parametrize(
    "below",
    [
        "<p>Von: Hamburg<br>An: Kiel<br>Datum: 12.03.2026</p>",
        "<p>Name: Tilda<br>Datum: 12.03.2026<br>Betreff: Rad</p>",
        "<p>Am 16.11.2026 war ich bei Ihnen:</p>",
    ],
)
def test_below_a_rule_in_html_own_words_stay_own(below: str) -> None:
    assert "Bitte richten." in split_html(f"<p>Anfrage</p><hr>{below}<p>Bitte richten.</p>").visible
