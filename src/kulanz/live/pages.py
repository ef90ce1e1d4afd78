"""The pages under /live/, past Django: news as server-sent events, or asked for from time to time.

    id: 812
    event: case
    data: {"case": 17, "kind": "message-received"}

The event is named like its subject. ``id`` is its id in the log, so a page that lost its connection gets exactly what
it missed. Nothing but numbers and kinds goes out: the page fetches what it needs, and every right is checked there
again.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qs

from django.db import Error

from kulanz.core.asgi import Receive, Scope, Send
from kulanz.core.ids import id_in
from kulanz.events.actor import Sight

from .broadcaster import Broadcaster
from .news import News
from .subscription import Subscription, subscription_of

PER_PERSON = 20  # open pages
KEEP_ALIVE = 20.0  # seconds; proxies close what is silent for a minute
QUEUE = 500  # news; a page that reads slower than that begins anew

EVENT_STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
JSON = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class Client:
    """One open page: who listens, and the news that it has not been sent."""

    def __init__(self, subscription: Subscription, loop: asyncio.AbstractEventLoop) -> None:
        self.user_id = subscription.user_id
        self._subscription: Subscription | None = subscription
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE)
        self._loop = loop

    def deliver(self, news: Iterable[News]) -> None:
        """Queue what this person may hear."""
        subscription = self._subscription
        text = b"".join(as_event(each) for each in news if subscription and each.may_hear(subscription))
        if text:
            self._loop.call_soon_threadsafe(self._put, text)

    def renew(self, sight: Sight | None) -> None:
        """Take what this person may see by now; without a sight nothing is heard any more and the stream ends."""
        if self._subscription is None or sight is None:
            self._subscription = None
            self.end()
        else:
            self._subscription = replace(self._subscription, sight=sight)

    def end(self) -> None:
        """Close the stream."""
        self._loop.call_soon_threadsafe(self._put, None)

    def _put(self, text: bytes | None) -> None:
        if self.queue.full():  # the page comes back with the last id it saw and misses nothing
            self.queue = asyncio.Queue()
            text = None
        self.queue.put_nowait(text)


class Live:
    """The ASGI application behind /live/."""

    def __init__(self) -> None:
        self.broadcaster = Broadcaster()
        self._pages: Counter[int] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer /live/ with a stream and /live/poll with what happened since."""
        # In the address: an EventSource of a browser sends no field of its own, and no session is known past Django.
        query = parse_qs(scope["query_string"].decode("latin-1"))
        holder = subscription_of(query.get("token", [""])[0])
        after = _number(dict(scope["headers"]).get(b"last-event-id") or query.get("after", [""])[0])
        if scope["path"] not in {"/live/", "/live/poll"} or scope["method"] != "GET":
            await _refuse(send, 404)
            return
        try:
            subscription = await self._by_now(holder)
        except Error:  # the database is away: a stream that ends is asked for again, one that is refused never
            await send({"type": "http.response.start", "status": 200, "headers": EVENT_STREAM})
            await send({"type": "http.response.body", "body": b"retry: 2000\n\n"})
            return
        if subscription is None:
            await _refuse(send, 403)
        elif scope["path"] == "/live/poll":
            await self._poll(subscription, after, send)
        elif self._pages[subscription.user_id] >= PER_PERSON:
            await _refuse(send, 429)
        else:
            await self._stream(subscription, after, receive, send)

    def close(self) -> None:
        """End every stream; pages connect again after the restart."""
        self.broadcaster.close()

    async def _by_now(self, holder: Subscription | None) -> Subscription | None:
        """A token outlives a shift, but neither its owner's rights nor their place in the house."""
        if holder is None:
            return None
        return await asyncio.get_running_loop().run_in_executor(None, self.broadcaster.by_now, holder)

    async def _poll(self, subscription: Subscription, after: int | None, send: Send) -> None:
        loop = asyncio.get_running_loop()
        last, news = await loop.run_in_executor(None, self.broadcaster.since, after, subscription)
        told = [{"id": each.id, each.subject: each.subject_id, "kind": each.kind} for each in news]
        body = json.dumps({"last": last, "events": told}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": JSON})
        await send({"type": "http.response.body", "body": body})

    async def _stream(self, subscription: Subscription, after: int | None, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        client = Client(subscription, loop)
        self._pages[subscription.user_id] += 1
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": EVENT_STREAM})
            await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
            # First listen, then look back: what happens in between comes twice rather than never.
            self.broadcaster.subscribe(client)
            client.deliver(await loop.run_in_executor(None, self.broadcaster.look_back, after, subscription))
            await self._write(client, gone, send)
        finally:
            gone.cancel()
            self.broadcaster.unsubscribe(client)
            self._pages[subscription.user_id] -= 1

    async def _write(self, client: Client, gone: asyncio.Task[None], send: Send) -> None:
        while not gone.done():
            news = asyncio.ensure_future(client.queue.get())
            await asyncio.wait({news, gone}, timeout=KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                news.cancel()
                return
            text = news.result() if news.done() else b": still here\n\n"
            if not news.done():
                news.cancel()
            if text is None:
                break
            await send({"type": "http.response.body", "body": text, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def as_event(news: News) -> bytes:
    """Return the news in the form of a server-sent event."""
    data = json.dumps({news.subject: news.subject_id, "kind": news.kind})
    return f"id: {news.id}\nevent: {news.subject}\ndata: {data}\n\n".encode()


def _number(value: bytes | str) -> int | None:
    return id_in(value.decode("latin-1") if isinstance(value, bytes) else value)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
