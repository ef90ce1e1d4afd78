"""Lives one day in a house with the room of stamps, and tells as JSON what was seen. Run by test_dummy_room."""

from __future__ import annotations

import json
import re

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the house must stand first
from django.test import Client  # noqa: E402

from kulanz.cases import actions  # noqa: E402
from kulanz.cases.arrival import Arrival  # noqa: E402
from kulanz.cases.models import Case  # noqa: E402
from kulanz.cases.queries import link_token  # noqa: E402
from kulanz.core.clock import now  # noqa: E402
from kulanz.events.models import Event  # noqa: E402
from kulanz.people.actors import actor_for  # noqa: E402
from tests.factories import make_brand, make_user  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    agent = make_user(name="Mara Lindner", is_lead=True)
    letter = Arrival(
        channel="email", brand_id=make_brand().pk, sender_address="anna@post.example", sender_name="Anna Meier",
        subject="Lampe", text="Wo bleibt meine Lampe?", at=now(),
    )  # fmt: skip
    case = Case.objects.get(pk=actions.receive_messages([letter])[0].case_id)
    desk = Client(SERVER_NAME="localhost")
    desk.force_login(agent)
    before = desk.get(f"/cases/{case.number}/").content.decode()
    sent = actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Sie kommt am Freitag.")
    actions.mark_queued(message_id=sent.pk)
    actions.mark_sent(message_id=sent.pk)
    link = actions.create_link(case_id=case.pk, customer_id=case.customer_id)
    page = desk.get(f"/cases/{case.number}/").content.decode()
    portal = Client(SERVER_NAME="localhost").get(f"/c/{link_token(link)}/").content.decode()
    command = re.search(r'<div data-commands hidden>\s*<a href="([^"]*)">([^<]*)</a>', page)
    seen = {
        "kind": Event.objects.filter(kind="stamp-put").count(),
        "desk": "Mara Lindner stamped the letter: Merci" in page,
        "portal": "Our letter has a stamp: Merci" in portal,
        "panel": ('id="side-stamps"' in before, 'id="side-stamps"' in page),
        "command": command.groups() if command else None,
        "behind it": "Merci" in desk.get("/stamps/").content.decode(),
        "a stranger": Client(SERVER_NAME="localhost").get("/stamps/").status_code,
    }
    print(json.dumps(seen))  # noqa: T201 - the test reads it


main()
