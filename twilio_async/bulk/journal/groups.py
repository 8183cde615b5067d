"""Groups: many rows as one JSON text, for a database that goes through them by itself.

A statement for each row, or a row at a time of a result, would make its thread take Python's interpreter lock
each time from the one that sends. So a group goes in as one parameter and comes out as one value, and what is
done for each row is done in C, while messages are sent. What SQLite and PostgreSQL write differently of it is
here. A row is an array: to look up a name in an object takes a database longer than to count.

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
    from collections.abc import Sequence

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


class _Element(FunctionElement[Any]):
    """An element of a JSON array, by its place."""

    inherit_cache = True
    name = "element"


@compiles(_Element, "sqlite")
def _(element: _Element, compiler: SQLCompiler, **options: Any) -> str:
    value, place = (compiler.process(clause, **options) for clause in element.clauses)
    return f"json_extract({value}, '$[{place}]')"


@compiles(_Element, "postgresql")
def _(element: _Element, compiler: SQLCompiler, **options: Any) -> str:
    value, place = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({value} ->> {place})"


class _Rows(FunctionElement[Any]):
    """All rows as one JSON array, of an array of these values each."""

    inherit_cache = True
    name = "rows"
    type = sa.Text()


@compiles(_Rows, "sqlite")
def _(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(_Rows, "postgresql")
def _(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    values = compiler.process(element.clauses, **options)
    return f"CAST(coalesce(json_agg(json_build_array({values})), '[]') AS TEXT)"


def group(parameter: str, **columns: TypeEngine[Any]) -> sa.Subquery:
    """The rows that a parameter has, as a table of these columns: `as_parameter` makes it of rows."""
    element = _Elements(sa.bindparam(parameter, type_=sa.Text)).table_valued("value", name="element")
    members = (
        sa.cast(_Element(element.c.value, sa.literal_column(str(place))), kind).label(name)
        for place, (name, kind) in enumerate(columns.items())
    )
    return sa.select(*members).subquery(parameter)


def as_parameter(rows: Sequence[Sequence[object]]) -> str:
    """Rows, each the values of a `group` in the order of its columns, as what is given for its parameter."""
    return _encode(rows).decode()


def in_one_value(rows: sa.Subquery) -> sa.Select[Any]:
    """All these rows as one value: a JSON array of arrays, whose values are in the order of the columns."""
    return sa.select(_Rows(*rows.c))
