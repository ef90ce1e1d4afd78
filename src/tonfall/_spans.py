"""Many spans at once: which of them overlap, cover or lie inside another, without looking at each one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from tonfall._text import Span


class Places:
    """A set of spans that is asked again and again. Building sorts once; a question costs a binary search."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        self._reach: list[int] = []  # the furthest end of all spans up to here
        for span in self._spans:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else span.end))

    def touch(self, span: Span) -> bool:
        """Say whether one of them overlaps ``span``."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start

    def hold(self, span: Span) -> bool:
        """Say whether one of them covers ``span`` wholly."""
        before = bisect_right(self._starts, span.start)
        return before > 0 and self._reach[before - 1] >= span.end

    def inside(self, span: Span) -> int:
        """Return how many of them lie wholly inside ``span``."""
        first, last = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)
        return sum(each.end <= span.end for each in self._spans[first:last])


class Apart:
    """Spans of which no two overlap, taken in any order: the first that comes keeps its place."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, span: Span) -> bool:
        """Keep ``span`` unless it overlaps one that was kept before. Returns whether it was kept."""
        if self.is_taken(span):
            return False
        place = bisect_left(self._starts, span.start)
        self._starts.insert(place, span.start)
        self._ends.insert(place, span.end)
        return True

    def is_taken(self, span: Span) -> bool:
        """Say whether ``span`` overlaps one that was kept."""
        place = bisect_left(self._starts, span.end)
        return place > 0 and self._ends[place - 1] > span.start
