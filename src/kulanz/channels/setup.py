"""Forms of the office that belong to one kind of channel. The office shows, tries out and saves them unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from kulanz.events.actor import Actor
from kulanz.ui.forms import StyledForm

from .kinds import LazyText
from .models import Channel


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """What trying out showed: a sentence, and the banner it stands in ("success", "warning" or "info")."""

    words: str
    kind: str


class SetupForm(StyledForm, forms.Form):
    """What only one kind of channel wants to know. What it cleans, JSON values, is kept in ``Channel.settings``.

    With a word in ``check`` there is a button that tries out what was typed, before anything is saved.
    """

    check: ClassVar[LazyText] = ""

    def try_out(self, channel: Channel) -> TrialOutcome:
        """Try out what was typed, which is valid by itself. Keeps nothing."""
        raise NotImplementedError


class RowForm(StyledForm, forms.Form):
    """One of the things that a channel has several of. ``path`` names them in the address of the page."""

    path: ClassVar[str]
    new: ClassVar[LazyText]
    check: ClassVar[LazyText] = ""

    @classmethod
    def find(cls, channel: Channel, row_id: int) -> Model | None:
        """Return a row of this channel."""
        raise NotImplementedError

    @classmethod
    def typed(cls, row: Any) -> dict[str, Any]:
        """Return a stored row as somebody would type it."""
        raise NotImplementedError

    def try_out(self, channel: Channel, row: Any) -> TrialOutcome:
        """Try out what was typed, as a change of ``row`` (``None``: a new one). Keeps nothing."""
        raise NotImplementedError

    def save(self, *, by: Actor, channel: Channel, row: Any) -> TrialOutcome | None:
        """Keep what was typed and say what is worth saying about it; what is refused becomes an error of the form."""
        raise NotImplementedError
