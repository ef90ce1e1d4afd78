"""Quoted mails in many languages: told by dates, addresses and label lines, hardly by words."""

import pytest

from lesart.splitting import split_text

OWN = "Danke für alles.\n\nMax"
OLD = "Hallo Max,\n\nwie geht es?"
MARKED = "> Hallo Max,\n>\n> wie geht es?"

INTRODUCTIONS = """
Den 12. jan. 2017 kl. 11:59 skrev Ann Lee <ann@b.example>:
Den tor. 12. jan. 2017 kl. 11.59 skrev Ann Lee <ann@b.example>:
ti 2. helmikuuta 2016 kello 5.28 Ann Lee (ann@b.example) kirjoitti:
Em seg, 2 de fev de 2016 às 05:28, Ann Lee <ann@b.example> escreveu:
Em 2 de fevereiro de 2016 05:28, Ann Lee<ann@b.example> escreveu:
26 янв. 2016 г., в 13:55, Ann Lee <ann@b.example> написал(а):
вт, 26 янв. 2016 г. в 13:55, Ann Lee <ann@b.example>:
Вторник, 26 января 2016, 13:55 +03:00 от Ann Lee <ann@b.example>:
在 2016年1月26日，下午1:55，Ann Lee <ann@b.example> 写道：
2016年1月26日(火) 13:55 Ann Lee <ann@b.example>:
2016. jan. 26. 13:55 ezt írta (Ann Lee <ann@b.example>):
Dne út 26. 1. 2016 v 13:55 Ann Lee <ann@b.example> napsal:
wt., 26 sty 2016 o 13:55 Ann Lee <ann@b.example> napisał(a):
Pe mar., 26 ian. 2016 la 13:55, Ann Lee <ann@b.example> a scris:
Στις 26 Ιαν 2016, 13:55, ο χρήστης Ann Lee <ann@b.example> έγραψε:
‫בתאריך יום ג׳, 26 בינו׳ 2016 ב-13:55 מאת ‪Ann Lee‬‏ <‪ann@b.example‬‏>:
في الثلاثاء، 26 يناير 2016 13:55 Ann Lee <ann@b.example> كتب:
Vào 14:24 8 tháng 6, 2017, Ann Lee <ann@b.example> đã viết:
Il giorno mar 26 gen 2016 alle ore 13:55 Ann Lee <ann@b.example> ha scritto:
Il 26/01/2016 13:55, Ann Lee ha scritto:
Le 26/01/2016 à 13:55, Ann Lee a écrit :
El 26/01/2016 a las 13:55, Ann Lee escribió:
Op 26-01-16 om 13:55 schreef Ann Lee:
W dniu 26.01.2016 o 13:55, Ann Lee pisze:
On 26/01/2016 13:55, Ann Lee wrote:
On Tue, 26 Jan 2016, 13:55 Ann Lee, <ann@b.example> wrote:
On Tuesday, January 26, 2016 at 1:55:10 PM UTC+1, Ann Lee wrote:
On Jan 26, 2016 1:55 PM, "Ann Lee" <ann@b.example> wrote:
On January 26, 2016 1:55:10 PM GMT+01:00, Ann Lee <ann@b.example> wrote:
On 26 January 2016 at 13:55, Ann Lee <ann@b.example> wrote:
Ann Lee wrote on 26/01/2016 13:55:
Am 26. Januar 2016 um 13:55 schrieb Ann Lee <ann@b.example>:
Am Dienstag, 26. Januar 2016 schrieb Ann Lee <ann@b.example>:
Am 26.01.2016 um 13:55 schrieb ann@b.example:
Am 26.01.2016 13:55 schrieb "Ann Lee" <ann@b.example>:
Am 26.01.2016 um 13:55 schrieb Ann Lee via Kulanz:
Am Di., 26. Jan. 2016, 13:55 hat Ann Lee <ann@b.example> geschrieben:
Ann Lee <ann@b.example> hat am 26. Januar 2016 um 13:55 geschrieben:
Ann Lee <ann@b.example> schrieb am Di. 26. Jan. 2016 um 13:55:
Ann Lee schrieb am 26.01.2016 13:55:
On 2016-01-26 13:55, Ann Lee <ann@b.example> wrote:
26.01.2016, 13:55, "Ann Lee" <ann@b.example>:
---- Am Di, 26 Jan 2016 13:55:10 +0100 Ann Lee <ann@b.example> schrieb ----
Von meinem Telefon. Am 26.01.2016 um 13:55 schrieb Ann Lee <ann@b.example>:
Le mar. 26 janv. 2016 à 13 h 55, Ann Lee <ann@b.example> a écrit :
2016-01-26 13:55 GMT+01:00 Ann Lee <ann@b.example>:
Mar 26, 2016 1:55 PM, Ann Lee <ann@b.example> wrote:
Ar 26 Ion 2016, am 13:55 ysgrifennodd Ann Lee <ann@b.example>:
""".strip().splitlines()

