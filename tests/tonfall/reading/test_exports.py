"""What tonfall offers to others."""

from __future__ import annotations

import inspect

import tonfall


def test_the_list_of_public_names_is_sorted_and_complete() -> None:
    assert tonfall.__all__ == sorted(set(tonfall.__all__))
    assert all(hasattr(tonfall, name) for name in tonfall.__all__)


def test_every_public_name_explains_itself() -> None:
    silent = [
        name
        for name in tonfall.__all__
        if (inspect.isfunction(getattr(tonfall, name)) or inspect.isclass(getattr(tonfall, name)))
        and not (getattr(tonfall, name).__doc__ or "").strip()
    ]
    assert silent == []
