"""A pager's story, told in a house of its own: set up, taken in, refused for now, tried again, delivered, lost."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from kulanz.cases.models import Message  # noqa: E402
from kulanz.channels.models import Channel, Original, Outgoing  # noqa: E402
from kulanz.channels.outbox import sending  # noqa: E402
from kulanz.core.clock import now  # noqa: E402
from kulanz.people.models import Brand, User  # noqa: E402
from kulanz.server.roles import WorkerRole  # noqa: E402

SECONDS = 120.0  # for each step of the worker; only a house in which something is wrong needs them


class Pager:
    """The other side: a real socket that answers each line with the next word, and breaks off where there is none."""

    def __init__(self, *words: str) -> None:
        self.words, self.heard = list(words), list[str]()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _address = self._server.accept()
            with connection, connection.makefile("rw") as line:
                if said := line.readline().strip():
                    self.heard.append(said)
                    line.write(f"{self.words.pop(0)}\n" if self.words else "")


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"never: {what}; {list(Outgoing.objects.values('state', 'last_error'))}")
        time.sleep(0.02)


def browser(**fields: object) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_user(name="Mara", undo_seconds=0, **fields))
    return client


def set_up(office: Client, brand: Brand, pager: Pager) -> Channel:
    assert "pager" in office.get("/office/channels/new/").text
    typed = {"kind": "dummy", "name": "Unser Pager", "brand": brand.pk, "is_active": "on", "acknowledges": "on"}
    page = office.post("/office/channels/new/", typed, follow=True)
    assert "Port of the pager" in page.text, "a new channel asks on for what its kind wants to know"
    door = Channel.objects.get()
    address = f"/office/channels/{door.pk}/"
    assert page.request["PATH_INFO"] == address
    assert office.post(address, {**typed, "dummy-port": "many"}).status_code == 422
    ringing = {**typed, "dummy-port": pager.port}
    assert "The pager rings." in office.post(address, {**ringing, "check": "1"}).text
    door.refresh_from_db()
    assert door.settings == {}, "trying out keeps nothing"
    listed = office.post(address, ringing, follow=True).text
    assert f"/channels/dummy/{door.pk}/" in listed
    assert "<small>pager," in listed
    door.refresh_from_db()
    assert door.settings == {"port": pager.port}
    return door


def take_in(door: Channel) -> Message:
    words = json.dumps({"name": "Anna Brücke", "address": "anna@kunde.example", "text": "Mein Rad ist weg."})
    stranger = Client(headers={"host": "127.0.0.1"})
    for _twice in range(2):  # networks deliver more than once
        answer = stranger.post(f"/channels/dummy/{door.pk}/", words, "application/json", headers={"x-id": "17"})
        assert answer.status_code == 202
    until(lambda: not Original.objects.filter(state="kept").exists(), "what came is read")
    return Message.objects.get()


def answer(desk: Client, message: Message, text: str) -> Outgoing:
    desk.post(f"/cases/{message.case.number}/replies/", {"text": text, "then": "wait"})
    until(lambda: Outgoing.objects.filter(message__text=text, attempts=1).exclude(state="sending").exists(), text)
    return Outgoing.objects.get(message__text=text)


def main() -> None:
    call_command("migrate", verbosity=0)
    brand = Brand.objects.create(name="A", prefix="A", sender_name="A", sender_address="hilfe@demo.example")
    pager = Pager("busy", "taken", "wrong number")
    door = set_up(browser(email="nils@demo.example", is_admin=True, is_agent=False), brand, pager)
    desk = browser(email="mara@demo.example", is_lead=True)
    worker = WorkerRole()
    worker.start()
    message = take_in(door)
    page = desk.get(f"/cases/{message.case.number}/").text
    assert "through the pager" in page
    assert "icons.svg#phone" in page

    outgoing = answer(desk, message, "Wir suchen es.")
    assert (outgoing.channel, outgoing.state, outgoing.last_error) == ("dummy", "queued", "busy")
    assert outgoing.due_at > now(), "it is tried again by itself"
    Outgoing.objects.filter(pk=outgoing.pk).update(due_at=message.at - timedelta(minutes=1))
    sending.send_due()  # as the schedule does every minute, for what has been due for half of one
    until(lambda: Outgoing.objects.get(pk=outgoing.pk).state == "sent", "it is delivered")
    assert Message.objects.get(pk=outgoing.message_id).delivery == "sent"

    refused = answer(desk, message, "Es ist gefunden.")
    assert (refused.state, refused.message.delivery) == ("failed", "failed")
    assert "wrong number" in desk.get("/office/outbox/").text
    assert "Es ist gefunden." in desk.get(f"/office/outbox/{refused.pk}/").text
    uncertain = answer(desk, message, "Es steht im Hof.")  # the line breaks after it: nobody knows whether it arrived
    assert (uncertain.state, uncertain.message.delivery) == ("uncertain", "uncertain")
    assert pager.heard == ["Wir suchen es.", "Wir suchen es.", "Es ist gefunden.", "Es steht im Hof."]
    worker.stop(30)


main()
