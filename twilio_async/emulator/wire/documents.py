"""Documents: the same record as JSON, as the XML of 2010-04-01 and as the XML of 2008-08-01.

A resource says once how its records become fields; this module makes documents of fields, lists and
refusals. Knows no resource. JSON keys are snake_case and XML elements their CamelCase; a null is an empty
element.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from http import HTTPStatus
from typing import Any, Final, Generic, TypeAlias, TypeVar

import attrs
import orjson

from twilio_async.emulator.wire.errors import ApiError

Value: TypeAlias = str | float | Mapping[str, "Value"] | Sequence["Value"] | None
"""What a field holds: a text, a number or boolean, an object, a list, or nothing."""

Fields: TypeAlias = Mapping[str, Value]
"""The fields of a record in the order of its XML elements, under their JSON keys."""

T = TypeVar("T")


class Format(Enum):
    """The forms in which a document may be asked for."""

    JSON = "json"
    XML = "xml"
    XML_2008 = "xml-2008"

    @property
    def content_type(self) -> str:
        """The media type of the document."""
        return "application/json" if self is Format.JSON else "application/xml"


@attrs.frozen
class View:
    """From where a record is looked at: the moment, and the paths that its URIs are made of."""

    now: datetime
    account_path: str
    suffix: str


@attrs.frozen
class Resource(Generic[T]):
    """How records of one kind appear: XML element, list names, and their fields."""

    element: str
    list_key: str
    list_element: str
    fields: Callable[[T, View], Fields]


_DECLARATION: Final = "<?xml version='1.0' encoding='UTF-8'?>\n"
_SPECIAL: Final = re.compile('[&<>"\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_ESCAPES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}
_IN_TEXT: Final = _ESCAPES | {'"': '"', "\n": "\n", "\t": "\t"}
_NUMBERS: Final = (int, float)
_NOT_IN_MODERN_XML: Final = ("start", "end")
_IRREGULAR: Final = {"sms_messages": "SMSMessages", "sms": "SMS", "mms": "MMS", "request_URL": "RequestURL"}


def record_document(resource: Resource[Any], fields: Fields, form: Format) -> bytes:
    """The document of one record."""
    if form is Format.JSON:
        return orjson.dumps(fields)
    return _xml(_element(resource.element, fields), form)


def list_document(
    resource: Resource[Any], envelope: Mapping[str, str | int | None], items: Iterable[Fields], form: Format
) -> bytes:
    """The document of one page of a list; `envelope` holds the paging data under their JSON keys."""
    if form is Format.JSON:
        return orjson.dumps({**envelope, resource.list_key: list(items)})
    hidden = _NOT_IN_MODERN_XML if "total" not in envelope else ()
    attributes = "".join(
        f' {key.replace("_", "")}="{_escape_attribute(value)}"'
        for key, value in envelope.items()
        if key not in hidden
    )
    name = resource.list_element
    inner = "".join([_element(resource.element, fields) for fields in items])
    return _xml(f"<{name}{attributes}>{inner}</{name}>", form)


def error_document(error: ApiError, form: Format) -> bytes:
    """The document of a refusal; each generation has its own order of elements."""
    more_info = f"https://www.twilio.com/docs/errors/{error.code}"
    detail = {} if error.detail is None else {"detail": error.detail}
    fields: dict[str, str | int] = {
        "code": error.code,
        **detail,
        "message": error.message,
        "more_info": more_info,
        "status": int(error.status),
    }
    if form is Format.JSON:
        return orjson.dumps(fields)
    if form is Format.XML_2008:
        fields = _error_fields_2008(error)
    return _xml(_element("RestException", fields), form)


def _error_fields_2008(error: ApiError) -> dict[str, str | int]:
    if error.status == HTTPStatus.NOT_FOUND:
        return {"status": int(error.status), "message": "The requested resource was not found"}
    return {
        "status": int(error.status),
        "message": error.message,
        "code": error.code,
        "more_info": f"http://www.twilio.com/docs/errors/{error.code}",
    }


def _xml(inner: str, form: Format) -> bytes:
    declaration = "" if form is Format.XML_2008 else _DECLARATION
    return f"{declaration}<TwilioResponse>{inner}</TwilioResponse>".encode()


def _element(name: str, fields: Fields) -> str:
    parts = [f"<{name}>"]
    for key, value in fields.items():
        tag = _tag(key)
        if value is None or value == "":
            parts.append(f"<{tag}/>")
        elif isinstance(value, str):
            parts.append(f"<{tag}>{_escape_text(value)}</{tag}>")
        elif isinstance(value, _NUMBERS):
            parts.append(f"<{tag}>{_number(value)}</{tag}>")
        elif isinstance(value, Mapping):
            parts.append(_element(tag, value))
        else:
            parts.append(_list(tag, value))
    parts.append(f"</{name}>")
    return "".join(parts)


def _list(name: str, values: Sequence[Value]) -> str:
    item = name.removesuffix("s")
    inner = "".join(
        _element(item, value)
        if isinstance(value, Mapping)
        else f"<{item}>{_escape_text(str(value))}</{item}>"
        for value in values
    )
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _number(value: float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def _tag(key: str) -> str:
    return _IRREGULAR.get(key) or camel_case(key)


def camel_case(key: str) -> str:
    """`usage_records` as `UsageRecords`."""
    return "".join(part.capitalize() for part in key.split("_"))


def _escape_text(value: str) -> str:
    return _SPECIAL.sub(lambda match: _IN_TEXT.get(match[0], "\ufffd"), value)


def _escape_attribute(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)
