"""Queries whose statement is put together once and then only filled in.

Composing a statement costs Django several times what the database needs to answer it: of a case page it was a quarter
of the whole. Pages that people open all day prepare theirs. See docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from .answers import Reader, reader

P = ParamSpec("P")
Row = TypeVar("Row")
Value = int | str | Sequence[int]

# Stand-ins for values while a statement is put together: within the range of every column, and no id comes this far.
_NUMBER = 2_147_400_000
_WORD = "a value to come, number %d"


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make a function that builds a query into one that answers its rows, composing the statement only once.

    The arguments are what differs from call to call: numbers, words, or tuples of numbers (one statement for each
    length). They must reach the query as they are, as values of its conditions, because at first stand-ins are given;
    what changes the query itself (a limit, a choice of columns) belongs to the code around it. ``ValueError`` where
    an argument does not come out among the statement's values.
    """
    known: dict[tuple[int, ...], _Statement] = {}

    def rows(*values: Value) -> list[Row]:
        shape = tuple(len(value) if isinstance(value, tuple) else -1 for value in values)
        statement = known.get(shape)
        # No lock: two threads may compose the same at once, and both are right.
        if statement is None:
            statement = known[shape] = _compose(build, values)
        return statement.rows(_flat(values))

    return rows  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Statement:
    """A composed statement; ``holes`` says which of its parameters takes which of the values."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    holes: tuple[tuple[int, int], ...]
    read: Reader | None

    def rows(self, values: Sequence[int | str]) -> list[Any]:
        params = list(self.params)
        for place, which in self.holes:
            params[place] = type(params[place])(values[which])  # PostgreSQL's driver has kinds of int of its own
        if self.read is None:
            return self._through_django(params)
        with connections[self.queryset.db].cursor() as cursor:
            cursor.execute(self.sql, params)
            return self.read(cursor.fetchall())

    def _through_django(self, params: list[Any]) -> list[Any]:
        # A copy for each call: threads share the statement, and each call brings its own connection and values.
        mine = copy(self.compiler)
        mine.connection = connections[self.queryset.db]  # each thread has its own
        mine.as_sql = lambda *_args, **_kwargs: (self.sql, tuple(params))  # type: ignore[method-assign]
        filled = self.queryset.all()
        filled.query.get_compiler = lambda *_args, **_kwargs: mine  # type: ignore[method-assign]
        return list(filled)


def _compose(build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value]) -> _Statement:
    stand_ins: list[int | str] = []

    def stand_in(value: int | str) -> int | str:
        stand_ins.append(_WORD % len(stand_ins) if isinstance(value, str) else _NUMBER + len(stand_ins))
        return stand_ins[-1]

    given = [tuple(map(stand_in, value)) if isinstance(value, tuple) else stand_in(value) for value in values]  # type: ignore[arg-type]
    queryset = build(*given)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    holes = tuple((place, stand_ins.index(param)) for place, param in enumerate(params) if param in stand_ins)
    if {which for _place, which in holes} != set(range(len(stand_ins))):
        raise ValueError("an argument is no value of the statement")
    return _Statement(queryset, compiler, sql, tuple(params), holes, reader(queryset, compiler))


def _flat(values: Sequence[Value]) -> list[int | str]:
    return [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