LABELS = """
From | Sent | To | Subject
From | Date | To | Subject
Von | Gesendet | An | Betreff
Von | Datum | An | Betreff
De | Envoyé | À | Objet
De | Envoyé le | À | Objet
De | Date | À | Objet
De | Enviado | Para | Asunto
De | Enviado el | Para | Asunto
De | Fecha | Para | Asunto
Da | Inviato | A | Oggetto
Da | Data | A | Oggetto
Van | Verzonden | Aan | Onderwerp
Van | Datum | Aan | Onderwerp
Fra | Sendt | Til | Emne
Fra | Dato | Til | Emne
Från | Skickat | Till | Ämne
Från | Datum | Till | Ämne
Lähettäjä | Lähetetty | Vastaanottaja | Aihe
Od | Wysłano | Do | Temat
Od | Data | Do | Temat
Od | Odesláno | Komu | Předmět
Od | Odoslané | Komu | Predmet
От | Отправлено | Кому | Тема
От | Дата | Кому | Тема
Kimden | Gönderildi | Kime | Konu
Gönderen | Gönderme Tarihi | Kime | Konu
Feladó | Elküldve | Címzett | Tárgy
发件人 | 发送时间 | 收件人 | 主题
差出人 | 送信日時 | 宛先 | 件名
보낸 사람 | 보낸 날짜 | 받는 사람 | 제목
De | Enviada em | Para | Assunto
De | Trimis | Către | Subiect
Από | Στάλθηκε | Προς | Θέμα
Saatja | Saadetud | Adressaat | Teema
Від | Надіслано | Кому | Тема
Šalje | Poslano | Prima | Predmet
Pošiljatelj | Poslano | Za | Zadeva
Siuntėjas | Išsiųsta | Kam | Tema
No | Nosūtīts | Kam | Temats
Expeditor | Data | Destinatar | Subiect
De | Enviat el | Per a | Assumpte
Gửi từ | Đã gửi | Đến | Chủ đề
מאת | נשלח | אל | נושא
من | تم الإرسال | إلى | الموضوع
Expéditeur | Date | Destinataire | Objet
Absender | Datum | Empfänger | Betreff
Från | Skickat den | Till | Rubrik
""".strip().splitlines()


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_introduction_is_known_with_and_without_marks_below(introduction: str) -> None:
    assert split_text(f"{OWN}\n\n{introduction}\n\n{MARKED}\n").visible == OWN
    assert split_text(f"{OWN}\n\n{introduction}\n\n{OLD}\n").visible == OWN


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_introduction_is_known_without_a_blank_line_above(introduction: str) -> None:
    assert split_text(f"{OWN}\n{introduction}\n{MARKED}\n").visible == OWN


@pytest.mark.parametrize(
    "wrapped",
    [
        "Ann Lee Kundendienst Nord <ann@b.example> schrieb am\nDienstag, 26. Januar 2016 um 13:55:",
        "Ann Lee Kundendienst Nord\n<ann@b.example> schrieb am Dienstag, 26. Januar 2016 um 13:55:",
        "Ann Lee Kundendienst Nord <ann@b.example> wrote on\nTuesday, 26 January 2016 at 13:55:",
        "Ann Lee Kundendienst Nord\n<ann@b.example> escreveu no dia terça, 26/01/2016 à(s) 13:55:",
        "Ann Lee Kundendienst Nord\n<ann@b.example> 于2016年1月26日周二 13:55写道:",
        "Ann Lee Kundendienst Nord\n<ann@b.example>, 26 Oca 2016 Sal, 13:55 tarihinde şunu yazdı:",
    ],
)
def test_an_introduction_that_begins_with_the_name_is_known_wherever_it_was_wrapped(wrapped: str) -> None:
    assert split_text(f"{OWN}\n\n{wrapped}\n\n{MARKED}\n").visible == OWN
    assert split_text(f"{OWN}\n\n{wrapped}\n\n{OLD}\n").visible == OWN


def test_a_line_right_above_an_introduction_stays_although_it_tells_who_wrote() -> None:
    for own in ("Es kam nichts, wie Ann schrieb.", "Gruß\n\nMax Moll\n<max@b.example>", "Neu ist, was Ann schrieb"):
        intro = "Am Dienstag, 26. Januar 2016 um 13:55 schrieb Ann Lee <ann@b.example>:"
        assert split_text(f"{own}\n{intro}\n\n{MARKED}\n").visible == own


@pytest.mark.parametrize("form", ["{}: {}", "*{}:* {}", "{}:\t{}"])
@pytest.mark.parametrize("row", LABELS)
def test_a_header_block_is_known_by_its_shape(row: str, form: str) -> None:
    values = ["Ann Lee <ann@b.example>", "Tuesday, 26 January 2016 13:55", "Max", "Re: Frage"]
    block = "\n".join(form.format(label.strip(), value) for label, value in zip(row.split("|"), values, strict=True))
    assert split_text(f"{OWN}\n\n{block}\n\n{OLD}\n").visible == OWN
