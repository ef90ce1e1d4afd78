"""Every mail program quotes in its own way; the writer's words stay, the quoted mail goes."""

import pytest

from lesart.splitting import split_text

OWN = "Hallo Frau Petersen,\n\nder Ersatzakku passt leider nicht.\n\nViele Grüße\nHanna Voss"
OLD = "Guten Tag Frau Voss,\n\nder Akku ist unterwegs.\n\nIhr Team von Lampenhaus"
MARKED = "\n".join(f"> {line}".rstrip() for line in OLD.splitlines())

ANNOUNCEMENTS = {
    "outlook_desktop": "Von: Lampenhaus Service <hilfe@lampenhaus.example>\nGesendet: Montag, 2."
    " November 2026"
    " 09:14\nAn: Hanna Voss <hanna.voss@post.example>\nBetreff: AW: Akku LH-20",
    "outlook_mailto": "Von: hilfe@lampenhaus.example [mailto:hilfe@lampenhaus.example]\nGesendet: Montag, 2."
    " November 2026 09:14\nAn: Hanna Voss\nCc: 'Lager'\nBetreff: Re: Akku\nWichtigkeit: Hoch",
    "outlook_original": "-----Ursprüngliche Nachricht-----\nVon: Lampenhaus <hilfe@lampenhaus.example>"
    "\nGesendet:"
    " Montag, 2. November 2026 09:14\nAn: Hanna Voss\nBetreff: Akku",
    "outlook_web": "________________________________\nVon: Lampenhaus <hilfe@lampenhaus.example>"
    "\nGesendet: Montag,"
    " 2. November 2026 09:14:55\nAn: Hanna Voss\nBetreff: Akku",
    "outlook_mac": "Von: Lampenhaus <hilfe@lampenhaus.example>\nDatum: Montag, 2. November 2026 um"
    " 09:14\nAn: Hanna"
    " Voss <hanna.voss@post.example>\nBetreff: Akku",
    "outlook_gaps": "*Von:* Lampenhaus <hilfe@lampenhaus.example>\n\n*Gesendet:* Montag, 2. November"
    " 2026 09:14\n\n"
    "*An:* Hanna Voss\n\n*Betreff:* Akku",
    "outlook_mobile": "Holen Sie sich Outlook für iOS<https://aka.example/o0ukef>"
    "\n________________________________\n"
    "Von: Lampenhaus <hilfe@lampenhaus.example>\nGesendet: Monday, November 2, 2026 9:14:55 AM\n"
    "An: Hanna Voss <hanna.voss@post.example>\nBetreff: Akku",
    "outlook_english": "From: Lampenhaus <hilfe@lampenhaus.example>\nSent: Monday, 2 November 2026 09:14\n"
    "To: Hanna Voss\nSubject: RE: Akku",
    "gmx": 'Gesendet: Montag, 02. November 2026 um 09:14 Uhr\nVon: "Lampenhaus" <hilfe@lampenhaus.example>\n'
    "An: hanna.voss@post.example\nBetreff: Akku",
    "webde_app": "-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.\n"
    "Am 02.11.26, 09:14, Lampenhaus <hilfe@lampenhaus.example> schrieb:",
    "tonline": "-----Original-Nachricht-----\nBetreff: Akku\nDatum: 2026-11-02T09:14:55+0100\nVon:"
    ' "Lampenhaus"'
    ' <hilfe@lampenhaus.example>\nAn: "Hanna Voss" <hanna.voss@post.example>',
    "tonline_mail_app": "Gesendet mit der Telekom Mail App\n\n--- Original-Nachricht ---\nVon:"
    " Lampenhaus\nBetreff:"
    " Akku\nDatum: 02.11.2026, 9:14 Uhr\nAn: Hanna Voss",
    "ionos": "Lampenhaus <hilfe@lampenhaus.example> hat am 02.11.2026 09:14 CET geschrieben:",
    "lotus": "Von:\tLampenhaus <hilfe@lampenhaus.example>\nAn:\thanna.voss@post.example\nKopie:\t"
    "\nDatum:\t02.11.2026"
    " 09:14\nBetreff:\tAkku",
    "lotus_stacked": "Lampenhaus <hilfe@lampenhaus.example>\n02.11.2026 09:14\n\nAn"
    "\nhanna.voss@post.example\nKopie\n\n"
    "Thema\nAkku",
    "samsung": "Von meinem Samsung Galaxy Smartphone gesendet.\n\n\n-------- Ursprüngliche Nachricht"
    " --------\nVon:"
    " Lampenhaus <hilfe@lampenhaus.example>\nDatum: 02.11.26 09:14 (GMT+01:00)\nAn: hanna.voss@post.example\n"
    "Betreff: Akku",
    "samsung_run_together": "-------- Ursprüngliche Nachricht --------Von: Lampenhaus"
    " <hilfe@lampenhaus.example>"
    " Datum: 02.11.26  09:14  (GMT+01:00) An: hanna.voss@post.example Betreff: Akku",
    "zimbra": '----- Ursprüngliche Mail -----\nVon: "Lampenhaus" <hilfe@lampenhaus.example>\n'
    "An: hanna.voss@post.example\nGesendet: Montag, 2. November 2026 09:14:55\nBetreff: Akku",
    "tobit_david": "Original Message processed by david®\nAkku (02-Nov-2026 9:14)\nVon: Lampenhaus\nAn: Hanna Voss",
    "fairemail": "2. November 2026 09:14:55 Lampenhaus <hilfe@lampenhaus.example>:",
    "yahoo_unmarked": "Am Montag, 2. November 2026 um 09:14:55 MEZ hat Lampenhaus <hilfe@lampenhaus.example>"
    " Folgendes geschrieben:",
    "proton_original": "Gesendet mit Proton Mail sicherer E-Mail.\n\n------- Original Message -------"
    "\nAm Montag, 2."
    " November 2026 um 09:14, Lampenhaus <hilfe@lampenhaus.example> schrieb:",
    "aol": "-----Original Message-----\nFrom: Lampenhaus <hilfe@lampenhaus.example>\nTo:"
    " hanna.voss@post.example\n"
    "Sent: Mon, Nov 2, 2026 9:14 am\nSubject: Akku",
    "zoho": "---- Am Mo, 02 Nov 2026 09:14:55 +0100 Lampenhaus schrieb ----",
    "french": "De : Lampenhaus <hilfe@lampenhaus.example>\nEnvoyé : lundi 2 novembre 2026 09:14\nÀ :"
    " Hanna Voss\n"
    "Objet : Akku",
    "dutch": "Van: Lampenhaus <hilfe@lampenhaus.example>\nVerzonden: maandag 2 november 2026 09:14"
    "\nAan: Hanna Voss\n"
    "Onderwerp: Akku",
    "turkish": "Kimden: Lampenhaus <hilfe@lampenhaus.example>\nTarih: 2 Kasım 2026 09:14\nKime: Hanna Voss\nKonu: Akku",
}

