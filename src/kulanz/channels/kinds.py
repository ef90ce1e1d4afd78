"""One description per way to reach customers. Desk, office, reading and sending take everything they ask from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.apps import AppConfig
from django.utils.functional import Promise

LONGEST = 20  # characters of a key and of a source: the width of the columns that hold them
LazyText = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """What the house knows of one kind of channel.

    ``key`` stands in ``Channel.kind`` and in ``Message.channel``, ``sources`` in ``Original.source``: words that stay.
    ``label`` names it in the office, ``came`` says on the desk how a message came, under ``icon`` (of ``ui.icons``).
    What brings libraries along is named as "package.module:Name" and opened where it is needed first.
    """

    key: str
    label: LazyText
    came: LazyText
    icon: str
    sources: tuple[str, ...]
    adapter: str
    """The ``ChannelAdapter``: reads what comes in, sends what goes out."""
    answers_through: str = ""
    """The key of the kind that carries answers to what came in here; empty where it does so itself."""
    is_offered: bool = True
    """Whether the office offers it for a new channel."""
    form: str = ""
    """A ``SetupForm`` for what only this kind wants to know; it is kept in ``Channel.settings``."""
    rows: str = ""
    """A ``RowForm`` for what one channel has several of, such as mailboxes."""
    summary: str = ""
    """The template that the office shows below a channel in its list."""
    related: tuple[str, ...] = ()
    """The relations of ``Channel`` that this template walks."""
    urls: str = ""
    """The module of its public addresses; they begin with "channels/", its key and a slash."""
    fetcher: str = ""
    """What the worker keeps running to fetch from elsewhere: a class with ``start()`` and ``stop(seconds)``."""
    parse_warnings: str = ""
    """A mapping of its own reason codes to sentences: of ``Decision.warnings`` and ``Decision.ignored``."""
    trial: str = ""
    """A module that reads one original from standard input: for those during whose reading a process has died."""


class ChannelConfig(AppConfig):
    """The place in Django of a channel's folder: ``INSTALLED_APPS`` is the list of all kinds."""

    kind: ClassVar[ChannelKind]
