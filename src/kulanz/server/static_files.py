"""Collects styles, scripts and pictures for the pages, only where they changed since the last start."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "collected.txt"
# htmx comes with extensions and a next version that we do not use; some refer to files that do not exist.
UNUSED = ["django_htmx/ext/*", "htm*-4*.js"]


def collect_if_changed() -> None:
    """Collect into ``STATIC_ROOT`` unless exactly these files are collected already."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    fingerprint = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(fingerprint, encoding="ascii")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    # By size and time, not by content: this is asked at every start.
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