INTRODUCTIONS = {
    "gmail": "Am Mo., 2. Nov. 2026 um 09:14 Uhr schrieb Lampenhaus Service <\nhilfe@lampenhaus.example>:",
    "gmail_old": "Am 2. November 2026 um 09:14 schrieb Lampenhaus <hilfe@lampenhaus.example>:",
    "gmail_english": "On Mon, Nov 2, 2026 at 9:14 AM Lampenhaus <hilfe@lampenhaus.example> wrote:",
    "apple": "Am 02.11.2026 um 09:14 schrieb Lampenhaus <hilfe@lampenhaus.example>:",
    "apple_english": "On 2. Nov 2026, at 09:14, Lampenhaus <hilfe@lampenhaus.example> wrote:",
    "thunderbird": "Am 02.11.26 um 09:14 schrieb Lampenhaus:",
    "thunderbird_bare": "Lampenhaus schrieb:",
    "thunderbird_on": "Am 02.11.2026 09:14, schrieb Lampenhaus:",
    "roundcube": "Am 2026-11-02 09:14, schrieb Lampenhaus:",
    "roundcube_english": "On 2026-11-02 09:14, Lampenhaus wrote:",
    "k9": "Am 2. November 2026 09:14:55 MEZ schrieb Lampenhaus <hilfe@lampenhaus.example>:",
    "horde": "Zitat von Lampenhaus <hilfe@lampenhaus.example>:",
    "horde_english": "Quoting Lampenhaus <hilfe@lampenhaus.example>:",
    "mutt": "* Lampenhaus <hilfe@lampenhaus.example> [2026-11-02 09:14]:",
    "evolution": "Am Montag, dem 02.11.2026 um 09:14 +0100 schrieb Lampenhaus:",
    "kmail": "Am Montag, 2. November 2026, 09:14:55 CET schrieb Lampenhaus:",
    "webde": 'Gesendet: Montag, 02. November 2026 um 09:14 Uhr\nVon: "Lampenhaus"'
    " <hilfe@lampenhaus.example>\n"
    "An: hanna.voss@post.example\nBetreff: Akku",
    "wrapped_thrice": "Am Montag, den 02.11.2026, 09:14 +0100 schrieb Lampenhaus Kundendienst und"
    "\nErsatzteile GmbH\n"
    "<hilfe@lampenhaus.example>:",
    "spanish": "El lun, 2 nov 2026 a las 9:14, Lampenhaus (<hilfe@lampenhaus.example>) escribió:",
    "dutch": "Op ma 2 nov. 2026 om 09:14 schreef Lampenhaus <hilfe@lampenhaus.example>:",
    "swedish": "Den mån 2 nov. 2026 kl 09:14 skrev Lampenhaus <hilfe@lampenhaus.example>:",
    "japanese": "2026年11月2日(月) 9:14 Lampenhaus <hilfe@lampenhaus.example>:",
    "unknown_language": "Mnamo 2.11.2026 09:14, Lampenhaus <hilfe@lampenhaus.example> aliandika:",
}


