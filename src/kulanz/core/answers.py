"""From what a database answers to a composed statement to the rows that its query stands for.

Django works out anew at each call which column is whose and what it is read by. Of a composed statement that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

Columns = Iterable[Sequence[Any]]
Reader = Callable[[list[Any]], list[Any]]


def reader(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Reader | None:
    """Return what makes the columns found for ``queryset`` into its rows; ``None`` where Django has to do it.

    ``compiler`` has composed the statement. What is returned may be used by any thread.
    """
    make = _MAKERS.get(queryset._iterable_class)
    if make is None or queryset.query.combinator or compiler.has_extra_select:
        return None
    expressions = [each[0] for each in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(expressions)
    rows_of = make(queryset, compiler)
    along = queryset._prefetch_related_lookups  # type: ignore[attr-defined]

    def read(found: list[Any]) -> list[Any]:
        rows = rows_of(compiler.apply_converters(found, converters) if converters else found)
        if along:
            prefetch_related_objects(rows, *along)
        return rows

    return read


def _objects(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Columns], list[Any]]:
    """Make objects, with their relations and annotations."""
    info, select, db = compiler.klass_info, compiler.select, queryset.db
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [each[0].target.attname for each in select[first:end]]
    relations = get_related_populators(info, select, db)  # type: ignore[call-arg]  # the stubs are of a later Django
    annotations = list((compiler.annotation_col_map or {}).items())
    from_db = info["model"].from_db

    def make(columns: Sequence[Any]) -> Any:
        row = from_db(db, names, columns[first:end])
        for each in relations:
            each.populate(columns, row)
        for name, place in annotations:
            setattr(row, name, columns[place])
        return row

    return lambda found: [make(columns) for columns in found]


def _dicts(queryset: QuerySet[Any, Any], _compiler: SQLCompiler) -> Callable[[Columns], list[Any]]:
    query = queryset.query
    names = list(query.selected or (*query.extra_select, *query.values_select, *query.annotation_select))
    return lambda found: [dict(zip(names, columns, strict=True)) for columns in found]


_MAKERS: dict[Any, Callable[[QuerySet[Any, Any], SQLCompiler], Callable[[Columns], list[Any]]]] = {
    ModelIterable: _objects,
    ValuesIterable: _dicts,
    ValuesListIterable: lambda _queryset, _compiler: lambda found: [tuple(columns) for columns in found],
    FlatValuesListIterable: lambda _queryset, _compiler: lambda found: [columns[0] for columns in found],
}
