"""Groups: many rows as one JSON text, for a database that goes through them by itself.

A statement for each row, or a row at a time of a result, would make its thread take Python's interpreter lock
each time from the one that sends. So a group goes in as one parameter and comes out as one value, and what is
done for each row is done in C, while messages are sent. What SQLite and PostgreSQL write differently of it is
here.

Source: https://www.sqlite.org/json1.html
Source: https://www.postgresql.org/docs/current/functions-json.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine

_encode = msgspec.json.Encoder().encode


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array, as a table with one column."""

    inherit_cache = True
    name = "elements"


@compiles(_Elements, "sqlite")
def _(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Elements, "postgresql")
def _(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    return f"jsonb_array_elements(CAST({compiler.process(element.clauses, **options)} AS JSONB))"


class _Member(FunctionElement[Any]):
    """A member of a JSON object, by its name."""

    inherit_cache = True
    name = "member"


@compiles(_Member, "sqlite")
def _(element: _Member, compiler: SQLCompiler, **options: Any) -> str:
    value, name = (compiler.process(clause, **options) for clause in element.clauses)
    return f"json_extract({value}, '$.' || {name})"


@compiles(_Member, "postgresql")
def _(element: _Member, compiler: SQLCompiler, **options: Any) -> str:
    value, name = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({value} ->> {name})"


class _Documents(FunctionElement[Any]):
    """All rows as one JSON array, of an object each; names and values in turn are what is in it."""

    inherit_cache = True
    name = "documents"
    type = sa.Text()


@compiles(_Documents, "sqlite")
def _(element: _Documents, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_object({compiler.process(element.clauses, **options)}))"


@compiles(_Documents, "postgresql")
def _(element: _Documents, compiler: SQLCompiler, **options: Any) -> str:
    pairs = compiler.process(element.clauses, **options)
    return f"CAST(coalesce(json_agg(json_build_object({pairs})), '[]') AS TEXT)"


def group(parameter: str, **columns: TypeEngine[Any]) -> sa.Subquery:
    """The rows that a parameter has as a table: `as_parameter` makes a parameter of rows."""
    element = _Elements(sa.bindparam(parameter, type_=sa.Text)).table_valued("value", name="element")
    members = (
        sa.cast(_Member(element.c.value, _spelled(name)), kind).label(name) for name, kind in columns.items()
    )
    return sa.select(*members).subquery(parameter)


def as_parameter(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as what is given for the parameter of a `group`."""
    return _encode(rows).decode()


def in_one_value(rows: sa.Subquery) -> sa.Select[Any]:
    """All these rows as one value: a JSON array of objects, whose names are those of the columns."""
    pairs = [part for column in rows.c for part in (_spelled(column.name), column)]
    return sa.select(_Documents(*pairs))


def _spelled(name: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{name}'")
