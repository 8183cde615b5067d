"""Records of each schema as JSON has them, made from a seed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from random import Random
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from tests.support.api_table import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

Record: TypeAlias = dict[str, Any]

_MEANINGS: dict[str, Kind] = {
    **dict.fromkeys(
        ("price", "balance", "usage", "count", "current_value", "trigger_value"), Kind("decimal")
    ),
    **dict.fromkeys(
        ("duration", "num_segments", "num_media", "queue_time", "ttl", "error_code"), Kind("integer")
    ),
    "as_of": Kind("iso8601"),
    "log": Kind("word"),
    "uri": Kind("path"),
}
"""What fields are that the table calls text or, some prices among them, numbers."""

_CAPABILITIES = Kind("object", fields=dict.fromkeys(("mms", "sms", "voice", "fax"), Kind("boolean")))
_SPECIAL = ("]]>", "<![CDATA[", "&amp;", *"&<>\"'\n\t 😀\U0010fffdéa")
_UNKNOWN_WORD = "tomorrow's-word"
_DIGITS = "17"


def meaning(name: str, kind: Kind) -> Kind:
    """What the values of a field are, by its name where the table does not tell."""
    if name == "capabilities" and kind.name == "any":
        return _CAPABILITIES
    return _MEANINGS.get(name, kind) if kind.name in {"string", "number", "uri"} else kind


def record_of(schema: Kind, seed: str) -> Record:
    """A record with all fields of its schema, the same for the same seed."""
    record: Record = _value("", schema, Random(seed))  # noqa: S311 - invents test data
    return record


def with_unknown_words(schema: Kind, record: Record) -> Record:
    """The record with a value in each of its enumerations that they do not have."""
    words: Record = {
        name: _UNKNOWN_WORD for name, kind in schema.fields.items() if kind.name == "enumeration"
    }
    lists: Record = {
        name: [_UNKNOWN_WORD]
        for name, kind in schema.fields.items()
        if kind.item is not None and kind.item.name == "enumeration"
    }
    return record | words | lists


def retyped(schema: Kind, record: Record) -> Record:
    """The record with numbers and truth values as text, and texts that are numbers as numbers."""
    return {name: _retyped(meaning(name, kind), record[name]) for name, kind in schema.fields.items()}


def with_digits(schema: Kind, record: Record) -> Record:
    """The record with digits for its free texts."""
    digits = {name: _DIGITS for name, kind in schema.fields.items() if meaning(name, kind).name == "string"}
    return record | digits


def _value(name: str, kind: Kind, random: Random) -> Any:
    meant = meaning(name, kind)
    if meant.name == "object":
        return {key: _value(key, inner, random) for key, inner in meant.fields.items()}
    if meant.name == "array":
        return [_value(name, meant.item or meant, random) for _ in range(2)]
    if meant.words:
        word = random.choice(meant.words)
        return word if meant.name == "enumeration" else _sid(word, random)
    made = _MAKERS[meant.name](random)
    is_text = meant.name in {"decimal", "integer"} and kind.name == "string"
    return str(made) if is_text else made


def _retyped(kind: Kind, raw: Any) -> Any:
    if kind.name == "object":
        return {name: _retyped(inner, raw[name]) for name, inner in kind.fields.items()}
    if isinstance(raw, str):
        is_number = kind.name in {"integer", "decimal"} or raw == _DIGITS
        return orjson.loads(raw) if is_number else raw
    return str(raw).lower() if isinstance(raw, bool | int | float) else raw


def _sid(prefix: str, random: Random) -> str:
    return f"{prefix}{random.getrandbits(128):032x}"


def _text(random: Random) -> str:
    return "".join(random.choices(_SPECIAL, k=random.randint(1, 8)))


def _path(random: Random) -> str:
    return f"/2010-04-01/Accounts/{_sid('AC', random)}/Calls/{_sid('CA', random)}.json"


def _moment(random: Random) -> datetime:
    zone = random.choice((UTC, timezone(timedelta(hours=-7))))
    return datetime(2011, 4, 12, 16, 15, 2, tzinfo=zone) + timedelta(seconds=random.randrange(2**29))


def _decimal(random: Random) -> float:
    return random.randrange(-999_999, 999_999) / 10_000


_MAKERS: dict[str, Callable[[Random], Any]] = {
    "any": lambda random: {"kind": _text(random), "inner_values": {"only_one": _text(random)}},
    "boolean": lambda random: random.random() < 0.5,
    "currency": lambda random: random.choice(("USD", "EUR", "JPY")),
    "date": lambda random: (date(2010, 4, 1) + timedelta(days=random.randrange(9999))).isoformat(),
    "decimal": _decimal,
    "integer": lambda random: random.randrange(100_000),
    "iso-country-code": lambda random: random.choice(("US", "NL", "JP")),
    "iso8601": lambda random: _moment(random).isoformat(),
    "number": _decimal,
    "path": _path,
    "phone-number": lambda random: f"+1555{random.randrange(10**7):07}",
    "rfc2822": lambda random: format_datetime(_moment(random)),
    "string": _text,
    "uri": lambda random: f"https://example.com/{random.randrange(10**6)}?a=1&b=%C3%A9",
    "uri-map": lambda random: {"calls": _path(random), "sms_messages": _path(random)},
    "word": lambda random: random.choice(("0", "1")),
}
"""What makes the values of the other kinds."""
