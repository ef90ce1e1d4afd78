"""The few words that mail programs write around a quoted mail, by language.

German and English first. Everything else is told by structure (dates, addresses, label lines); these
words only lift a guess to a certainty. Single words of many languages, no whole sentences.
"""

from __future__ import annotations

from typing import Final

# What a label of a quoted header block stands for. Evidence counts per role, not per word.
_ROLES: Final = {
    "from": "von from absender sender de da van fra från mittente expéditeur remitente lähettäjä od"
    " nadawca odesílatel odosielateľ от кому-от gönderen kimden feladó 发件人 寄件者 差出人 보낸사람 від expediteur",
    "date": "gesendet datum sent date envoyé envoyé-le enviado enviado-el inviato verzonden dato sendt"
    " skickat lähetetty wysłano odesláno odoslané дата отправлено data fecha tarih gönderildi päivämäärä küldve dátum"
    " gesendet-am sent-at date-sent 日期 发送时间 日付 보낸날짜 enviada-em zeit time-sent надіслано",
    "to": "an to empfänger recipient à para a aan til till vastaanottaja do komu кому alıcı kime címzett"
    " destinataire destinatario 收件人 宛先 받는사람 odbiorca",
    "subject": "betreff subject thema objet asunto oggetto onderwerp emne ämne aihe temat předmět predmet"
    " тема konu tárgy assunto 主题 主旨 件名 제목 betr sujet rubrik",
    "cc": "cc kopie kopie-an copy copie bcc cc: kopi kopia копия ccó cópia",
    "other": "antwort-an reply-to priorität priority wichtigkeit importance anlagen anhang anhänge"
    " attachments attachment organization organisation message-id nachrichten-id nachricht-id mailed-by resent-from",
}
LABELS: Final = {
    word.replace("-", " ") if role != "other" else word: role
    for role, words in _ROLES.items()
    for word in words.split()
} | {"reply-to": "other", "antwort an": "other", "message-id": "other", "e-mail": "other"}

# A word that starts the line which introduces a quoted mail, followed by a date.
DATE_OPENERS: Final = (
    "am|on|le|el|il|op|em|den|dne|dňa|pe|på|w dniu|dnia|no dia|in data|il giorno|el día|a|da|"
    "в|tarihinde|från|the|at|ngày|vào|pada|ma|ti|ke|to|pe|la|su|"
    "mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)

# Verbs (and their like) with which a program says who wrote.
WROTE: Final = (
    "schrieb|schrieben|geschrieben|wrote|writes|a écrit|escribió|ha scritto|scrive|schreef|geschreven|"
    "escreveu|skrev|napisał|napisała|napisał\\(a\\)|pisze|napsal|napsala|napísal|napísala|kirjoitti|"
    "írta|написал|написала|написав|пишет|yazdı|schreibt|a scris|έγραψε|šrašė|rakstīja|kirjutas|viết|menulis|"
    "wrote on|escribe|escrigué|va escriure|写道|寫道|のメッセージ|작성|ha escrito"
)

# Someone who speaks, not a program: 'Am 3. schrieben Sie mir:' belongs to the writer's own words.
SPEAKERS: Final = (
    "sie|ich|mir|uns|wir|du|dir|ihr|euch|ihnen|you|i|me|us|we|ihre|ihrem|ihrer|your|my|mein|meine|folgende"
)

# Stems of the line that announces an older mail, and of the one that announces a forwarded mail.
ORIGINAL: Final = (
    "origin|ursprüng|urspruengl|antwort|oprindelig|opprinnelig|alkuperäi|oorspronkelijk|původní|pôvodn|"
    "исходн|orijinal|eredeti|ursprungl|oryginaln|πρωτότυπ|вихідн|svarad|quoted"
)
FORWARDED: Final = (
    "forwarded|weitergeleitet|transféré|transmis|réexpédi|reenviad|inoltrat|doorgestuurd|videresendt|"
    "vidarebefordra|przekazan|przesłan|edelleen|välitetty|přeposl|preposlan|пересыла|пересла|iletilen|"
    "továbbított|encaminhad|rinviat"
)
MESSAGE: Final = (
    "message|nachricht|mail|meddelelse|melding|meddelande|mensaje|mensagem|messaggio|bericht|wiadomość|"
    "zpráva|správa|viesti|сообщени|письмо|ileti|mesaj|üzenet|courriel|origine|повідомлення|termin"
)
