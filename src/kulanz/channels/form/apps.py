"""The contact form, described."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..kinds import ChannelConfig, ChannelKind


class FormConfig(ChannelConfig):
    """The contact form."""

    name = "kulanz.channels.form"
    label = "channels_form"
    kind = ChannelKind(
        key="form",
        label=_("contact form"),
        came=_("through the form"),
        icon="arrow-down-left",
        sources=("form",),
        adapter="kulanz.channels.form.adapter:FormAdapter",
        answers_through="email",
        summary="channels/form/setup.html",
    )
