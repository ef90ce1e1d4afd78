"""The few sentences that scripts say, translated on the server: scripts hold no language of their own."""

import json
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext, override


@cache
def as_json(language: str) -> str:
    """All sentences by their keys, as JSON."""
    with override(language):
        return json.dumps({**_sentences(), "zone": settings.TIME_ZONE}, ensure_ascii=False, separators=(",", ":"))


def _sentences() -> dict[str, str]:
    sentences = _said_at_work() | _keys_of_the_help()
    for module in _of_rooms():
        sentences |= import_module(module).sentences()
    return sentences


def _of_rooms() -> list[str]:
    """The modules in which rooms say what their scripts say: ``sentences()`` gives each by its key."""
    rooms = [app for app in apps.get_app_configs() if app.name.startswith("kulanz.") and app.label != "ui"]
    return [f"{room.name}.words" for room in rooms if room.module and module_has_submodule(room.module, "words")]


def _said_at_work() -> dict[str, str]:
    return {
        "saved": gettext("Saved {time}"),
        "unsaved": gettext("Not saved, your text stays here."),
        "restored": gettext("Your text from {time} is back."),
        "again": gettext("Try again"),
        "offline": gettext("No connection. Your text is safe here."),
        "failed": gettext("That did not work. Nothing is lost."),
        "refused": gettext("You may not do that, or you were signed out."),
        "signed_out": gettext("You are signed out. What you have written stays here."),
        "sign_in": gettext("Sign in"),
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
        "help": gettext("This list"),
        "palette": gettext("Search or do"),
        "appearance": gettext("Light, dark, like the system"),
        "copy": gettext("Copy link"),
        "send": gettext("Send"),
        "send_wait": gettext("Send and wait for customer"),
    }
