"""Words that look like a quote, a header, a signature or a footer and are the writer's own."""

import pytest

from lesart.splitting import split_text

UNTOUCHED = {
    "a_label_in_a_sentence": "Guten Tag,\n\nVon: der Ware bin ich begeistert.\nAn: der Lieferung hapert es.",
    "a_form_filled_in": "Name: Bruno Falk\nE-Mail: bruno.falk@post.example\nDatum: 03.11.2026\nBestellnummer:"
    " 88123\nGrund: Die Lampe flackert.",
    "a_trip": "Guten Tag,\n\nVon: Bremen\nNach: Kiel\nDatum: 12.11.2026\nUhrzeit: 14:30\n\nGeht das noch?",
    "a_gift_card": "Bitte so beschriften:\n\nVon: Oma Gerda\nAn: Lisa\nText: Alles Gute!\n\nDanke.",
    "an_appointment": "Hallo,\n\nDatum: Montag, 9. November 2026 um 10:00\nOrt: Lager Süd\n\nPasst das?",
    "a_bank_order": "Betrag: 49,90 EUR\nAn: Lampenhaus GmbH\nBetreff: Rechnung 771\nDatum: 03.11.2026\n\nist bezahlt.",
    "a_quotation_in_words": 'Am 12.10. schrieben Sie mir:\n"Der Akku kommt Freitag."\n\nGekommen ist nichts.',
    "a_date_and_a_colon": "Am 12.10.2026 um 14:05 Uhr war der Stand:\n\n3 Lampen defekt\n2 Lampen in Ordnung",
    "a_colleague_who_wrote": "Am 12.10.2026 um 14:05 Uhr schrieb mir Ihr Kollege Folgendes:\n\nwir liefern"
    " Freitag.\n\nStimmt das?",
    "she_wrote_without_time": "Frau Petersen schrieb:\n\nDie Ware ist da.\n\nIch finde sie nicht.",
    "a_list_with_dashes": "Es fehlen:\n-- zwei Schrauben\n-- ein Kabel\n-- die Anleitung",
    "a_ruled_table": "Artikel    Menge\n-----------------\nLampe      2\nSchirm     1"
    "\n-----------------\nBitte"
    " prüfen.",
    "a_heading_with_dashes": "----- Bestellung -----\n2 Lampen\n1 Schirm\n\n----- Lieferung -----\nbitte nach Bremen",
    "greetings_to_pass_on": "Guten Tag,\n\nviele Grüße soll ich von Herrn Falk bestellen.\nEr braucht"
    " die Rechnung"
    " noch einmal.\n\nGruß\nHanna",
    "words_below_the_name": "Der Akku passt.\n\nMit freundlichen Grüßen\nHanna Voss\n\nPS: Die Kundennummer ist 4711.",
    "a_question_below_the_name": "Danke!\n\nGruß\nHanna Voss\n\nWann kommt denn die zweite Lampe? Meine"
    " Nachbarin"
    " wartet auch schon.",
    "an_order_number_below": "Bitte stornieren.\n\nMfG\nHanna Voss\nKundennummer 4711\nBestellnummer 88123",
    "sent_by_post": "Die Lampe habe ich heute zurückgeschickt.\n\nGesendet per Post am Montag, Beleg liegt bei.",
    "sent_from_my_husband": "Die Bestellung wurde von meinem Mann, nicht von mir, gesendet.",
    "a_dated_table": "Am 12.10.2026 um 14:05 kamen an:\n| Lampe | 2 |\n| Schirm | 1 |\n\nDer Rest fehlt.",
    "a_dated_citation": "Am 12.10.2026 hieß es noch:\n> Die Lieferung ist frei.\n\nUnd nun?",
    "a_colleague_with_address": "Ihr Kollege Max Weber <weber@firma.example> hat am 12.10.2026 um 9:10"
    " geschrieben:"
    "\n\nDie Ware kommt Freitag.\n\nSie kam nicht.",
    "someone_wrote_to_me": "Am 12.10.2026 um 9:10 hat mir Max Weber <weber@firma.example> geschrieben:"
    "\n\nMorgen."
    "\n\nDas war vor drei Wochen.",
    "a_pasted_mail": "Diese Mail kam von Ihnen:\n\nVon: Lampenhaus <hilfe@lampenhaus.example>"
    "\nGesendet: Montag, 2."
    " November 2026 09:14\nAn: Hanna Voss\nBetreff: Akku\n\nDer Akku ist da.\n\nEr ist aber nicht da.",
    "a_threat_of_court": "Es reicht.\n\nUnser Geschäftsführer klärt die Sache vor dem Amtsgericht Bremen.",
    "a_plea_for_secrecy": "Guten Tag.\n\nBitte behandeln Sie das vertraulich. Die Mail habe ich irrtümlich"
    " geschickt, bitte vernichten Sie sie.",
    "a_plea_for_pdf": "Noch etwas.\n\nDer Umwelt zuliebe drucken Sie bitte keine Rechnungen mehr, eine Mail reicht.",
    "a_dash_between_paragraphs": "Die Lampe flackert.\n--\nDie zweite Lampe geht gar nicht mehr an, seit gestern.",
    "a_last_mail": "So geht das nicht weiter.\n\nDiese E-Mail ist meine letzte Mahnung.",
    "sent_twice": "Keine Antwort bisher.\n\nDiese Mail wurde von mir schon zweimal gesendet.",
    "photos_sent": "Die Rechnung fehlt.\n\nMit meinem Handy habe ich Fotos gesendet",
    "a_phone_in_the_text": "Gesendet wurde das Paket an die falsche Adresse.\n\nVon meinem Handy geht"
    " Ihre Seite"
    " nicht.",
    "a_letter_with_names": "Sehr geehrte Damen und Herren,\n\nich kündige.\n\nHochachtungsvoll\n\nDr. Bruno"
    " Falk\nHafenweg 3\n28195 Bremen",
    "a_company_change": "Guten Tag,\n\nbitte ändern Sie unsere Daten:\nGeschäftsführer: Bruno Falk\nHRB"
    " 4711, Amtsgericht"
    " Bremen\n\nDanke",
    "an_arrow": "Weg: Startseite > Konto > Rechnungen\n\ndort steht nichts.",
    "a_comparison": "Die neue ist größer als die alte:\n>5 cm breiter wäre gut\n\nhaben Sie so etwas?",
    "a_shell_log": "Beim Drucken erscheint:\n\n>>> Fehler 12 <<<\n\nWas heißt das?",
    "a_confidential_question": "Ist Ihre Datenschutzerklärung vertraulich? Wer ist der Empfänger meiner Daten?",
    "a_short_name": "Ja, bitte.\n\n--\nHanna",
    "one_line": "Danke",
    "only_spaces_inside": "a  b\tc",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_own_words_stay_whole(name: str) -> None:
    split = split_text(UNTOUCHED[name])
    assert (split.visible, split.hidden) == (UNTOUCHED[name], "")


def test_a_sentence_right_above_the_announcement_stays() -> None:
    own = "Ich probiere es\nam 3. noch einmal aus. Bis dahin\nAm 9. bin ich weg."
    body = f"{own}\nAm 02.11.2026 um 09:14 schrieb Team <t@firma.example>:\n> Geht es?"
    assert split_text(body).visible == own


def test_a_mail_of_nothing_but_an_unannounced_quote_is_shown() -> None:
    assert split_text("> Ihr Termin ist am Freitag.").visible == "> Ihr Termin ist am Freitag."


def test_a_contact_block_stays_when_the_text_speaks_of_it() -> None:
    body = (
        "Bitte rufen Sie mich zurück.\n\nMit freundlichen Grüßen\nBruno Falk\n\nFalk Elektro GmbH\n"
        "Tel.: 0421 998877\nE-Mail: falk@elektro.example\nwww.elektro.example"
    )
    assert split_text(body).visible == body


def test_a_short_quote_picked_by_hand_and_answered_stays() -> None:
    body = "> Passt der Termin am Freitag?\n\nJa, aber erst ab 15 Uhr."
    assert split_text(body).visible.split() == body.split()


def test_a_long_quote_without_announcement_goes() -> None:
    quote = "\n".join(f"> Zeile {number} Ihres Schreibens" for number in range(12))
    assert split_text(f"{quote}\n\nEinverstanden.").visible == "Einverstanden."


def test_answers_that_stand_inside_an_unmarked_mail_stay() -> None:
    body = (
        "Hallo, meine Antworten stehen unten in Rot.\n\nVon: Lampenhaus <hilfe@lampenhaus.example>"
        "\nGesendet: Montag,"
        " 2. November 2026 09:14\nAn: Hanna Voss\nBetreff: Akku\n\nWelche Farbe? Blau bitte."
    )
    assert split_text(body).hidden == ""


def test_a_mail_that_begins_with_a_header_block_is_shown() -> None:
    body = (
        "Von: Lampenhaus <hilfe@lampenhaus.example>\nGesendet: Montag, 2. November 2026 09:14\nAn:"
        " Hanna Voss\n"
        "Betreff: Akku\n\nIhr Akku ist da."
    )
    assert split_text(body).hidden == ""


def test_a_handed_on_mail_is_shown() -> None:
    body = (
        "Können Sie das übernehmen?\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Lampe"
        " defekt\nDatum: Mon, 2 Nov"
        " 2026 09:14:55 +0100\nVon: Hanna Voss <hanna.voss@post.example>\nAn: info@lampenhaus.example\n"
        "\nMeine Lampe"
        " flackert."
    )
    split = split_text(body)
    assert (split.hidden, [segment.kind for segment in split.segments]) == ("", ["own", "forwarded"])


def test_a_mail_handed_on_by_its_subject_is_shown() -> None:
    body = (
        "Bitte übernehmen.\n\nVon: Hanna Voss <hanna.voss@post.example>\nGesendet: Montag, 2. November"
        " 2026 09:14\n"
        "An: info@lampenhaus.example\nBetreff: Lampe defekt\n\nMeine Lampe flackert."
    )
    assert split_text(body, forward=True).hidden == ""
    assert split_text(body).visible == "Bitte übernehmen."
