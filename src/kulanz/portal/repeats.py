"""The same form sent again from a fresh page, after the browser's "Back", is the same matter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile

from kulanz.cases.models import Case
from kulanz.channels.form.actions import FormTaken

WITHIN = timedelta(hours=1)


def place_of(channel_id: int, given: Mapping[str, str], files: Iterable[UploadedFile]) -> str:  # type: ignore[type-arg]
    """Return where the cache remembers a form: a digest of the door, of what was typed, and of the files."""
    # Of files name and size alone: nothing is read into memory before it is known to be new.
    words = json.dumps([channel_id, dict(given), [[file.name, file.size] for file in files]], sort_keys=True)
    return f"form:{hashlib.sha256(words.encode()).hexdigest()}"


def taken_before(place: str) -> FormTaken | None:
    """Return what became of the same form a short while ago, ``None`` where it is new."""
    known: FormTaken | None = cache.get(place)
    return known if known is not None and Case.objects.filter(number=known.case_number).exists() else None


def remember(place: str, taken: FormTaken) -> None:
    """Remember what became of a form; one that is only kept is not."""
    if taken.case_number:
        cache.set(place, taken, WITHIN.total_seconds())
