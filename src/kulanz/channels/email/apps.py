"""Mail, described."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..kinds import ChannelConfig, ChannelKind
from .sources import SOURCES


class EmailConfig(ChannelConfig):
    """Mail."""

    name = "kulanz.channels.email"
    label = "channels_email"
    kind = ChannelKind(
        key="email",
        label=_("mail"),
        came=_("by mail"),
        icon="arrow-down-left",
        sources=SOURCES,
        adapter="kulanz.channels.email.adapter:EmailAdapter",
        rows="kulanz.channels.email.forms:MailboxForm",
        summary="channels/email/setup.html",
        related=("mailboxes",),
        fetcher="kulanz.channels.email.fetching:Fetchers",
        parse_warnings="kulanz.channels.email.parse_warnings:PARSE_WARNINGS",
        trial="kulanz.channels.email.trial",
    )
