"""Arguments to the names and texts of the wire; what cannot be right is refused here, before anything is sent.

Source: https://www.twilio.com/docs/usage/requests-to-twilio
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import orjson

from twilio_async.errors import InvalidArgument

_INEQUALITIES = {"_before": "<", "_after": ">"}


def wire_name(name: str, names: Iterable[str]) -> str:
    """Twilio's name of the parameter `name`, which stands in a signature with `names`.

    `status_callback` is `StatusCallback`, `from_` is `From`, and `date_sent_after` is `DateSent>` where there
    is a `date_sent` too.
    """
    for suffix, sign in _INEQUALITIES.items():
        base = name.removesuffix(suffix)
        if base != name and base in names:
            return wire_name(base, ()) + sign
    return "".join(word.capitalize() for word in name.rstrip("_").split("_"))


def wire_texts(name: str, value: Any) -> list[str]:
    """The texts of a value: one for each item of a sequence, one otherwise.

    A mapping becomes JSON text, an aware datetime its UTC instant, a date its ISO form.

    Raises:
        InvalidArgument: A naive datetime, or a type that no parameter has; the text names the argument.
    """
    if isinstance(value, str):
        return [str.__str__(value)]
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
        return [text for item in value for text in wire_texts(name, item)]
    return [_text(name, value)]


def _text(name: str, value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
        case int():
            return str(value)
        case float() | Decimal():
            return _number(name, Decimal(str(value)))
        case datetime():
            return _instant(name, value)
        case date():
            return value.isoformat()
        case Mapping():
            return _json(name, value)
        case _:
            raise InvalidArgument(f"{name} cannot be a {type(value).__name__}")


def _number(name: str, value: Decimal) -> str:
    if not value.is_finite():
        raise InvalidArgument(f"{name} must be a finite number")
    return format(value, "f")


def _instant(name: str, value: datetime) -> str:
    if value.utcoffset() is None:
        raise InvalidArgument(
            f"{name} is a naive datetime, which could be any instant: give it a zone, for instance "
            "datetime.now(UTC) or value.replace(tzinfo=UTC)"
        )
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _json(name: str, value: Mapping[Any, Any]) -> str:
    try:
        return orjson.dumps(dict(value)).decode()
    except TypeError as error:
        raise InvalidArgument(f"{name} cannot be written as JSON: {error}") from None
