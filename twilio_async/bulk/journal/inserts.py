"""Inserts that leave alone what is there already, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def insert_new(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, at least one, except for those whose key the table has."""
    connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def insert_new_of(
    connection: sa.Connection, table: sa.Table, query: sa.Select[Any], parameters: Mapping[str, Any]
) -> int:
    """Insert what a query gives, except for what the table has the key of, and say how many rows that is.

    Names of columns are those of the query.
    """
    # A condition has to stand before ON CONFLICT: SQLite takes that for a join's otherwise.
    insert = _insert(connection, table).from_select([*query.selected_columns.keys()], query.where(sa.true()))
    return connection.execute(insert.on_conflict_do_nothing(), parameters).rowcount


def _insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table)
