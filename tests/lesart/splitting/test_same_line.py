"""Own words on the line on which the announcement of the quoted mail begins stay visible, in any language."""

import pytest

from lesart.splitting import split_html, split_text

QUOTE = "\n\n> Guten Morgen,\n> der Schlauch ist unterwegs.\n"
TAIL = "\n\nGuten Morgen,\nder Schlauch ist unterwegs.\n"
INTROS = {
    "Gmail": "Am Mo., 16. Nov. 2026 um 09:12 Uhr schrieb Radlust <hilfe@rad.example>:",
    "Apple Mail": "Am 16.11.2026 um 09:12 schrieb Radlust Service <hilfe@rad.example>:",
    "without a year": "Am Mo., 16. November schrieb Radlust Service:",
    "wrapped": "Am Mo., 16. Nov. 2026 um 09:12 Uhr schrieb Radlust Service der Werkstatt <\nhilfe@rad.example>:",
    "English": "On Mon, Nov 16, 2026 at 9:12 AM Radlust <hilfe@rad.example> wrote:",
    "English without an address": "On 16 Nov 2026, at 09:12, Radlust Service wrote:",
    "French": "Le lun. 16 nov. 2026 à 09:12, Radlust <hilfe@rad.example> a écrit :",
    "Italian": "Il giorno lun 16 nov 2026 alle ore 09:12 Radlust <hilfe@rad.example> ha scritto:",
    "Spanish": "El lun, 16 nov 2026 a las 09:12, Radlust (<hilfe@rad.example>) escribió:",
    "Dutch": "Op ma 16 nov 2026 om 09:12 schreef Radlust <hilfe@rad.example>:",
    "Polish": "pon., 16 lis 2026 o 09:12 Radlust <hilfe@rad.example> napisał(a):",
    "Swedish": "Den mån 16 nov. 2026 kl 09:12 skrev Radlust <hilfe@rad.example>:",
    "the name first": "Radlust Service <hilfe@rad.example> schrieb am 16.11.2026 um 09:12:",
    "figures first": "2026-11-16 09:12 GMT+01:00 Radlust <hilfe@rad.example>:",
    "Czech": "po 16. 11. 2026 v 9:12 odesílatel Radlust <hilfe@rad.example> napsal:",
    "Greek": "Στις Δευ 16 Νοε 2026 στις 9:12 π.μ., ο χρήστης Radlust <hilfe@rad.example> έγραψε:",
    "Norwegian": "man. 16. nov. 2026 kl. 09:12 skrev Radlust <hilfe@rad.example>:",
    "Latvian": "Pirmd., 2026. g. 16. nov., plkst. 09:12 — lietotājs Radlust (<hilfe@rad.example>) rakstīja:",
    "Slovene": "V V pon., 16. nov. 2026 ob 09:12 je oseba Radlust <hilfe@rad.example> napisala:",
    "Hebrew": "בתאריך יום ב׳, 16 בנוב׳ 2026 ב-9:12 מאת Radlust <hilfe@rad.example>:",
    "Indonesian": "Pada tanggal Sen, 16 Nov 2026 pukul 09.12 Radlust <hilfe@rad.example> menulis:",
    "Russian": "Понедельник, 16 ноября 2026, 9:12 +03:00 от Radlust <hilfe@rad.example>:",
    "a star first": "* Radlust <hilfe@rad.example> [2026-11-16 09:12]:",
}
SEVERAL = [
    "Bitte stornieren. Danke.",
    "Meine Nummer ist 4711. Bitte rufen Sie an.",
    "Bitte an Max Muster, Weg 12. Danke!",
    "Rufnummer 0171 1234567.",
    "Schreiben Sie an max@post.example. Danke.",
    "Am 3. Dezember waren alle da. Bitte stornieren. Gruß Pit.",
]


@pytest.mark.parametrize("intro", INTROS)
@pytest.mark.parametrize("words", ["Bitte doch nicht abholen.", "Nein danke!", "Ok.", "Wann kommt er?"])
def test_words_before_the_announcement_stay_visible(intro: str, words: str) -> None:
    split = split_text(f"{words} {INTROS[intro]}{QUOTE}")

    assert (split.visible, "Schlauch" in split.hidden) == (words, True)


@pytest.mark.parametrize("intro", INTROS)
@pytest.mark.parametrize("words", SEVERAL)
def test_several_sentences_before_the_announcement_are_kept_to_the_last(intro: str, words: str) -> None:
    split = split_text(f"{words} {INTROS[intro]}{QUOTE}")

    assert (split.visible, "Schlauch" in split.hidden) == (words, True)


