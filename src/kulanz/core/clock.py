"""The one clock of the house. Times are aware and in UTC; pages show them in the site's zone."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return timezone.now()
