"""Documents: the same record as JSON, as the XML of 2010-04-01 and as the XML of 2008-08-01.

Makes documents of fields, of lists and of refusals, and knows no resource. A null is an empty element.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from twilio_async.emulator.wire.csv_documents import csv_document
from twilio_async.emulator.wire.names import element_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from twilio_async.emulator.wire.errors import Refusal
    from twilio_async.emulator.wire.fields import Fields, FieldValue

Envelope: TypeAlias = Mapping[str, str | int | None]
"""The paging data around a list, in order, under their JSON keys."""

Written = msgspec.Raw
"""The JSON document of a record, as bytes."""


class Format(Enum):
    """The forms in which a document may be asked for."""

    JSON = "json"
    CSV = "csv"
    XML = "xml"
    XML_2008 = "xml-2008"

    @property
    def content_type(self) -> str:
        """The media type of the document."""
        return _CONTENT_TYPES.get(self, "application/xml")


_CONTENT_TYPES = {Format.JSON: "application/json", Format.CSV: "text/csv"}
_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"
_SPECIAL = re.compile('[&<>"\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}
_IN_TEXT = _ESCAPES | {'"': '"', "\n": "\n", "\t": "\t"}
_NUMBERS = (int, float)
_NOT_IN_MODERN_XML = ("start", "end")


def record_document(element: str, fields: Fields, form: Format) -> bytes:
    """The document of one record, whose XML element is `element`."""
    if form is Format.JSON:
        return msgspec.json.encode(fields)
    if form is Format.CSV:
        return csv_document([key for key in fields if _is_plain(fields[key])], [fields])
    return _xml(_element(element, fields), form)


def list_document(
    list_key: str, element: str, envelope: Envelope, records: Iterable[Fields | Written], form: Format
) -> bytes:
    """The document of one page of a list; `list_key` is its JSON key, `element` that of each record.

    Only a list in JSON may have records that are written already.
    """
    if form is Format.JSON:
        return msgspec.json.encode({**envelope, list_key: list(records)})
    hidden = _NOT_IN_MODERN_XML if "total" not in envelope else ()
    attributes = "".join(
        f' {key.replace("_", "")}="{_escape_attribute(value)}"'
        for key, value in envelope.items()
        if key not in hidden
    )
    name = element_name(list_key)
    inner = "".join([_element(element, fields) for fields in records if not isinstance(fields, Written)])
    return _xml(f"<{name}{attributes}>{inner}</{name}>", form)


def _is_plain(value: FieldValue) -> bool:
    return value is None or isinstance(value, str | int | float)


def error_document(refusal: Refusal, form: Format) -> bytes:
    """The document of a refusal; each generation has its own order of elements."""
    more_info = f"https://www.twilio.com/docs/errors/{refusal.code}"
    detail = {} if refusal.detail is None else {"detail": refusal.detail}
    fields: dict[str, str | int] = {
        "code": refusal.code,
        **detail,
        "message": refusal.message,
        "more_info": more_info,
        "status": int(refusal.status),
    }
    if form is Format.JSON:
        return msgspec.json.encode(fields)
    if form is Format.CSV:
        return csv_document(fields, [fields])
    if form is Format.XML_2008:
        fields = _error_fields_2008(refusal)
    return _xml(_element("RestException", fields), form)


def _error_fields_2008(refusal: Refusal) -> dict[str, str | int]:
    if refusal.status == HTTPStatus.NOT_FOUND:
        return {"status": int(refusal.status), "message": "The requested resource was not found"}
    return {
        "status": int(refusal.status),
        "message": refusal.message,
        "code": refusal.code,
        "more_info": f"http://www.twilio.com/docs/errors/{refusal.code}",
    }


def _xml(inner: str, form: Format) -> bytes:
    declaration = "" if form is Format.XML_2008 else _DECLARATION
    return f"{declaration}<TwilioResponse>{inner}</TwilioResponse>".encode()


def _element(name: str, fields: Fields) -> str:
    parts = [f"<{name}>"]
    for key, value in fields.items():
        tag = element_name(key)
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


def _list(name: str, values: Sequence[FieldValue]) -> str:
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


def _escape_text(value: str) -> str:
    return _SPECIAL.sub(lambda match: _IN_TEXT.get(match[0], "\ufffd"), value)


def _escape_attribute(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)
