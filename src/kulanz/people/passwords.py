"""What a password must be, in the same words wherever one is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import User


class LongEnough(MinimumLengthValidator):
    """Ten characters; nothing else makes a password as strong."""

    def __init__(self, min_length: int = 10) -> None:
        super().__init__(min_length)

    def get_help_text(self) -> str:
        """Say it as the page of an invitation does."""
        return _("At least ten characters. A short sentence is easy to remember.")


# What lists of German passwords begin with; the list of Django knows English ones.
_USUAL = frozenset(
    """
    passwort geheim hallo hallohallo schatz schatzi liebe ichliebedich sonnenschein willkommen admin administrator
    benutzer test testtest qwertz qwertzui qwertzuiop asdfgh yxcvbnm sommer winter herbst frühling fruehling ostern
    weihnachten januar februar märz maerz april mai juni juli august september oktober november dezember montag dienstag
    mittwoch donnerstag freitag samstag sonntag kunde kunden kundendienst kundenservice service support hilfe büro buero
    firma chef berlin hamburg münchen muenchen köln koeln frankfurt deutschland österreich schweiz bayern fussball
    fußball schalke borussia dortmund computer internet mausi engel prinzessin baby arschloch ficken kulanz
    """.split()
)
_DRESS = re.compile(r"[\W\d_]+")


class NotUsual(CommonPasswordValidator):
    """Neither one of the passwords that everybody tries, nor a word of them with figures and signs around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` for such a password."""
        words = [word for word in _DRESS.split(password.casefold()) if word]
        if len(words) == 1 and words[0] in _USUAL:
            raise ValidationError(self.get_error_message(), code="password_too_common")
        super().validate(password, user)
