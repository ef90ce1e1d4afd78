"""Promises in service text: what was promised, and by when it is due."""

from tonfall._promises.find import FoundPromise, Kind, Language, find_promises, parse_due, promise_kind

__all__ = ["FoundPromise", "Kind", "Language", "find_promises", "parse_due", "promise_kind"]
