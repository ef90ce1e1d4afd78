"""The channel for tests, described."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..kinds import ChannelConfig, ChannelKind


class NullConfig(ChannelConfig):
    """The channel for tests."""

    name = "kulanz.channels.null"
    label = "channels_null"
    kind = ChannelKind(
        key="null",
        label=_("none (for tests)"),
        came=_("none (for tests)"),
        icon="arrow-down-left",
        sources=("null",),
        adapter="kulanz.channels.null.adapter:NullAdapter",
        is_offered=False,
    )
