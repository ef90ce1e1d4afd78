"""Refusals are one family, and their codes are public: a new one may come, none may change."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import kulanz
from kulanz.core.refusals import Refused

CODES = """
absence-refused absurd-day address-taken already-gone already-one archived-tag brands-differ calls-off contact-taken
content-wrong customers-differ domain-taken duplicate-refused empty-text ending-stopped form-refused
last-administrator letter-too-large letter-unwise not-allowed not-found not-theirs nothing-to-do open-gaps
program-unreachable recipients-refused reply-stopped tag-taken too-many-lines too-many-views unknown-tag
unseen-entries upload-refused value-refused wrong-state
""".split()


def test_every_refusal_has_a_code_of_its_own_that_stays() -> None:
    for module in pkgutil.walk_packages(kulanz.__path__, "kulanz."):
        if re.search(r"\.(errors|actions|administration|form)\b", module.name):
            importlib.import_module(module.name)

    assert sorted(each.code for each in refusals(Refused) if "code" in vars(each) and each is not Refused) == CODES


def refusals(family: type[Refused]) -> Iterator[type[Refused]]:
    yield family
    for child in family.__subclasses__():
        yield from refusals(child)
