"""What the demo company is for the health of a house: nothing good once real people work there."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.office.health import Part
from kulanz.people.models import User


def parts() -> Iterator[Part]:
    """Say so as long as its people can sign in."""
    if User.objects.of_the_demo().exists():
        words = _(
            "People of the demo company can sign in with a password that everybody knows. Remove it before you begin."
        )
        yield Part("risk", _("Demo company"), words, reverse("demo:removal"))
