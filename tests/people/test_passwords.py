"""Which passwords are refused wherever one is chosen."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    ["passwort123", "Passwort!!2026", "hallo12345", "!!Schatz1234", "Kundendienst1", "qwertz123456", "1.Sommer2026"],
)
def test_what_everybody_tries_in_german_is_too_common(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert [error.code for error in refused.value.error_list] == ["password_too_common"]


@pytest.mark.parametrize(
    "password", ["Sommer im Kundendienst", "lampenladen-7", "Passwortlos glücklich", "4711 Katzen"]
)
def test_a_short_sentence_or_a_word_of_ones_own_is_taken(password: str) -> None:
    assert validate_password(password) is None