@pytest.mark.parametrize(
    "announced",
    [
        *INTROS.values(),
        "Dr. Anna Keller <k@rad.example> schrieb am 16.11.2026 um 09:12:",
        "Prof. Dr. med. Anna Keller <k@rad.example> schrieb am 16.11.2026:",
        "St. Georg Krankenhaus <k@rad.example> wrote on 16.11.2026:",
        "Huber e. V. <k@rad.example> schrieb am 16.11.2026 um 09:12:",
    ],
)
def test_an_announcement_with_full_stops_in_it_leaves_nothing_behind(announced: str) -> None:
    assert split_text(f"Bitte nicht abholen.\n\nPit\n\n{announced}{QUOTE}").visible == "Bitte nicht abholen.\n\nPit"


@pytest.mark.parametrize("intro", ["Gmail", "Apple Mail", "wrapped", "English", "French", "Dutch"])
def test_the_unmarked_mail_below_is_folded_away_as_well(intro: str) -> None:
    split = split_text(f"Bitte doch nicht abholen. {INTROS[intro]}{TAIL}")

    assert (split.visible, "Schlauch" in split.hidden) == ("Bitte doch nicht abholen.", True)


@pytest.mark.parametrize("intro", ["Gmail", "English", "French"])
def test_in_html_as_well(intro: str) -> None:
    announced = INTROS[intro].replace("<", "&lt;").replace(">", "&gt;")

    split = split_html(f"<div>Bitte nicht. {announced}<blockquote type=cite>Der Schlauch kommt.</blockquote></div>")

    assert (split.visible, "Schlauch" in split.hidden) == ("Bitte nicht.", True)


def test_a_head_that_begins_behind_own_words_is_told_from_them() -> None:
    head = (
        "Von: Radlust <hilfe@rad.example>\nGesendet: Montag, 16. November 2026 09:12\nAn: mich\nBetreff: Schlauch\n\n"
    )

    for announced in (head, f"-----Ursprüngliche Nachricht-----\n{head}", f"________________________________ {head}"):
        assert split_text(f"Bitte nicht abholen. {announced}Er kommt.").visible == "Bitte nicht abholen."


def test_a_long_paragraph_before_the_announcement_is_kept_whole() -> None:
    words = " ".join(f"Das {number}. Rad quietscht auch." for number in range(60))

    assert split_text(f"{words} {INTROS['Gmail']}{QUOTE}").visible == words


def test_words_that_begin_with_a_date_themselves_are_kept() -> None:
    words = "Am 3. Dezember war ich schon bei Ihnen."

    assert split_text(f"{words} {INTROS['Gmail']}{QUOTE}").visible == words


@pytest.mark.parametrize(
    "body",
    [
        "Wie besprochen. Am 12.03.2026 um 14:05 schrieb mir Frau Keller <k@rad.example>: geht klar.\n\nGruß\nPit",
        "Ich war da. Am 12. März 2026 um 14:05 Uhr stand keiner am Tor, auch lager@rad.example half nicht.\n\nPit",
        "Bitte liefern. Am 12.03.2026 zwischen 14:00 und 15:00 an:\n\nPit Harms\nGasse 1",
        "Meine Reise. Von: Kiel\nNach: Bonn\nDatum: 12.03.2026",
        "Danke. Am 12. März 2026 um 14:05 Uhr war Herr Kern <kern@rad.example> da. Er sagte:\nKommt wieder.\nWann?",
        "On Monday, 12 March 2026 at 2:05 PM Ms Kern <kern@rad.example> came. She said:\nTomorrow.\nWhen?",
        "the parcel was sent on 12 March 2026 at 14:05 to pit@rad.example:\nit never arrived.",
        "Le 12 mars 2026 à 14:05, j'ai appelé votre service <service@rad.example> :\npersonne.",
        "Il 12 marzo 2026 alle 14:05 ho chiamato service@rad.example:\nnessuno.",
        "Frau Kern schrieb mir am 12. März 2026 um 14:05 Uhr <kern@rad.example>:\n\nEr kommt.\n\nEr kam nicht.",
        "Ich möchte buchen.\n\nVon: Kiel\nAn: Bonn\nDatum: 12.03.2026, 14:05\n\nWas kostet es?",
        "Booking, please.\n\nFrom: Kiel\nTo: Bonn\nDate: 12 March 2026, 14:05\n\nHow much is it?",
        "Er kam nicht. Am 3. schrieben Sie mir:\n\n> Morgen.\n\nWo ist er?",
    ],
)
def test_sentences_with_a_date_are_no_announcements(body: str) -> None:
    assert split_text(body).visible.split() == body.split()
