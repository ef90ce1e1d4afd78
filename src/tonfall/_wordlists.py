"""Plain word lists from the package's ``lexicon`` folder, read once and only when asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(file: str) -> dict[str, Any]:
    """Return the TOML table ``lexicon/<file>.toml``; raises ``FileNotFoundError`` when there is none."""
    return tomllib.loads(files("tonfall").joinpath("lexicon", f"{file}.toml").read_text("utf-8"))


@cache
def word_set(file: str, name: str) -> frozenset[str]:
    """Return the words of list ``name`` in ``lexicon/<file>.toml``; ``KeyError`` when missing."""
    return frozenset(table(file)[name].split())
