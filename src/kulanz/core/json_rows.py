"""Rows of a related table read along as JSON: one statement instead of two, on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler


class JsonRows(Subquery):
    """``annotate(points=JsonRows(rows.values("kind", "value")))`` is a list of objects; no rows: ``None`` or empty."""

    output_field = JSONField()

    def __init__(self, queryset: QuerySet[Any, Any], **extra: Any) -> None:
        super().__init__(queryset, **extra)
        self._names = [*queryset.query.values_select, *queryset.query.annotation_select]

    def as_sql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        """Wrap the inner query in the database's own JSON functions. Names come from our code, never from outside."""
        if connection.vendor == "postgresql":
            whole = "jsonb_agg(_row)"  # Django reads jsonb alone as text, which its JSONField then loads
        else:
            pairs = ", ".join(f"'{name}', _row.\"{name}\"" for name in self._names)
            whole = f"json_group_array(json_object({pairs}))"
        template = f"(SELECT {whole} FROM (%(subquery)s) _row)"  # noqa: S608 - names from our own code
        return super().as_sql(compiler, connection, template=template, **extra)
