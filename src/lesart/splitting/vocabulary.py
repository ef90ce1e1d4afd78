"""The few words that mail programs write around a quoted mail, by language.

German and English first. Everything else is told by structure (dates, addresses, label lines); these
words only lift a guess to a certainty. Single words of many languages, no whole sentences.
"""

from __future__ import annotations

from typing import Final

# What a label of a quoted header block stands for. Evidence counts per role, not per word.
# Labels of two words are written with an underscore.
_ROLES: Final = {
    "from": """
        von absender from sender de expéditeur remitente mittente da van fra från lähettäjä od nadawca
        odesílatel odosielateľ от від gönderen kimden feladó 发件人 寄件者 差出人 보낸_사람 expeditor""",
    "date": """
        gesendet gesendet_am datum zeit sent date date_sent message_du envoyé envoyé_le enviado enviado_el enviada_em
        fecha inviato data verzonden dato sendt skickat skickat_den lähetetty päivämäärä wysłano odesláno
        odoslané дата отправлено надіслано tarih gönderildi gönderme_tarihi küldve elküldve dátum
        日期 发送时间 日付 送信日時 보낸_날짜 trimis""",
    "to": """
        an empfänger to recipient à destinataire pour a para destinatario aan til till vastaanottaja do odbiorca
        komu кому alıcı kime címzett 收件人 收件者 宛先 받는_사람 către""",
    "subject": """
        betreff betr thema subject objet sujet asunto oggetto onderwerp emne ämne rubrik aihe temat předmět
        predmet тема konu tárgy assunto subiect 主题 主旨 件名 제목""",
    "cc": "cc bcc kopie kopie_an copy copie kopi kopia cópia копия",
    "other": """
        antwort_an reply-to priorität priority wichtigkeit importance anlage anlagen anhang anhänge attachment
        attachments organisation organization message-id nachrichten-id resent-from""",
}
LABELS: Final = {word.replace("_", " "): role for role, words in _ROLES.items() for word in words.split()}

# A word that starts the line which introduces a quoted mail, followed by a date.
HOME_DATE_OPENERS: Final = (
    "am|on|the|at|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
DATE_OPENERS: Final = (
    f"{HOME_DATE_OPENERS}|le|el|il|op|em|den|dne|dňa|pe|på|w dniu|dnia|no dia|in data|il giorno|el día|a|da|"
    "в|tarihinde|från|ngày|vào|pada|ma|ti|ke|to|la|su"
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
    "исходн|orijinal|eredeti|ursprungl|reply|oryginaln|πρωτότυπ|вихідн|svarad|quoted"
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
