"""The pager, described."""

from kulanz.channels.kinds import ChannelConfig, ChannelKind


class DummyConfig(ChannelConfig):
    name = "kulanz.channels.dummy"
    label = "channels_dummy"
    kind = ChannelKind(
        key="dummy",
        label="pager",
        came="through the pager",
        icon="phone",
        sources=("dummy",),
        adapter="kulanz.channels.dummy.adapter:DummyAdapter",
        form="kulanz.channels.dummy.forms:DummyForm",
        summary="channels/dummy/setup.html",
        urls="kulanz.channels.dummy.urls",
    )
