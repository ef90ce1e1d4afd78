"""How large the files may be that come with one form."""

from __future__ import annotations

from django.conf import settings

FILES_AT_ONCE = 5  # files of the largest size in one letter


def total_limit() -> int:
    """Return how many bytes all files of one letter may have together."""
    return FILES_AT_ONCE * settings.UPLOAD_SIZE_LIMIT


def megabytes(size: int) -> int:
    """Return whole megabytes (1,048,576 bytes), as the settings and the pages count them."""
    return size // 1024 // 1024
