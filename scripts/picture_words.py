"""The texts that are typed while pictures are taken, and where the stories of each language stand."""

from __future__ import annotations

HOSTS = {"de": "kundenservice.example", "en": "service.example"}

GERMAN = {
    "hotel": "LA-11",
    "cracked": "LA-14",
    "colour": "LA-29",
    "wrong": "LA-20",
    "refused": "LA-15",
    "address": "hilfe@lichthaus.example",
    "office_address": "werkstatt@lichthaus.example",
    "imap_host": "imap.lichthaus.example",
    "new_address": "merle.paulsen@lichthaus.example",
    "new_name": "Merle Paulsen",
    "avoided": "Ticket = Anliegen\nVorgang = Anliegen",
    "sample": "Ihr Ticket wird schnellstmöglich bearbeitet.",
    "draft": "Hallo Lena,\n\nwie bereits erwähnt, geht der Farbwechsel nur vor dem Versand. Deine Ebbe liegt noch "
    "hier, ich habe sie auf Sand geändert. Ich schreibe dir bis Mittwoch um 12 Uhr, wann das Paket kommt.\n\n"
    "Viele Grüße\nJule",
    "answer": "Hallo Lena,\n\ndeine Ebbe liegt noch hier, ich habe sie auf Sand geändert. "
    "Ich schreibe dir bis Mittwoch um 12 Uhr, wann das Paket kommt.\n\nViele Grüße\nJule",
    "note": "Die Düne liegt noch im Versand. Kannst du nachsehen, @Meh",
    "elsewhere": "Finn Clausen <clausen@werft.example>",
    "elsewhere_subject": "Rückfrage zu LA-18",
    "elsewhere_mark": "Rückfrage zu LA-18",
    "elsewhere_text": "Moin, ich schreibe von der Arbeit aus. Ist das Paket inzwischen gefunden?\n\nFinn Clausen\n",
    "refused_text": "Guten Tag Herr Nowak,\n\nhat der Abschnittdimmer geholfen?\n\nFreundliche Grüße\nTobias Wendt",
}

ENGLISH = {
    "hotel": "HL-4",
    "cracked": "HL-6",
    "colour": "HL-17",
    "wrong": "HL-11",
    "refused": "HL-7",
    "address": "help@harbour-lamps.example",
    "office_address": "workshop@harbour-lamps.example",
    "imap_host": "imap.harbour-lamps.example",
    "new_address": "merle.paulson@harbour-lamps.example",
    "new_name": "Merle Paulson",
    "avoided": "ticket = case\nasap = today",
    "sample": "Your ticket will be processed as soon as possible.",
    "draft": "Hello Lena,\n\nas already mentioned, the colour can only be changed before the lamp leaves us. Your "
    "Tide is still here, and I have changed it to sand. I will write to you by Wednesday at noon when the parcel "
    "comes.\n\nKind regards\nJulia",
    "answer": "Hello Lena,\n\nyour Tide is still here, and I have changed it to sand. "
    "I will write to you by Wednesday at noon when the parcel comes.\n\nKind regards\nJulia",
    "note": "The Dune is still in the store. Could you have a look, @Meh",
    "elsewhere": "Finn Clarke <clarke@werft.example>",
    "elsewhere_subject": "Question about HL-9",
    "elsewhere_mark": "Question about HL-9",
    "elsewhere_text": "Hello, I am writing from work. Has the parcel been found?\n\nFinn Clarke\n",
    "refused_text": "Dear Mr Nowak,\n\ndid the other dimmer help?\n\nKind regards\nToby Wendell",
}

WORDS = {"de": GERMAN, "en": ENGLISH}
