"""Footers of apps, firms and lists and signatures are no words of the customer."""

import pytest

from lesart.splitting import Segment, split_text

OWN = "Guten Tag,\n\ndie Lampe ist heil angekommen.\n\nBeste Grüße\nBruno Falk"

APPS = [
    "Von meinem iPhone gesendet",
    "Von meinem iPad gesendet",
    "Gesendet von meinem iPhone",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Gesendet von Outlook für Android<https://aka.example/AAb9ysg>",
    "Gesendet von Mail für Windows",
    "Holen Sie sich Outlook für iOS",
    "Gesendet mit der GMX Mail App",
    "Gesendet mit der WEB.DE Mail App",
    "Gesendet mit der mobilen Mail App",
    "Gesendet mit der Telekom Mail App",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
    "Von Yahoo Mail auf Android gesendet",
    "Gesendet mit Proton Mail sicherer E-Mail.",
    "Gesendet von unterwegs",
    "Von meinem Huawei-Mobiltelefon gesendet",
    "Virenfrei.www.avast.example",
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Outlook for iOS",
    "Get Outlook for Android",
    "Sent with Proton Mail secure email.",
    "Sent from Yahoo Mail on Android",
    "Diese E-Mail wurde von Avast-Antivirussoftware auf Viren geprüft.",
    "Von meinem/meiner Galaxy gesendet",
    "Envoyé de mon iPhone",
    "Verzonden vanaf mijn iPhone",
    "Inviato da iPhone",
    "Enviado desde mi iPhone",
]


@pytest.mark.parametrize("footer", APPS)
def test_an_app_footer_is_hidden(footer: str) -> None:
    split = split_text(f"{OWN}\n\n{footer}\n")
    assert (split.visible, split.hidden) == (OWN, footer)


@pytest.mark.parametrize("footer", APPS)
def test_an_app_footer_right_below_the_name_is_hidden(footer: str) -> None:
    assert split_text(f"{OWN}\n{footer}\n").visible == OWN


@pytest.mark.parametrize("footer", APPS)
def test_a_mail_of_only_an_app_footer_says_nothing(footer: str) -> None:
    assert split_text(footer).visible == ""


LEGAL = {
    "register": "Falk Elektro GmbH, Sitz der Gesellschaft: Bremen\nRegistergericht: Amtsgericht Bremen,"
    " HRB 12345\n"
    "Geschäftsführer: Bruno Falk, Ina Falk\nUSt-IdNr.: DE123456789",
    "secret": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat"
    " sind oder diese\n"
    "E-Mail irrtümlich erhalten haben, informieren Sie bitte den Absender und vernichten Sie diese Mail.",
    "secret_plural": "Diese Nachricht ist vertraulich. Sollten Sie nicht der vorgesehene Empfänger"
    " sein, bitten wir"
    " Sie, uns zu informieren und die Nachricht zu löschen.",
    "secret_english": "This e-mail may contain confidential information. If you are not the intended"
    " recipient (or\n"
    "have received this e-mail in error) please notify the sender immediately and delete it.",
    "paper": "Bitte denken Sie an die Umwelt, bevor Sie diese E-Mail ausdrucken.",
    "english_company": "Falk Lighting Ltd. Registered in England and Wales, company number 0123456. VAT GB 12 3456.",
    "two_paragraphs": "Falk Elektro GmbH & Co. KG, Amtsgericht Bremen HRA 9876\n\nDer Inhalt dieser"
    " E-Mail ist"
    " vertraulich und nur für den Empfänger bestimmt.",
}


@pytest.mark.parametrize("name", LEGAL)
def test_a_legal_footer_is_hidden(name: str) -> None:
    assert split_text(f"{OWN}\n\n{LEGAL[name]}\n").visible == OWN


def test_business_details_below_the_name_are_hidden() -> None:
    block = (
        "Falk Elektro GmbH\nHafenweg 3\n28195 Bremen\n\nTel.: +49 421 998877\nFax: +49 421 998878\n"
        "E-Mail: falk@elektro.example\nwww.elektro.example"
    )
    split = split_text(f"{OWN}\nEinkauf\n\n{block}\n")
    assert (split.visible, split.hidden) == (f"{OWN}\nEinkauf", block)


def test_the_footer_of_a_mailing_list_is_hidden() -> None:
    footer = "_" * 47 + "\nKunden mailing list\nkunden@listen.example\nhttps://listen.example/kunden"
    assert split_text(f"{OWN}\n\n{footer}\n").visible == OWN


def test_every_piece_has_its_kind_and_place() -> None:
    body = (
        "Ja.\n\nVon meinem iPhone gesendet\n\n> Am 02.11.2026 um 09:14 schrieb Team <t@firma.example>:\n> Passt es?\n"
    )
    split = split_text(body)
    assert split.segments == (
        Segment("own", 0, 5, True),
        Segment("app-footer", 5, 33, False),
        Segment("quote", 33, len(body), False),
    )


@pytest.mark.parametrize(
    "line",
    ["Отправлено с iPhone", "Odesláno z iPhonu", "Lähetetty iPhonesta", "iPhone'umdan gönderildi", "iPhoneから送信",
     "从我的iPhone发送", "從我的 iPhone 傳送", "나의 iPhone에서 보냄", "Απεστάλη από το iPhone μου"],
)  # fmt: skip
def test_the_line_of_a_telephone_is_hidden_in_any_language(line: str) -> None:
    assert split_text(f"Bitte abholen.\n\n{line}\n").visible == "Bitte abholen."


@pytest.mark.parametrize("line", ["iPhone", "Mein iPhone", "iPhonehülle", "Odesláno z Prahy", "iPad 2 defekt"])
def test_the_name_of_a_telephone_alone_is_somebodys_word(line: str) -> None:
    assert split_text(f"Bitte abholen.\n\n{line}\n").visible == f"Bitte abholen.\n\n{line}"
