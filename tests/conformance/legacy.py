"""Operations that old accounts and connectors use and Twilio no longer describes, from the overlay.

Each part of it has its reason there.

Source: https://www.twilio.com/docs/api/rest (2010 to 2016)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from attrs import evolve

from tests.support.api_table import DESCRIPTIONS, OPERATIONS, SCHEMAS, kind, operation_of, parameters_of

if TYPE_CHECKING:
    from tests.support.api_table import Kind, Operation

OVERLAY: dict[str, Any] = orjson.loads((DESCRIPTIONS / "api_overlay.json").read_bytes())
"""The overlay as it is written, by generation."""

_PARTS: list[dict[str, Any]] = OVERLAY["2010-04-01"]["legacy"]


def legacy_parameters(operation: Operation) -> dict[str, str]:
    """The kinds of the parameters that the operation had before."""
    described: dict[str, str] = {}
    for part in _PARTS:
        described |= part.get("parameters", {}).get(operation.name, {})
    return described


def _with_legacy_parameters(operation: Operation) -> Operation:
    added = parameters_of(legacy_parameters(operation))
    return evolve(operation, parameters=(*operation.parameters, *added)) if added else operation


ALL_OPERATIONS: tuple[Operation, ...] = (
    *map(_with_legacy_parameters, OPERATIONS),
    *(operation_of(row) for part in _PARTS for row in part.get("operations", ())),
)
"""All operations that the client has: those of the table, and these."""

ALL_SCHEMAS: dict[str, Kind] = SCHEMAS | {
    name: kind(fields) for part in _PARTS for name, fields in part.get("schemas", {}).items()
}