@pytest.mark.parametrize("name", ANNOUNCEMENTS)
def test_an_announced_mail_without_marks_is_hidden(name: str) -> None:
    assert split_text(f"{OWN}\n\n{ANNOUNCEMENTS[name]}\n\n{OLD}\n").visible == OWN


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_an_introduced_mail_with_marks_is_hidden(name: str) -> None:
    assert split_text(f"{OWN}\n\n{INTRODUCTIONS[name]}\n\n{MARKED}\n").visible == OWN


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_an_introduction_inside_the_marks_is_hidden(name: str) -> None:
    marked = "\n".join(f"> {line}" for line in INTRODUCTIONS[name].splitlines())
    assert split_text(f"{OWN}\n\n{marked}\n>\n{MARKED}\n").visible == OWN


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_an_answer_below_the_quote_is_shown(name: str) -> None:
    assert split_text(f"{INTRODUCTIONS[name]}\n\n{MARKED}\n\n{OWN}\n").visible == OWN


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_answers_between_quoted_lines_are_shown(name: str) -> None:
    lines = ["> Welche Farbe?", "Rot.", "> Welche Größe?", "Mittel.", "> Noch etwas?", "Nein."]
    visible = split_text("\n".join([INTRODUCTIONS[name], *lines])).visible
    assert visible.split() == ["Rot.", "Mittel.", "Nein."]


@pytest.mark.parametrize("elision", ["...", "[...]", "[…]", "<snip>", "(gekürzt)", "8<"])
def test_a_shortened_quote_is_still_a_quote(elision: str) -> None:
    body = f"{INTRODUCTIONS['gmail_old']}\n{elision}\n> Passt das so?\n\nJa, passt."
    assert split_text(body).visible == "Ja, passt."


def test_a_chain_of_many_levels_is_hidden() -> None:
    chain = "\n".join(f"{'>' * level} Stufe {level}" for level in range(1, 40))
    assert split_text(f"{OWN}\n\n{INTRODUCTIONS['apple']}\n{chain}\n").visible == OWN


def test_the_signature_between_answer_and_quote_is_hidden() -> None:
    split = split_text(f"{OWN}\n-- \nHanna Voss\nHafenweg 3\n28195 Bremen\n\n{INTRODUCTIONS['k9']}\n{MARKED}")
    assert split.visible == OWN


def test_a_signature_below_the_quote_is_hidden() -> None:
    assert split_text(f"{OWN}\n\n{INTRODUCTIONS['apple']}\n{MARKED}\n\n-- \nHanna Voss\n").visible == OWN
