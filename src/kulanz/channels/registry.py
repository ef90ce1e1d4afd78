"""Which kinds of channels there are: those whose folders stand in ``INSTALLED_APPS``, in that order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path

from .adapter import ChannelAdapter
from .kinds import LONGEST, ChannelConfig, ChannelKind


@cache
def kinds() -> Mapping[str, ChannelKind]:
    """Return every kind by its key. Raises ``ImproperlyConfigured`` where two claim one word, or one is too long."""
    found = [config.kind for config in apps.get_app_configs() if isinstance(config, ChannelConfig)]
    for words in ([kind.key for kind in found], [source for kind in found for source in kind.sources]):
        wrong = [word for word in words if not 0 < len(word) <= LONGEST or words.count(word) > 1]
        if wrong:
            raise ImproperlyConfigured(f"channels need words of their own, {LONGEST} characters at most: {wrong}")
    return {kind.key: kind for kind in found}


def kind_of(key: str) -> ChannelKind:
    """Return a kind. Raises ``ValueError`` where no folder brings it."""
    if key not in kinds():
        raise ValueError(f"there is no channel of the kind {key!r}")
    return kinds()[key]


def kind_of_source(source: str) -> ChannelKind:
    """Return the kind that reads originals of this source. Raises ``ValueError`` where none does."""
    if source not in _by_source():
        raise ValueError(f"no channel reads originals of the source {source!r}")
    return _by_source()[source]


def answering(key: str) -> ChannelKind:
    """Return the kind that carries answers in a case of this channel. Cases opened by hand are answered by mail."""
    kind = kinds().get(key) or kind_of("email")
    return kind_of(kind.answers_through or kind.key)


@cache
def adapter_for(key: str) -> ChannelAdapter:
    """Return the adapter of a kind, opened at its first use; what a kind whose folder is gone left behind waits."""
    kind = kinds().get(key)
    adapter: ChannelAdapter = opened(kind.adapter)() if kind is not None else _Closed()
    return adapter


class _Closed(ChannelAdapter):
    def can_send(self) -> bool:
        return False


def opened(place: str) -> Any:
    """Return what stands at "package.module:Name"."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def addresses() -> list[URLPattern | URLResolver]:
    """Return the public addresses of all kinds that have some."""
    return [path(f"channels/{kind.key}/", include(kind.urls)) for kind in kinds().values() if kind.urls]


@cache
def _by_source() -> Mapping[str, ChannelKind]:
    return {source: kind for kind in kinds().values() for source in kind.sources}
