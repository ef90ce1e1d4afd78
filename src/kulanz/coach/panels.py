"""What the coach shows on pages of others: aids for reading, notes on what is being written, moods in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kulanz.cases.models import Case, Message
from kulanz.cases.shown import ShownCase
from kulanz.ui import icons, states
from kulanz.ui.panels import Display, Panel, Sign, Slot

from .aids import aids_for, voice_in
from .models import CaseMood, Mood


def aids(shown: ShownCase) -> Mapping[str, Any]:
    """Return the reading aids of a case. No query: its letters were read together with their readings."""
    return {"aids": aids_for(shown.page, shown.draft)}


def has_sides(read: Mapping[str, Any], message: Message) -> bool:
    """Whether a letter can be read in several ways."""
    return read["aids"].message_id == message.pk and bool(read["aids"].sides)


def voice(shown: ShownCase) -> Mapping[str, Any]:
    """Return how the customer is spoken to. No query."""
    return {"form_of_address": voice_in(shown.case).form}


def heard(case: Case) -> list[SafeString]:
    """Draw how the newest letter sounds, where it matters for the order of work."""
    mood: CaseMood | None = getattr(case, "mood", None)
    if mood is None:
        return []
    signs = [states.mood_sign(mood.level)] if mood.level != Mood.CALM else []
    return [*signs, format_html("<span>{}{}</span>", icons.icon("shield"), _("veiled"))] if is_veiled(case) else signs


def is_veiled(case: Case) -> bool:
    """Whether words of the newest letter are veiled."""
    mood: CaseMood | None = getattr(case, "mood", None)
    return mood is not None and mood.is_veiled


DISPLAY = Display(
    panels=(
        Panel(Slot.CASE_SIDE_FIRST, "coach/guard.html", aids),
        Panel(Slot.CASE_FACTS, "coach/mood.html", aids),
        Panel(Slot.CASE_MENU, "coach/switch.html"),
        Panel(Slot.CASE_TOP, "coach/shield.html", aids),
        Panel(Slot.CASE_LETTER, "coach/sides.html", aids, beside_letters=("reading",), below=has_sides),
        Panel(Slot.CASE_COMPOSER, "coach/questions.html", aids),
        Panel(Slot.CASE_SENDING, "coach/check.html"),
        Panel(Slot.CASE_WISHES, "coach/address.html", aids),
        Panel(Slot.CASE_MARGIN, "coach/margin.html", voice),
    ),
    signs=(Sign(heard, beside=("mood__level", "mood__is_veiled"), veils=is_veiled),),
    scripts=("coach/js/coach.js", "coach/js/deeds.js"),
)
