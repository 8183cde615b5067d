"""The kinds of JSON in Twilio's answers, as its description and the example bodies in that have them.

The file is made by `tools/describe_answers.py`. Where examples and schemas disagree, the examples hold.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.api_table import Operation

Kinds: TypeAlias = "Mapping[str, list[str]]"
"""The kinds of JSON that each key may have."""

_PUBLISHED: dict[str, dict[str, Kinds]] = orjson.loads(
    Path(__file__).with_name("published.json").read_bytes()
)
_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_REFUSAL: Kinds = {"code": ["integer"], "message": ["string"], "more_info": ["string"], "status": ["integer"]}


def is_published(operation: Operation) -> bool:
    """Whether the operation is one of today's description, and not of older documents."""
    return operation.schema is None or operation.schema in _PUBLISHED["records"]


def strays(body: Any, operation: Operation) -> list[str]:
    """The keys of a successful answer that are missing, too many, or of another kind than is published."""
    records = _PUBLISHED["records"][operation.schema or ""]
    if operation.list_key is None:
        return _strays(body, records)
    beside = {key: value for key, value in body.items() if key != operation.list_key}
    found = _strays(beside, _PUBLISHED["pages"][operation.name])
    return found + [stray for record in body[operation.list_key] for stray in _strays(record, records)]


def strays_of_refusal(body: Any) -> list[str]:
    """The same of a refusal; it may have a `detail` besides."""
    return _strays({key: value for key, value in body.items() if key != "detail"}, _REFUSAL)


def _strays(record: Mapping[str, Any], kinds: Kinds) -> list[str]:
    wrong = {key for key in record.keys() & kinds.keys() if _NAMES[type(record[key])] not in kinds[key]}
    return sorted((record.keys() ^ kinds.keys()) | wrong)
