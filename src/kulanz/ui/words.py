"""The few sentences that scripts say, translated on the server: scripts hold no language of their own."""

import json
from functools import cache

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext


def as_json() -> SafeString:
    """JSON that may stand in an attribute, whatever its quotes."""
    return _json(get_language() or "de")


@cache
def _json(language: str) -> SafeString:
    text = json.dumps({**_sentences(), "zone": settings.TIME_ZONE}, ensure_ascii=False, separators=(",", ":"))
    return escape(text)


def _sentences() -> dict[str, str]:
    return {**_of_every_page(), **_of_the_desk()}


def _of_every_page() -> dict[str, str]:
    return _said_at_work() | _keys_of_the_help()


def _said_at_work() -> dict[str, str]:
    return {
        "saved": gettext("Saved {time}"),
        "unsaved": gettext("Not saved, your text stays here."),
        "restored": gettext("Your text from {time} is back."),
        "again": gettext("Try again"),
        "offline": gettext("No connection. Your text is safe here."),
        "failed": gettext("That did not work. Nothing is lost."),
        "refused": gettext("You may not do that, or you were signed out."),
        "arrived": gettext("New message from {name}"),
        "arrived_somewhere": gettext("A new message has arrived."),
        "live_lost": gettext("Live updates pause, this page looks for news every few seconds."),
        "seconds": gettext("{n} seconds"),
        "second": gettext("1 second"),
        "minutes": gettext("{m} min"),
        "hours": gettext("{h} hr"),
        "hours_minutes": gettext("{h} hr {m} min"),
        "moment": gettext("just now"),
        "picked": gettext("{n} selected"),
        "too_large": gettext("{name} is too large."),
        "empty": gettext("{name} is empty and does not come along."),
        "light": gettext("Light"),
        "dark": gettext("Dark"),
        "system": gettext("Like the system"),
        "theme": gettext("Appearance: {name}"),
        "keys_on": gettext("Single keys are on"),
        "keys_off": gettext("Single keys are off"),
        "copied": gettext("Copied"),
        "nothing": gettext("Nothing found for this."),
    }


def _keys_of_the_help() -> dict[str, str]:
    return {
        "do": gettext("Do"),
        "everywhere": gettext("Everywhere"),
        "here": gettext("On this page"),
        "next": gettext("Next, previous"),
        "open": gettext("Open"),
        "pick": gettext("Select"),
        "take_note": gettext("Take over a note of the coach"),
        "leave_note": gettext("Leave a note of the coach"),
        "help": gettext("This list"),
        "palette": gettext("Search or do"),
        "appearance": gettext("Light, dark, like the system"),
        "copy": gettext("Copy link"),
        "send": gettext("Send"),
        "send_wait": gettext("Send and wait for customer"),
    }


def _of_the_desk() -> dict[str, str]:
    return {
        "extend": gettext("Select further"),
        "panes": gettext("To the views, the list, the case, the person"),
        "names": gettext("{n} names, choose with the arrow keys"),
        "cannot_see": gettext("may not open this case"),
        "page": gettext("Page: {name}"),
        "view": gettext("View: {name}"),
    }
